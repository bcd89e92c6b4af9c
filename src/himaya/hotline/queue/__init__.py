"""One queue for everything that comes to the hotline: calls, chats, messages, voice messages, call-backs.

`rules` decides, purely; `actions` carries out under the line's lock; the worker ticks every five seconds. A contact lies
here as an *arrival*: how it came and waits, open to everybody at the line, with nothing of what was said. The number and
the words lie in a dossier of their own, which whoever takes it is let into, and which becomes the contact's.

What the channels (telephone exchange, chat, SMS gateway, forms) call, all in `actions`, all harmless when told twice:

* First `callers.actions.screen_caller`, where callers may be blocked. Then:
* `arrive(channel=, channel_id=, caller_number=, words=, language=, skill=, danger=)`: a contact comes in, once for each of
  the channel's own ids. The answer says whom to ring (`rings.user`), or that the machine takes it (`state` `recording`) or
  the caller is told (`told`) in the words of `why` (list `hotline.queue_words`).
* `failed(arrival=)`: the way to who is rung, or who answered, is broken: the next one, before all others.
* `ended(arrival=)`: the conversation is over; before an answer: the caller went, and the supervisors hold it.
* `left_word(arrival=, words=, safe_number=, opens=, closes=)`: after `recording` or `told`.
* `accept(arrival=, by=)`: a counsellor answers; opens the contact. `hand_over(contact=, to=, by=)`: to a colleague.

`by` is the counsellor, the worker's `SYSTEM`, or `PUBLIC` for a page where nobody is signed in. After each of them the
pages of everybody at the line hear `live:queue`. A channel reads an arrival again to learn that another is rung now.

Past the queue: a call on an ordinary telephone, a visit or a letter is written down as a contact at once
(`contacts.actions.receive_contact`), because whoever writes it is already with the caller.
"""
