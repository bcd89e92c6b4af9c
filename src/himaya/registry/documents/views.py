"""Handing out files, and releasing those in quarantine."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import DESK_USE, DOCUMENT_RELEASE
from himaya.kit.forms import Form
from himaya.registry.documents.actions import release_document
from himaya.registry.documents.models import Document
from himaya.registry.documents.queries import content_of, mime_of


@screen(DESK_USE, logs="document.read")
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file, always as a download, never run by the browser."""
    found = fetch(request, Document.objects.visible_to(request.user), public_id=public_id)
    if not found.may_be_opened:
        raise Http404(_("This file has not been released."))
    response = HttpResponse(b"".join(content_of(found)), content_type=mime_of(found))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@screen(DOCUMENT_RELEASE)
def document_release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once more, then opens a quarantined file."""
    found = fetch(request, Document.objects.visible_to(request.user), public_id=public_id)
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
