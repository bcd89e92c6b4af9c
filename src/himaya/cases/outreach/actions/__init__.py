"""Every write of this topic: the rules, the night that raises leads, and the work on a lead."""

from himaya.cases.outreach.actions.raising import count_trial, raise_of
from himaya.cases.outreach.actions.ruling import (
    Change,
    approve_rule,
    ask_trial,
    load_outreach_rules,
    propose_rule,
    retire_rule,
)
from himaya.cases.outreach.actions.working import (
    Answer,
    Tried,
    answer_lead,
    assign_lead,
    begin_help,
    end_lead,
    note_contact,
    report_danger,
    take_lead,
)

__all__ = [
    "Answer",
    "Change",
    "Tried",
    "answer_lead",
    "approve_rule",
    "ask_trial",
    "assign_lead",
    "begin_help",
    "count_trial",
    "end_lead",
    "load_outreach_rules",
    "note_contact",
    "propose_rule",
    "raise_of",
    "report_danger",
    "retire_rule",
    "take_lead",
]
