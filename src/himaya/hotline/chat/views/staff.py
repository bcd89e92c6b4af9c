"""The counsellor's side: the pane beside the contact, a page of its own, and the chats in one's hands."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, noted, screen
from himaya.access.roles import CONTACT_WORK
from himaya.hotline.chat import actions
from himaya.hotline.chat.forms import SayForm, SignsForm
from himaya.hotline.chat.models import Chat
from himaya.hotline.chat.page import news_of_staff, pane_of
from himaya.hotline.chat.queries import chat_of, open_chats, slim
from himaya.hotline.contacts.views import contact_of
from himaya.kit.errors import Refused
from himaya.kit.forms import Form


def _chat(request: StaffRequest, public_id: str) -> Chat:
    found = chat_of(contact_of(request, public_id))
    if found is None:
        raise Http404(_("This contact came by another way."))
    return found


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_chat(request: StaffRequest, public_id: str) -> HttpResponse:
    """The chat of a contact on a page of its own; sent as a form where there are no scripts."""
    chat = _chat(request, public_id)
    form = SayForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.staff_says, chat=chat, by=request.user, **form.cleaned_data):
        return redirect("hotline:contact-chat", public_id)
    context = pane_of(chat, request.user) | {"say_form": form}
    return render(request, "hotline/chat/page.html", context, status=409 if form.errors else 200)


@screen(CONTACT_WORK)
def contact_chat_pane(request: StaffRequest, public_id: str) -> HttpResponse:
    """The chat beside the contact, whose reading is in the audit already."""
    return render(request, "hotline/chat/pane.html", pane_of(_chat(request, public_id), request.user))


@require_POST
@screen(CONTACT_WORK)
def contact_chat_say(request: StaffRequest, public_id: str) -> HttpResponse:
    """A message sent by the pane's script; what is new for the pane comes back with its number."""
    form, signs = SayForm(request.POST), SignsForm(request.POST)
    found = slim(request.user, arrival__contact__public_id=public_id)
    chat = found.select_related("arrival", "dossier__unit").last()
    if chat is None:
        raise Http404(_("This contact came by another way."))
    if not form.is_valid() or not signs.is_valid():
        return JsonResponse({"error": ""}, status=400)
    try:
        made = actions.staff_says(chat=chat, by=request.user, **form.cleaned_data)
    except Refused as refused:
        return JsonResponse({"error": refused.message}, status=409)
    after = signs.cleaned_data["sign"][0].got
    told = news_of_staff(made.chat, request.user, after, just=made.number)
    return JsonResponse({"number": made.number, "news": told})


@require_POST
@screen(CONTACT_WORK)
def chats_news(request: StaffRequest) -> HttpResponse:
    """What is new in all the chats of a page, asked once; also the sign that their panes are open."""
    form, user = SignsForm(request.POST), request.user
    if not form.is_valid():
        return JsonResponse({}, status=400)
    told = {one.of: one for one in form.cleaned_data["sign"]}
    chats = {one.public_id: one for one in slim(user, public_id__in=list(told))}
    signs = [actions.Sign(chat, told[of].got, told[of].read, told[of].typing) for of, chat in chats.items()]
    actions.staff_seen(signs=signs, by=user)
    return JsonResponse(
        {"chats": {one.chat.public_id: news_of_staff(one.chat, user, one.got) for one in signs}}
    )


@require_POST
@screen(CONTACT_WORK)
def contact_chat_end(request: StaffRequest, public_id: str) -> HttpResponse:
    """The counsellor ends the chat; the contact stays open to be written up."""
    chat, form = _chat(request, public_id), Form(request.POST)
    form.is_valid()
    if attempt(form, actions.end_chat, chat=chat, by=request.user) is None:
        messages.warning(request, str(form.non_field_errors()[0]))
    return redirect("hotline:contact-detail", public_id)


@screen(CONTACT_WORK)
def chats(request: StaffRequest) -> HttpResponse:
    """The chats in one's hands, and how much is unread in each."""
    return render(request, "hotline/chat/mine.html", {"chats": open_chats(request.user)})


@screen(CONTACT_WORK, logs="contact.viewed")
def chats_all(request: StaffRequest) -> HttpResponse:
    """The chats in one's hands beside each other: who writes with several children sees them all, and one question asks
    for all of them."""
    held = open_chats(request.user)
    noted(request, *(chat.arrival.contact for chat in held))
    panes = [pane_of(chat, request.user) for chat in held]
    return render(request, "hotline/chat/all.html", {"panes": panes})
