"""An incident as its pages show it, ready for the components."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.hotline.incidents.models import Incident
from himaya.hotline.incidents.process import IncidentWork
from himaya.hotline.incidents.queries import LISTS, evidence_of, notices_of
from himaya.hotline.incidents.rules import still_owed
from himaya.kit import clock
from himaya.kit.shapes import Alert, Chip, Crumb, Tab, Words
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions, status_bar, story

SHAPES = {"exact": "%d.%m.%Y %H:%M", "about": "%d.%m.%Y %H:%M", "day": "%d.%m.%Y", "month": "%m.%Y"}


def chips(incident: Incident) -> list[Chip]:
    """What one must see at a glance."""
    found = [Chip(label("incident.kind", incident.kind), "bad"), Chip(IncidentWork.state_of(incident).label)]
    if incident.is_sample:
        found.append(Chip(_("Sample"), "", "flask"))
    return found


def when(incident: Incident) -> str:
    """The moment as exactly as it is known, and in the words of who told it."""
    told = label("incident.precision", incident.precision)
    if incident.happened_at is not None:
        told = f"{clock.local(incident.happened_at):{SHAPES[incident.precision]}} ({told})"
    return " · ".join(filter(None, [told, incident.happened_words]))


def alerts(incident: Incident) -> list[Alert]:
    """Whom nobody has told yet."""
    if IncidentWork.state_of(incident).is_end:
        return []
    words = _("Still to be told: %(who)s.")
    return [Alert(words % {"who": label("incident.body", body)}, "bad") for body in still_owed(incident)]


def crumbs(incident: Incident) -> list[Crumb]:
    """The way back."""
    return [
        Crumb(_("Incidents"), reverse("hotline:incidents")),
        Crumb(incident.reference, incident.get_absolute_url()),
    ]


def record_of(incident: Incident, by: User) -> dict[str, Any]:
    """The whole page of an incident."""
    steps = IncidentWork.steps_of(incident)
    return {
        "incident": incident,
        "when": when(incident),
        "chips": chips(incident),
        "alerts": alerts(incident),
        "bar": status_bar(IncidentWork, incident, steps),
        "actions": next_actions(IncidentWork, incident, by),
        "clocks": [due(one) for one in IncidentWork.clocks_of(incident)],
        "evidence": evidence_of(incident),
        "notices": notices_of(incident),
        "moments": story(IncidentWork, steps),
        "crumbs": crumbs(incident)[:1],
    }


def form_context(incident: Incident, form: Any, heading: Words, **more: Any) -> dict[str, Any]:
    """A page with one form about an incident."""
    return {
        "contact": incident,
        "chips": chips(incident),
        "crumbs": crumbs(incident),
        "form": form,
        "heading": heading,
        **more,
    }


def tabs(current: str) -> list[Tab]:
    """The lists of incidents."""
    names = {"open": _("Worked on"), "over": _("Over")}
    page = reverse("hotline:incidents")
    return [Tab(names[code], f"{page}?list={code}", code == current) for code in LISTS]
