"""Holding a line, and telling its open pages that something moved."""

from himaya.access.models import Unit
from himaya.hotline.queue.models import Line
from himaya.hotline.queue.queries import members
from himaya.hotline.queue.signals import line_moved
from himaya.workflow.actions import ring_pages

LIVE = "queue"


def hold_line(unit: Unit) -> Line:
    """A hotline's line, held until the transaction ends: whoever decides about its queue comes one after the other."""
    Line.objects.get_or_create(unit=unit)
    return Line.objects.select_for_update(of=("self",)).select_related("unit").get(unit=unit)


def announce(line: Line) -> None:
    """The open pages of everybody at this line ask anew for what they show; the channels hear of it too."""
    ring_pages(users=members(line.unit), name=LIVE)
    line_moved.send(sender=Line, line=line)
