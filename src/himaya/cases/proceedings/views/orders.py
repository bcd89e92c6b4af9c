"""Pages of orders."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.models import CaseMember
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.views import case_of
from himaya.cases.proceedings import actions, forms
from himaya.cases.proceedings.page import order_of, order_page, proceeding_of
from himaya.cases.proceedings.queries import member_choices, member_of


@screen(CASE_WORK, logs="case.viewed")
def order_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """An order about the people of a case."""
    return _new(request, case_of(request, public_id), None)


@screen(CASE_WORK, logs="proceeding.viewed")
def proceeding_order(request: StaffRequest, public_id: str) -> HttpResponse:
    """An order given in a proceeding."""
    proceeding = proceeding_of(request, public_id)
    return _new(request, proceeding.case, proceeding)


def _new(request: StaffRequest, case: Any, proceeding: Any) -> HttpResponse:
    faces = faces_on(case)
    adults = member_choices(f for f in faces if f.role not in CaseMember.CHILDREN)
    form = forms.OrderForm(request.POST or None, people=member_choices(faces), adults=adults)
    if form.is_valid():
        said = dict(form.cleaned_data)
        for part in ("bound", "protected"):
            said[part] = [m for pk in said[part] if (m := member_of(case, pk)) is not None]
        told = actions.OrderTold(proceeding=proceeding, **said)
        if made := attempt(form, actions.issue_order, case=case, told=told, by=request.user):
            return redirect(made)
    return form_page(request, case, form, _("Write down an order"))


@screen(CASE_READ, logs="order.viewed")
def order_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One order."""
    return render(request, "cases/proceedings/order.html", order_page(request, order_of(request, public_id)))


@screen(CASE_WORK, logs="order.viewed")
def order_lift(request: StaffRequest, public_id: str) -> HttpResponse:
    """It ended early."""
    order = order_of(request, public_id)
    form = forms.LiftForm(request.POST or None, version=order.version)
    given: dict[str, Any] = {"order": order, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.lift_order, **given, **form.cleaned_data):
        return redirect(order)
    return form_page(
        request, order.case, form, _("It was lifted"), danger="yes", back=order.get_absolute_url()
    )


@screen(CASE_WORK, logs="order.viewed")
def order_breach(request: StaffRequest, public_id: str) -> HttpResponse:
    """It was broken."""
    order = order_of(request, public_id)
    form = forms.BreachForm(request.POST or None)
    if form.is_valid():
        breach = actions.Breach(**form.cleaned_data)
        if attempt(form, actions.note_breach, order=order, breach=breach, by=request.user):
            return redirect(order)
    lead = _("Call the police first; then write it down here.")
    return form_page(
        request, order.case, form, _("The order was broken"), lead=lead, back=order.get_absolute_url()
    )
