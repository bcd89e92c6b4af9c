"""The pages behind a link: for who holds it and its code, on any telephone, without JavaScript. Never kept by a browser,
never found by a search engine."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.gate import PUBLIC, act_as, attempt, open_screen
from himaya.cases.duties.models import Duty
from himaya.cases.duties.process import DutyWork
from himaya.cases.links import actions, forms
from himaya.cases.links.models import OutsideLink
from himaya.cases.links.queries import asks_for_code, opened_by
from himaya.cases.links.rules import shows_contact
from himaya.cases.referrals.forms import BeginForm
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.process import Referring
from himaya.workflow.process import State

COOKIE, SALT = "outside", "himaya.cases.link"
DAY = 86_400
WHY = "an organisation without an account answers the one request it was sent, with a link and a code"
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
    matter = link.matter
    contact = shows_contact(matter)
    state = standing(matter).label
    return {"matter": matter, "state": state, "contact": contact, "token": token, "link": link, **more}


def standing(matter: Any) -> State:
    """Where it stands."""
    return (DutyWork if isinstance(matter, Duty) else Referring).state_of(matter)


@open_screen(WHY)
@unseen
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """The code; then the referral, and what can be said of it."""
    if link := inside(request, token):
        return render(request, "cases/links/outside/matter.html", around(link, token))
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


def acting(template: str, of: Any = (Referral, Duty)) -> Callable[[Callable[..., Any]], View]:
    """A page on which something is said: for who is inside, otherwise back to the code."""

    def guard(view: Callable[..., Any]) -> View:
        @open_screen(WHY)
        @unseen
        @wraps(view)
        def run(request: HttpRequest, token: str) -> HttpResponse:
            link = inside(request, token)
            if link is None:
                return redirect("cases:outside", token)
            if not isinstance(link.matter, of):
                raise Http404
            form, done = view(request, link)
            if done:
                ended = standing(done).is_end
                return redirect("cases:outside-thanks") if ended else redirect("cases:outside", token)
            return render(request, template, around(link, token, form=form))

        return run

    return guard


@acting("cases/links/outside/answer.html")
def answer(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    """Accept, or say no with a reason."""
    return _answer_duty(request, link) if link.duty else _answer_referral(request, link)


def _answer_referral(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    form = forms.OutsideAnswerForm(request.POST or None, version=link.matter.version)
    if not form.is_valid():
        return form, None
    data = form.cleaned_data
    given: dict[str, Any] = {"link": link, "by": PUBLIC, "expected": form.version}
    said = {"name": data["name"], "note": data["note"]}
    if data["answer"] == "accept":
        return form, attempt(form, actions.accept_by_link, starts_on=data["starts_on"], **given, **said)
    return form, attempt(form, actions.decline_by_link, reason=data["reason"], **given, **said)


def _answer_duty(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    form = forms.OutsideDutyAnswerForm(request.POST or None, version=link.matter.version)
    if not form.is_valid():
        return form, None
    data = form.cleaned_data
    given: dict[str, Any] = {"link": link, "by": PUBLIC, "expected": form.version}
    said = {"name": data["name"], "note": data["note"]}
    if data["answer"] == "accept":
        return form, attempt(form, actions.accept_duty_by_link, **given, **said)
    return form, attempt(form, actions.refuse_duty_by_link, reason=data["reason"], **given, **said)


@acting("cases/links/outside/report.html", Duty)
def report(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    """The task is done, they say."""
    form = forms.OutsideReportForm(request.POST or None, version=link.matter.version)
    if not form.is_valid():
        return form, None
    given: dict[str, Any] = {"link": link, "by": PUBLIC, "expected": form.version}
    return form, attempt(form, actions.report_duty_by_link, **given, **form.cleaned_data)


@acting("cases/links/outside/start.html", Referral)
def start(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    """The first day of the service."""
    form = BeginForm(request.POST or None, version=link.matter.version)
    if not form.is_valid():
        return form, None
    given: dict[str, Any] = {"link": link, "by": PUBLIC, "expected": form.version}
    return form, attempt(form, actions.begin_by_link, **given, **form.cleaned_data)


@acting("cases/links/outside/tell.html", Referral)
def tell(request: HttpRequest, link: OutsideLink) -> tuple[Any, Any]:
    """What was done, and what came of it."""
    form = forms.OutsideFeedbackForm(request.POST or None, begun=link.matter.started_on is not None)
    if not form.is_valid():
        return form, None
    word = attempt(form, actions.tell_by_link, link=link, by=PUBLIC, **form.cleaned_data)
    return form, word and word.referral


@open_screen(WHY)
@unseen
def thanks(request: HttpRequest) -> HttpResponse:
    """The last word was said."""
    return render(request, "cases/links/outside/thanks.html")
