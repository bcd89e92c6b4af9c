"""Correcting a person, their addresses and telephones."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_READ, PERSON_WRITE
from himaya.kit.shapes import Crumb, Hit
from himaya.reference.queries import suggest_places
from himaya.registry.people.actions import add_address, add_phone, correct_person, end_phone
from himaya.registry.people.forms import AddressForm, CorrectForm, PhoneForm
from himaya.registry.people.models import Address, Person, Phone


def edit_page(request: HttpRequest, person: Person, form: Any, title: str, **more: Any) -> HttpResponse:
    """One form about a person, with the way back to the file."""
    crumbs = [Crumb(str(person), person.get_absolute_url())]
    context = {"form": form, "person": person, "title": title, "crumbs": crumbs, **more}
    return render(request, "registry/people/edit.html", context)


@require_POST
@screen(PERSON_WRITE)
def places(request: HttpRequest) -> HttpResponse:
    """Places whose names are like what is being typed."""
    found = suggest_places(request.POST.get("q", "")[:100], limit=8)
    return render(request, "forms/hits.html", {"hits": [Hit(place.code, place.label) for place in found]})


@screen(PERSON_WRITE, logs="person.viewed")
def person_correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Corrects names, sex and birth; a change made meanwhile is shown beside one's own."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = CorrectForm(
        request.POST or None,
        initial=CorrectForm.typed(person),
        version=person.version,
        saved=CorrectForm.typed,
    )
    if form.is_valid() and attempt(
        form,
        correct_person,
        person=person,
        details=form.details(),
        by=request.user,
        expected=form.version,
    ):
        messages.success(request, _("Corrected. What stood before is kept in the history."))
        return redirect(person)
    return edit_page(request, person, form, _("Correct the record"))


@screen(PERSON_WRITE)
def address_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new address; the one before ends."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = AddressForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        add_address,
        person=person,
        residence=form.residence(),
        kind=form.cleaned_data["kind"],
        started_on=form.cleaned_data["started_on"],
        by=request.user,
    ):
        messages.success(request, _("The address is written. The one before has ended."))
        return redirect(person)
    return edit_page(request, person, form, _("New address"))


@require_POST
@screen(PERSON_READ, logs="address.revealed")
def address_reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Shows a hidden address to who asks for it, and writes that they did."""
    rows = Address.objects.visible_to(request.user).select_related("person", "territory", "settlement")
    address = fetch(request, rows, public_id=public_id)
    return render(request, "registry/people/safe_address.html", {"address": address})


@screen(PERSON_WRITE)
def phone_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new telephone number."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = PhoneForm(request.POST or None)
    if form.is_valid() and attempt(form, add_phone, person=person, by=request.user, **form.cleaned_data):
        return redirect(person)
    return edit_page(request, person, form, _("New telephone"))


@require_POST
@screen(PERSON_WRITE)
def phone_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The number no longer reaches the person."""
    phone = fetch(
        request, Phone.objects.visible_to(request.user).select_related("person"), public_id=public_id
    )
    end_phone(phone=phone, by=request.user)
    return redirect(phone.person)
