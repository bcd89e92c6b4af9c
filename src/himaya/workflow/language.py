"""The words of the language of processes: state, move, clock, notice. `process` puts them together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Protocol

from django.utils.functional import Promise

from himaya.access.models import User
from himaya.access.roles import Role
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict
from himaya.workflow.clocks.models import Clock as ClockRow

Words = Promise | str
Facts = Mapping[str, Any]
Guard = Callable[[Any, Facts], Verdict]
Person = Callable[[Any], User | None]


class Moved(Refused):
    """Somebody else moved the record first; says who and where to."""


@dataclass(eq=False)
class State:
    """Where a record can stand. `aside` states are off the main path of the status bar; `after` says where a state
    that a kind adds to its procedure has its place."""

    label: Words
    aside: bool = False
    name: str = ""
    after: str = ""
    is_end: ClassVar[bool] = False


class End(State):
    """A state without a way on, save reopening. Reaching it stops every clock."""

    is_end = True


@dataclass(frozen=True)
class Party:
    """Someone who may move a record without holding a role over its unit: the system, the public."""

    name: str
    label: Words


SYSTEM_PARTY = Party("system", "system")
PUBLIC_PARTY = Party("public", "public")


@dataclass(frozen=True)
class Clock:
    """A deadline a move starts. `norm` is a key, or says the key for the record."""

    name: str
    label: Words
    norm: str | Callable[[Any], str]
    role: type[Role]
    holder: Person | None = None
    since: Callable[[Any], datetime] | None = None
    ladder: str | Callable[[Any], str] = "standard"

    def norm_for(self, subject: Any) -> str:
        """The norm's key for this record."""
        return self.norm if isinstance(self.norm, str) else self.norm(subject)

    def ladder_for(self, subject: Any) -> str:
        """The ladder this record's clock climbs."""
        return self.ladder if isinstance(self.ladder, str) else self.ladder(subject)


@dataclass(frozen=True)
class Tell:
    """A notice a move sends: to a person named by the record, or to a role at its unit."""

    kind: str
    to: Person | type[Role]
    urgent: bool = False


@dataclass(eq=False)
class Move:
    """A way from one state to another, for named roles."""

    source: State | Sequence[State] | None
    target: State | None
    by: Sequence[type[Role] | Party]
    label: Words = ""
    needs: Sequence[Guard] = ()
    overridden_by: Sequence[type[Role]] = ()
    # An emergency or a mandatory report: nothing holds it back, what is missing becomes a task.
    never_held: bool = False
    starts: Sequence[Clock] = ()
    meets: Sequence[str] = ()
    cancels: Sequence[str] = ()
    tells: Sequence[Tell] = ()
    reasons: str = ""
    page: str = ""
    tone: str = ""
    name: str = ""

    @property
    def sources(self) -> tuple[State, ...]:
        """The states it starts from; none for a start."""
        if self.source is None:
            return ()
        return (self.source,) if isinstance(self.source, State) else tuple(self.source)

    def starts_from(self, status: str) -> bool:
        """Whether a record that stands there can make this move."""
        return any(source.name == status for source in self.sources)


def Start(target: State, by: Sequence[type[Role] | Party], **words: Any) -> Move:
    """The move that brings a record into being."""
    return Move(None, target, by, **words)


class NextMove(NamedTuple):
    """What a person could do now: the move, why not yet, and where."""

    move: Move
    label: Words
    reason: str
    url: str
    clock: ClockRow | None

    @property
    def open(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.reason


class Passed(NamedTuple):
    """A state on the status bar, and when it was reached."""

    state: State
    at: datetime | None
    current: bool


class Governs(Protocol):
    """What the engine needs to know of a process."""

    code: str
    of: Any
    states: dict[str, State]
