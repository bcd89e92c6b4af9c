"""Pages of calls: the exchange's door, the panel of a call, one's own telephone."""

import json
import time

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from himaya.access.gate import PUBLIC, StaffRequest, attempt, fetch, open_screen, screen
from himaya.access.roles import CONTACT_WORK
from himaya.clients.telephone import Unreadable, is_signed
from himaya.hotline.callbacks.models import CallBack
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.hotline.telephone import actions
from himaya.hotline.telephone.forms import TelephoneForm, ThirdForm
from himaya.hotline.telephone.jobs import speak_soon
from himaya.hotline.telephone.page import panel_of
from himaya.hotline.telephone.queries import call_of, telephone_of
from himaya.kit.forms import Form


@csrf_exempt  # called by the exchange, which proves itself by its signature
@require_POST
@open_screen("the telephone exchange tells of calls, signed with the secret it shares with us")
def exchange_events(request: HttpRequest) -> HttpResponse:
    """Takes a list of events; they are carried in by the worker."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not is_signed(settings.EXCHANGE_SECRET, headers, request.body, time.time()):
        return HttpResponse(status=401)
    try:
        told = json.loads(request.body)
        actions.keep_message(key=headers["webhook-id"], told=told, by=PUBLIC)
    except Unreadable as wrong:
        return JsonResponse({"field": wrong.field, "why": str(wrong)}, status=422)
    except ValueError:
        return JsonResponse({"field": "", "why": _("This is not JSON.")}, status=422)
    speak_soon()
    return HttpResponse(status=204)


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_call(request: StaffRequest, public_id: str) -> HttpResponse:
    """The call of a contact."""
    contact = contact_of(request, public_id)
    context = form_context(contact, None, _("The call"), **panel_of(contact, request.user))
    return render(request, "hotline/telephone/call.html", context)


@screen(CONTACT_WORK)
def contact_call_now(request: StaffRequest, public_id: str) -> HttpResponse:
    """The part that changes, asked anew when the line rings the page."""
    contact = contact_of(request, public_id)
    context = {"contact": contact, **panel_of(contact, request.user)}
    return render(request, "hotline/telephone/panel.html", context)


@require_POST
@screen(CONTACT_WORK)
def contact_call_do(request: StaffRequest, public_id: str) -> HttpResponse:
    """Hold, take up again, hang up."""
    contact = contact_of(request, public_id)
    call, form = call_of(contact, request.user), Form(request.POST)
    form.is_valid()
    if call is not None and not attempt(
        form, actions.tell_call, call=call, do=request.POST.get("do", ""), by=request.user
    ):
        messages.warning(request, str(form.non_field_errors()[0]))
    return redirect("hotline:contact-call", contact.public_id)


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_call_third(request: StaffRequest, public_id: str) -> HttpResponse:
    """Calls somebody into the conversation: an ambulance, an interpreter, a colleague elsewhere."""
    contact = contact_of(request, public_id)
    call, form = call_of(contact, request.user), ThirdForm(request.POST or None)
    if call is None:
        return redirect("hotline:contact-call", contact.public_id)
    if form.is_valid() and attempt(
        form, actions.tell_call, call=call, do="conference", by=request.user, **form.cleaned_data
    ):
        return redirect("hotline:contact-call", contact.public_id)
    return render(request, FORM, form_context(contact, form, _("Call somebody in"), submit=_("Call in")))


@require_POST
@screen(CONTACT_WORK, logs="call_back.viewed")
def call_back_dial(request: StaffRequest, public_id: str) -> HttpResponse:
    """Calls back from one's own telephone."""
    rows = CallBack.objects.visible_to(request.user).select_related("contact", "dossier__unit")
    call, form = fetch(request, rows, public_id=public_id), Form(request.POST)
    form.is_valid()
    if attempt(form, actions.dial_back, call_back=call, by=request.user) is None:
        messages.warning(request, str(form.non_field_errors()[0]))
        return redirect(call)
    messages.success(request, _("The exchange calls. Your telephone rings first."))
    return redirect(call)


@screen(CONTACT_WORK, logs="telephone.viewed")
def my_telephone(request: StaffRequest) -> HttpResponse:
    """Where the exchange reaches one's telephone."""
    form = TelephoneForm(request.POST or None, initial={"endpoint": telephone_of(request.user.pk)})
    if form.is_valid() and attempt(form, actions.set_telephone, by=request.user, **form.cleaned_data):
        messages.success(request, _("Kept."))
        return redirect("hotline:queue")
    return render(request, "hotline/telephone/mine.html", {"form": form})
