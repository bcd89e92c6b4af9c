"""Pages of closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_APPROVE, CASE_ASSIGN, CASE_WORK
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.models import CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import faces_on, reports_open_to
from himaya.cases.casefile.views import case_of
from himaya.cases.closing.actions import (
    close_case,
    finish_feedback,
    join_earlier,
    propose_closure,
    reopen_case,
    return_closure,
    save_feedback,
)
from himaya.cases.closing.forms import DecisionForm, JoinForm, ProposalForm, ReopenForm, ReturnForm
from himaya.cases.closing.page import answers_form, answers_key, proposed_in
from himaya.cases.closing.queries import answered_before, joinable, obstacles
from himaya.cases.closing.rules import may_answer
from himaya.instruments.sheet import typed
from himaya.workflow.queries import typed_before


@screen(CASE_WORK, logs="case.viewed")
def case_closure_answers(request: StaffRequest, public_id: str) -> HttpResponse:
    """The questions answered with the child and the family before the end."""
    case = case_of(request, public_id)
    form = answers_form(request, case)
    given: dict[str, Any] = {"case": case, "by": request.user, "expected": form.version}
    if request.method == "POST" and "_save" in request.POST:
        form.errors  # noqa: B018 -- what is wrong so far is shown; it is kept all the same
        if attempt(form, save_feedback, typed=typed(form.response, request.POST), **given):
            messages.success(request, _("Saved. You can go on later, from any device."))
            return redirect(request.path)
    elif form.is_valid() and attempt(form, finish_feedback, answers=form.answers(), **given):
        return redirect("cases:case-propose-closure", public_id)
    draft = reverse("workflow:draft-keep", args=[answers_key(case)])
    heading, template = _("Before the end: readiness and feedback"), "cases/closing/answers.html"
    lead = _("Ask those concerned and the family. Write their own words where they are asked for.")
    return form_page(request, case, form, heading, template=template, draft=draft, lead=lead)


@screen(CASE_WORK, logs="case.viewed")
def case_propose_closure(request: StaffRequest, public_id: str) -> HttpResponse:
    """Propose to close the case."""
    case = case_of(request, public_id)
    key = f"closure-{case.public_id}"
    form = ProposalForm(
        request.POST or None,
        child=any(f.role in CaseMember.CHILDREN for f in faces_on(case)),
        version=case.version,
        initial=typed_before(request.user, key),
        saved=proposed_in,
    )
    if form.is_valid() and attempt(
        form, propose_closure, case=case, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect(case)
    return form_page(
        request,
        case,
        form,
        _("Propose closure"),
        template="cases/closing/propose.html",
        answers=answered_before(case),
        begun=case.closure_answers is not None,
        may_answer=may_answer(case),
        submit=_("Send to the supervisor"),
        draft=reverse("workflow:draft-keep", args=[key]),
    )


@screen(CASE_APPROVE, logs="case.viewed")
def case_decide_closure(request: StaffRequest, public_id: str) -> HttpResponse:
    """Agree to the closure, or return it to work."""
    case = case_of(request, public_id)
    returning = request.POST.get("decision") == "return"
    form = DecisionForm(None if returning else request.POST or None, version=case.version)
    back = ReturnForm(request.POST if returning else None, version=case.version)
    if form.is_valid() and attempt(
        form, close_case, case=case, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect(case)
    if back.is_valid() and attempt(
        back, return_closure, case=case, by=request.user, expected=back.version, **back.cleaned_data
    ):
        return redirect(case)
    return form_page(
        request,
        case,
        form,
        _("Decide on closure"),
        template="cases/closing/decide.html",
        back=back,
        proposed=case.status == CaseWork.closing.name,
        answers=answered_before(case),
        obstacles=obstacles(case, request.user),
    )


@screen(CASE_ASSIGN, logs="case.viewed")
def case_join(request: StaffRequest, public_id: str) -> HttpResponse:
    """Let the work go on in an earlier case of the same child."""
    case = case_of(request, public_id)
    form = JoinForm(request.POST or None, cases=joinable(case), version=case.version)
    if form.is_valid() and attempt(
        form, join_earlier, case=case, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect(form.cleaned_data["into"])
    lead = _("One person, one case: a closed one is reopened with the time and risk of this one.")
    heading = _("Go on in an earlier case")
    return form_page(request, case, form, heading, lead=lead, submit=_("Go on there"))


@screen(CASE_ASSIGN, logs="case.viewed")
def case_reopen(request: StaffRequest, public_id: str) -> HttpResponse:
    """Work on a closed case again; `?report=` names the report that brings it back."""
    case = case_of(request, public_id)
    wanted = request.GET.get("report", "")
    report = fetch(request, reports_open_to(request.user), public_id=wanted) if wanted else None
    form = ReopenForm(request.POST or None, version=case.version)
    if form.is_valid() and attempt(
        form,
        reopen_case,
        case=case,
        report=report,
        by=request.user,
        expected=form.version,
        **form.cleaned_data,
    ):
        return redirect(case)
    lead = _(
        "The case waits for a worker like a new one; response times run from the new report, or from now."
    )
    return form_page(request, case, form, _("Reopen the case"), lead=lead, submit=_("Reopen"))
