"""Writing and striking names borne before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_WRITE
from himaya.registry.names.actions import add_former_name, strike_former_name
from himaya.registry.names.forms import FormerNameForm
from himaya.registry.names.models import FormerName
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page


@screen(PERSON_WRITE)
def former_name_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A name the person bore before."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = FormerNameForm(request.POST or None)
    if form.is_valid() and attempt(
        form, add_former_name, person=person, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The former name is written. The person is found by it."))
        return redirect(person)
    return edit_page(request, person, form, _("A name borne before"))


@require_POST
@screen(PERSON_WRITE)
def former_name_strike(request: HttpRequest, public_id: str) -> HttpResponse:
    """It was written by mistake."""
    rows = FormerName.objects.visible_to(request.user).select_related("person")
    former = fetch(request, rows, public_id=public_id)
    strike_former_name(former=former, by=request.user)
    messages.success(request, _("Taken off the page. The history keeps it."))
    return redirect(former.person)
