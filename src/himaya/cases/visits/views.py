"""Pages of visits."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_APPROVE, CASE_READ, CASE_WORK
from himaya.cases.casefile.forms import GroupForm
from himaya.cases.casefile.frame import form_page, frame
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_of
from himaya.cases.casefile.views import case_of
from himaya.cases.visits import actions
from himaya.cases.visits.forms import CancelForm, PlanForm, PostponeForm, RecordForm
from himaya.cases.visits.models import Visit
from himaya.cases.visits.process import VisitWork
from himaya.cases.visits.queries import agenda, members_of, visits_of, without_a_visit
from himaya.kit import clock
from himaya.workflow.queries import next_actions, typed_before


def visit_of(request: StaffRequest, public_id: str) -> Visit:
    """The visit, if this person may see its case."""
    rows = Visit.objects.visible_to(request.user).select_related(
        "case__dossier__unit", "case__worker", "case__territory", "worker", "dossier__unit"
    )
    found: Visit = fetch(request, rows, public_id=public_id)
    return found


@screen(CASE_READ, logs="visits.viewed")
def visit_list(request: StaffRequest) -> HttpResponse:
    """The agenda: my visits, or those of everybody whose work I answer for."""
    leads = request.user.can(CASE_APPROVE)
    mine = request.GET.get("whose") == "mine" if leads else True
    form = GroupForm(request.GET)
    return render(
        request,
        "cases/visits/agenda.html",
        {
            "days": agenda(request.user, mine=mine, group=form.chosen),
            "unplanned": without_a_visit(request.user, mine=mine, group=form.chosen),
            "form": form,
            "mine": mine,
            "leads": leads,
            "may_plan": request.user.can(CASE_WORK),
        },
    )


@screen(CASE_READ, logs="case.viewed")
def case_visits(request: StaffRequest, public_id: str) -> HttpResponse:
    """The visits of a case."""
    case = case_of(request, public_id)
    around = frame(request, case, "visits")
    names = {face.member_id: face.name for face in around["faces"]}
    return render(request, "cases/visits/part.html", {**around, "visits": visits_of(case), "names": names})


@screen(CASE_READ, logs="visit.viewed")
def visit_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One visit: its plan, its record, and what may be done with it now."""
    visit = visit_of(request, public_id)
    around = frame(request, visit.case, "visits")
    names = {face.member_id: face.name for face in around["faces"]}
    seen = [(names.get(p.member_id, "—"), p.alone) for p in visit.presences.all()]
    doing = next_actions(VisitWork, visit, request.user)
    return render(
        request, "cases/visits/detail.html", {**around, "visit": visit, "seen": seen, "visit_actions": doing}
    )


@screen(CASE_WORK, logs="case.viewed")
def visit_plan(request: StaffRequest, public_id: str) -> HttpResponse:
    """Plan a visit to the children of a case."""
    case = case_of(request, public_id)
    form = PlanForm(request.POST or None)
    worker = case.worker or request.user
    if form.is_valid() and attempt(
        form, actions.plan_visit, case=case, worker=worker, by=request.user, **form.cleaned_data
    ):
        return redirect("cases:case-visits", case.public_id)
    return form_page(request, case, form, _("Plan a visit"), submit=_("Plan"))


@screen(CASE_WORK, logs="case.viewed")
def visit_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """Record a visit that was not planned."""
    return _record(request, case_of(request, public_id), None)


@screen(CASE_WORK, logs="visit.viewed")
def visit_record(request: StaffRequest, public_id: str) -> HttpResponse:
    """Record a planned visit."""
    visit = visit_of(request, public_id)
    return _record(request, visit.case, visit)


def _record(request: StaffRequest, case: Case, visit: Visit | None) -> HttpResponse:
    key = f"visit-{visit.public_id if visit else case.public_id}"
    faces = [f for f in faces_of([case]).get(case.pk, []) if f.role != CaseMember.PERPETRATOR]
    known = {"contact_type": visit.contact_type} if visit else {}
    typed = {"done_at": clock.now(), **known, **typed_before(request.user, key)}
    form = RecordForm(
        request.POST or None, faces=faces, version=visit.version if visit else None, initial=typed
    )
    if form.is_valid():
        done = attempt(
            form,
            actions.record_visit,
            case=case,
            visit=visit,
            seen=_seen(case, form.cleaned_data),
            by=request.user,
            expected=form.version,
        )
        if done:
            return redirect(done)
    draft = reverse("workflow:draft-keep", args=[key])
    heading = _("Record the visit")
    return form_page(request, case, form, heading, submit=_("Save the record"), draft=draft)


def _seen(case: Case, said: dict[str, Any]) -> actions.Seen:
    members = {str(m.pk): m for m in members_of(case)}
    people: dict[str, Any] = {
        n: [members[pk] for pk in said.pop(n, []) if pk in members] for n in ("members", "alone")
    }
    return actions.Seen(**said, **people)


@screen(CASE_WORK, logs="visit.viewed")
def visit_postpone(request: StaffRequest, public_id: str) -> HttpResponse:
    """Move a planned visit."""
    visit = visit_of(request, public_id)
    form = PostponeForm(
        request.POST or None, version=visit.version, initial={"planned_for": visit.planned_for}
    )
    if form.is_valid() and attempt(
        form, actions.postpone_visit, visit=visit, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect(visit)
    return form_page(request, visit.case, form, _("Move the visit to another time"))


@screen(CASE_WORK, logs="visit.viewed")
def visit_cancel(request: StaffRequest, public_id: str) -> HttpResponse:
    """Cancel a planned visit."""
    visit = visit_of(request, public_id)
    form = CancelForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.cancel_visit, visit=visit, by=request.user, **form.cleaned_data
    ):
        return redirect("cases:case-visits", visit.case.public_id)
    return form_page(
        request, visit.case, form, _("Cancel the visit"), submit=_("Cancel the visit"), danger="yes"
    )


@require_POST
@screen(CASE_WORK)
def visit_go_in(request: StaffRequest, public_id: str) -> HttpResponse:
    """I am going in."""
    return redirect(actions.go_in(visit=visit_of(request, public_id), by=request.user))


@require_POST
@screen(CASE_WORK)
def visit_come_out(request: StaffRequest, public_id: str) -> HttpResponse:
    """I am out and safe."""
    return redirect(actions.come_out(visit=visit_of(request, public_id), by=request.user))
