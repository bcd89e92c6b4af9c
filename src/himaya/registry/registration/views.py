"""The search page, the finder inside other pages, and registering a person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import attempt, may, noted, screen
from himaya.access.roles import PERSON_SEARCH, PERSON_WRITE
from himaya.kit import clock
from himaya.registry.people.models import Person
from himaya.registry.registration.actions import likely_for, register_person
from himaya.registry.registration.forms import RegisterForm, typed_already
from himaya.registry.registration.rules import Purpose, read_purpose, shown_token
from himaya.registry.search.actions import search_people
from himaya.registry.search.queries import TooManySearches
from himaya.registry.search.rules import LONGEST, names_typed, read_question


def _found(request: HttpRequest) -> dict[str, Any]:
    """What was asked and who was found, for the page and for the part of it that follows the typing."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {
        "q": text,
        "purpose": read_purpose(request.GET.get("for", "")),
        "may_register": may(request.user, PERSON_WRITE),
        "matches": [],
    }
    if text:
        try:
            context["matches"] = search_people(text=text, by=request.user)
        except TooManySearches as enough:
            context["enough"] = str(enough)
    return context


@require_GET
@screen(PERSON_SEARCH, logs="person.found")
def search(request: HttpRequest) -> HttpResponse:
    """One box: a name in any spelling, a FIN, a telephone, a birth date, “qız, 12 yaş, Masallı”."""
    context = _found(request)
    noted(request, *(match.person for match in context["matches"] if match.person))
    return render(request, "registry/people/search.html", context)


@require_GET
@screen(PERSON_SEARCH)
def find(request: HttpRequest) -> HttpResponse:
    """The people found, as rows that follow the typing; without JavaScript a page of its own."""
    part = bool(request.headers.get("HX-Request"))
    return render(request, f"registry/people/{'_found' if part else 'search'}.html", _found(request))


@screen(PERSON_WRITE)
def person_new(request: HttpRequest) -> HttpResponse:
    """Registers a person after those who may be the same were shown."""
    purpose, text = read_purpose(request.GET.get("for", "")), request.GET.get("q", "")
    asked = read_question(text, clock.today())
    form = RegisterForm(request.POST or None, initial=typed_already(names_typed(text, asked), asked))
    likely = []
    if form.is_valid():
        likely = likely_for(new=form.new_person(), by=request.user, counted=True)
        if not likely or form.cleaned_data["different"]:
            person = attempt(
                form,
                register_person,
                new=form.new_person(),
                shown=form.cleaned_data["shown"],
                different=form.cleaned_data["different"],
                by=request.user,
            )
            if person:
                return _registered(request, person, purpose)
        token = shown_token((match.public_id for match in likely), request.user)
        form.data = {**request.POST.dict(), "shown": token}
    context = {"form": form, "matches": likely, "purpose": purpose, "q": text}
    return render(request, "registry/people/new.html", context)


def _registered(request: HttpRequest, person: Person, purpose: Purpose | None) -> HttpResponse:
    messages.success(request, _("Registered: %(name)s.") % {"name": person})
    if purpose is None:
        return redirect(person)
    return render(request, "registry/people/registered.html", {"person": person, "purpose": purpose})
