"""How a person is found for a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face
from himaya.reference.queries import choices
from himaya.registry.queries import emergency_doors
from himaya.registry.rules import Purpose


@dataclass(frozen=True, slots=True)
class Way:
    """One role, and the address where a person is sought for it: found or registered, they come back to the case."""

    role: str
    label: str
    url: str
    is_subject: bool


def ways_to_find(case: Case) -> list[Way]:
    """A way for each role a person may have in the case."""
    without = CaseWork.of_record(case).roles_without
    return [_way(case, role, label) for role, label in choices("case.member_role") if role not in without]


def _way(case: Case, role: str, label: str) -> Way:
    purpose = Purpose(
        matter=case.dossier_id,
        source=source_of(case),
        post_url=reverse("cases:member-add", args=[case.public_id, role]),
        title=f"{case.reference}: {label}",
    )
    url = f"{reverse('people:search')}?for={purpose.token}"
    return Way(role, label, url, role == CaseWork.of_record(case).subject)


def doors_of(faces: Iterable[Face], user: User) -> dict[str, str]:
    """The pages on which this user may open in an emergency the files of members that are closed to them."""
    return emergency_doors((face.person for face in faces if face.restricted), user)


def source_of(case: Case) -> str:
    """What ends the grants made for this case."""
    return f"case:{case.pk}"
