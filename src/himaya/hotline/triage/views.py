"""Pages of triage."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.rules import TOP
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.hotline.triage import actions
from himaya.hotline.triage.forms import (
    DispatchForm,
    LoweringForm,
    OutcomeForm,
    PlanForm,
    TriageForm,
    answered_before,
)
from himaya.hotline.triage.models import Dispatch
from himaya.kit import clock
from himaya.reference.queries import label


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_triage(request: StaffRequest, public_id: str) -> HttpResponse:
    """Ask about danger, in order; the level is computed, a person decides."""
    contact = contact_of(request, public_id)
    last = contact.triages.order_by("-pk").first()
    form = TriageForm(
        request.POST if request.method == "POST" else None,
        version=contact.version,
        initial=answered_before(last),
    )
    if form.is_valid():
        given: dict[str, Any] = {"level": form.cleaned_data["level"], "note": form.cleaned_data["note"]}
        done = attempt(
            form,
            actions.ask_about_danger,
            contact=contact,
            answers=form.answers,
            by=request.user,
            expected=form.version,
            **given,
        )
        if done:
            messages.success(request, _("Danger: %(level)s") % {"level": label("risk.level", done.risk)})
            return redirect("hotline:contact-dispatch", public_id) if done.risk in TOP else redirect(done)
    return render(request, "hotline/triage/ask.html", form_context(contact, form, _("Ask about danger")))


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_dispatch(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody is asked to go there."""
    contact = contact_of(request, public_id)
    form = DispatchForm(
        request.POST if request.method == "POST" else None, initial={"called_at": clock.now()}
    )
    if form.is_valid() and attempt(
        form, actions.send_help, contact=contact, by=request.user, **form.cleaned_data
    ):
        return redirect(contact)
    lead = _(
        "Stay on the line. Call 103, 102 or 112 now, then write it down here. If nobody need go, leave this page."
    )
    return render(request, FORM, form_context(contact, form, _("Send help"), lead=lead, danger="yes"))


@screen(CONTACT_WORK, logs="contact.viewed")
def dispatch_outcome(request: StaffRequest, public_id: str, sent_id: str) -> HttpResponse:
    """What became of the help that was sent."""
    contact = contact_of(request, public_id)
    sent = fetch(
        request, Dispatch.objects.visible_to(request.user).filter(contact=contact), public_id=sent_id
    )
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, actions.record_outcome, sent=sent, by=request.user, **form.cleaned_data
    ):
        return redirect(contact)
    return render(request, FORM, form_context(contact, form, label("hotline.agency", sent.agency)))


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_plan(request: StaffRequest, public_id: str) -> HttpResponse:
    """A plan for staying safe."""
    contact = contact_of(request, public_id)
    plan = getattr(contact, "plan", None)
    known = {name: getattr(plan, name) for name in PlanForm.base_fields} if plan else {}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid() and attempt(
        form, actions.make_plan, contact=contact, agreed=actions.Agreed(**form.cleaned_data), by=request.user
    ):
        return redirect(contact)
    lead = _("Make it together, in the caller's own words. Read it back to them.")
    return render(request, FORM, form_context(contact, form, _("Safety plan"), lead=lead))


@screen(CONTACT_OVERSEE, logs="contact.viewed")
def contact_lowering(request: StaffRequest, public_id: str) -> HttpResponse:
    """A supervisor decides on a lower level."""
    contact = contact_of(request, public_id)
    form = LoweringForm(request.POST if request.method == "POST" else None, version=contact.version)
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        if attempt(
            form,
            actions.decide_lowering,
            contact=contact,
            approve=approve,
            by=request.user,
            expected=form.version,
        ):
            return redirect(contact)
    lead = label("risk.level", contact.risk) + " → " + label("risk.level", contact.risk_proposed)
    return render(request, FORM, form_context(contact, form, _("Decide on the lower level"), lead=lead))
