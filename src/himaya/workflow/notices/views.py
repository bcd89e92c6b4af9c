"""One's own notices."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from himaya.access.gate import attempt, open_screen, screen, staff
from himaya.access.roles import DESK_USE
from himaya.clients.sms import fate_of, sms_gateway
from himaya.workflow.notices.actions import choose_number, read_notices
from himaya.workflow.notices.delivery import hear_fate
from himaya.workflow.notices.forms import NumberForm
from himaya.workflow.notices.queries import address_of, latest, messages_to, unread_count


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


@screen(DESK_USE)
def ways(request: HttpRequest) -> HttpResponse:
    """How I am told: on the page, by e-mail, and by SMS where I gave a number; what could not be delivered."""
    form = NumberForm(request.POST or None, initial={"phone": staff(request).phone})
    if form.is_valid() and attempt(form, choose_number, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("workflow:notice-ways")
    sent = messages_to(request.user)
    context = {"form": form, "sent": sent, "by_sms": sms_gateway() is not None}
    return render(request, "workflow/notices/ways.html", context)


@csrf_exempt  # called by the gateway, which proves itself by the ticket we gave it
@open_screen("a gateway tells what became of a message, by a signed ticket that names only that message")
def message_fate(request: HttpRequest, ticket: str) -> HttpResponse:
    """Hears what became of a message."""
    said = request.GET.get("fate", "") or request.POST.get("fate", "")
    if not hear_fate(ticket, fate_of(said)):
        raise Http404
    return HttpResponse(status=204)
