"""The child's pages: open to everybody, on any telephone, without JavaScript, leaving nothing behind."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from himaya.access.gate import PUBLIC, attempt, open_screen
from himaya.hotline.chat import actions
from himaya.hotline.chat.forms import BeginForm, ChildSayForm, SayForm, SignsForm, WordForm
from himaya.hotline.chat.page import help_lines, news_of_child, talk_of
from himaya.hotline.chat.queries import back_within, chat_by
from himaya.hotline.chat.rules import TOLD
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.visitors import address_key

COOKIE, SALT, PATH = "talk", "himaya.chat", "/chat/"
ANYBODY = "any child may write to the hotline; the secret in their cookie opens their own chat alone"


def secret_of(request: HttpRequest) -> str:
    """The secret in the visitor's signed cookie; empty when there is none, or it is too old."""
    age = int(back_within(clock.now()).total_seconds())
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=age) or "")


def with_secret(response: HttpResponse, secret: str) -> HttpResponse:
    """Leaves the secret with the visitor for the time in which they may come back."""
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=SALT,
        max_age=int(back_within(clock.now()).total_seconds()),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


@open_screen(ANYBODY)
def start(request: HttpRequest) -> HttpResponse:
    """What happens in a chat, a few questions that need no answer, and the numbers for help now."""
    secret = secret_of(request)
    if secret and (chat := chat_by(secret)) and chat.ended_at is None:
        return with_secret(redirect("chat:talk"), secret)
    if secret and chat_by(secret):
        secret = ""  # that one is over
    form = BeginForm(request.POST or None)
    if form.is_valid() and secret and attempt(form, begin, form=form, secret=secret, request=request):
        return with_secret(redirect("chat:talk"), secret)
    context = {"form": form, "numbers": help_lines(urgent=True), "all_numbers": help_lines()}
    context["no_cookie"] = request.method == "POST" and not secret
    return with_secret(render(request, "hotline/chat/start.html", context), secret or new_secret())


def new_secret() -> str:
    """What only this visitor's browser will hold."""
    return secrets.token_urlsafe(32)


def begin(*, form: BeginForm, secret: str, request: HttpRequest) -> Any:
    """Begins the chat."""
    return actions.begin_chat(
        secret=secret,
        begun=actions.Begun(**form.cleaned_data),
        by=PUBLIC,
        address=address_key(request, "chat"),
    )


@open_screen(ANYBODY)
def talk(request: HttpRequest) -> HttpResponse:
    """The chat: what was said, and a box. Sent as a form where there are no scripts."""
    secret = secret_of(request)
    chat = actions.child_seen(secret=secret, got=0, read=0)
    if chat is None:
        return redirect("chat:start")
    if request.method == "POST":
        return _sent(request, secret)
    context = talk_of(request, chat, secret)
    if context["stands"] == TOLD:
        context["form"] = WordForm(initial=context["say_form"].initial)
    return with_secret(render(request, "hotline/chat/talk.html", context), secret)


def _sent(request: HttpRequest, secret: str) -> HttpResponse:
    """A message sent as a form; `look` only looks for an answer, and keeps what was typed."""
    form = ChildSayForm(request.POST, request.FILES)
    said = dict(form.cleaned_data) if form.is_valid() else {"words": "", "key": new_secret()[:20]}
    if "look" in request.POST or not form.is_valid():
        actions.keep_draft(secret=secret, words=said["words"])
        return with_secret(redirect("chat:talk"), secret)
    made = attempt(form, actions.child_says, secret=secret, by=PUBLIC, **said)
    if made is not None:
        return with_secret(redirect("chat:talk"), secret)
    chat = chat_by(secret)
    assert chat is not None  # found a moment ago
    context = talk_of(request, chat, secret) | {"say_form": form}
    return render(request, "hotline/chat/talk.html", context, status=409)


@require_POST
@open_screen(ANYBODY)
def say(request: HttpRequest) -> HttpResponse:
    """A message sent by the page's script; what is new for the page comes back with its number."""
    form, signs, secret = SayForm(request.POST), SignsForm(request.POST), secret_of(request)
    if not form.is_valid() or not signs.is_valid():
        return JsonResponse({"error": ""}, status=400)
    sign = signs.cleaned_data["sign"][0]
    try:
        made = actions.child_says(secret=secret, by=PUBLIC, got=sign.got, read=sign.read, **form.cleaned_data)
    except Refused as refused:
        return JsonResponse({"error": refused.message}, status=409)
    told = {"number": made.number, "news": news_of_child(made.chat, secret, sign.got, just=made.number)}
    return with_secret(JsonResponse(told), secret)


@require_POST
@open_screen(ANYBODY)
def news(request: HttpRequest) -> HttpResponse:
    """What is new; also the sign that the page is open, how far it has shown what was said, and what is being typed."""
    form, secret = SignsForm(request.POST), secret_of(request)
    if not form.is_valid():
        return JsonResponse({}, status=400)
    sign = form.cleaned_data["sign"][0]
    chat = actions.child_seen(secret=secret, got=sign.got, read=sign.read, typed=form.typed)
    if chat is None:
        return JsonResponse({}, status=410)
    return with_secret(JsonResponse({"chats": {sign.of: news_of_child(chat, secret, sign.got)}}), secret)


@require_POST
@open_screen(ANYBODY)
def word(request: HttpRequest) -> HttpResponse:
    """What is left for later, where nobody can answer."""
    form, secret = WordForm(request.POST), secret_of(request)
    chat = chat_by(secret)
    if chat is None:
        return redirect("chat:start")
    if form.is_valid() and attempt(form, actions.leave_word, secret=secret, by=PUBLIC, **form.cleaned_data):
        return redirect("chat:talk")
    context = talk_of(request, chat, secret) | {"form": form}
    return render(request, "hotline/chat/talk.html", context, status=409)


@require_POST
@open_screen(ANYBODY)
def end(request: HttpRequest) -> HttpResponse:
    """The child ends the chat."""
    actions.child_leaves(secret=secret_of(request), by=PUBLIC)
    return redirect("chat:talk")


@csrf_exempt  # sent by the browser while it leaves, without a token; it can only end the sender's own chat
@open_screen("leaving must always work, and wipes what was typed")
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the chat, wipes what was typed and leads to a harmless page."""
    actions.child_leaves(secret=secret_of(request), by=PUBLIC)
    response = (
        HttpResponseRedirect(settings.QUICK_EXIT_URL) if request.method == "GET" else HttpResponse(status=204)
    )
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
