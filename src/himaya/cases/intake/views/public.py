"""Reporting and looking after a report: open to everybody, on any telephone, without JavaScript."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from himaya.access.gate import PUBLIC, attempt, open_screen
from himaya.cases.intake import wizard
from himaya.cases.intake.actions import receive_report
from himaya.cases.intake.drafts import keep_draft, new_token, read_draft, wipe_draft
from himaya.cases.intake.forms.told import SendForm, StatusForm, all_valid
from himaya.cases.intake.status import state_of
from himaya.kit.shapes import HelpLine, Hit
from himaya.kit.visitors import address_of
from himaya.reference.queries import help_numbers, suggest_places, when_to_call

COOKIE = "draft"
SALT = "himaya.intake.draft"
HALF_AN_HOUR = 1800
NOT_TYPED = {"csrfmiddlewaretoken", "_key", "_version", "_draft"}
ANYBODY = "anybody may report a child at risk"


def token_of(request: HttpRequest) -> str:
    """The token in the visitor's signed cookie; empty when there is none."""
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=HALF_AN_HOUR) or "")


def with_token(response: HttpResponse, token: str) -> HttpResponse:
    """Leaves the token with the visitor: nothing they typed is on their device."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=HALF_AN_HOUR,
        path="/report/",
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


def help_lines(urgent: bool | None = None) -> list[HelpLine]:
    """Numbers to call, from the reference data."""
    return [HelpLine(row.name, row.number, when_to_call(row)) for row in help_numbers(urgent=urgent)]


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A public page with the emergency numbers at hand."""
    return render(request, template, {"lines": help_lines(urgent=True), **context})


@open_screen(ANYBODY)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What will be asked, who reads it, and the numbers for help now."""
    return page(request, "cases/intake/public/start.html", all_lines=help_lines())


@open_screen(ANYBODY)
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One page of the form."""
    here = wizard.step_named(step)
    if here is None:
        raise Http404
    token = token_of(request) or new_token()
    # Of two tabs that send, the second waits here and finds it sent.
    content = read_draft(token, lock=here.name == "send" and request.method == "POST")
    if "done" in content:
        return redirect("cases:report-done")
    if here.name == "send":
        return send(request, token, content)
    if request.method == "POST":
        typed = typed_from(request)
        keep_draft(token, content | {here.name: dict(typed.lists())})
        forms = wizard.forms_of(here.name, typed)
        if "add_child" not in typed and all_valid(forms):
            return with_token(redirect("cases:report-step", wizard.after(here).name), token)
    else:
        forms = wizard.opened(content, here.name, quiet="look" not in request.GET)
    return with_token(page(request, here.template, forms=forms, form=forms[0], **wizard.around(here)), token)


def typed_from(request: HttpRequest) -> QueryDict:
    """What was typed, without what the form itself sends along."""
    typed = request.POST.copy()
    for name in NOT_TYPED:
        typed.pop(name, None)
    return typed


def send(request: HttpRequest, token: str, content: wizard.Draft) -> HttpResponse:
    """The last look, the files, and sending."""
    wrong = wizard.first_wrong(content)
    if wrong:
        look = "?look=1" if wrong in content else ""
        return redirect(reverse("cases:report-step", args=[wrong]) + look)
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if form.is_valid() and attempt(form, take_in, form=form, token=token, content=content, request=request):
        return redirect("cases:report-done")
    around = wizard.around(wizard.STEPS[-1])
    return with_token(
        page(request, "cases/intake/public/send.html", form=form, summary=wizard.summary(content), **around),
        token,
    )


def take_in(*, form: SendForm, token: str, content: wizard.Draft, request: HttpRequest) -> bool:
    """Hands the report in; the draft then holds only its reference and PIN, until it expires or is wiped."""
    files = form.cleaned_data["attachments"]
    report = receive_report(
        told=wizard.told_by(content, get_language() or "az"),
        by=PUBLIC,
        files=files,
        address=address_of(request),
        trapped=form.trapped,
    )
    told = {"reference": report.reference, "pin": report.pin, "no_files": bool(files and report.flood_lane)}
    return keep_draft(token, {"done": told})


@open_screen(ANYBODY)
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """The reference and the PIN; gone when the visitor leaves, or after half an hour."""
    told = read_draft(token_of(request)).get("done")
    return (
        page(request, "cases/intake/public/done.html", told=told) if told else redirect("cases:report-start")
    )


@open_screen(ANYBODY)
@require_POST
def draft(request: HttpRequest, step: str) -> HttpResponse:
    """Keeps what is being typed, as it is typed."""
    token = token_of(request) or new_token()
    content = read_draft(token)
    if step in wizard.TOLD and "done" not in content:
        keep_draft(token, content | {step: dict(typed_from(request).lists())})
    return with_token(HttpResponse(status=204), token)


@csrf_exempt  # sent by the browser while it leaves, without a token; it can only wipe the sender's own draft
@open_screen("leaving must always work, and wipes what was typed")
def leave(request: HttpRequest) -> HttpResponse:
    """Wipes what was typed and leads to a harmless page."""
    token = token_of(request)
    if token:
        wipe_draft(token)
    if not request.user.is_authenticated:
        request.session.flush()  # what was looked for in the directory
    response = (
        HttpResponseRedirect(settings.QUICK_EXIT_URL) if request.method == "GET" else HttpResponse(status=204)
    )
    response.delete_cookie(COOKIE, path="/report/", samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@open_screen(ANYBODY)
@require_POST
def places(request: HttpRequest) -> HttpResponse:
    """Places whose names are like what is being typed."""
    found = suggest_places(request.POST.get("q", "")[:100], limit=8)
    return render(request, "forms/hits.html", {"hits": [Hit(place.code, place.label) for place in found]})


@open_screen("whoever reported may see that it was received and handled, never more")
def status(request: HttpRequest) -> HttpResponse:
    """Where a report stands, by reference and PIN."""
    form = StatusForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "cases/intake/public/status.html", form=form)
    answer = state_of(**form.cleaned_data, address=address_of(request))
    if answer.state:
        return page(request, "cases/intake/public/status.html", state=answer.state)
    if answer.closed:
        form.add_error(None, _("Too many tries. For safety this is closed for a while; try again later."))
    else:
        form.add_error(None, _("The reference and the PIN do not belong together. Look at them again."))
    return page(request, "cases/intake/public/status.html", form=form)
