"""The panel of documents that run out."""

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel
from himaya.kit import clock as time
from himaya.kit.shapes import Chip
from himaya.reference.queries import label
from himaya.registry.models import Document
from himaya.registry.queries import homes_of
from himaya.registry.queries import running_out as near


def running_out(desk: Desk) -> Panel:
    """Documents in the records one may see whose last day is near or past, the nearest first."""
    rows = near(desk.user)
    found = list(rows[: SHOWN + 1])
    homes = homes_of((one.dossier for one in found[:SHOWN]), desk.user)
    return Panel(
        title=_("Documents that run out"),
        icon="file-alert",
        lines=[
            _line(one, homes[one.dossier_id].title if one.dossier_id in homes else "")
            for one in found[:SHOWN]
        ],
        empty=_("No document runs out soon. Its last day is written with each document."),
        count=rows.count() if len(found) > SHOWN else len(found),
        more_url=reverse("people:documents-running-out"),
        alarm=any(one.has_run_out for one in found),
    )


def _line(document: Document, home: str) -> Line:
    assert document.valid_until is not None
    day = f"{document.valid_until:%d.%m.%Y}"
    out = document.valid_until < time.today()
    chip = (
        Chip(_("ran out on %(day)s") % {"day": day}, "bad")
        if out
        else Chip(_("until %(day)s") % {"day": day}, "watch")
    )
    return Line(label("document.type", document.type), document.get_absolute_url(), home, [chip])
