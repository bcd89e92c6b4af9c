"""The first page of every user."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from himaya.access.gate import open_screen, screen, staff
from himaya.access.models import User
from himaya.access.roles import DESK_USE, FIGURES_READ
from himaya.desk.home.forms import GroupForm
from himaya.desk.home.queries import home_of, lines_for_help, links_of, places_of


@open_screen("the front door: help for the public, the own desk for staff")
def front(request: HttpRequest) -> HttpResponse:
    """Staff are led to their home; everybody else is offered help."""
    if isinstance(request.user, User):
        return redirect("desk:home")
    return render(request, "desk/home/front.html", {"lines": lines_for_help()})


@screen(DESK_USE)
def home(request: HttpRequest) -> HttpResponse:
    """What is late, what is new, what to do next."""
    user = staff(request)
    form = GroupForm(request.GET) if user.can(FIGURES_READ) else None
    group = form.chosen if form else ""
    context = {
        "panels": home_of(user, group),
        "links": links_of(user),
        "places": places_of(user),
        "form": form,
    }
    return render(request, "desk/home/home.html", context)
