"""What other contexts may ask of questionnaires."""

from himaya.instruments.filled.queries import (
    Read,
    filled_in,
    fillings,
    form_xml,
    read,
    read_instance,
    scores,
    series,
)
from himaya.instruments.library.queries import NoVersion, instruments, version_on
from himaya.instruments.responses.queries import AnsweredSection, answered, said_for
from himaya.instruments.scoring.rules import LEVELS, highest, is_lower, reason_words
from himaya.instruments.xforms.fieldwork import LATER, LIST, Sent, people_list, sent_back, taken_along
from himaya.instruments.xforms.queries import (
    checked,
    compiled_file,
    form_on,
    forms_on,
    forms_to_approve,
    told_facts,
)
from himaya.instruments.xforms.rules import answer_megabytes
from himaya.instruments.xforms.shipped import READY

__all__ = [
    "LATER",
    "LEVELS",
    "LIST",
    "READY",
    "AnsweredSection",
    "NoVersion",
    "Read",
    "Sent",
    "answer_megabytes",
    "answered",
    "checked",
    "compiled_file",
    "filled_in",
    "fillings",
    "form_on",
    "form_xml",
    "forms_on",
    "forms_to_approve",
    "highest",
    "instruments",
    "is_lower",
    "people_list",
    "read",
    "read_instance",
    "reason_words",
    "said_for",
    "scores",
    "sent_back",
    "series",
    "taken_along",
    "told_facts",
    "version_on",
]
