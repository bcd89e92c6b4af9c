"""Who may take a case over."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit, User
from himaya.access.queries import role_over
from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import AT_WORK
from himaya.cases.transfers.models import Transfer
from himaya.kit.verdict import Verdict, no, yes

Facts = Mapping[str, Any]


def is_receiver(transfer: Transfer, by: User) -> bool:
    """Whether this person answers for the receiving side: the named worker, or who leads the receiving unit."""
    if not transfer.between_units:
        return transfer.to_worker_id == by.pk
    return role_over(by, (Supervisor, UnitManager), transfer.to_unit) is not None


def receiver_answers(transfer: Transfer, facts: Facts) -> Verdict:
    """Only the receiving side accepts or declines; the sender owns until then (domain §3.4)."""
    by = facts.get("by")
    if by is None or is_receiver(transfer, by):
        return yes()
    return no(_("Only the receiving side can answer this offer."))


def may_offer(case: Case, to_unit: Unit, to_worker: User | None) -> Verdict:
    """A case goes to another unit as a whole, or to another social worker of its own unit.

    While a worker has been asked and has not answered, the case is offered to nobody else."""
    if case.status == "assigned":
        return no(
            _("A worker has been asked to take this case. Wait for the answer, or offer it to another.")
        )
    if to_unit.pk != case.dossier.unit_id:
        return yes() if to_worker is None else no(_("The other unit chooses its worker itself."))
    if case.status not in AT_WORK:
        return no(_("This case has no worker yet. Assign it instead."))
    if to_worker is None or to_worker.pk == case.worker_id:
        return no(_("Choose another worker or another unit."))
    return yes() if works_in(to_worker, to_unit) else no(_("Choose a social worker of this unit."))


def worker_is_named(transfer: Transfer, facts: Facts) -> Verdict:
    """A case at work never lands without a worker: whoever accepts for a unit names one."""
    if transfer.case.status not in AT_WORK:
        return yes()
    return yes() if facts.get("worker") else no(_("Name the worker who takes the case."))


def works_in(worker: User, unit: Unit) -> bool:
    """Whether a social worker belongs to the unit or to one below it."""
    return any(m.role == SocialWorker.code and unit.pk in m.unit.path for m in worker.current_memberships)
