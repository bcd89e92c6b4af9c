"""Pages of audits."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import FILE_AUDIT, FILE_AUDIT_READ
from himaya.cases.casefile.frame import form_page as case_form
from himaya.cases.casefile.views import case_of
from himaya.cases.fileaudits import actions, forms, rules
from himaya.cases.fileaudits.evidence import evidence
from himaya.cases.fileaudits.models import FileAudit
from himaya.cases.fileaudits.page import audit_page, form_page, list_page, mend_chip
from himaya.cases.fileaudits.queries import audits, mends, units_to_audit
from himaya.kit import clock

FORM = "cases/fileaudits/form.html"


def audit_of(request: StaffRequest, public_id: str) -> FileAudit:
    """The audit, if this person may see it."""
    found: FileAudit = fetch(request, audits().visible_to(request.user), public_id=public_id)
    return found


@screen(FILE_AUDIT_READ, logs="fileaudits.listed")
def file_audits(request: StaffRequest) -> HttpResponse:
    """The audits of one's cases, or of one's units."""
    return render(request, "cases/fileaudits/list.html", list_page(request.user))


@screen(FILE_AUDIT, logs="fileaudits.listed")
def file_audit_draw(request: StaffRequest) -> HttpResponse:
    """Draws the month of a unit."""
    form = forms.DrawForm(request.POST or None, units=units_to_audit(request.user))
    if form.is_valid() and (made := attempt(form, actions.draw_month, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Drawn: %(many)s.") % {"many": len(made.taken)})
        return redirect("cases:file-audits")
    lead = _("Cases that you work on, supervise or took part in are never among them.")
    context = {"form": form, "heading": _("Draw this month's files"), "submit": _("Draw"), "lead": lead}
    return render(request, "cases/supervision/form.html", context)


@screen(FILE_AUDIT, logs="case.viewed")
def file_audit_pick(request: StaffRequest, public_id: str) -> HttpResponse:
    """Takes a file by hand."""
    case = case_of(request, public_id)
    form = forms.PickForm(request.POST or None)
    given: dict[str, Any] = {"case": case, "by": request.user}
    if form.is_valid() and (made := attempt(form, actions.pick_case, **given, **form.cleaned_data)):
        return redirect(made)
    return case_form(request, case, form, _("Take for an audit"))


@screen(FILE_AUDIT_READ, logs="fileaudit.viewed")
def file_audit_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One audit."""
    audit = audit_of(request, public_id)
    return render(request, "cases/fileaudits/detail.html", audit_page(audit, request.user))


@screen(FILE_AUDIT, logs="fileaudit.looking")
def file_audit_look(request: StaffRequest, public_id: str) -> HttpResponse:
    """The checklist, with what the records answer by themselves: who opens it looks into the file, and the trail says so."""
    audit = audit_of(request, public_id)
    case = case_of(request, audit.case.public_id)
    known: dict[str, Any] = {"checklist": rules.checklist_on(audit.checklist_on), "found": evidence(case)}
    form = forms.LookForm(request.POST or None, version=audit.version, **known)
    if form.is_valid():
        given: dict[str, Any] = {"audit": audit, "by": request.user, "expected": form.version}
        if attempt(form, actions.look_through, **given, **form.told):
            messages.success(request, _("Written down. The worker reads it and answers."))
            return redirect(audit)
    heading = _("Look through by the checklist")
    context = form_page(audit, form, heading, case=case, submit=_("Give it to the worker"))
    return render(request, "cases/fileaudits/look.html", context)


@screen(FILE_AUDIT_READ, logs="fileaudit.viewed")
def file_audit_answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """The worker answers."""
    audit = audit_of(request, public_id)
    form = forms.AnswerForm(request.POST or None, version=audit.version)
    given: dict[str, Any] = {"audit": audit, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.answer_audit, **given, **form.cleaned_data):
        return redirect(audit)
    return render(request, FORM, form_page(audit, form, _("Answer the audit")))


@screen(FILE_AUDIT, logs="fileaudit.viewed")
def file_audit_say(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who leads the worker says something to it."""
    audit = audit_of(request, public_id)
    form = forms.AnswerForm(request.POST or None)
    given: dict[str, Any] = {"audit": audit, "by": request.user}
    if form.is_valid() and attempt(form, actions.say_to_audit, **given, **form.cleaned_data):
        return redirect(audit)
    return render(request, FORM, form_page(audit, form, _("Say something to it")))


@screen(FILE_AUDIT, logs="fileaudit.viewed")
def file_audit_drop(request: StaffRequest, public_id: str) -> HttpResponse:
    """The file is not looked through."""
    audit = audit_of(request, public_id)
    form = forms.DropForm(request.POST or None, version=audit.version)
    given: dict[str, Any] = {"audit": audit, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.drop_audit, **given, **form.cleaned_data):
        return redirect(audit)
    return render(request, FORM, form_page(audit, form, _("Do not look through"), danger="yes"))


@screen(FILE_AUDIT_READ, logs="mend.viewed")
def mend(request: StaffRequest, public_id: str) -> HttpResponse:
    """One thing to be put right: the worker says how, somebody else looks at it."""
    found = fetch(request, mends().visible_to(request.user), public_id=public_id)
    checks = found.done_at is not None
    form = (forms.CheckForm if checks else forms.MendForm)(request.POST or None)
    act: Any = actions.check_mend if checks else actions.finish_mend
    if form.is_valid() and attempt(form, act, mend=found, by=request.user, **form.cleaned_data):
        return redirect(found.audit)
    heading = _("Look at what was put right") if checks else _("Put right what was missing")
    shown = not checks or (request.user.can(FILE_AUDIT) and bool(rules.may_check(found, request.user)))
    more = {"mend": found, "chip": mend_chip(found), "shown": shown}
    return render(request, "cases/fileaudits/mend.html", form_page(found.audit, form, heading, **more))


@screen(FILE_AUDIT_READ)
def file_checklist(request: StaffRequest) -> HttpResponse:
    """The checklist in force today."""
    checklist = rules.checklist_on(clock.today())
    questions = [(one, rules.evidence_words(one)) for one in checklist.questions]
    return render(
        request, "cases/fileaudits/checklist.html", {"questions": questions, "sources": checklist.sources}
    )
