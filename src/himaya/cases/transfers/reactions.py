"""What happens to an open offer when its case ends."""

from typing import Any

from django.dispatch import receiver

from himaya.cases.casefile.signals import case_closed
from himaya.cases.transfers.actions import withdraw_transfer
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.process import TransferWork


@receiver(case_closed, dispatch_uid="transfers.case_closed")
def take_back_the_offer(sender: Any, case: Any, by: Any, **kwargs: Any) -> None:
    """A closed case is offered to nobody."""
    for transfer in Transfer.objects.filter(case=case, status=TransferWork.offered.name):
        withdraw_transfer(transfer=transfer, by=by)
