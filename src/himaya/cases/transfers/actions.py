"""Offering a case to another worker or unit, and the answer."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import end_grants, grant, move_dossier
from himaya.access.gate import SYSTEM, action
from himaya.access.models import Unit, User, Wall
from himaya.access.queries import nearest_to
from himaya.access.roles import CASE_TRANSFER, Supervisor, UnitManager
from himaya.cases.assigning.models import Assignment
from himaya.cases.assigning.queries import former_worker
from himaya.cases.casefile.actions import hand_over, hold, require, settle_grants
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import may_write
from himaya.cases.casefile.signals import case_handed_over
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.process import OFFERED, TransferWork
from himaya.cases.transfers.rules import may_offer, works_in
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.actions import hand_clocks, tell
from himaya.workflow.process import Move

GROUND = "transfer"


@action(CASE_TRANSFER, on="case")
def offer_transfer(
    *,
    case: Case,
    to_unit: Unit,
    to_worker: User | None,
    reason: str,
    handover: str,
    by: Any,
    expected: int | None = None,
) -> Transfer:
    """Offers the case to a worker of the same unit, or to another unit. Nothing changes until it is accepted."""
    case = hold(case, expected=expected)
    require(may_write(case))
    require(may_offer(case, to_unit, to_worker))
    if case.transfers.filter(status=TransferWork.offered.name).exists():
        raise Refused(_("This case is already offered to somebody. Take that offer back first."))
    _require_no_wall(case, to_unit, to_worker)
    now = clock.now()
    transfer = Transfer(
        case=case,
        dossier=case.dossier,
        from_unit=case.dossier.unit,
        from_worker=case.worker,
        to_unit=to_unit,
        to_worker=to_worker,
        reason=reason,
        handover=handover,
        offered_by=by,
        offered_at=now,
        expires_at=add(now, norm("transfer.expiry", on=clock.today(), territory=case.territory)),
    )
    TransferWork.begin(transfer, TransferWork.offer, by=by, facts={"unit": to_unit.pk, "reason": reason})
    _let_receivers_read(transfer, by)
    hand_clocks(process=TransferWork.code, subject_id=transfer.pk, holder=to_worker, unit=to_unit)
    return transfer


def _require_no_wall(case: Case, to_unit: Unit, to_worker: User | None) -> None:
    """Who is walled off from a case is never offered it, and is not told why."""
    walls = Wall.objects.filter(dossier=case.dossier)
    if (to_worker and walls.filter(user=to_worker).exists()) or walls.filter(unit__in=to_unit.path).exists():
        raise Refused(_("This case cannot be offered there."), "to_unit")


def _let_receivers_read(transfer: Transfer, by: Any) -> None:
    """The receiving side reads before it answers; for a unit, those who lead it."""
    if transfer.to_worker is not None:
        people = [transfer.to_worker]
    else:
        case, unit = transfer.dossier, transfer.to_unit
        people = [*nearest_to(Supervisor, case, unit), *nearest_to(UnitManager, case, unit)]
    for person in people:
        grant(dossier=transfer.dossier, user=person, ground=GROUND, source=_source(transfer), by=by)
        tell(
            user=person,
            kind=OFFERED,
            key=f"{OFFERED}:{transfer.pk}",
            url=transfer.get_absolute_url(),
            reference=transfer.reference,
            urgent=True,
        )


def _source(transfer: Transfer) -> str:
    return f"transfer:{transfer.pk}"


@action(CASE_TRANSFER)
def accept_transfer(*, transfer: Transfer, worker: User | None, by: Any, note: str = "") -> Transfer:
    """The receiving side takes the case: file, deadlines, tasks and sight of it pass over in one step.

    Whether one belongs to the receiving side is asked by the process: the file still lies with the sender. The
    people of the case stay with the unit of their residence; the new worker is let into their files."""
    case = hold(transfer.case)
    transfer.case, before = case, case.worker or former_worker(case)
    taker = worker if transfer.between_units else transfer.to_worker
    if taker is not None and not works_in(taker, transfer.to_unit):
        raise Refused(_("Choose a social worker of the unit that takes the case."), "worker")
    facts = {"by": by, "worker": taker.pk if taker else None}
    _answer(transfer, TransferWork.accept, by, facts=facts, note=note)
    case.worker = taker
    case.save(update_fields=["worker"])
    _assign(case, taker, by)
    if transfer.between_units:
        move_dossier(dossier=case.dossier, unit=transfer.to_unit)
    unit = transfer.to_unit if transfer.between_units else None
    hand_over(case, before=before, worker=taker, unit=unit)
    case_handed_over.send(sender=Case, case=case, before=before, by=by)
    settle_grants(case)
    end_grants(ground=GROUND, source=_source(transfer))
    return transfer


def _assign(case: Case, worker: User | None, by: Any) -> None:
    now = clock.now()
    Assignment.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now)
    if worker is not None:
        Assignment.objects.create(
            case=case, dossier=case.dossier, worker=worker, offered_at=now, offered_by=by, accepted_at=now
        )


@action(CASE_TRANSFER)
def decline_transfer(*, transfer: Transfer, reason: str, by: Any, note: str = "") -> Transfer:
    """The receiving side (asked by the process) says no, with a coded reason; their sight of the case ends."""
    hold(transfer.case)
    _answer(transfer, TransferWork.decline, by, facts={"by": by}, reason=reason, note=note)
    end_grants(ground=GROUND, source=_source(transfer))
    return transfer


@action(CASE_TRANSFER, on="transfer")
def withdraw_transfer(*, transfer: Transfer, by: Any) -> Transfer:
    """The sender takes the offer back."""
    hold(transfer.case)
    _answer(transfer, TransferWork.withdraw, by)
    end_grants(ground=GROUND, source=_source(transfer))
    return transfer


def expire_transfers() -> int:
    """Ends offers nobody answered, each on its own; run by the system. Says how many."""
    rows = Transfer.objects.filter(status=TransferWork.offered.name, expires_at__lte=clock.now())
    late = list(rows.select_related("case", "dossier__unit"))
    for transfer in late:
        TransferWork.move(transfer, TransferWork.expire, by=SYSTEM)
        end_grants(ground=GROUND, source=_source(transfer))
    return len(late)


def _answer(
    transfer: Transfer, move: Move, by: Any, *, facts: Any = None, reason: str = "", note: str = ""
) -> None:
    TransferWork.move(transfer, move, by=by, facts=facts, reason=reason)
    transfer.answered_by, transfer.answered_at = by, clock.now()
    transfer.decline_reason, transfer.answer_note = reason, note
    transfer.save(update_fields=["answered_by", "answered_at", "decline_reason", "answer_note"])
