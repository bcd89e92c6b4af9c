"""The first page of every user."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from himaya.access.gate import open_screen, screen
from himaya.access.models import User
from himaya.access.roles import DESK_USE
from himaya.desk.home.queries import home_of
from himaya.kit.shapes import HelpLine
from himaya.reference.queries import help_numbers, when_to_call


@open_screen("the front door: help for the public, the own desk for staff")
def front(request: HttpRequest) -> HttpResponse:
    """Staff are led to their home; everybody else is offered help."""
    if isinstance(request.user, User):
        return redirect("desk:home")
    lines = [HelpLine(row.name, row.number, when_to_call(row)) for row in help_numbers(urgent=True)]
    return render(request, "desk/home/front.html", {"lines": lines})


@screen(DESK_USE)
def home(request: HttpRequest) -> HttpResponse:
    """What is late, what is new, what to do next."""
    return render(request, "desk/home/home.html", {"panels": home_of(cast(User, request.user))})
