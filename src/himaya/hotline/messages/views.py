"""The gateway's doors, and the pane of a conversation."""

from collections.abc import Callable

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from himaya.access.gate import PUBLIC, StaffRequest, attempt, fetch, open_screen, screen
from himaya.access.roles import CONTACT_WORK
from himaya.clients.mail_in import MOST, NoLetter
from himaya.clients.sms import fate_of
from himaya.clients.sms_in import Heard, Unreadable, read_json, read_query
from himaya.clients.sms_parts import cut
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.views import contact_of
from himaya.hotline.messages import actions
from himaya.hotline.messages.actions.sending import SALT
from himaya.hotline.messages.door import is_known
from himaya.hotline.messages.forms import MessageForm
from himaya.hotline.messages.jobs import move_soon
from himaya.hotline.messages.page import pane_of, ready_words
from himaya.hotline.messages.queries import is_full
from himaya.kit.forms import Form

LATER = "30"  # seconds after which a gateway asks again


@csrf_exempt  # called by the gateway, which proves itself by the secret it shares with us
@require_http_methods(["GET", "POST"])
@open_screen("the gateway brings text messages, and proves itself by a secret and its address")
def gateway_message(request: HttpRequest) -> HttpResponse:
    """Takes one message, or one part of one; the worker carries it in."""
    if not is_known(request):
        return HttpResponse(status=403)
    if is_full():
        return HttpResponse(status=503, headers={"Retry-After": LATER})
    try:
        heard = _reader(request)()
    except Unreadable as wrong:
        return JsonResponse({"field": wrong.field, "why": str(wrong)}, status=422)
    actions.keep_sms(heard=heard, by=PUBLIC)
    move_soon()
    return HttpResponse("", content_type="text/plain")  # words in the answer would go back to the sender


@csrf_exempt  # called by the mail server, which proves itself by the same secret
@require_POST
@open_screen("the mail server brings e-mails of callers, and proves itself by a secret and its address")
def gateway_mail(request: HttpRequest) -> HttpResponse:
    """Takes one e-mail as it is (RFC 5322); the worker carries it in."""
    if not is_known(request):
        return HttpResponse(status=403)
    if is_full():
        return HttpResponse(status=503, headers={"Retry-After": LATER})
    try:
        actions.keep_email(raw=request.read(MOST + 1), by=PUBLIC)
    except NoLetter as wrong:
        return JsonResponse({"field": "", "why": str(wrong)}, status=422)
    move_soon()
    return HttpResponse(status=204)


def _reader(request: HttpRequest) -> Callable[[], Heard]:
    if request.method == "GET":
        return lambda: read_query(str(request.META.get("QUERY_STRING", "")).encode("utf-8", "replace"))
    if request.content_type == "application/json":
        return lambda: read_json(request.body)
    return lambda: read_query(request.body)


@csrf_exempt  # called by the gateway, which proves itself by the ticket we gave it
@open_screen("a gateway tells what became of a message, by a signed ticket that names only that message")
def message_fate(request: HttpRequest, ticket: str) -> HttpResponse:
    """Hears what became of a message we sent."""
    try:
        message = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    fate = fate_of(request.GET.get("fate", "") or request.POST.get("fate", ""))
    actions.keep_fate(message=message, fate=fate, by=PUBLIC)
    move_soon()
    return HttpResponse(status=204)


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_messages(request: StaffRequest, public_id: str) -> HttpResponse:
    """The conversation, and the form of an answer."""
    contact = contact_of(request, public_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text = form.cleaned_data["text"] or ready_words(form.cleaned_data["ready"], contact)
        if attempt(form, actions.write_message, contact=contact, text=text, by=request.user):
            move_soon()
            return redirect("hotline:contact-messages", contact.public_id)
    context = form_context(contact, form, _("Messages"), **pane_of(contact, request.user))
    return render(request, "hotline/messages/page.html", context)


@screen(CONTACT_WORK)
def contact_messages_now(request: StaffRequest, public_id: str) -> HttpResponse:
    """The part that changes, asked anew when the line rings the page."""
    contact = contact_of(request, public_id)
    context = {"contact": contact, **pane_of(contact, request.user)}
    return render(request, "hotline/messages/pane.html", context)


@require_POST
@screen(CONTACT_WORK, preview=True)
def contact_messages_count(request: StaffRequest, public_id: str) -> HttpResponse:
    """How many parts a text takes, while it is being written."""
    contact_of(request, public_id)
    return render(request, "hotline/messages/count.html", {"cut": cut(request.POST.get("text", "")[:5000])})


@require_POST
@screen(CONTACT_WORK)
def contact_messages_read(request: StaffRequest, public_id: str) -> HttpResponse:
    """What came was read."""
    actions.read_messages(contact=contact_of(request, public_id), by=request.user)
    return redirect("hotline:contact-messages", public_id)


@require_POST
@screen(CONTACT_WORK)
def message_again(request: StaffRequest, public_id: str, message_id: str) -> HttpResponse:
    """Tries once more what did not arrive."""
    contact, form = contact_of(request, public_id), Form(request.POST)
    form.is_valid()
    message = fetch(request, contact.messages.all(), public_id=message_id)
    if attempt(form, actions.send_again, message=message, by=request.user) is None:
        messages.warning(request, str(form.non_field_errors()[0]))
    else:
        move_soon()
    return redirect("hotline:contact-messages", public_id)
