"""What the act of a removal carries: named field by field, so that nothing else can slip in."""

from typing import Any

from django.utils import translation

from himaya.cases.removal.models import Removal
from himaya.cases.removal.queries import child_of
from himaya.kit import clock
from himaya.reference.queries import codelist, label
from himaya.workflow.queries import letterhead

LETTER = "removal.act"


def data_of(removal: Removal, language: str) -> dict[str, Any]:
    """What the letter is set from. The child's own words, the reporter and a hidden address are not among it."""
    face = child_of(removal)
    with translation.override(language):
        return {
            **letterhead(removal.dossier.unit, language),
            "reference": removal.reference,
            "child": face.full_name if face else "",
            "born": f"{face.birth_date:%d.%m.%Y}" if face and face.birth_date else "",
            "decided_by": str(removal.decided_by),
            "agreed_with": str(removal.agreed_with or ""),
            "taken_at": _moment(removal.taken_at),
            "taken_from": removal.taken_from,
            "grounds": [_ground(code, language) for code in removal.grounds],
            "danger": removal.danger,
            "present": removal.present,
            "condition": removal.condition,
            "belongings": removal.belongings,
            "place": _place(removal, language),
            "parents": _parents(removal),
            "interests": removal.best_interests,
        }


def _moment(at: Any) -> str:
    return f"{clock.local(at):%d.%m.%Y %H:%M}" if at else ""


def _ground(code: str, language: str) -> str:
    return label("removal.ground", code, language) if code in codelist("removal.ground") else code


def _place(removal: Removal, language: str) -> str:
    """The kind of place; the address only of one that is not hidden."""
    kind = label("removal.place", removal.place, language)
    return kind if removal.place_hidden else ", ".join(filter(None, [kind, removal.place_words]))


def _parents(removal: Removal) -> dict[str, str]:
    return {"told": removal.parents_told, "words": removal.parents_words}
