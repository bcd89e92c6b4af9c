"""Where forms save themselves while one types."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_POST

from himaya.access.gate import screen
from himaya.access.roles import DESK_USE
from himaya.workflow.drafts.actions import keep_draft

NEVER = {"csrfmiddlewaretoken", "_key", "_draft", "password"}
LARGEST = 200_000


@require_POST
@screen(DESK_USE)
def draft_keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps the posted form as a draft."""
    typed = {n: [str(v) for v in values] for n, values in request.POST.lists() if n not in NEVER}
    if sum(len(v) for values in typed.values() for v in values) > LARGEST:
        return HttpResponseBadRequest()
    keep_draft(by=request.user, key=key, typed=typed)
    return HttpResponse(status=204)
