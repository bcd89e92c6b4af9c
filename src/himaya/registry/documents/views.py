"""Documents of a record: put there, looked at, replaced, handed out, released."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, may, screen
from himaya.access.roles import DESK_USE, DOCUMENT_GUARDED, DOCUMENT_KEEP, DOCUMENT_RELEASE, PERSON_READ
from himaya.kit import clock
from himaya.kit.forms import Form
from himaya.kit.shapes import Crumb
from himaya.registry.documents.actions import (
    correct_document,
    end_document,
    keep_document,
    release_document,
    replace_document,
)
from himaya.registry.documents.drawing import Undrawable, page_of, picture_of
from himaya.registry.documents.forms import DetailsForm, EndForm, KeepForm, ReplaceForm
from himaya.registry.documents.homes import SHELVES, home_of, homes_of
from himaya.registry.documents.models import Document
from himaya.registry.documents.preview import preview_of
from himaya.registry.documents.queries import (
    content_of,
    folder_of,
    is_current,
    mime_of,
    running_out,
    versions_of,
)
from himaya.registry.documents.rules import types_for
from himaya.registry.people.models import Person

MOST = 200


def _found(request: HttpRequest, public_id: str, *, opened: bool = False) -> Document:
    rows = Document.objects.visible_to(request.user).select_related("dossier__unit", "uploaded_by")
    found: Document = fetch(request, rows, public_id=public_id)
    if opened and not found.may_be_opened:
        raise Http404(_("This file has not been released."))
    return found


@screen(DESK_USE, logs="document.read")
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file, always as a download, never run by the browser."""
    found = _found(request, public_id, opened=True)
    response = HttpResponse(b"".join(content_of(found)), content_type=mime_of(found))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    return _harmless(response)


def _harmless(response: HttpResponse) -> HttpResponse:
    """A file of somebody else's: it may load nothing and run nothing, wherever it is opened."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@screen(DESK_USE, logs="document.shown")
def document_picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """A photograph as the page shows it."""
    found = _found(request, public_id, opened=True)
    return _drawn(picture_of, found.kind, b"".join(content_of(found)))


@screen(DESK_USE, logs="document.shown")
def document_page(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One page of a PDF, drawn."""
    found = _found(request, public_id, opened=True)
    if found.kind != "pdf":
        raise Http404(_("This file has no pages."))
    return _drawn(page_of, b"".join(content_of(found)), number)


def _drawn(draw: Any, *of: Any) -> HttpResponse:
    try:
        picture = draw(*of)
    except (Undrawable, KeyError) as error:
        raise Http404(_("This file cannot be shown here. Download it.")) from error
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return _harmless(HttpResponse(picture, content_type=kind))


@screen(DESK_USE, logs="document.viewed")
def document_about(request: StaffRequest, public_id: str) -> HttpResponse:
    """A document: what it is, how it looks, its versions, until when it is good."""
    found = _found(request, public_id)
    current = is_current(found)
    may_keep = current and bool(found.type) and may(request.user, DOCUMENT_KEEP, found.dossier)
    context = {
        **_around(request, found),
        "preview": preview_of(found),
        "versions": versions_of(found, request.user) if found.type else [],
        "current": current,
        "may_keep": may_keep and found.ended_at is None,
        "may_release": may(request.user, DOCUMENT_RELEASE, found.dossier),
    }
    return render(request, "registry/documents/about.html", context)


def _around(request: HttpRequest, found: Document, title: str = "") -> dict[str, Any]:
    """What every page of a document shows around its own part."""
    home = home_of(found.dossier, request.user)
    crumbs = [Crumb(home.title, home.url)] if home else []
    if title:
        crumbs.append(Crumb(found.name, found.get_absolute_url()))
    return {"document": found, "home": home, "crumbs": crumbs, "title": title}


# --- a record's documents ---


@screen(PERSON_READ, logs="person.viewed")
def person_documents(request: StaffRequest, public_id: str) -> HttpResponse:
    """The documents of a person."""
    people = Person.objects.visible_to(request.user).select_related("dossier__unit")
    person = fetch(request, people, public_id=public_id)
    context = {
        "person": person,
        "record": person,
        "folder": folder_of(person.dossier, request.user),
        "may_keep": may(request.user, DOCUMENT_KEEP, person.dossier),
        "shelf": "person",
        "crumbs": [Crumb(str(person), person.get_absolute_url())],
    }
    return render(request, "registry/documents/person.html", context)


