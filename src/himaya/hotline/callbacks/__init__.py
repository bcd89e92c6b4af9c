"""Call-backs promised to a caller who could not be answered, or agreed on with a counsellor: to a number and at a time
that the caller called safe, never otherwise.

Not the call-backs that a level of danger owes after triage (`followups`): those belong to whoever listened, are due at
moments laid down for suicide and violence, and climb by clocks of their own. A contact that owes one of those is promised
no second one. The desk shows both in one list.
"""
