"""What the pages of lists call things."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.shapes import Tone
from himaya.registry.imports.models import ImportRow

FIELDS: dict[str, Any] = {
    "full_name": _("Whole name"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "fathers_name": _("Father's name"),
    "sex": _("Sex"),
    "born": _("Birth date"),
    "age": _("Age"),
    "birth_place": _("Place of birth"),
    "fin": _("FIN"),
    "birth_certificate": _("Birth certificate"),
    "id_card": _("Identity card"),
    "citizenship": _("Citizenship"),
    "phones": _("Telephones"),
    "registered": _("Where registered"),
    "lives": _("Where they live"),
    "admitted_on": _("Admitted on"),
    "left_on": _("Left on"),
    "reason": _("Why admitted"),
    "sender": _("Sent by"),
    "disability": _("Disability"),
    "mother_name": _("Mother"),
    "father_full": _("Father"),
    "guardian_name": _("Parent or guardian"),
    "parent_born": _("Birth date of a parent"),
    "number": _("Number in the list"),
    "note": _("Note"),
    "ignored": _("Not needed"),
}
NAMES = {
    **FIELDS,
    "name": _("Name"),
    "papers": _("Documents"),
    "disability_degree": _("Degree of disability"),
}

# verdict → (label, tone, explanation)
VERDICTS: dict[str, tuple[Any, Tone, Any]] = {
    ImportRow.NEW: (_("new"), "good", _("Will be entered into the register.")),
    ImportRow.EXISTING: (
        _("registered"),
        "info",
        _("Is in the register; what the list tells is added there."),
    ),
    ImportRow.LIKELY: (_("perhaps the same"), "watch", _("You decide whether it is the same person.")),
    ImportRow.CONFLICT: (_("contradiction"), "bad", _("You decide: facts speak against each other.")),
    ImportRow.DUPLICATE: (_("repeated"), "calm", _("Stands in the list already; not taken twice.")),
    ImportRow.REFUSED: (_("refused"), "bad", _("Not taken in. Must be put right in the list.")),
    ImportRow.UNCHANGED: (_("known, unchanged"), "calm", _("Was taken in from an earlier list.")),
    ImportRow.SKIPPED: (_("no person"), "calm", _("A total, a signature, a heading.")),
}
OUTCOMES: dict[str, tuple[Any, Tone]] = {
    ImportRow.CREATED: (_("entered"), "good"),
    ImportRow.JOINED: (_("added to a known person"), "good"),
    ImportRow.FAILED: (_("not taken in"), "bad"),
    ImportRow.UNDONE: (_("taken back"), "calm"),
    ImportRow.KEPT: (_("stays: in use"), "watch"),
}
DECISIONS: dict[str, Any] = {
    ImportRow.JOIN: _("It is this registered person"),
    ImportRow.ENTER: _("It is somebody else: enter them"),
    ImportRow.WITHOUT_FIN: _("Somebody else: enter them without this FIN"),
    ImportRow.LEAVE: _("Leave this row out"),
}


def field_choices() -> Iterable[tuple[str, Any]]:
    """What a column may mean, for a drop-down."""
    return [("", _("Nothing")), *FIELDS.items()]
