"""The page of a child's whole story."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import StaffRequest, fetch, screen
from himaya.access.roles import PERSON_READ
from himaya.desk.person_file.queries import story_of
from himaya.kit.shapes import Crumb
from himaya.registry.models import Person
from himaya.registry.queries import emergency_doors


@require_GET
@screen(PERSON_READ, logs="person.story_viewed")
def person_story(request: StaffRequest, public_id: str) -> HttpResponse:
    """Everything about one person that this reader may see, in one line of time."""
    people = Person.objects.visible_to(request.user).select_related("dossier__unit", "territory")
    person = fetch(request, people, public_id=public_id)
    crumbs = [Crumb(_("People"), reverse("people:search")), Crumb(str(person), person.get_absolute_url())]
    story = story_of(person, request.user)
    doors = emergency_doors((k.public_id for k in story.file.family.ties if k.is_masked), request.user)
    context = {"person": person, "story": story, "crumbs": crumbs, "doors": doors}
    return render(request, "desk/person_file/story.html", context)
