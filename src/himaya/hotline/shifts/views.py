"""Pages of shifts."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.shifts import actions
from himaya.hotline.shifts.forms import PlanForm, SwapForm
from himaya.hotline.shifts.queries import coming_of_others, people_of, shifts_of, swaps_for, swaps_of, week
from himaya.kit import clock
from himaya.kit.fields import read_date
from himaya.kit.forms import Form

A_WEEK = timedelta(days=7)


def _monday(said: str) -> date:
    day = read_date(said) or clock.today()
    return day - timedelta(days=day.weekday())


def _shift_of(request: StaffRequest, public_id: str) -> Any:
    return fetch(request, shifts_of(desk_of(request.user)), public_id=public_id)


@screen(CONTACT_WORK, logs="shifts.viewed")
def shifts(request: StaffRequest) -> HttpResponse:
    """A week's plan, and the swaps asked for."""
    monday = _monday(request.GET.get("week", ""))
    unit = desk_of(request.user)
    context = {
        "days": week(unit, monday),
        "swaps": list(swaps_for(request.user, unit)),
        "before": monday - A_WEEK,
        "after": monday + A_WEEK,
        "oversees": request.user.can(CONTACT_OVERSEE),
        "now": clock.now(),
    }
    return render(request, "hotline/shifts/week.html", context)


@screen(CONTACT_OVERSEE, logs="shifts.viewed")
def shift_plan(request: StaffRequest) -> HttpResponse:
    """Puts somebody into a shift."""
    people = people_of(desk_of(request.user))
    form = PlanForm(request.POST or None, people=people)
    if form.is_valid() and (made := attempt(form, actions.plan_shift, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Planned."))
        return redirect(f"{reverse('hotline:shifts')}?week={clock.local(made.starts_at):%Y-%m-%d}")
    return render(request, "hotline/shifts/form.html", {"form": form, "heading": _("Plan a shift")})


@require_POST
@screen(CONTACT_OVERSEE)
def shift_cancel(request: StaffRequest, public_id: str) -> HttpResponse:
    """Takes a shift back."""
    return _done(request, actions.cancel_shift, shift=_shift_of(request, public_id))


@screen(CONTACT_WORK, logs="shifts.viewed")
def swap_ask(request: StaffRequest, public_id: str) -> HttpResponse:
    """Asks a colleague to take one's shift."""
    shift, unit = _shift_of(request, public_id), desk_of(request.user)
    others = [one for one in people_of(unit) if one.pk != request.user.pk]
    form = SwapForm(request.POST or None, people=others, theirs=coming_of_others(request.user, unit))
    if form.is_valid() and attempt(form, actions.ask_swap, shift=shift, by=request.user, **form.cleaned_data):
        messages.success(request, _("Your colleague was asked."))
        return redirect("hotline:shifts")
    context = {"form": form, "heading": _("Ask for a swap"), "shift": shift}
    return render(request, "hotline/shifts/form.html", context)


@require_POST
@screen(CONTACT_WORK)
def swap_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """Agrees to a swap, approves it, or refuses it."""
    agree = request.POST.get("decision") == "agree"
    return _done(request, actions.decide_swap, swap=_swap_of(request, public_id), agree=agree)


@require_POST
@screen(CONTACT_WORK)
def swap_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """Takes one's own question back."""
    return _done(request, actions.withdraw_swap, swap=_swap_of(request, public_id))


def _swap_of(request: StaffRequest, public_id: str) -> Any:
    return fetch(request, swaps_of(desk_of(request.user)), public_id=public_id)


def _done(request: StaffRequest, act: Any, **said: Any) -> HttpResponse:
    form = Form(request.POST)
    form.is_valid()
    if attempt(form, act, by=request.user, **said) is None:
        messages.error(request, str(form.non_field_errors()[0]))
    return redirect("hotline:shifts")
