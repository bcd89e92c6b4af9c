"""The public page of an application, and the pages on which staff take it in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from himaya.access.gate import PUBLIC, StaffRequest, attempt, fetch, open_screen, screen
from himaya.access.roles import CASE_ASSIGN
from himaya.cases.applying import actions
from himaya.cases.applying.forms import ApplyForm, OutForm
from himaya.cases.applying.models import OnlineApplication
from himaya.cases.applying.process import Applying
from himaya.cases.intake.drafts import keep_draft, new_token, read_draft, wipe_draft
from himaya.cases.intake.forms.told import typed_into
from himaya.cases.intake.views.public import HALF_AN_HOUR, help_lines, typed_from
from himaya.kit.forms import Form
from himaya.kit.visitors import address_of

COOKIE, SALT, PATH = "apply", "himaya.applying.draft", "/apply/"
ANYBODY = "anybody may apply for social services"
MOST = 200


def _token(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=HALF_AN_HOUR) or "")


def _with_token(response: HttpResponse, token: str) -> HttpResponse:
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=HALF_AN_HOUR,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
    return response


@open_screen(ANYBODY)
def apply(request: HttpRequest) -> HttpResponse:
    """One page: what is needed. What is typed is kept for half an hour, on our side only."""
    token = _token(request) or new_token()
    content = read_draft(token, lock=request.method == "POST")
    if "done" in content:
        return redirect("cases:apply-done")
    if request.method == "POST":
        form = ApplyForm(request.POST)
        keep_draft(token, {"form": dict(typed_from(request).lists())})
        if form.is_valid() and attempt(form, _take, form=form, token=token, request=request):
            return _with_token(redirect("cases:apply-done"), token)
    else:
        form = ApplyForm(initial=_first(content))
    return _with_token(render(request, "cases/applying/apply.html", {"form": form, **_numbers()}), token)


def _numbers() -> dict[str, Any]:
    return {"lines": help_lines(urgent=True), "all_lines": help_lines()}


def _first(content: dict[str, Any]) -> dict[str, Any]:
    """What was typed before, as the page shows it again."""
    typed = typed_into(content.get("form", {}))
    several = {"grounds": typed.getlist("grounds")}
    return {**typed.dict(), **several}


def _take(*, form: ApplyForm, token: str, request: HttpRequest) -> bool:
    said = {name: value for name, value in form.cleaned_data.items() if name != "website"}
    told = actions.Asked(**said, language=get_language() or "az")
    made, pin = actions.receive_application(
        told=told, by=PUBLIC, address=address_of(request), trapped=form.trapped
    )
    return keep_draft(token, {"done": {"reference": made.reference, "pin": pin}})


@open_screen(ANYBODY)
@require_GET
def apply_done(request: HttpRequest) -> HttpResponse:
    """The reference and the PIN; gone after half an hour, or when the visitor says so."""
    told = read_draft(_token(request)).get("done")
    if not told:
        return redirect("cases:apply")
    return render(request, "cases/applying/done.html", {"told": told, "lines": help_lines(urgent=True)})


@open_screen(ANYBODY)
@require_POST
def apply_draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is being typed, as it is typed."""
    token = _token(request) or new_token()
    if "done" not in read_draft(token):
        keep_draft(token, {"form": dict(typed_from(request).lists())})
    return _with_token(HttpResponse(status=204), token)


@open_screen("leaving must always work, and wipes what was typed")
@require_POST
def apply_leave(request: HttpRequest) -> HttpResponse:
    """Wipes what was typed; the page is free for the next who applies on this device."""
    if token := _token(request):
        wipe_draft(token)
    response = redirect("cases:apply")
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


@screen(CASE_ASSIGN, logs="applications.viewed")
def online_applications(request: StaffRequest) -> HttpResponse:
    """Applications that wait to be taken in, the oldest first; and the last answered."""
    rows = OnlineApplication.objects.visible_to(request.user).select_related(
        "territory", "case", "answered_by"
    )
    waiting = rows.filter(status=Applying.received.name).order_by("received_at")[:MOST]
    answered = rows.exclude(status=Applying.received.name).order_by("-answered_at")[:20]
    return render(request, "cases/applying/list.html", {"waiting": waiting, "answered": answered})


def _one(request: StaffRequest, public_id: str) -> OnlineApplication:
    rows = OnlineApplication.objects.visible_to(request.user)
    found: OnlineApplication = fetch(
        request, rows.select_related("dossier__unit", "territory", "case", "answered_by"), public_id=public_id
    )
    return found


@screen(CASE_ASSIGN, logs="application.viewed")
def online_application(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was written; take it in, or leave it out."""
    found = _one(request, public_id)
    form = Form(request.POST if request.method == "POST" else None, version=found.version)
    given: dict[str, Any] = {"application": found, "by": request.user, "expected": form.version}
    if form.is_valid() and (case := attempt(form, actions.accept_application, **given)):
        messages.success(
            request, _("The application was taken: case № %(number)s.") % {"number": case.reference}
        )
        return redirect(case)
    more = {
        "form": form,
        "told": found,
        "state": Applying.state_of(found),
        "clocks": Applying.clocks_of(found),
    }
    return render(request, "cases/applying/detail.html", more)


@screen(CASE_ASSIGN, logs="application.viewed")
def online_application_out(request: StaffRequest, public_id: str) -> HttpResponse:
    """Why it becomes no case."""
    found = _one(request, public_id)
    form = OutForm(request.POST or None, version=found.version)
    given: dict[str, Any] = {"application": found, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.leave_application_out, **given, **form.cleaned_data):
        return redirect("cases:online-applications")
    return render(request, "cases/applying/out.html", {"told": found, "form": form})
