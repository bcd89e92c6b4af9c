"""Pages of staff."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.models import User
from himaya.access.roles import CASE_ASSIGN, DESK_USE
from himaya.workforce.staff.actions import cancel_absence, keep_profile, record_absence
from himaya.workforce.staff.forms import AbsenceForm, ProfileForm
from himaya.workforce.staff.queries import (
    absence_by,
    capacity_of,
    colleague,
    coming_absences,
    profile_of,
    staff_under,
    territories_of,
)
from himaya.workforce.staff.rules import may_keep_profile, may_record_absence


@screen(CASE_ASSIGN, logs="staff.viewed")
def staff_list(request: StaffRequest) -> HttpResponse:
    """The social workers whose work I share out."""
    workers = staff_under(request.user)
    capacities = capacity_of(workers)
    rows = [(worker, capacities[worker.pk]) for worker in workers]
    return render(request, "workforce/staff/list.html", {"rows": rows})


def _colleague(request: StaffRequest, public_id: str) -> User:
    user = colleague(public_id)
    if user is None or not may_record_absence(request.user, user):
        raise Http404(_("Not found, or not open to you."))
    return user


@screen(DESK_USE, logs="staff.viewed")
def staff_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One colleague's skills, limit and days away; one's own days away."""
    user = _colleague(request, public_id)
    profile = profile_of(user)
    form = ProfileForm(
        request.POST if "skills_form" in request.POST else None,
        territories=territories_of(user),
        version=profile.version,
        initial={
            "skills": profile.skills,
            "places": profile.places,
            "caseload_limit": profile.caseload_limit,
        },
    )
    if form.is_valid():
        said = {"places": profile.places, **form.cleaned_data}
        if attempt(form, keep_profile, user=user, by=request.user, expected=form.version, **said):
            return redirect("workforce:staff-list")
    return _detail(request, user, form, AbsenceForm())


def _detail(request: StaffRequest, user: User, form: ProfileForm, absence: AbsenceForm) -> HttpResponse:
    context = {
        "colleague": user,
        "form": form if may_keep_profile(request.user, user) else None,
        "absence": absence,
        "absences": coming_absences(user),
    }
    return render(request, "workforce/staff/detail.html", context)


@require_POST
@screen(DESK_USE)
def absence_record(request: StaffRequest, public_id: str) -> HttpResponse:
    """Record days away."""
    user = _colleague(request, public_id)
    form = AbsenceForm(request.POST)
    if form.is_valid() and attempt(form, record_absence, user=user, by=request.user, **form.cleaned_data):
        return redirect("workforce:staff-detail", user.public_id)
    profile = profile_of(user)
    return _detail(
        request, user, ProfileForm(territories=territories_of(user), version=profile.version), form
    )


@require_POST
@screen(DESK_USE)
def absence_cancel(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take days away back."""
    absence = absence_by(public_id)
    if absence is None:
        raise Http404(_("Not found, or not open to you."))
    cancel_absence(absence=absence, by=request.user)
    return redirect("workforce:staff-detail", absence.user.public_id)
