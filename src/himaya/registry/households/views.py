"""Editing who lives with whom and who is who to whom: choose the other by search, then say what they are."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_WRITE
from himaya.registry.households.actions import end_relation, leave_household, live_together, relate
from himaya.registry.households.forms import EndForm, JoinForm, LeaveForm, RelationForm
from himaya.registry.households.models import HouseholdMember, Relationship
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page
from himaya.registry.registration.rules import Purpose


def _beside(request: HttpRequest, person: Person, form: Any, title: str) -> HttpResponse:
    """The form about two people; until the other is chosen, the finder."""
    purpose = Purpose(0, "", request.path, title, by_link=True)
    return edit_page(request, person, form, title, purpose=purpose, other=form.other_person(), q="")


@screen(PERSON_WRITE)
def relation_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """What another person is to this one; the reciprocal is written with it."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = RelationForm(request.POST or None, initial={"other": request.GET.get("person", "")})
    if form.is_valid() and attempt(form, relate, person=person, by=request.user, **form.cleaned_data):
        return redirect(person)
    return _beside(request, person, form, _("New relationship"))


@screen(PERSON_WRITE)
def relation_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The relationship ended, when and why; its reciprocal with it."""
    rows = Relationship.objects.visible_to(request.user).select_related("person")
    relationship = fetch(request, rows, public_id=public_id)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(
        form, end_relation, relationship=relationship, by=request.user, **form.cleaned_data
    ):
        return redirect(relationship.person)
    return edit_page(request, relationship.person, form, _("The relationship has ended"))


@screen(PERSON_WRITE)
def household_join(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person lives with another."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = JoinForm(request.POST or None, initial={"other": request.GET.get("person", "")})
    if form.is_valid() and attempt(form, live_together, person=person, by=request.user, **form.cleaned_data):
        return redirect(person)
    return _beside(request, person, form, _("Who this person lives with"))


@screen(PERSON_WRITE)
def household_leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person no longer lives there."""
    member = fetch(
        request,
        HouseholdMember.objects.visible_to(request.user).select_related("person"),
        public_id=public_id,
    )
    form = LeaveForm(request.POST or None)
    if form.is_valid() and attempt(
        form, leave_household, member=member, by=request.user, **form.cleaned_data
    ):
        return redirect(member.person)
    return edit_page(request, member.person, form, _("No longer lives there"))
