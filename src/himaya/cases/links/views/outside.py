"""The pages behind a link: for who holds it and its code, on any telephone, without JavaScript. Never kept by a browser,
never found by a search engine."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.gate import PUBLIC, act_as, attempt, open_screen
from himaya.cases.links import actions, forms
from himaya.cases.links.models import OutsideLink
from himaya.cases.links.queries import asks_for_code, opened_by
from himaya.cases.links.rules import shows_contact
from himaya.cases.referrals.forms import BeginForm
from himaya.cases.referrals.process import Referring

COOKIE, SALT = "outside", "himaya.cases.link"
DAY = 86_400
WHY = "an organisation without an account answers the one referral it was sent, with a link and a code"
View = Callable[..., HttpResponse]


def unseen(view: View) -> View:
    """No search engine lists it, and nothing keeps it."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "no-store"
        return response

    return run


def inside(request: HttpRequest, token: str) -> OutsideLink | None:
    """The link, for a browser that gave the code; the rest of the request acts as nobody but who holds it."""
    visit = request.get_signed_cookie(COOKIE, default="", salt=SALT + token, max_age=DAY)
    if not visit:
        return None
    act_as(None)
    link = opened_by(token, str(visit))
    if link is not None:
        record(by=PUBLIC, verb="links.viewed", on=link)
    return link


def around(link: OutsideLink, token: str, **more: Any) -> dict[str, Any]:
    """What may be seen: the least that helps."""
    referral = link.referral
    at = Referring.state_of(referral)
    contact = shows_contact(referral)
    return {"referral": referral, "state": at.label, "contact": contact, "token": token, "link": link, **more}


@open_screen(WHY)
@unseen
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """The code; then the referral, and what can be said of it."""
    if link := inside(request, token):
        return render(request, "cases/links/outside/referral.html", around(link, token))
    if not asks_for_code(token):
        return dead(request)
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        act_as(None)
        visit = actions.come_in(token=token, code=form.cleaned_data["code"], by=PUBLIC)
        if visit:
            return with_visit(redirect("cases:outside", token), token, visit)
        if not asks_for_code(token):
            return dead(request)
        form.add_error(
            "code", _("This code is not right. Ask the sender; after a few tries the link leads nowhere.")
        )
    return render(request, "cases/links/outside/code.html", {"form": form})


def dead(request: HttpRequest) -> HttpResponse:
    """The same for a link that was withdrawn, has expired, was used up, or never was."""
    return render(request, "cases/links/outside/dead.html", status=404)


def with_visit(response: HttpResponse, token: str, visit: str) -> HttpResponse:
    """Leaves with the browser that it came in; nothing of the referral."""
    response.set_signed_cookie(
        COOKIE,
        visit,
        salt=SALT + token,
        max_age=DAY,
        path=reverse("cases:outside", args=[token]),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


def acting(template: str) -> Callable[[Callable[..., Any]], View]:
    """A page on which something is said: for who is inside, otherwise back to the code."""

    def guard(view: Callable[..., Any]) -> View:
        @open_screen(WHY)
        @unseen
        @wraps(view)
        def run(request: HttpRequest, token: str) -> HttpResponse:
            link = inside(request, token)
            if link is None:
                return redirect("cases:outside", token)
            form, done = view(request, link)
            if done:
                ended = Referring.state_of(done).is_end
                return redirect("cases:outside-thanks") if ended else redirect("cases:outside", token)
            return render(request, template, around(link, token, form=form))

        return run

    return guard


@acting("cases/links/outside/answer.html")
def answer(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    """Accept, or decline with a reason."""
    form = forms.OutsideAnswerForm(request.POST or None, version=link.referral.version)
    if not form.is_valid():
        return form, None
    data = form.cleaned_data
    given: dict[str, Any] = {
        "link": link,
        "by": PUBLIC,
        "expected": form.version,
        "name": data["name"],
        "note": data["note"],
    }
    if data["answer"] == "accept":
        return form, attempt(form, actions.accept_by_link, starts_on=data["starts_on"], **given)
    return form, attempt(form, actions.decline_by_link, reason=data["reason"], **given)


@acting("cases/links/outside/start.html")
def start(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    """The first day of the service."""
    form = BeginForm(request.POST or None, version=link.referral.version)
    if not form.is_valid():
        return form, None
    given: dict[str, Any] = {"link": link, "by": PUBLIC, "expected": form.version}
    return form, attempt(form, actions.begin_by_link, **given, **form.cleaned_data)


@acting("cases/links/outside/tell.html")
def tell(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    """What was done, and what came of it."""
    form = forms.OutsideFeedbackForm(request.POST or None, begun=link.referral.started_on is not None)
    if not form.is_valid():
        return form, None
    word = attempt(form, actions.tell_by_link, link=link, by=PUBLIC, **form.cleaned_data)
    return form, word and word.referral


@open_screen(WHY)
@unseen
def thanks(request: HttpRequest) -> HttpResponse:
    """The last word was said."""
    return render(request, "cases/links/outside/thanks.html")