@screen(DOCUMENT_KEEP)
def document_add(request: StaffRequest, kind: str, public_id: str) -> HttpResponse:
    """Puts a document to a record."""
    shelf = SHELVES.get(kind)
    if shelf is None or not shelf.adds:
        raise Http404(_("Not found, or not open to you."))
    record = fetch(request, shelf.rows(request.user).select_related("dossier__unit"), public_id=public_id)
    guarded = may(request.user, DOCUMENT_GUARDED, record.dossier)
    types = types_for(record.dossier.kind, clock.today(), guarded=guarded)
    form = KeepForm(request.POST or None, request.FILES or None, types=types)
    if form.is_valid():
        details = dict(form.cleaned_data)
        if made := attempt(form, keep_document, dossier=record.dossier, by=request.user, **details):
            return _told(request, made)
    home = home_of(record.dossier, request.user)
    crumbs = [Crumb(home.title, home.url)] if home else []
    context = {"form": form, "title": _("New document"), "crumbs": crumbs, "back": home and home.url}
    return render(request, "registry/documents/form.html", context)


def _told(request: HttpRequest, made: Document) -> HttpResponse:
    """To the page of what was sent, which says how it stands."""
    if made.scan == Document.INFECTED:
        messages.error(request, _("Malware was found in this file: it was not taken. Read below what to do."))
    elif made.may_be_opened:
        messages.success(request, _("The document is kept. Nothing harmful was found in it."))
    else:
        messages.warning(request, _("The document is kept closed until it is known to be harmless."))
    return redirect(made)


@screen(DOCUMENT_KEEP)
def document_replace(request: StaffRequest, public_id: str) -> HttpResponse:
    """A new version in the place of a document."""
    found = _found(request, public_id)
    form = ReplaceForm(request.POST or None, request.FILES or None, version=found.version)
    if form.is_valid() and (
        made := attempt(
            form,
            replace_document,
            document=found,
            by=request.user,
            expected=form.version,
            **form.cleaned_data,
        )
    ):
        return _told(request, made)
    return _form(request, found, form, _("New version"))


def _form(request: HttpRequest, found: Document, form: Form, title: str, **more: Any) -> HttpResponse:
    context = {**_around(request, found, title), "form": form, "back": found.get_absolute_url(), **more}
    return render(request, "registry/documents/form.html", context)


@screen(DOCUMENT_KEEP)
def document_correct(request: StaffRequest, public_id: str) -> HttpResponse:
    """Puts right what is written about a document."""
    found = _found(request, public_id)
    names = DetailsForm.base_fields
    form = DetailsForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in names},
        version=found.version,
    )
    if form.is_valid() and attempt(
        form,
        correct_document,
        document=found,
        by=request.user,
        expected=form.version,
        **form.cleaned_data,
    ):
        messages.success(request, _("Corrected. What stood before is kept in the history."))
        return redirect(found)
    return _form(request, found, form, _("Correct what is written"))


@screen(DOCUMENT_KEEP)
def document_end(request: StaffRequest, public_id: str) -> HttpResponse:
    """The paper is out of force."""
    found = _found(request, public_id)
    form = EndForm(request.POST or None, version=found.version)
    if form.is_valid() and attempt(
        form,
        end_document,
        document=found,
        by=request.user,
        expected=form.version,
        **form.cleaned_data,
    ):
        messages.success(request, _("The document is out of force. It stays readable."))
        return redirect(found)
    return _form(request, found, form, _("Out of force"), submit=_("Put out of force"))


@screen(DESK_USE, logs="document.listed")
def running_out_list(request: StaffRequest) -> HttpResponse:
    """Documents whose last day is near or past, in the records one may see."""
    found = list(running_out(request.user)[: MOST + 1])
    homes = homes_of((one.dossier for one in found), request.user)
    lines = [(one, homes.get(one.dossier_id)) for one in found[:MOST]]
    context = {"lines": lines, "more": len(found) > MOST}
    return render(request, "registry/documents/running_out.html", context)


# --- quarantine ---


@screen(DOCUMENT_RELEASE)
def document_release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once more, then opens a quarantined file."""
    found = _found(request, public_id)
    form = Form(request.POST or None)
    back = request.GET.get("next", "")
    if form.is_valid() and attempt(form, release_document, document=found, by=request.user):
        messages.success(request, _("The file can now be opened."))
        return redirect(safe_next(back))
    return render(
        request, "registry/documents/release.html", {"form": form, "document": found, "back": safe_next(back)}
    )


def safe_next(address: str) -> str:
    """A path of this site, or the start page."""
    return address if address.startswith("/") and not address.startswith("//") else "/"
