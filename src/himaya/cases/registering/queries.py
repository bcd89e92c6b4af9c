"""How a person is found for a case."""

from dataclasses import dataclass

from django.urls import reverse

from himaya.cases.casefile.models import Case
from himaya.reference.queries import choices


@dataclass(frozen=True, slots=True)
class Way:
    """One role, and where a person found for it is sent."""

    role: str
    label: str
    post_url: str


def ways_to_find(case: Case) -> list[Way]:
    """A way for each role a person may have in the case."""
    return [
        Way(role, label, reverse("cases:member-add", args=[case.public_id, role]))
        for role, label in choices("case.member_role")
    ]
