"""Pages of the directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from himaya.access.gate import attempt, open_screen, screen
from himaya.access.roles import SERVICE_MANAGE
from himaya.kit import clock
from himaya.reference.queries import choices, resolve_place
from himaya.services.directory.actions import add_service, change_service
from himaya.services.directory.forms import ServiceForm, values_of
from himaya.services.directory.queries import any_service, open_services, own_units, services_of

SHOWN = 100


@open_screen("anyone may look for help")
def directory(request: HttpRequest) -> HttpResponse:
    """Find a service by kind, place and words."""
    place = request.GET.get("place", "").strip()
    found = resolve_place(place) if place else None
    territory = found.territory if found else None
    rows = open_services(
        territory=territory, type=request.GET.get("type", ""), words=request.GET.get("q", "")
    )
    context = {
        "services": rows[:SHOWN],
        "types": choices("service.type"),
        "asked": request.GET,
        "place_unknown": bool(place) and territory is None,
        "territory": territory,
        "today": clock.today(),
    }
    return render(request, "services/directory/list.html", context)


@open_screen("anyone may look for help")
def service_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One service."""
    service = get_object_or_404(any_service(), public_id=public_id)
    return render(request, "services/directory/detail.html", {"service": service})


@screen(SERVICE_MANAGE)
def own_services(request: HttpRequest) -> HttpResponse:
    """The services of one's own units."""
    return render(request, "services/directory/own.html", {"services": services_of(request.user)})


@screen(SERVICE_MANAGE)
def service_add(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    form = ServiceForm(request.POST or None)
    unit = own_units(request.user)[0]
    if form.is_valid() and attempt(form, add_service, unit=unit, by=request.user, **form.cleaned_data):
        return redirect("services:own")
    return render(request, "services/directory/edit.html", {"form": form})


@screen(SERVICE_MANAGE)
def service_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct or confirm an entry."""
    service = get_object_or_404(services_of(request.user), public_id=public_id)
    form = ServiceForm(request.POST or None, initial=values_of(service), version=service.version)
    given = {"service": service, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, change_service, **given, **form.cleaned_data):
        return redirect("services:own")
    return render(request, "services/directory/edit.html", {"form": form, "service": service})
