"""Pages of units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, screen, staff
from himaya.access.organisations import actions
from himaya.access.organisations.forms import OrganisationForm, UnitForm, values_of
from himaya.access.organisations.queries import tree
from himaya.access.organisations.rules import may_keep_unit
from himaya.access.roles import UNIT_MANAGE


@screen(UNIT_MANAGE)
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree I keep."""
    top = may_keep_unit(staff(request), None)
    return render(request, "access/organisations/list.html", {"units": tree(staff(request)), "top": top})


@screen(UNIT_MANAGE)
def unit_add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    form = UnitForm(request.POST or None, units=tree(staff(request)))
    if form.is_valid() and attempt(form, actions.add_unit, by=staff(request), **form.cleaned_data):
        return redirect("access:units")
    return render(request, "access/organisations/edit.html", {"form": form, "title": _("New unit")})


@screen(UNIT_MANAGE)
def unit_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Changes a unit."""
    unit = get_object_or_404(tree(staff(request)), public_id=public_id)
    stays = unit.parent is None or not may_keep_unit(staff(request), unit.parent)
    form = UnitForm(request.POST or None, units=tree(staff(request)), stays=stays, initial=values_of(unit))
    given = {"parent": None, **form.cleaned_data} if form.is_valid() else {}
    if given and attempt(form, actions.change_unit, unit=unit, by=staff(request), **given):
        return redirect("access:units")
    return render(request, "access/organisations/edit.html", {"form": form, "title": str(unit), "unit": unit})


@require_POST
@screen(UNIT_MANAGE)
def unit_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Closes or reopens a unit."""
    unit = get_object_or_404(tree(staff(request)), public_id=public_id)
    (actions.close_unit if unit.is_active else actions.reopen_unit)(unit=unit, by=staff(request))
    return redirect("access:units")


@screen(UNIT_MANAGE)
def organisation_add(request: HttpRequest) -> HttpResponse:
    """A new body with its topmost unit."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.add_organisation, by=staff(request), **form.cleaned_data):
        return redirect("access:units")
    return render(request, "access/organisations/edit.html", {"form": form, "title": _("New organisation")})
