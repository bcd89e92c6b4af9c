"""Reading missing children."""

from datetime import datetime

from himaya.access.models import ProtectedQuerySet
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face, faces_of
from himaya.cases.missing.models import MissingChild
from himaya.kit.memory import asked_once


def missing_children() -> ProtectedQuerySet:
    """With everything the pages of a search show."""
    return MissingChild.objects.select_related(
        "case__dossier__unit", "case__worker", "reported_by", "notice__told_by", "child", "dossier__unit"
    )


@asked_once
def missing_on(case: Case) -> list[MissingChild]:
    """The times the children of a case were missing, the latest first."""
    return list(missing_children().filter(case=case).order_by("-since", "-pk"))


def times_of(missing: MissingChild) -> list[datetime]:
    """When this child was missing up to this time, in every case the reader sees; what was a mistake is not counted."""
    rows = MissingChild.objects.filter(child__person_id=missing.child.person_id, since__lte=missing.since)
    return list(rows.exclude(status="mistaken").values_list("since", flat=True))


def face_of(missing: MissingChild) -> Face | None:
    """The child as everyone who sees the case may know them."""
    faces = faces_of([missing.case]).get(missing.case_id, [])
    return next((f for f in faces if f.member_id == missing.child_id), None)
