"""The page of what surrounds a person, and its printed sheet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import StaffRequest, fetch, screen
from himaya.access.roles import PERSON_READ
from himaya.desk.ecomap.queries import surroundings_of
from himaya.kit import clock
from himaya.kit.shapes import Crumb
from himaya.registry.models import Person


def _around(request: StaffRequest, public_id: str, *, restricted: bool) -> dict[str, Any]:
    people = Person.objects.visible_to(request.user).select_related("dossier__unit", "territory")
    person = fetch(request, people, public_id=public_id)
    crumbs = [Crumb(_("People"), reverse("people:search")), Crumb(str(person), person.get_absolute_url())]
    around = surroundings_of(person, request.user, restricted=restricted)
    return {"person": person, "around": around, "crumbs": crumbs, "printed_at": clock.now()}


@require_GET
@screen(PERSON_READ, logs="ecomap.viewed")
def surroundings(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who and what surrounds a person."""
    return render(request, "desk/ecomap/page.html", _around(request, public_id, restricted=True))


@require_GET
@screen(PERSON_READ, logs="ecomap.printed")
def surroundings_print(request: StaffRequest, public_id: str) -> HttpResponse:
    """A sheet that may lie on a table: suspicions are left out."""
    return render(request, "desk/ecomap/sheet.html", _around(request, public_id, restricted=False))
