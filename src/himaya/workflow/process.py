"""The language of processes.

A `Process` is written once as a class an official could read beside the regulation: its states, who may move
a record from one to another, what must be true first, which clock then runs. The engine gives every process
its immutable steps, its guards with reasons, its clocks, notices, status bar and next actions.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

from django.db import connection, transaction
from django.urls import reverse

from himaya.access.models import User
from himaya.workflow import catalogue, engine
from himaya.workflow.clocks.models import Clock as ClockRow
from himaya.workflow.engine import address_of
from himaya.workflow.language import (
    PUBLIC_PARTY,
    SYSTEM_PARTY,
    Clock,
    End,
    Facts,
    Guard,
    Move,
    Moved,
    NextMove,
    Party,
    Passed,
    Start,
    State,
    Tell,
    Words,
)
from himaya.workflow.steps.models import Governed, Step

__all__ = [
    "PROCESSES",
    "PUBLIC_PARTY",
    "SYSTEM_PARTY",
    "Clock",
    "End",
    "Facts",
    "Guard",
    "Move",
    "Moved",
    "Party",
    "Process",
    "Start",
    "State",
    "Tell",
    "address_of",
]

PROCESSES: dict[str, type["Process"]] = catalogue.PROCESSES


def _whole() -> AbstractContextManager[Any]:
    """A transaction, unless there is one: inside an action a move is kept or undone with the action."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


class Process:
    """One procedure. Subclasses name `code`, `title`, `of` and their states and moves as class attributes."""

    code: ClassVar[str] = ""
    title: ClassVar[Words] = ""
    of: ClassVar[type[Governed]]
    states: ClassVar[dict[str, State]]
    moves: ClassVar[dict[str, Move]]
    clocks: ClassVar[dict[str, Clock]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.states, cls.moves, cls.clocks = {}, {}, {}
        for name, value in vars(cls).items():
            if isinstance(value, State):
                value.name = name
                cls.states[name] = value
            elif isinstance(value, Move):
                value.name = name
                cls.moves[name] = value
                cls.clocks.update({c.name: c for c in value.starts})
        PROCESSES[cls.code] = cls

    # --- asking ---

    @classmethod
    def state_of(cls, subject: Any) -> State:
        """Where the record stands."""
        return cls.states[subject.status]

    @classmethod
    def next_for(cls, subject: Any, by: User, clocks: Iterable[ClockRow] | None = None) -> list[NextMove]:
        """The moves open to this person, with what blocks each. `clocks`: the record's open ones, where a page has
        read them already."""
        running = {c.name: c for c in (cls.clocks_of(subject) if clocks is None else clocks)}
        grants = engine.grants_on(subject)
        found = []
        for move in cls.moves.values():
            here = cls.states.get(subject.status) in move.sources
            if not here or not engine.allowed(move, subject, by, grants):
                continue
            reason = "" if move.never_held or move.overridden_by else engine.first_no(move, subject, {})
            url = reverse(move.page, args=[subject.public_id]) if move.page else ""
            clock = next((running[n] for n in move.meets if n in running), None)
            found.append(NextMove(move, move.label, reason, url, clock))
        return found

    @classmethod
    def clocks_of(cls, subject: Any) -> list[ClockRow]:
        """The record's open clocks, nearest first."""
        return list(
            ClockRow.objects.filter(
                process=cls.code, subject_id=subject.pk, state__in=[ClockRow.RUNNING, ClockRow.PAUSED]
            ).order_by("due_at")
        )

    @classmethod
    def steps_of(cls, subject: Any) -> list[Step]:
        """The record's history, oldest first."""
        return list(
            Step.objects.filter(process=cls.code, subject_id=subject.pk)
            .select_related("actor")
            .order_by("id")
        )

    @classmethod
    def bar_of(cls, subject: Any, steps: Iterable[Step] | None = None) -> list[Passed]:
        """The status bar: the main path with dates, and where the record stands if that is aside."""
        at = {s.to_state: s.at for s in (cls.steps_of(subject) if steps is None else steps)}
        current = subject.status
        return [
            Passed(state, at.get(name), name == current)
            for name, state in cls.states.items()
            if not state.aside or name == current
        ]

    # --- moving ---

    @classmethod
    def begin(
        cls, subject: Any, move: Move, *, by: Any, facts: Facts | None = None, reason: str = ""
    ) -> Step:
        """Saves a new record in the state its start names, and writes its first step."""
        assert move.target is not None
        engine.require_party(move, subject, by)
        gaps = engine.pass_guards(cls, move, subject, facts or {}, by, "")
        subject.status = move.target.name
        subject.save()
        return engine.write(cls, move, subject, "", by, reason, "", gaps, facts or {})

    @classmethod
    def move(
        cls,
        subject: Any,
        move: Move,
        *,
        by: Any,
        facts: Facts | None = None,
        reason: str = "",
        override: str = "",
    ) -> Step:
        """Moves a record, or says why not. Of two who move at once exactly one wins; the other is told what
        happened. The record in hand is brought up to date."""
        facts = facts or {}
        with _whole():
            held = cls.of.objects.select_for_update(of=("self",)).select_related("dossier__unit")
            # the record itself is in hand: of the row that is held only what others may have changed
            locked = held.only("status", "version", "zone", "dossier").get(pk=subject.pk)
            subject.dossier = locked.dossier
            if cls.states[locked.status] not in move.sources:
                raise Moved(engine.already(cls, locked))
            engine.require_party(move, locked, by)
            gaps = engine.pass_guards(cls, move, subject, facts, by, override)
            step = engine.write(cls, move, subject, locked.status, by, reason, override, gaps, facts)
            # as the step's own trigger has written it: the row is held, so nobody else has
            subject.status, subject.version = step.to_state, locked.version + 1
        return step
