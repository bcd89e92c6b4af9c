"""The page of the drawn family, and its printed sheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import fetch, may, screen
from himaya.access.roles import PERSON_READ, PERSON_WRITE
from himaya.kit import clock
from himaya.kit.shapes import Crumb
from himaya.registry.genogram.band import band_of
from himaya.registry.genogram.queries import genogram_of
from himaya.registry.people.models import Person


def _drawn(request: HttpRequest, public_id: str, *, restricted: bool) -> dict[str, Any]:
    people = Person.objects.visible_to(request.user).select_related("dossier__unit", "territory")
    person = fetch(request, people, public_id=public_id)
    return {
        "person": person,
        "genogram": genogram_of(person, restricted=restricted),
        "band": band_of(person),
        "restricted": restricted,
        "printed_at": clock.now(),
        "may_write": may(request.user, PERSON_WRITE, person.dossier),
        "crumbs": [
            Crumb(_("People"), reverse("people:search")),
            Crumb(str(person), person.get_absolute_url()),
        ],
    }


@require_GET
@screen(PERSON_READ, logs="genogram.viewed")
def genogram(request: HttpRequest, public_id: str) -> HttpResponse:
    """Three generations with their ties, and where the person lived over the years."""
    return render(request, "registry/genogram/page.html", _drawn(request, public_id, restricted=True))


@require_GET
@screen(PERSON_READ, logs="genogram.printed")
def genogram_print(request: HttpRequest, public_id: str) -> HttpResponse:
    """A sheet that may lie on a table: suspicions are left out."""
    return render(request, "registry/genogram/sheet.html", _drawn(request, public_id, restricted=False))


@require_GET
@screen(PERSON_READ, logs="genogram.printed")
def genogram_print_whole(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole sheet, for a conference of those who may know."""
    return render(request, "registry/genogram/sheet.html", _drawn(request, public_id, restricted=True))
