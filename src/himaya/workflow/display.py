"""A process as a page shows it: status bar, what next, clocks and story, ready for the components."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.kit.shapes import Due, Moment, NextAction
from himaya.kit.shapes import Step as Mark
from himaya.reference.queries import label
from himaya.workflow.clocks.models import Clock
from himaya.workflow.process import PROCESSES, Process
from himaya.workflow.steps.models import Step


def status_bar(process: type[Process], subject: Any, steps: list[Step]) -> list[Mark]:
    """The states of the main path with the days they were reached."""
    passed = process.bar_of(subject, steps)
    here = next((i for i, p in enumerate(passed) if p.current), 0)
    return [
        Mark(
            p.state.label,
            "current" if i == here else "done" if i < here and p.at else "todo" if i > here else "skipped",
            p.at,
        )
        for i, p in enumerate(passed)
    ]


def next_actions(
    process: type[Process], subject: Any, by: User, clocks: Iterable[Clock] | None = None
) -> list[NextAction]:
    """What this person may do now, each with its clock, or with what blocks it. `clocks`: the record's open ones,
    where the page has read them already."""
    found = process.next_for(subject, by, clocks)
    return [
        NextAction(
            label=n.label,
            url=n.url,
            due=due(n.clock) if n.clock else None,
            primary=n.move.tone == "primary",
            danger=n.move.tone == "danger",
            blocked=[n.reason] if n.reason else [],
        )
        for n in found
        if n.url or n.reason
    ]


def due(clock: Clock) -> Due:
    """A clock as the clock component takes it."""
    paused = label("clock.pause_reason", clock.pause_reason) if clock.state == Clock.PAUSED else ""
    return Due(
        at=clock.due_at,
        met_at=clock.ended_at if clock.state == Clock.MET else None,
        paused=paused,
        label=clock_label(clock),
    )


def clock_label(clock: Clock) -> str:
    """What a clock is called."""
    process = PROCESSES.get(clock.process)
    word = process.find_clock(clock.name) if process else None
    return str(word.label) if word else clock.name


def story(process: type[Process], steps: list[Step]) -> list[Moment]:
    """The steps of a record as entries of its story."""
    return [
        Moment(
            at=s.at,
            title=_reached(process, s),
            text=" · ".join(_details(process, s)),
            by=str(s.actor) if s.actor else _("the system") if s.actor_kind == "system" else _("the public"),
            kind="step",
            kind_label=_("Steps"),
            icon="route",
            tone="watch" if s.gaps else "",
        )
        for s in steps
    ]


def _reached(process: type[Process], step: Step) -> str:
    """What was reached, of what: a story mixes several processes, and a button's words are no news."""
    state = process.states.get(step.to_state)
    return f"{process.title}: {state.label}" if state else step.to_state


def _details(process: type[Process], step: Step) -> list[str]:
    move = process.moves.get(step.move)
    found = []
    if step.reason:
        found.append(str(label(move.reasons, step.reason)) if move and move.reasons else step.reason)
    if step.override_reason:
        found.append(_("Overridden: %(why)s") % {"why": label("override.reason", step.override_reason)})
    if step.gaps:
        found.append(_("Went ahead with something still missing; a task was opened."))
    return found
