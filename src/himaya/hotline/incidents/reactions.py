"""Incidents hold documents, the files of their evidence log; and stand on the case that their report became."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.roles import INCIDENT_READ
from himaya.cases.queries import case_alerts, case_moments
from himaya.hotline.incidents.models import Incident
from himaya.hotline.incidents.process import IncidentWork
from himaya.hotline.incidents.queries import of_case
from himaya.kit.shapes import Alert, Moment
from himaya.reference.queries import label
from himaya.registry.actions import Shelf, shelf


def _incidents(by: Any) -> Any:
    return Incident.objects.visible_to(by)


# Files come in by the evidence log alone, each with its hands.
shelf(Shelf("incident", _incidents, "hotline:incident-detail", over=lambda incident: True, adds=False))


def _seen(case: Any, user: Any) -> list[Incident]:
    return of_case(case) if user.can(INCIDENT_READ) else []


@case_moments()
def tell_incidents(case: Any, user: Any) -> Iterator[Moment]:
    """Each incident in the story of the case, where the reader is let into it."""
    for one in _seen(case, user):
        yield Moment(
            at=one.opened_at,
            title=_("Incident: %(kind)s") % {"kind": label("incident.kind", one.kind)},
            text=str(IncidentWork.state_of(one).label),
            kind="incident",
            kind_label=gettext_lazy("Incidents"),
            icon="alert-triangle",
            tone="bad",
            url=one.get_absolute_url(),
        )


@case_alerts
def warn_of_incidents(case: Any, user: Any) -> Iterator[Alert]:
    """While an incident is worked on, whoever opens the case must know of it."""
    for one in _seen(case, user):
        if not IncidentWork.state_of(one).is_end:
            words = _("An incident is worked on: %(kind)s") % {"kind": label("incident.kind", one.kind)}
            yield Alert(words, "bad", one.get_absolute_url())
