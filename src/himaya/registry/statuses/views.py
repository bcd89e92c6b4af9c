"""Recording, confirming and ending statuses, and the facts of the central register."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_WRITE
from himaya.reference.queries import code_item, label
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page
from himaya.registry.statuses.actions import (
    confirm_status,
    correct_status,
    end_status,
    record_care_fact,
    record_status,
)
from himaya.registry.statuses.forms import CareFactForm, EndStatusForm, StatusForm
from himaya.registry.statuses.models import GroupMembership
from himaya.registry.statuses.rules import ASPECTS, GROUPS


@screen(PERSON_WRITE)
def status_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new status of a person."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = StatusForm(request.POST or None)
    if form.is_valid() and attempt(form, record_status, person=person, by=request.user, **form.cleaned_data):
        return redirect(person)
    return edit_page(request, person, form, _("New status"))


@screen(PERSON_WRITE)
def status_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The status has ended: why and since when."""
    rows = GroupMembership.objects.visible_to(request.user).select_related("person")
    membership = fetch(request, rows, public_id=public_id)
    form = EndStatusForm(request.POST or None)
    if form.is_valid() and attempt(
        form, end_status, membership=membership, by=request.user, **form.cleaned_data
    ):
        return redirect(membership.person)
    title = _("Has ended: %(status)s") % {"status": label(GROUPS, membership.status)}
    return edit_page(request, membership.person, form, title)


@screen(PERSON_WRITE)
def status_correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Something of a status was written wrong."""
    rows = GroupMembership.objects.visible_to(request.user).select_related("person")
    membership = fetch(request, rows, public_id=public_id)
    form = StatusForm(request.POST or None, initial=StatusForm.typed(membership))
    if form.is_valid() and attempt(
        form, correct_status, membership=membership, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Corrected. What stood before is kept in the history."))
        return redirect(membership.person)
    title = _("Correct: %(status)s") % {"status": label(GROUPS, membership.status)}
    return edit_page(request, membership.person, form, title)


@require_POST
@screen(PERSON_WRITE)
def status_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody made sure that the status still holds."""
    rows = GroupMembership.objects.visible_to(request.user).select_related("person")
    membership = fetch(request, rows, public_id=public_id)
    confirm_status(membership=membership, by=request.user)
    messages.success(request, _("Noted: made sure of it today."))
    return redirect(membership.person)


@screen(PERSON_WRITE)
def care_fact_add(request: HttpRequest, public_id: str, aspect: str) -> HttpResponse:
    """A fact of the central register; the one before it ends."""
    if code_item(ASPECTS, aspect) is None:
        raise Http404(_("Not found, or not open to you."))
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = CareFactForm(request.POST or None, aspect=aspect)
    if form.is_valid() and attempt(
        form, record_care_fact, person=person, aspect=aspect, by=request.user, **form.cleaned_data
    ):
        return redirect(person)
    return edit_page(request, person, form, label(ASPECTS, aspect))
