"""Pages of incidents."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, may, screen
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK, INCIDENT_READ, INCIDENT_WORK
from himaya.hotline.contacts.page import form_context as contact_form
from himaya.hotline.contacts.queries import A_PAGE
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.hotline.incidents import actions
from himaya.hotline.incidents.forms import (
    AnswerForm,
    AsideForm,
    CloseForm,
    CustodyForm,
    EvidenceForm,
    IncidentForm,
    TellingForm,
)
from himaya.hotline.incidents.models import Evidence, Incident, IncidentNotice
from himaya.hotline.incidents.page import chips, form_context, record_of, tabs
from himaya.hotline.incidents.queries import LISTS, OPEN, listed
from himaya.kit import clock
from himaya.kit.forms import Form
from himaya.reference.queries import label


def incident_of(request: StaffRequest, public_id: str) -> Any:
    """The incident of an address, if it is open to whoever asks."""
    rows = Incident.objects.visible_to(request.user).select_related("dossier__unit", "opened_by", "report")
    return fetch(request, rows, public_id=public_id)


@screen(INCIDENT_READ, logs="incidents.listed")
def incidents(request: StaffRequest) -> HttpResponse:
    """Incidents that are worked on, and those that are over."""
    which = request.GET.get("list", OPEN)
    which = which if which in LISTS else OPEN
    page = Paginator(listed(which, request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = [(incident, chips(incident)) for incident in page.object_list]
    return render(request, "hotline/incidents/list.html", {"tabs": tabs(which), "page": page, "rows": rows})


@screen(CONTACT_WORK, logs="contact.viewed")
def incident_open(request: StaffRequest, public_id: str) -> HttpResponse:
    """Opens an incident from a contact."""
    contact = contact_of(request, public_id)
    known = {"what": contact.narrative, "place_text": contact.place_text, "happened_at": contact.arrived_at}
    form = IncidentForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        told = actions.Happened(**form.cleaned_data)
        if made := attempt(form, actions.open_incident, contact=contact, told=told, by=request.user):
            return redirect(made)
    lead = _("A record of its own: whoever is let into it later learns nothing of who called.")
    return render(request, FORM, contact_form(contact, form, _("Open an incident"), lead=lead))


@screen(INCIDENT_READ, logs="incident.viewed")
def incident_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """The incident: what happened, who was told, the evidence and its hands."""
    incident = incident_of(request, public_id)
    context = {
        **record_of(incident, request.user),
        "works": may(request.user, INCIDENT_WORK, incident.dossier),
        "link": Form(),
    }
    return render(request, "hotline/incidents/detail.html", context)


@require_POST
@screen(INCIDENT_WORK)
def incident_link(request: StaffRequest, public_id: str) -> HttpResponse:
    """Opens it to those who have the report."""
    incident, form = incident_of(request, public_id), Form(request.POST)
    form.is_valid()
    if attempt(form, actions.link_incident, incident=incident, by=request.user):
        messages.success(request, _("The desk that has the report sees this incident now."))
    else:
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    return redirect(incident)


@screen(INCIDENT_WORK, logs="incident.viewed")
def incident_tell(request: StaffRequest, public_id: str) -> HttpResponse:
    """Writes down who was told."""
    incident = incident_of(request, public_id)
    form = TellingForm(request.POST if request.method == "POST" else None, initial={"told_at": clock.now()})
    if form.is_valid():
        telling = actions.Telling(**form.cleaned_data)
        if attempt(form, actions.tell_body, incident=incident, telling=telling, by=request.user):
            return redirect(incident)
    return render(request, FORM, form_context(incident, form, _("Who was told")))


@screen(INCIDENT_WORK, logs="incident.viewed")
def incident_answer(request: StaffRequest, public_id: str, notice_id: str) -> HttpResponse:
    """What they answered."""
    incident = incident_of(request, public_id)
    rows = IncidentNotice.objects.visible_to(request.user).filter(incident=incident)
    notice = fetch(request, rows.select_related("dossier__unit"), public_id=notice_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, actions.record_answer, notice=notice, by=request.user, **form.cleaned_data
    ):
        return redirect(incident)
    return render(request, FORM, form_context(incident, form, label("incident.body", notice.body)))


@screen(INCIDENT_WORK, logs="incident.viewed")
def evidence_add(request: StaffRequest, public_id: str) -> HttpResponse:
    """An item for the evidence log."""
    incident = incident_of(request, public_id)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"taken_at": clock.now()},
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        file = said.pop("file")
        if attempt(
            form,
            actions.log_evidence,
            incident=incident,
            item=actions.Item(**said),
            file=file,
            by=request.user,
        ):
            return redirect(incident)
    return render(request, FORM, form_context(incident, form, _("Evidence")))


@screen(INCIDENT_WORK, logs="incident.viewed")
def evidence_hand(request: StaffRequest, public_id: str, item_id: str) -> HttpResponse:
    """The next hand of an item."""
    incident = incident_of(request, public_id)
    rows = Evidence.objects.visible_to(request.user).filter(incident=incident)
    item = fetch(request, rows.select_related("incident", "dossier__unit"), public_id=item_id)
    form = CustodyForm(request.POST if request.method == "POST" else None, initial={"at": clock.now()})
    if form.is_valid() and attempt(
        form, actions.hand_over, evidence=item, by=request.user, **form.cleaned_data
    ):
        return redirect(incident)
    heading = _("Evidence № %(number)s") % {"number": item.number}
    return render(request, FORM, form_context(incident, form, heading, lead=item.what))


@screen(INCIDENT_WORK, logs="incident.viewed")
def incident_close(request: StaffRequest, public_id: str) -> HttpResponse:
    """Ends it."""
    incident = incident_of(request, public_id)
    form = CloseForm(request.POST if request.method == "POST" else None, version=incident.version)
    if form.is_valid():
        more = {"by": request.user, "expected": form.version, **form.cleaned_data}
        if attempt(form, actions.close_incident, incident=incident, **more):
            return redirect(incident)
    return render(request, FORM, form_context(incident, form, _("Close the incident")))


@screen(CONTACT_OVERSEE, logs="incident.viewed")
def incident_aside(request: StaffRequest, public_id: str) -> HttpResponse:
    """A supervisor finds that it was none."""
    incident = incident_of(request, public_id)
    form = AsideForm(request.POST if request.method == "POST" else None, version=incident.version)
    if form.is_valid():
        more = {"by": request.user, "expected": form.version, **form.cleaned_data}
        if attempt(form, actions.set_incident_aside, incident=incident, **more):
            return redirect(incident)
    return render(request, FORM, form_context(incident, form, _("This was no incident"), danger="yes"))
