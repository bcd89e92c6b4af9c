"""Offering a case to a worker, and the worker's answer."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CASE_ASSIGN, CASE_WORK
from himaya.cases.assigning.models import Assignment
from himaya.cases.assigning.queries import workers_for, workloads
from himaya.cases.assigning.rules import load_words
from himaya.cases.casefile.actions import hand_over, hold, settle_grants
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workforce.queries import capacity_of


@action(CASE_ASSIGN, on="case")
def offer_case(*, case: Case, worker: User, by: Any, override: str = "", expected: int | None = None) -> Case:
    """Offers a case to a worker of its unit, who sees it from now on and must answer within the norm.

    Someone away or at the caseload limit is offered it only with a reason (`override`, a code of
    `override.reason`)."""
    move = CaseWork.reassign if case.status == CaseWork.assigned.name else CaseWork.assign
    case = hold(case, expected=expected, move=move)
    if worker not in workers_for(case):
        raise Refused(_("Choose a social worker of the unit that holds the case."), "worker")
    case.worker = worker
    _open_assignments(case).update(ended_at=clock.now())
    CaseWork.move(case, move, by=by, facts=_facts(worker), override=override)
    case.save(update_fields=["worker"])
    Assignment.objects.create(
        case=case,
        dossier=case.dossier,
        worker=worker,
        offered_at=clock.now(),
        offered_by=by if isinstance(by, User) else None,
        override_reason=override,
    )
    settle_grants(case)
    return case


@action(CASE_WORK, on="case")
def accept_case(*, case: Case, by: Any, expected: int | None = None) -> Case:
    """The worker takes the case: every open deadline is theirs, and the files of its people open to them."""
    case = hold(case, expected=expected, move=CaseWork.accept)
    CaseWork.move(case, CaseWork.accept, by=by, facts={"by": by.pk})
    _open_assignments(case).update(accepted_at=clock.now())
    hand_over(case, before=None, worker=case.worker)
    settle_grants(case)
    return case


@action(CASE_WORK, on="case")
def decline_case(*, case: Case, reason: str, by: Any, expected: int | None = None) -> Case:
    """The worker does not take the case, and says why (a code). It waits for another; their sight of it ends."""
    case = hold(case, expected=expected, move=CaseWork.decline)
    CaseWork.move(case, CaseWork.decline, by=by, facts={"by": by.pk}, reason=reason)
    _open_assignments(case).update(declined_at=clock.now(), decline_reason=reason)
    case.worker = None
    case.save(update_fields=["worker"])
    settle_grants(case)
    return case


def _open_assignments(case: Case) -> QuerySet[Assignment]:
    return Assignment.objects.filter(case=case, ended_at__isnull=True, declined_at__isnull=True)


def _facts(worker: User) -> dict[str, Any]:
    """What the guards must know of the worker."""
    capacity = capacity_of([worker])[worker.pk]
    load = workloads([worker])[worker.pk]
    return {
        "worker": worker.pk,
        "load": load.weight,
        "words": load_words(load, capacity.limit),
        "limit": capacity.limit,
        "away_until": capacity.away_until,
    }
