"""Where upper contexts say what they hold for a person's file, what stands in the way of erasing it, and which of their
dossiers go with it. Asked as the system, by the worker."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from himaya.registry.people.models import Person


@dataclass(frozen=True, slots=True)
class Work:
    """What a context holds: `open` work or other reasons not to touch it; when the last work ended; the dossiers that
    hold it, and the public ids under which drafts may lie."""

    open: bool = False
    ended: date | None = None
    dossiers: frozenset[int] = field(default_factory=frozenset)
    public_ids: frozenset[str] = field(default_factory=frozenset)


Ask = Callable[[Person], Work]
WORKERS: list[Ask] = []


def work(ask: Ask) -> Ask:
    """Adds what a context holds."""
    WORKERS.append(ask)
    return ask


def work_for(person: Person) -> Work:
    """What all contexts hold together."""
    told: Iterable[Work] = [ask(person) for ask in WORKERS]
    ends = [one.ended for one in told if one.ended]
    return Work(
        open=any(one.open for one in told),
        ended=max(ends, default=None),
        dossiers=frozenset().union(*(one.dossiers for one in told)),
        public_ids=frozenset().union(*(one.public_ids for one in told)),
    )
