"""The search page, the finder inside other pages, and registering a person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, may, noted, screen
from himaya.access.roles import PERSON_SEARCH, PERSON_WRITE
from himaya.kit import clock
from himaya.kit.asked import Question, asked, kept, remember
from himaya.registry.people.models import Person
from himaya.registry.registration.actions import likely_for, register_person
from himaya.registry.registration.forms import RegisterForm, typed_already
from himaya.registry.registration.rules import Purpose, read_purpose, shown_token
from himaya.registry.search.actions import search_people
from himaya.registry.search.emergency import emergency_doors
from himaya.registry.search.queries import TooManySearches
from himaya.registry.search.rules import LONGEST, names_typed, read_question


def _found(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What was asked and who was found, for the page and for the part of it that follows the typing."""
    text = question.get("q").strip()[:LONGEST]
    context: dict[str, Any] = {
        "q": text,
        "purpose": read_purpose(question.get("for") or request.GET.get("for", "")),
        "may_register": may(request.user, PERSON_WRITE),
        "matches": [],
    }
    if text:
        try:
            context["matches"] = search_people(text=text, by=request.user)
        except TooManySearches as enough:
            context["enough"] = str(enough)
    context["doors"] = emergency_doors((m.public_id for m in context["matches"] if m.is_masked), request.user)
    return context


def _answer(request: HttpRequest) -> HttpResponse:
    question = asked(request, elsewhere=reverse("people:find"))
    if question.lead is not None:
        return question.lead
    context = _found(request, question)
    noted(request, *(match.person for match in context["matches"] if match.person))
    if request.method == "POST":
        part = render(request, "registry/people/_found.html", context)
        return remember(request, part, question, reverse("people:search"), reverse("people:find"))
    return render(request, "registry/people/search.html", context)


@screen(PERSON_SEARCH, logs="person.found")
def search(request: HttpRequest) -> HttpResponse:
    """One box: a name in any spelling, a FIN, a telephone, a birth date, “qız, 12 yaş, Masallı”."""
    return _answer(request)


@screen(PERSON_SEARCH, logs="person.found")
def find(request: HttpRequest) -> HttpResponse:
    """The people found, as rows that follow the typing; without JavaScript a page of its own."""
    return _answer(request)


@require_POST
@screen(PERSON_WRITE)
def person_begin(request: HttpRequest) -> HttpResponse:
    """From a search to the form of a new person, with what was typed."""
    return asked(request, elsewhere=reverse("people:person-new")).lead or redirect("people:person-new")


def _goes_on(token: str) -> Purpose | None:
    """The matter that goes on with who is registered; a page that only asks on by a link is gone back to by hand."""
    purpose = read_purpose(token)
    return None if purpose is None or purpose.by_link else purpose


@screen(PERSON_WRITE)
def person_new(request: HttpRequest) -> HttpResponse:
    """Registers a person after those who may be the same were shown."""
    question = kept(request)
    purpose, text = _goes_on(question.get("for") or request.GET.get("for", "")), question.get("q")
    said = read_question(text, clock.today())
    form = RegisterForm(request.POST or None, initial=typed_already(names_typed(text, said), said))
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
