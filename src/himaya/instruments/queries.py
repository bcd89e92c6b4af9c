"""What other contexts may ask of questionnaires."""

from himaya.instruments.filled.queries import Read, filled_in, fillings, form_xml, read, scores, series
from himaya.instruments.library.queries import NoVersion, instruments, version_on
from himaya.instruments.responses.queries import AnsweredSection, answered, said_for
from himaya.instruments.scoring.rules import LEVELS, highest, is_lower, reason_words
from himaya.instruments.xforms.queries import checked, compiled_file, form_on, forms_on, forms_to_approve

__all__ = [
    "LEVELS",
    "AnsweredSection",
    "NoVersion",
    "Read",
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
    "read",
    "reason_words",
    "said_for",
    "scores",
    "series",
    "version_on",
]
