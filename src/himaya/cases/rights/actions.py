"""Writing down which rights are affected."""

from collections.abc import Sequence
from typing import Any

from himaya.access.gate import action
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import may_write
from himaya.cases.rights.models import AffectedRight
from himaya.kit import clock


@action(CASE_WORK, on="case")
def note_rights(*, case: Case, rights: Sequence[str], by: Any) -> Case:
    """The rights affected are these, and no others any more; what stood before stays in the history."""
    held = hold(case)
    require(may_write(held))
    standing = AffectedRight.objects.filter(case=held, ended_at__isnull=True)
    before = set(standing.values_list("code", flat=True))
    now = clock.now()
    standing.exclude(code__in=list(rights)).update(ended_at=now)
    for right in rights:
        if right not in before:
            AffectedRight.objects.create(
                dossier=held.dossier, case=held, code=right, noted_at=now, noted_by=by
            )
    return held
