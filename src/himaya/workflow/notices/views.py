"""One's own notices."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from himaya.access.gate import screen
from himaya.access.roles import DESK_USE
from himaya.workflow.notices.actions import read_notices
from himaya.workflow.notices.queries import address_of, latest, unread_count


@screen(DESK_USE)
def notices(request: HttpRequest) -> HttpResponse:
    """The newest notices; a post marks all as read."""
    if request.method == "POST":
        read_notices(by=request.user)
        return redirect("workflow:notices")
    return render(request, "workflow/notices/list.html", {"notices": latest(request.user)})


@screen(DESK_USE)
def bell(request: HttpRequest) -> HttpResponse:
    """For the open page that was just rung: how many are unread, and the newest one's words."""
    newest = next((n for n in latest(request.user, 1) if n.unread), None)
    told = {"text": str(newest.text), "url": newest.opens_at} if newest else {}
    return JsonResponse({"name": "notices", "unread": unread_count(request.user), **told})


@screen(DESK_USE)
def notice_open(request: HttpRequest, public_id: str) -> HttpResponse:
    """Marks a notice as read and goes where it leads."""
    read_notices(by=request.user, public_ids=[public_id])
    url = address_of(request.user, public_id)
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/")
    return redirect(url if safe else "workflow:notices")
