"""The addresses there are, which of them take a form, and who may open them."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from himaya.access.models import User
from himaya.access.roles import ROLES, Supervisor
from himaya.cases.models import Case

TAKES = {"POST", "FILES"}


@dataclass(frozen=True)
class Route:
    """A page by its name, with the names of what its address takes."""

    name: str
    takes: tuple[str, ...]
    gate: str
    view: Any


def routes(resolver: Any = None, space: str = "") -> Iterator[Route]:
    """Every address of ours."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLResolver):
            yield from routes(part, space + (f"{part.namespace}:" if part.namespace else ""))
        elif isinstance(part, URLPattern) and part.name and getattr(part.callback, "gate", None):
            takes = tuple(part.pattern.regex.groupindex)
            yield Route(space + part.name, takes, part.callback.gate, part.callback)


def takers() -> dict[str, Route]:
    """The addresses that take a form: whatever may be posted to and looks at what was posted, itself or in a function
    that it calls."""
    return {route.name: route for route in routes() if takes_a_form(route.view)}


def takes_a_form(view: Any) -> bool:
    """Whether anything can be sent to this view."""
    methods = _methods(view)
    if methods and "POST" not in methods:
        return False
    return "POST" in methods or _reads(inspect.unwrap(view), set())


def _methods(view: Any) -> set[str]:
    """What `require_http_methods` lets through; empty where nothing is said."""
    found: set[str] = set()
    while view is not None:
        cells = zip(view.__code__.co_freevars, view.__closure__ or (), strict=True)
        found |= {m for name, cell in cells if name == "request_method_list" for m in cell.cell_contents}
        view = getattr(view, "__wrapped__", None)
    return found


def _reads(function: Any, seen: set[Any]) -> bool:
    function = inspect.unwrap(function)
    if function in seen:
        return False
    seen.add(function)
    for code in _within(function.__code__):
        if TAKES & {*code.co_names, *(c for c in code.co_consts if isinstance(c, str))}:
            return True
        called = (function.__globals__.get(name) for name in code.co_names)
        if any(_ours(one) and _reads(one, seen) for one in called):
            return True
    return False


def _within(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _within(inner)


def _ours(called: Any) -> bool:
    """A function of a screen; the gate looks at what is posted for every page."""
    return (
        isinstance(called, FunctionType)
        and called.__module__.startswith("himaya.")
        and called.__module__ != "himaya.access.gate"
    )


@cache
def holders(gate: str) -> tuple[str, ...]:
    """The roles that may open a page."""
    return tuple(code for code, role in ROLES.items() if gate in {p.code for p in role.may})


def users_for(gate: str, dossier: Any = None) -> list[User | None]:
    """Who may try this page: the worker of the case, supervisors and others of the unit that holds the record, then
    the rest of the cast."""
    if gate.startswith("open"):
        return [None]
    if dossier is None:
        return list(_cast(gate, 0))
    workers = {case.worker for case in Case.objects.filter(dossier=dossier).select_related("worker")}
    near = _cast(gate, dossier.unit_id)
    return [*(user for user in near if user in workers), *(user for user in near if user not in workers)]


@cache
def _cast(gate: str, unit: int) -> tuple[User, ...]:
    held = User.objects.filter(
        is_active=True, memberships__role__in=holders(gate), memberships__ended_at__isnull=True
    ).order_by("pk")
    near = held.filter(memberships__unit=unit)
    lead = near.filter(memberships__role=Supervisor.code)
    desk = held.filter(memberships__unit__is_national_desk=True)
    here = held.filter(memberships__unit__territories__code="AZ-SM")
    return tuple(dict.fromkeys([*lead[:2], *near[:6], *desk[:2], *here[:6], *held[:2]]))
