"""Pages of call-backs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.callbacks import actions
from himaya.hotline.callbacks.forms import AgreeForm, AttemptForm, DecideForm
from himaya.hotline.callbacks.models import CallBack
from himaya.hotline.callbacks.process import AgreedCall
from himaya.hotline.callbacks.rules import may_call_at
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.kit import clock
from himaya.kit.shapes import Crumb
from himaya.workflow.queries import due, status_bar


def _call_of(request: StaffRequest, public_id: str) -> Any:
    rows = CallBack.objects.visible_to(request.user).select_related("contact", "dossier__unit")
    return fetch(request, rows, public_id=public_id)


def _context(call: CallBack, form: Any, user: User) -> dict[str, Any]:
    return {
        "oversees": user.can(CONTACT_OVERSEE),
        "call": call,
        "form": form,
        "bar": status_bar(AgreedCall, call, AgreedCall.steps_of(call)),
        "clocks": [due(one) for one in AgreedCall.clocks_of(call)],
        "safe_now": may_call_at(call, clock.now()),
        "open": call.status in (AgreedCall.promised.name, AgreedCall.handed.name),
        "attempts": list(call.attempts.select_related("made_by").order_by("at")),
        "crumbs": [Crumb(_("Queue"), reverse("hotline:queue"))],
    }


@screen(CONTACT_WORK, logs="call_back.viewed")
def call_back(request: StaffRequest, public_id: str) -> HttpResponse:
    """A promised call-back: number and hours called safe, attempts, and what came of this one."""
    call = _call_of(request, public_id)
    form = AttemptForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.record_attempt, call_back=call, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Written down."))
        return redirect(call.contact or call)
    return render(request, "hotline/callbacks/detail.html", _context(call, form, request.user))


@screen(CONTACT_OVERSEE, logs="call_back.viewed")
def call_back_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """A supervisor decides on a call-back that nobody could make."""
    call = _call_of(request, public_id)
    form = DecideForm(request.POST or None)
    if form.is_valid():
        said = {"again": form.cleaned_data["decision"] == "again", "result": form.cleaned_data["result"]}
        if attempt(form, actions.decide_call, call_back=call, by=request.user, **said):
            return redirect(call)
    return render(request, "hotline/callbacks/decide.html", _context(call, form, request.user))


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_call_back(request: StaffRequest, public_id: str) -> HttpResponse:
    """Agrees on a call-back with the caller."""
    contact = contact_of(request, public_id)
    form = AgreeForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.agree_call, contact=contact, by=request.user, **form.cleaned_data
    ):
        return redirect(contact)
    lead = _("Only this number, and only between these hours. Outside of them nobody calls.")
    return render(request, FORM, form_context(contact, form, _("Agree on a call-back"), lead=lead))
