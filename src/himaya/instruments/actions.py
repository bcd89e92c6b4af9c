"""What other contexts may do with questionnaires."""

from himaya.instruments.filled.actions import keep_filling, start_filling, submit_filling, take_filling
from himaya.instruments.library.actions import load_instruments
from himaya.instruments.responses.actions import follow_response, save_draft, start_response, submit_response
from himaya.instruments.xforms.actions import approve_form, bring_form, retire_form

__all__ = [
    "approve_form",
    "bring_form",
    "follow_response",
    "keep_filling",
    "load_instruments",
    "retire_form",
    "save_draft",
    "start_filling",
    "start_response",
    "submit_filling",
    "submit_response",
    "take_filling",
]
