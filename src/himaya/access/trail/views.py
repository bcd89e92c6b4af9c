"""Pages of the audit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from himaya.access.breakglass import tokens
from himaya.access.gate import screen, staff
from himaya.access.roles import AUDIT_READ, AUDIT_READERS
from himaya.access.trail.forms import TrailForm
from himaya.access.trail.queries import Asked, chain_state, readers_of, trail
from himaya.kit.asked import asked


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isdecimal() and len(given) < 19 else None


@screen(AUDIT_READ, logs="audit.viewed")
def audit(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """What people of my units read and did; `public_id`: one of them."""
    question = asked(request, elsewhere=reverse("access:audit"))
    if question.lead is not None:
        return question.lead
    form = TrailForm(question.typed or ({"who": public_id} if public_id else None))
    wanted = form.asked() if form.is_valid() else {}
    lines, older = trail(Asked(**wanted, before=_before(request)), reader=staff(request))
    context = {"form": form, "lines": lines, "older": older, "chain": chain_state()}
    return render(request, "access/trail/list.html", context)


@screen(AUDIT_READERS, logs="audit.readers_viewed")
def readers(request: HttpRequest, token: str) -> HttpResponse:
    """Who read and changed one record."""
    target = tokens.read(token, user=staff(request))
    if target is None:
        raise Http404
    lines, older = readers_of(target.dossier_id, reader=staff(request), before=_before(request))
    return render(request, "access/trail/readers.html", {"lines": lines, "older": older})
