"""Pages of supervision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.models import User
from himaya.access.roles import SUPERVISION_HOLD, SUPERVISION_READ
from himaya.cases.casefile.frame import form_page as case_form
from himaya.cases.supervision import actions, forms
from himaya.cases.supervision.models import Supervision, SupervisionPoint
from himaya.cases.supervision.page import choices_of, crumbs, form_page, home_page, session_page
from himaya.cases.supervision.queries import points, sessions
from himaya.kit import clock
from himaya.workforce.queries import colleague, staff_under

FORM = "cases/supervision/form.html"


def session_of(request: StaffRequest, public_id: str) -> Supervision:
    """The session, if this person may see it."""
    found: Supervision = fetch(request, sessions().visible_to(request.user), public_id=public_id)
    return found


@screen(SUPERVISION_READ, logs="supervision.listed")
def supervision_home(request: StaffRequest) -> HttpResponse:
    """A leader's workers, their loads and sessions; anybody's own sessions."""
    return render(request, "cases/supervision/home.html", home_page(request.user, request.GET.get("page")))


@screen(SUPERVISION_READ, logs="supervision.viewed")
def supervision_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One session."""
    session = session_of(request, public_id)
    return render(request, "cases/supervision/detail.html", session_page(session, request.user))


@screen(SUPERVISION_HOLD, logs="supervision.viewed")
def supervision_hold(request: StaffRequest, public_id: str) -> HttpResponse:
    """Writes down the session that was owed."""
    session = session_of(request, public_id)
    form = forms.HoldForm(request.POST or None, initial={"held_at": clock.now()}, version=session.version)
    if form.is_valid():
        given: dict[str, Any] = {"by": request.user, "expected": form.version}
        talk = actions.Talk(**form.cleaned_data)
        if made := attempt(form, actions.hold_session, session=session, talk=talk, **given):
            messages.success(request, _("Written down. What was said only the two of you read."))
            return redirect(made)
    return render(request, FORM, form_page(session, form, _("Write down the session"), lead=_sealed()))


def _sealed() -> str:
    return _(
        "What was said only the two of you read. What you agree on a case is written afterwards, into the case."
    )


@screen(SUPERVISION_HOLD, logs="supervision.viewed")
def supervision_add(request: StaffRequest, public_id: str) -> HttpResponse:
    """A session besides the one that is owed."""
    worker = _worker(request, public_id)
    form = forms.AddForm(request.POST or None, initial={"held_at": clock.now()})
    if form.is_valid():
        talk = actions.Talk(**form.cleaned_data)
        if made := attempt(form, actions.add_session, worker=worker, talk=talk, by=request.user):
            return redirect(made)
    heading = _("Write down another session")
    context = {"form": form, "heading": heading, "submit": heading, "lead": f"{worker}. {_sealed()}"}
    return render(request, FORM, {**context, "crumbs": crumbs(), "back": crumbs()[0].url})


def _worker(request: StaffRequest, public_id: str) -> User:
    user = colleague(public_id)
    if user is None or user not in staff_under(request.user):
        raise Http404(_("Not found, or not open to you."))
    return user


@screen(SUPERVISION_READ, logs="supervision.viewed")
def supervision_confirm(request: StaffRequest, public_id: str) -> HttpResponse:
    """The worker has read it."""
    session = session_of(request, public_id)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None, version=session.version)
    if form.is_valid():
        given: dict[str, Any] = {"by": request.user, "expected": form.version, **form.cleaned_data}
        if attempt(form, actions.confirm_session, session=session, **given):
            return redirect(session)
    return render(request, FORM, form_page(session, form, _("Confirm that you have read it")))


@screen(SUPERVISION_READ, logs="supervision.viewed")
def supervision_note(request: StaffRequest, public_id: str) -> HttpResponse:
    """One of the two adds something."""
    session = session_of(request, public_id)
    form = forms.NoteForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.add_note, session=session, by=request.user, **form.cleaned_data
    ):
        return redirect(session)
    return render(request, FORM, form_page(session, form, _("Add to the session")))


@screen(SUPERVISION_HOLD, logs="supervision.viewed")
def supervision_agree(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was agreed on a case."""
    session = session_of(request, public_id)
    form = forms.PointForm(request.POST or None, **choices_of(session, request.user))
    given: dict[str, Any] = {"session": session, "by": request.user}
    if form.is_valid() and attempt(form, actions.agree_point, **given, **form.cleaned_data):
        return redirect(session)
    heading = _("Write what was agreed on a case")
    lead = _("It stands in the case for everybody who works on it, and is a task of who does it.")
    return render(request, FORM, form_page(session, form, heading, lead=lead))


@screen(SUPERVISION_READ, logs="supervision_point.viewed")
def supervision_point(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was agreed on a case; who did it writes what came of it."""
    point: SupervisionPoint = fetch(request, points().visible_to(request.user), public_id=public_id)
    form = forms.DoneForm(request.POST or None)
    given: dict[str, Any] = {"point": point, "by": request.user}
    if form.is_valid() and attempt(form, actions.finish_point, **given, **form.cleaned_data):
        return redirect(point.case)
    heading = _("What supervision agreed on a case")
    template = "cases/supervision/point.html"
    return case_form(
        request, point.case, form, heading, template=template, point=point, submit=_("It was done")
    )
