"""What the court says of a claim is said of the removal too."""

from typing import Any

from django.dispatch import receiver

from himaya.cases.proceedings.rules import was_granted
from himaya.cases.proceedings.signals import judged
from himaya.cases.removal.models import Removal
from himaya.cases.removal.process import RemovalWork


@receiver(judged, dispatch_uid="removal.judged")
def follow_judgment(sender: Any, proceeding: Any, judgment: Any, by: Any, **kwargs: Any) -> None:
    """Granted, also in part: upheld. Refused: the child goes back. A settlement decides nothing here."""
    granted = was_granted(judgment.kind)
    if granted is None:
        return
    for removal in Removal.objects.filter(claim=proceeding, status=RemovalWork.claimed.name):
        RemovalWork.move(removal, RemovalWork.uphold if granted else RemovalWork.refuse, by=by)
