"""Where the topics of a case meet: its story, its parts, its alerts and its next actions.

A topic adds to a case in its own `story.py`, which is found by its name when the application starts, so that
cases know nothing of plans or visits:

    from himaya.cases.casefile.story import moments, part

    @moments("plan")                      # tells the steps of this process itself
    def tell_plans(case, user): yield Moment(…)

    part("plan", _("Plan"), page="cases:case-plan", order=40, permission=CASE_READ)

Each contribution may ask the database a fixed number of questions, however long the story is. What several of
them ask is a question marked `asked_once`: `clocks_on`, `faces_on`, a topic's own. What most cases have none of is named
with `rare`, and asked after together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import CASE_READ, Permission
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Alert, Moment, NextAction, Words
from himaya.workflow.models import Clock, Step

Tell = Callable[[Case, User], Iterable[Moment]]
Warn = Callable[[Case, User], Iterable[Alert]]
Offer = Callable[[Case, User], Iterable[NextAction]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the case with a page of its own; `page` takes the case's public id."""

    key: str
    label: Words
    page: str
    order: int
    permission: Permission
    kind: str = ""  # only in cases of this kind


@dataclass(frozen=True, slots=True)
class Aside:
    """A card beside the story: its template, and what that reads as `aside`."""

    template: str
    around: dict[str, Any]


Show = Callable[[Case, User], Iterable[Aside]]
TELLERS: list[Tell] = []
# Processes whose steps their own topic tells; every other step in the case's dossier is told as it is.
TOLD: set[str] = set()
PARTS: dict[str, Part] = {}
WARNERS: list[Warn] = []
OFFERERS: list[Offer] = []
ASIDES: list[Show] = []
RARE: dict[str, str] = {}


@asked_once
def clocks_on(case: Case) -> list[Clock]:
    """The open clocks of the case itself, nearest first."""
    return CaseWork.clocks_of(case)


@asked_once
def steps_on(case: Case) -> list[Step]:
    """Every step of every process in the case's dossier, oldest first."""
    return list(Step.objects.filter(dossier=case.dossier_id).select_related("actor").order_by("id"))


def standing(case: Case, process: str) -> set[str]:
    """Where the records of a process in the case's dossier stand; empty where there is none. Told by their steps, so
    that a topic with nothing to show asks the database nothing."""
    last = {step.subject_id: step.to_state for step in steps_on(case) if step.process == process}
    return set(last.values())


def rare(name: str, rows: str) -> None:
    """Names what most cases have none of, and where its rows stand (`from …`, with `%(case)s`): the page asks once after
    all of them together, and a topic then only where there is something."""
    RARE[name] = rows


@asked_once
def rare_on(case: Case) -> list[str]:
    """What of it this case has, as far as the reader sees it."""
    # Written by topics when they are loaded, never by anybody who types.
    parts = [f"select '{name}' where exists (select from {rows})" for name, rows in RARE.items()]  # noqa: S608
    asked = " union all ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(asked, {"case": case.pk})
        return [name for (name,) in cursor.fetchall()]


def moments(*processes: str) -> Callable[[Tell], Tell]:
    """Adds entries to the story. Names the processes whose steps are thereby told already."""

    def add(tell: Tell) -> Tell:
        TELLERS.append(tell)
        TOLD.update(processes)
        return tell

    return add


def part(key: str, label: Words, *, page: str, order: int, permission: Permission, kind: str = "") -> None:
    """Adds a tab, shown to who holds the permission; in cases of one kind only where that is named."""
    PARTS[key] = Part(key, label, page, order, permission, kind)


def alerts(warn: Warn) -> Warn:
    """Adds what must be known before acting."""
    WARNERS.append(warn)
    return warn


def actions(offer: Offer) -> Offer:
    """Adds to what this person could do next."""
    OFFERERS.append(offer)
    return offer


def asides(show: Show) -> Show:
    """Adds a card beside the story."""
    ASIDES.append(show)
    return show


part("story", _("Story"), page="cases:case-detail", order=0, permission=CASE_READ)
