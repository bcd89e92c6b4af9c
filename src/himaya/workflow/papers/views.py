"""Opening a letter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import fetch, screen
from himaya.access.roles import CASE_READ
from himaya.workflow.papers.models import Paper
from himaya.workflow.papers.queries import content_of


@require_GET
@screen(CASE_READ, logs="paper.downloaded")
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF, whole (nothing is streamed after the transaction), kept by no cache."""
    found = fetch(request, Paper.objects.visible_to(request.user), public_id=public_id)
    if not found.stored_as:
        raise Http404(_("This letter was destroyed: the record it belonged to was anonymised."))
    response = HttpResponse(content_of(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
