"""Reading removals."""

from himaya.access.models import ProtectedQuerySet, User
from himaya.access.queries import nearest_to
from himaya.access.roles import DutyOfficer, Supervisor, UnitManager
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face, faces_of
from himaya.cases.removal.models import Removal
from himaya.kit.memory import asked_once


def removals() -> ProtectedQuerySet:
    """With everything a removal's pages show."""
    return Removal.objects.select_related(
        "case__dossier__unit",
        "case__worker",
        "decided_by",
        "agreed_with",
        "notice__told_by",
        "claim",
        "dossier__unit",
    )


@asked_once
def removals_on(case: Case) -> list[Removal]:
    """The removals of a case, newest first."""
    return list(removals().filter(case=case).order_by("-pk"))


def child_of(removal: Removal) -> Face | None:
    """The child as everyone who sees the case may know them."""
    faces = faces_of([removal.case]).get(removal.case_id, [])
    return next((f for f in faces if f.member_id == removal.child_id), None)


def who_may_agree(case: Case, by: User) -> list[User]:
    """Supervisors, managers and officers on duty nearest to the case: never who decides."""
    found = {
        u.pk: u for role in (Supervisor, UnitManager, DutyOfficer) for u in nearest_to(role, case.dossier)
    }
    return sorted((u for u in found.values() if u.pk != by.pk), key=str)
