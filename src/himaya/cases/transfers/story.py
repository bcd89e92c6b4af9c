"""What transfers add to a case."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_TRANSFER
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import OPEN
from himaya.cases.casefile.story import actions, alerts, moments, standing
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.process import TransferWork
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Alert, Moment, NextAction
from himaya.reference.queries import label


@asked_once
def transfers_on(case: Case) -> list[Transfer]:
    """Every transfer of the case that was offered."""
    if not standing(case, TransferWork.code):
        return []
    people = ("to_unit", "to_worker", "offered_by", "answered_by")
    return list(Transfer.objects.filter(case=case).select_related(*people))


@moments("transfer")
def transfers(case: Case, user: User) -> Iterable[Moment]:
    """Each offer with its answer."""
    for transfer in transfers_on(case):
        to = transfer.to_worker or transfer.to_unit
        yield _moment(
            transfer.offered_at,
            _("Transfer offered to %(whom)s") % {"whom": to},
            "\n".join([label("case.transfer_reason", transfer.reason), transfer.handover]),
            str(transfer.offered_by),
        )
        if transfer.answered_at:
            state = TransferWork.state_of(transfer).label
            text = "\n".join(
                filter(
                    None, [label("transfer.decline_reason", transfer.decline_reason), transfer.answer_note]
                )
            )
            title = _("Transfer: %(state)s") % {"state": state}
            yield _moment(transfer.answered_at, title, text, str(transfer.answered_by or ""))


def _moment(at: datetime, title: str, text: str, by: str) -> Moment:
    return Moment(
        at=at,
        title=title,
        text=text,
        by=by,
        kind="transfer",
        kind_label=_("Transfers"),
        icon="arrows-exchange",
    )


@alerts
def offered(case: Case, user: User) -> Iterable[Alert]:
    """An offer waits."""
    for transfer in (t for t in transfers_on(case) if t.status == TransferWork.offered.name):
        words = {"whom": transfer.to_worker or transfer.to_unit}
        yield Alert(_("Offered for transfer to %(whom)s.") % words, "info", transfer.get_absolute_url())


@actions
def hand_over(case: Case, user: User) -> Iterable[NextAction]:
    """An open case may be offered to somebody else."""
    if case.status in OPEN and case.status != "assigned" and user.can(CASE_TRANSFER):
        yield NextAction(_("Transfer the case"), reverse("cases:case-transfer", args=[case.public_id]))
