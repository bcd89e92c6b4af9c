"""What transfers add to a case."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_TRANSFER
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import OPEN
from himaya.cases.casefile.story import actions, alerts, moments
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.process import TransferWork
from himaya.kit.shapes import Alert, Moment, NextAction
from himaya.reference.queries import label


@moments("transfer")
def transfers(case: Case, user: User) -> Iterable[Moment]:
    """Each offer with its answer."""
    rows = Transfer.objects.filter(case=case).select_related(
        "to_unit", "to_worker", "offered_by", "answered_by"
    )
    for transfer in rows:
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
    waiting = Transfer.objects.filter(case=case, status=TransferWork.offered.name)
    for transfer in waiting.select_related("to_unit", "to_worker"):
        words = {"whom": transfer.to_worker or transfer.to_unit}
        yield Alert(_("Offered for transfer to %(whom)s.") % words, "info", transfer.get_absolute_url())


@actions
def hand_over(case: Case, user: User) -> Iterable[NextAction]:
    """An open case may be offered to somebody else."""
    if case.status in OPEN and case.status != "assigned" and user.can(CASE_TRANSFER):
        yield NextAction(_("Transfer the case"), reverse("cases:case-transfer", args=[case.public_id]))
