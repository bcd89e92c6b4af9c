"""Pages of the wall."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_OVERSEE
from himaya.hotline.queue import actions
from himaya.hotline.queue.forms import EquipForm, StopForm
from himaya.hotline.queue.queries import seats_at_line_of
from himaya.hotline.wall.page import wall_of


@screen(CONTACT_OVERSEE, logs="wall.viewed")
def wall(request: StaffRequest) -> HttpResponse:
    """The line as it stands."""
    actions.beat(by=request.user)
    return render(request, "hotline/wall/page.html", wall_of(request.user))


@screen(CONTACT_OVERSEE)
def wall_now(request: StaffRequest) -> HttpResponse:
    """The part that changes, asked anew when the line rings the page."""
    actions.beat(by=request.user)
    return render(request, "hotline/wall/now.html", wall_of(request.user))


@screen(CONTACT_OVERSEE, logs="wall.viewed")
def line_stop(request: StaffRequest) -> HttpResponse:
    """Stops the line, with a reason."""
    form = StopForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.stop_line, by=request.user, **form.cleaned_data):
        return redirect("hotline:wall")
    return render(request, "hotline/wall/form.html", {"form": form, "heading": _("Stop the line")})


@require_POST
@screen(CONTACT_OVERSEE)
def line_switch(request: StaffRequest) -> HttpResponse:
    """Opens the line again, or leads everything to the supervisors."""
    act: Any = actions.divert_line if request.POST.get("to") == "supervisors" else actions.open_line
    act(by=request.user)
    return redirect("hotline:wall")


@screen(CONTACT_OVERSEE, logs="wall.viewed")
def seat_equip(request: StaffRequest, public_id: str) -> HttpResponse:
    """What somebody speaks and knows."""
    seat = fetch(request, seats_at_line_of(request.user), public_id=public_id)
    form = EquipForm(request.POST or None, initial={"languages": seat.languages, "skills": seat.skills})
    if form.is_valid() and attempt(
        form, actions.equip_seat, user=seat.user, by=request.user, **form.cleaned_data
    ):
        return redirect("hotline:wall")
    return render(request, "hotline/wall/form.html", {"form": form, "heading": str(seat.user)})
