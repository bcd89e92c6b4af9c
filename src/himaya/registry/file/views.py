"""The page of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from himaya.access.gate import fetch, may, screen
from himaya.access.roles import DOCUMENT_KEEP, PERSON_JUDGE, PERSON_READ, PERSON_WRITE, REGISTER_READ
from himaya.registry.documents.preview import photo_in
from himaya.registry.documents.queries import folder_of
from himaya.registry.file.queries import person_file
from himaya.registry.people.models import Person
from himaya.registry.search.emergency import emergency_doors


@screen(PERSON_READ, logs="person.viewed")
def person_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who this is, with whom they live and belong, by what they are known, and what changed."""
    people = Person.objects.visible_to(request.user).select_related("dossier__unit", "territory")
    person = fetch(request, people, public_id=public_id)
    file = person_file(person)
    masked = (kin.public_id for kin in [*file.family.ties, *file.family.home] if kin.is_masked)
    folder = folder_of(person.dossier, request.user)
    context = {
        "file": file,
        "doors": emergency_doors(masked, request.user),
        "person": person,
        "folder": folder,
        "photo": photo_in(folder),
        "may_keep": may(request.user, DOCUMENT_KEEP, person.dossier),
        "may_write": may(request.user, PERSON_WRITE, person.dossier),
        "may_register_read": may(request.user, REGISTER_READ),
        "may_judge": may(request.user, PERSON_JUDGE, person.dossier),
    }
    return render(request, "registry/people/detail.html", context)
