"""Hears that something at a line moved."""

from typing import Any

from django.dispatch import receiver

from himaya.clients.telephone import exchange
from himaya.hotline.queue.signals import line_moved
from himaya.hotline.telephone.jobs import speak_soon


@receiver(line_moved, dispatch_uid="hotline.telephone")
def calls_follow(sender: Any, line: Any, **kwargs: Any) -> None:
    """What waits, is taken or ends at the desk does so at the exchange."""
    if exchange() is not None:
        speak_soon()
