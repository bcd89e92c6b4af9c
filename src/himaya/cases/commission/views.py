"""Pages of commissions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import COMMISSION_KEEP, MEETING_READ
from himaya.cases.commission import actions, forms
from himaya.cases.commission.models import Commission, CommissionSeat
from himaya.cases.commission.page import commission_page, list_page, name_of
from himaya.cases.commission.queries import commissions
from himaya.kit.shapes import Crumb


def commission_of(request: StaffRequest, public_id: str) -> Commission:
    """The commission, if this person may see it."""
    found: Commission = fetch(request, commissions().visible_to(request.user), public_id=public_id)
    return found


def _act(
    request: StaffRequest, form: Any, heading: str, commission: Commission | None, **more: Any
) -> HttpResponse:
    crumbs = [Crumb(name_of(commission), commission.get_absolute_url())] if commission else []
    back = commission.get_absolute_url() if commission else ""
    context = {"form": form, "heading": heading, "submit": heading, "crumbs": crumbs, "back": back, **more}
    return render(request, "cases/commission/act.html", context)


@screen(MEETING_READ, logs="commission.listed")
def commission_list(request: StaffRequest) -> HttpResponse:
    """The commissions one sees."""
    return render(request, "cases/commission/list.html", list_page(request.user))


@screen(MEETING_READ, logs="commission.viewed")
def commission_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One commission."""
    commission = commission_of(request, public_id)
    return render(request, "cases/commission/detail.html", commission_page(commission, request.user))


@screen(COMMISSION_KEEP, logs="commission.listed")
def commission_new(request: StaffRequest) -> HttpResponse:
    """Establish a commission."""
    form = forms.EstablishForm(request.POST or None, user=request.user)
    if form.is_valid() and (
        done := attempt(form, actions.establish_commission, by=request.user, **form.cleaned_data)
    ):
        return redirect(done)
    return _act(request, form, _("Establish a commission"), None)


@screen(COMMISSION_KEEP, logs="commission.viewed")
def seat_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """Name somebody to the commission."""
    commission = commission_of(request, public_id)
    form = forms.SeatForm(request.POST or None, commission=commission)
    if form.is_valid() and attempt(
        form, actions.take_seat, commission=commission, by=request.user, **form.cleaned_data
    ):
        return redirect(commission)
    return _act(request, form, _("Name a member"), commission)


@screen(COMMISSION_KEEP, logs="commission.viewed")
def seat_end(request: StaffRequest, public_id: str) -> HttpResponse:
    """End a term."""
    rows = CommissionSeat.objects.visible_to(request.user).select_related("commission__unit", "user")
    seat = fetch(request, rows, public_id=public_id)
    form = forms.EndSeatForm(request.POST or None, version=seat.version)
    given: dict[str, Any] = {"seat": seat, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.end_seat, **given, **form.cleaned_data):
        return redirect(seat.commission)
    return _act(request, form, _("End the term"), seat.commission, lead=str(seat.user))


@screen(COMMISSION_KEEP, logs="commission.viewed")
def commission_dissolve(request: StaffRequest, public_id: str) -> HttpResponse:
    """The body ends."""
    commission = commission_of(request, public_id)
    form = forms.DissolveForm(request.POST or None, version=commission.version)
    given: dict[str, Any] = {"commission": commission, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.dissolve_commission, **given, **form.cleaned_data):
        return redirect(commission)
    return _act(request, form, _("Dissolve the commission"), commission, danger="yes")
