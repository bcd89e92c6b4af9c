"""What the events of a call add up to. Pure: the same events give the same call, however often and in whatever order
they came, so that every call can be replayed from its log."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from himaya.clients.telephone import Event, in_order
from himaya.hotline.callbacks.rules import may_dial
from himaya.kit.verdict import Verdict, no, yes

OFFERED, RINGING, ASKED, TALKING, HELD, VOICEMAIL, ENDED = (
    "offered", "ringing", "asked", "talking", "held", "voicemail", "ended"
)  # fmt: skip
LIVE = frozenset({OFFERED, RINGING, ASKED, TALKING, HELD, VOICEMAIL})
WAITING = frozenset({OFFERED, RINGING, ASKED})
SPOKEN = frozenset({TALKING, HELD})


@dataclass(frozen=True, slots=True)
class Call:
    """A call as far as its events tell without a gap.

    `told` is the number of the last event that counts; `beyond` says that later ones lie here while one is missing.
    `impossible` are the numbers of events that cannot follow what went before (a held call held again, anything after
    the end): they stay in the log and change nothing.
    """

    state: str = ""
    outgoing: bool = False
    caller: str = ""
    line: str = ""
    endpoint: str = ""
    with_us: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    voicemail: str = ""
    keys: str = ""
    dead: tuple[str, ...] = ()
    ended_by: str = ""
    answered: bool = False
    told: int = 0
    beyond: bool = False
    impossible: tuple[int, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


def replay(events: Sequence[Event]) -> Call:
    """The call that these events, in any order and number of copies, add up to."""
    call = Call()
    for event in in_order(events):
        after = _after(call, event)
        strange = call.impossible + ((event.number,) if after is None else ())
        call = replace(after or call, told=event.number, impossible=strange)
    return replace(call, beyond=any(event.number > call.told for event in events))


def is_repeat(known: Event, again: Event) -> bool:
    """Whether an event that bears the number of a known one tells the same. One that does not contradicts the log: what
    came first counts, and the exchange is at fault."""
    return (known.kind, dict(known.facts)) == (again.kind, dict(again.facts))


def _after(call: Call, event: Event) -> Call | None:
    """The call after this event; None where it cannot follow."""
    froms, change = STEPS[event.kind]
    return change(call, event) if call.state in froms else None


def _fact(event: Event, name: str) -> str:
    return str(event.facts.get(name, ""))


def _offered(call: Call, event: Event) -> Call:
    return replace(call, state=OFFERED, caller=_fact(event, "caller"), line=_fact(event, "line"))


def _ringing(call: Call, event: Event) -> Call:
    """Of a call that nobody offered: we are dialling. Otherwise a counsellor's telephone rings."""
    return replace(
        call,
        state=RINGING,
        outgoing=call.outgoing or not call.state,
        endpoint=_fact(event, "endpoint"),
        line=call.line or _fact(event, "to"),
    )


def _answered(call: Call, event: Event) -> Call:
    return replace(call, state=TALKING, endpoint=_fact(event, "endpoint"), answered=True)


def _transferred(call: Call, event: Event) -> Call:
    """Somebody else's telephone has it; a call that nobody had answered goes on ringing there."""
    state = RINGING if call.state in WAITING else TALKING
    return replace(call, state=state, endpoint=_fact(event, "endpoint"))


def _failed(call: Call, event: Event) -> Call:
    """A telephone of ours that cannot be reached is skipped and the caller waits on; anything else ends the call."""
    endpoint = _fact(event, "endpoint")
    if endpoint and not call.outgoing and call.state in WAITING:
        return replace(call, state=OFFERED, endpoint="", dead=(*call.dead, endpoint))
    return replace(call, state=ENDED, ended_by=_fact(event, "reason"))


STEPS: dict[str, tuple[frozenset[str], Callable[[Call, Event], Call]]] = {
    "offered": (frozenset({""}), _offered),
    "ringing": (WAITING | {""}, _ringing),
    "answered": (WAITING, _answered),
    "held": (frozenset({TALKING}), lambda call, event: replace(call, state=HELD)),
    "resumed": (frozenset({HELD}), lambda call, event: replace(call, state=TALKING)),
    "transferred": (WAITING | SPOKEN, _transferred),
    "bridged": (SPOKEN, lambda call, e: replace(call, with_us=(*call.with_us, _fact(e, "with")))),
    "recording": (LIVE, lambda call, e: replace(call, recordings=(*call.recordings, _fact(e, "file")))),
    "voicemail": (WAITING | {VOICEMAIL}, lambda call, e: replace(call, state=VOICEMAIL, voicemail=_fact(e, "file"))),
    "asked": (frozenset({OFFERED}), lambda call, event: replace(call, state=ASKED)),
    "pressed": (LIVE, lambda call, event: replace(call, keys=call.keys + _fact(event, "key"))),
    "hung_up": (LIVE, lambda call, e: replace(call, state=ENDED, ended_by=_fact(e, "by"))),
    "failed": (LIVE, _failed),
}  # fmt: skip


def wanted(state: str, endpoint: str, waiting: str, theirs: str, *, over: bool, outgoing: bool) -> str | None:
    """What the exchange must be told so that a call stands where its contact stands; None where it does.

    `state` and `endpoint` are the call's; `waiting` is the state of its contact in the queue, `theirs` the telephone of
    whoever took it, `over` whether the conversation was ended at the desk. Whom we call answers themself."""
    if over:
        return "hang_up" if state in LIVE - {VOICEMAIL} else None
    if waiting == "recording":
        return "voicemail" if state in WAITING else None
    if waiting != "answered" or not theirs:
        return None
    if state in WAITING:
        return None if outgoing else "answer"
    return "transfer" if state in SPOKEN and endpoint != theirs else None


THE_KEY = "1"  # as the words for a blocked caller say (`caller.blocked_words`): a child is in danger


def says_danger(before: Call, after: Call) -> bool:
    """Whether a blocked caller has just said that a child is in danger."""
    return after.is_live and THE_KEY in after.keys[len(before.keys) :]


# What whoever speaks with a caller may tell the exchange, by where the call stands.
BY_HAND = {"hold": {TALKING}, "resume": {HELD}, "conference": {TALKING}, "hang_up": LIVE}


SHORT = range(3, 6)  # digits of numbers that need no area: 112, 103


def may_join(party: str, countries: Collection[str]) -> Verdict:
    """Whom one may call into a conversation: short numbers (police, ambulance), and what may be called back."""
    if party.isdecimal() and len(party) in SHORT:
        return yes()
    return may_dial(party, countries)


def may_tell(state: str, do: str) -> Verdict:
    """Whether this can be done with a call now."""
    if do not in BY_HAND:
        return no(_("There is no such thing to do with a call."))
    if state not in BY_HAND[do]:
        return no(_("This cannot be done with the call as it stands."))
    return yes()
