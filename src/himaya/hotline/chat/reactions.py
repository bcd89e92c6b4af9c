"""Hears that something at a line moved."""

from typing import Any

from django.dispatch import receiver

from himaya.hotline.chat.actions import follow
from himaya.hotline.queue.signals import line_moved


@receiver(line_moved, dispatch_uid="hotline.chat")
def chats_follow(sender: Any, line: Any, **kwargs: Any) -> None:
    """What waits, is taken or ends at the desk is told to the child."""
    follow(line)
