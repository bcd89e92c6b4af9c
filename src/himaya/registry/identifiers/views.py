"""Entering and ending identifiers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_WRITE
from himaya.registry.identifiers.actions import add_identifier, end_identifier
from himaya.registry.identifiers.forms import IdentifierForm
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page


@screen(PERSON_WRITE)
def identifier_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new identifier of a person."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = IdentifierForm(request.POST or None)
    if form.is_valid() and attempt(form, add_identifier, person=person, by=request.user, **form.cleaned_data):
        return redirect(person)
    return edit_page(request, person, form, _("New identifier"))


@require_POST
@screen(PERSON_WRITE)
def identifier_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The identifier was wrong, or is no longer in force."""
    rows = PersonIdentifier.objects.visible_to(request.user).select_related("person")
    identifier = fetch(request, rows, public_id=public_id)
    end_identifier(identifier=identifier, by=request.user)
    return redirect(identifier.person)
