"""The language of processes.

A `Process` is written once as a class an official could read beside the regulation: its states, who may move
a record from one to another, what must be true first, which clock then runs. The engine gives every process
its immutable steps, its guards with reasons, its clocks, notices, status bar and next actions.

One procedure may come in kinds (`class Separation(CaseWork, variant="separation")`): each has the states and moves
of its procedure and words anew what is its own. Callers name the procedure (`CaseWork.move(case, CaseWork.close)`);
the record says which kind it is. Steps and clocks are written under the procedure's one code.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, Self

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
    "Words",
    "address_of",
]

PROCESSES: dict[str, type["Process"]] = catalogue.PROCESSES


def _whole() -> AbstractContextManager[Any]:
    """A transaction, unless there is one: inside an action a move is kept or undone with the action."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def placed(states: dict[str, State], new: State) -> dict[str, State]:
    """The states with one more: in the place of its namesake, or after the one it names, or last."""
    if new.name in states or new.after not in states:
        return {**states, new.name: new}
    return {n: s for name, state in states.items() for n, s in _and_next(name, state, new)}


def _and_next(name: str, state: State, new: State) -> list[tuple[str, State]]:
    return [(name, state), (new.name, new)] if name == new.after else [(name, state)]


class Process:
    """One procedure. Subclasses name `code`, `title`, `of` and their states and moves as class attributes."""

    code: ClassVar[str] = ""
    title: ClassVar[Words] = ""
    of: ClassVar[type[Governed]]
    states: ClassVar[dict[str, State]]
    moves: ClassVar[dict[str, Move]]
    clocks: ClassVar[dict[str, Clock]]
    # Kinds of the one procedure, by the word of `told_apart_by` on the record.
    variants: ClassVar[dict[str, type["Process"]]]
    variant: ClassVar[str] = ""
    told_apart_by: ClassVar[str] = "kind"

    def __init_subclass__(cls, *, variant: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.variant = variant
        if variant:
            cls.states, cls.moves, cls.clocks = dict(cls.states), dict(cls.moves), dict(cls.clocks)
        else:
            cls.states, cls.moves, cls.clocks, cls.variants = {}, {}, {}, {}
        for name, value in vars(cls).items():
            if isinstance(value, State):
                value.name = name
                cls.states = placed(cls.states, value)
            elif isinstance(value, Move):
                value.name = name
                cls.moves[name] = value
                cls.clocks.update({c.name: c for c in value.starts})
        if variant:
            cls.variants[variant] = cls
        else:
            PROCESSES[cls.code] = cls

    # --- asking ---

    @classmethod
    def of_record(cls, subject: Any) -> type[Self]:
        """The kind of this procedure that governs a record; the procedure itself where it has no kinds."""
        found: Any = cls.variants.get(getattr(subject, cls.told_apart_by)) if cls.variants else None
        return found or cls

    @classmethod
    def own(cls, subject: Any, move: Move) -> Move:
        """A move as the record's own kind words it."""
        return cls.of_record(subject).moves.get(move.name, move)

    @classmethod
    def every_state(cls) -> dict[str, State]:
        """The states of the procedure and of all its kinds."""
        return {n: s for kind in [*cls.variants.values(), cls] for n, s in kind.states.items()}

    @classmethod
    def find_clock(cls, name: str) -> Clock | None:
        """The clock of this name, of the procedure or of one of its kinds."""
        return next((k.clocks[name] for k in [cls, *cls.variants.values()] if name in k.clocks), None)

    @classmethod
    def clock_of(cls, subject: Any, name: str) -> Clock | None:
        """The clock of this name as the record's own kind words it, or as the procedure does (a topic above may have
        added it there)."""
        return cls.of_record(subject).clocks.get(name) or cls.clocks.get(name)

    @classmethod
    def state_of(cls, subject: Any) -> State:
        """Where the record stands."""
        return cls.of_record(subject).states[subject.status]

    @classmethod
    def next_for(cls, subject: Any, by: User, clocks: Iterable[ClockRow] | None = None) -> list[NextMove]:
        """The moves open to this person, with what blocks each. `clocks`: the record's open ones, where a page has
        read them already."""
        running = {c.name: c for c in (cls.clocks_of(subject) if clocks is None else clocks)}
        grants = engine.grants_on(subject)
        found = []
        for move in cls.of_record(subject).moves.values():
            if not move.starts_from(subject.status) or not engine.allowed(move, subject, by, grants):
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
            for name, state in cls.of_record(subject).states.items()
            if not state.aside or name == current
        ]

    # --- moving ---

    @classmethod
    def begin(
        cls, subject: Any, move: Move, *, by: Any, facts: Facts | None = None, reason: str = ""
    ) -> Step:
        """Saves a new record in the state its start names, and writes its first step."""
        process, move = cls.of_record(subject), cls.own(subject, move)
        assert move.target is not None
        engine.require_party(move, subject, by)
        gaps = engine.pass_guards(process, move, subject, facts or {}, by, "")
        subject.status = move.target.name
        subject.save()
        return engine.write(process, move, subject, "", by, reason, "", gaps, facts or {})

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
        process, move = cls.of_record(subject), cls.own(subject, move)
        with _whole():
            held = cls.of.objects.select_for_update(of=("self",)).select_related("dossier__unit")
            # the record itself is in hand: of the row that is held only what others may have changed
            locked = held.only("status", "version", "zone", "dossier").get(pk=subject.pk)
            subject.dossier = locked.dossier
            if not move.starts_from(locked.status):
                raise Moved(engine.already(process, locked))
            engine.require_party(move, locked, by)
            gaps = engine.pass_guards(process, move, subject, facts, by, override)
            step = engine.write(process, move, subject, locked.status, by, reason, override, gaps, facts)
            # as the step's own trigger has written it: the row is held, so nobody else has
            subject.status, subject.version = step.to_state, locked.version + 1
        return step
