"""Pages of the directory."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, open_screen, screen
from himaya.access.roles import SERVICE_MANAGE
from himaya.kit import clock
from himaya.kit.asked import asked
from himaya.kit.shapes import Crumb, HelpLine
from himaya.reference.queries import help_numbers, when_to_call
from himaya.services.directory.actions import add_service, change_service, confirm_service
from himaya.services.directory.forms import FindForm, ServiceForm, values_of
from himaya.services.directory.queries import any_service, find_services, own_units, services_of, waits_of
from himaya.services.directory.volume import guaranteed_volume

PAGE = 20


@open_screen("anyone may look for help")
def directory(request: HttpRequest) -> HttpResponse:
    """Find a service by kind, place, age and words."""
    question = asked(request)
    if question.lead is not None:
        return question.lead
    form = FindForm(question.typed)
    need = form.need()
    page = Paginator(find_services(need), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "need": need,
        "places": form.places(),
        "asked_place": bool(form.is_bound and form.cleaned_data.get("place") and question.get("place")),
        "lines": [HelpLine(row.name, row.number, when_to_call(row)) for row in help_numbers(urgent=True)],
    }
    return render(request, "services/directory/list.html", context)


@open_screen("anyone may look for help")
def service_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One service."""
    service = get_object_or_404(any_service(), public_id=public_id)
    context = {
        "service": service,
        "waits": waits_of(service),
        "guaranteed": guaranteed_volume(service.type, clock.today()),
    }
    return render(request, "services/directory/detail.html", context)


@screen(SERVICE_MANAGE)
def own_services(request: StaffRequest) -> HttpResponse:
    """The services of one's own units."""
    context = {"services": services_of(request.user), "today": clock.today()}
    return render(request, "services/directory/own.html", context)


def own_crumbs() -> list[Crumb]:
    """The way back to one's own services."""
    return [Crumb(_("Our services"), reverse("services:own"))]


@screen(SERVICE_MANAGE)
def service_add(request: StaffRequest) -> HttpResponse:
    """A new entry."""
    units = own_units(request.user)
    form = ServiceForm(request.POST or None, units=units)
    if form.is_valid() and attempt(form, add_service, by=request.user, **form.given(units[0])):
        return redirect("services:own")
    return render(request, "services/directory/edit.html", {"form": form, "crumbs": own_crumbs()})


@screen(SERVICE_MANAGE)
def service_change(request: StaffRequest, public_id: str) -> HttpResponse:
    """Correct an entry."""
    service = get_object_or_404(services_of(request.user), public_id=public_id)
    form = ServiceForm(
        request.POST or None, initial=values_of(service), version=service.version, saved=values_of
    )
    given: dict[str, Any] = {"service": service, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, change_service, **given, **form.cleaned_data):
        return redirect("services:own")
    return render(
        request,
        "services/directory/edit.html",
        {"form": form, "service": service, "crumbs": own_crumbs()},
    )


@require_POST
@screen(SERVICE_MANAGE)
def service_confirm(request: StaffRequest, public_id: str) -> HttpResponse:
    """Everything is still so."""
    service = get_object_or_404(services_of(request.user), public_id=public_id)
    confirm_service(service=service, by=request.user)
    return redirect("services:own")
