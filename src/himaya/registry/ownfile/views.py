"""Asking for a person's own file, reading it line by line, giving it out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, may, screen
from himaya.access.queries import opened_file
from himaya.access.roles import PERSON_GIVE, PERSON_READ, PERSON_WRITE
from himaya.kit.shapes import Crumb
from himaya.registry.ownfile import actions, forms
from himaya.registry.ownfile.models import OwnFile, OwnFileLine, OwnFileRelease
from himaya.registry.ownfile.process import OwnFileWork
from himaya.registry.ownfile.queries import kin_of, own_files_of, parts_of
from himaya.registry.people.models import Person
from himaya.workflow.queries import due, next_actions, papers_of, status_bar, story


def _crumbs(person: Person, *more: Crumb) -> list[Crumb]:
    return [Crumb(str(person), person.get_absolute_url()), *more]


@screen(PERSON_READ, logs="own_file.listed")
def own_file_ask(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who asked for this person's file before, and recording that somebody asks."""
    people = Person.objects.visible_to(request.user).select_related("dossier__unit")
    person = fetch(request, people, public_id=public_id)
    first = {
        "asked_as": "self" if not person.is_child else "parent",
        "language": str(get_language() or "az")[:2],
    }
    form = forms.AskForm(request.POST or None, kin=kin_of(person), initial=first)
    if form.is_valid():
        asked = attempt(form, actions.ask_own_file, person=person, by=request.user, **form.cleaned_data)
        if asked:
            return redirect(asked)
    context = {
        "person": person,
        "rows": own_files_of(person),
        "form": form if may(request.user, PERSON_WRITE, person.dossier) else None,
        "crumbs": _crumbs(person),
    }
    return render(request, "registry/ownfile/ask.html", context)


def _files(request: HttpRequest) -> Any:
    return OwnFile.objects.visible_to(request.user).select_related("person", "dossier__unit", "checked_by")


@require_GET
@screen(PERSON_READ, logs="own_file.viewed")
def own_file(request: StaffRequest, public_id: str) -> HttpResponse:
    """One request: where it stands, what would go out, to whom it was given."""
    found = fetch(request, _files(request), public_id=public_id)
    steps, clocks = OwnFileWork.steps_of(found), OwnFileWork.clocks_of(found)
    giver = may(request.user, PERSON_GIVE, found.dossier)
    context = {
        "own_file": found,
        "marks": status_bar(OwnFileWork, found, steps),
        "story": story(OwnFileWork, steps),
        "due": due(clocks[0]) if clocks else None,
        "next": next_actions(OwnFileWork, found, request.user, clocks),
        "parts": parts_of(found) if giver else [],
        "open": giver and found.status != "refused",
        "releases": found.releases.select_related("paper", "released_by"),
        "papers": papers_of(OwnFileWork.code, found.pk),
        "crumbs": _crumbs(found.person),
    }
    return render(request, "registry/ownfile/detail.html", context)


def _step(
    request: StaffRequest,
    public_id: str,
    make: Any,
    act: Callable[..., Any],
    title: str,
    lead: str,
    first: Callable[[OwnFile], dict[str, Any]] | None = None,
) -> HttpResponse:
    """One move of a request: a form (`first`: what stands in it at first), the action, back to the request."""
    found = fetch(request, _files(request), public_id=public_id)
    form = make(request.POST or None, version=found.version, initial=first(found) if first else None)
    given = {"own_file": found, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, act, **given, **form.cleaned_data):
        messages.success(request, _("Written down."))
        return redirect(found)
    crumbs = _crumbs(found.person, Crumb(found.reference, found.get_absolute_url()))
    context = {"form": form, "title": title, "lead": lead, "back": found.get_absolute_url(), "crumbs": crumbs}
    return render(request, "registry/ownfile/form.html", context)


@screen(PERSON_WRITE)
def own_file_identify(request: StaffRequest, public_id: str) -> HttpResponse:
    """The paper of who asks was seen."""
    lead = _("Look at the paper itself. A representative also shows the paper that makes them one.")
    return _step(request, public_id, forms.IdentityForm, actions.check_identity, _("Check who asks"), lead)


@screen(PERSON_GIVE)
def own_file_prepare(request: StaffRequest, public_id: str) -> HttpResponse:
    """The file is gathered."""
    lead = _(
        "Gathers what is held and is open to you. Lines you have read or withheld before must be read again."
    )
    return _step(request, public_id, forms.PrepareForm, actions.prepare_own_file, _("Make the file"), lead)


@screen(PERSON_GIVE)
def own_file_release(request: StaffRequest, public_id: str) -> HttpResponse:
    """The file is given to one recipient."""
    lead = _("Only the lines that are let out are given. Each recipient is given the file separately.")
    title = _("Give it out")
    return _step(request, public_id, forms.ReleaseForm, actions.release_own_file, title, lead, _recipient)


def _recipient(own_file: OwnFile) -> dict[str, Any]:
    """Who asked is given it first; whoever is given it after them is written anew."""
    if own_file.status == OwnFileWork.released.name:
        return {}
    return {"given_as": own_file.asked_as, "given_to": own_file.asker_name}


@screen(PERSON_GIVE)
def own_file_refuse(request: StaffRequest, public_id: str) -> HttpResponse:
    """The wish is refused, with its reason."""
    lead = _("A letter tells the reason and where to complain.")
    return _step(request, public_id, forms.RefuseForm, actions.refuse_own_file, _("Refuse the request"), lead)


def _line(request: HttpRequest, public_id: str) -> OwnFileLine:
    lines = OwnFileLine.objects.visible_to(request.user).select_related("own_file__person", "dossier__unit")
    line: OwnFileLine = fetch(request, lines, public_id=public_id)
    return line


@screen(PERSON_GIVE)
def own_file_withhold(request: StaffRequest, public_id: str) -> HttpResponse:
    """A line, or some words of it, is kept back."""
    line = _line(request, public_id)
    found = line.own_file
    form = forms.WithholdForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.withhold_line, line=line, by=request.user, **form.cleaned_data
    ):
        return redirect(found)
    crumbs = _crumbs(found.person, Crumb(found.reference, found.get_absolute_url()))
    context = {
        "form": form,
        "title": line.label,
        "lead": line.text,
        "back": found.get_absolute_url(),
        "crumbs": crumbs,
    }
    return render(request, "registry/ownfile/form.html", context)


@require_POST
@screen(PERSON_GIVE)
def own_file_let_out(request: StaffRequest, public_id: str) -> HttpResponse:
    """A line that was read is let out."""
    line = _line(request, public_id)
    actions.let_out_line(line=line, by=request.user)
    return redirect(line.own_file)


@require_GET
@screen(PERSON_GIVE, logs="own_file.downloaded")
def own_file_json(request: StaffRequest, public_id: str) -> HttpResponse:
    """The file for machines, as it was given."""
    releases = OwnFileRelease.objects.visible_to(request.user).select_related("paper")
    given = fetch(request, releases, public_id=public_id)
    if not given.stored_as:
        raise Http404(_("Not found, or not open to you."))
    content = b"".join(opened_file(given, given.stored_as))
    ending = "zip" if content.startswith(b"PK") else "json"
    response = HttpResponse(content, content_type=f"application/{ending}")
    response.headers["Content-Disposition"] = f'attachment; filename="{given.paper.number}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response
