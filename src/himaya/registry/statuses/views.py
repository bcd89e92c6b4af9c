"""Recording and ending statuses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_WRITE
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page
from himaya.registry.statuses.actions import end_status, record_status
from himaya.registry.statuses.forms import StatusForm
from himaya.registry.statuses.models import GroupMembership


@screen(PERSON_WRITE)
def status_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new status of a person."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = StatusForm(request.POST or None)
    if form.is_valid() and attempt(form, record_status, person=person, by=request.user, **form.cleaned_data):
        return redirect(person)
    return edit_page(request, person, form, _("New status"))


@require_POST
@screen(PERSON_WRITE)
def status_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The status has ended."""
    rows = GroupMembership.objects.visible_to(request.user).select_related("person")
    membership = fetch(request, rows, public_id=public_id)
    end_status(membership=membership, by=request.user)
    return redirect(membership.person)
