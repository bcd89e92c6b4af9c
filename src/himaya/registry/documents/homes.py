"""In which records documents lie, and who keeps those records: told by the contexts whose records they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from himaya.access.models import Dossier, User


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kind of record that holds documents. `kind`: of its dossier; `rows`: the records somebody may see; `page`: the
    address of a record's documents; `over`: whether work on it has ended. `adds`: whether documents are put to it."""

    kind: str
    rows: Callable[[Any], QuerySet[Any]]
    page: str
    over: Callable[[Any], bool]
    adds: bool = True


@dataclass(frozen=True, slots=True)
class Home:
    """The record in which a document lies."""

    title: str
    url: str
    over: bool


Keeper = Callable[[Dossier], User | None]
SHELVES: dict[str, Shelf] = {}
KEEPERS: list[Keeper] = []


def shelf(made: Shelf) -> Shelf:
    """Adds a kind of record that holds documents."""
    SHELVES[made.kind] = made
    return made


def keeper(find: Keeper) -> Keeper:
    """Adds a way to find who keeps a record; the first answer counts."""
    KEEPERS.append(find)
    return find


def homes_of(dossiers: Iterable[Dossier], by: Any) -> dict[int, Home]:
    """The records in which documents lie, by the dossier's key, as far as this person sees them; one question for each
    kind of record."""
    wanted: dict[str, set[int]] = {}
    for dossier in dossiers:
        wanted.setdefault(dossier.kind, set()).add(dossier.pk)
    return {
        record.dossier_id: Home(str(record), reverse(made.page, args=[record.public_id]), made.over(record))
        for kind, pks in wanted.items()
        if (made := SHELVES.get(kind)) is not None
        for record in made.rows(by).filter(dossier__in=pks)
    }


def home_of(dossier: Dossier, by: Any) -> Home | None:
    """The record in which a document lies, as far as this person sees it."""
    return homes_of([dossier], by).get(dossier.pk)


def keeper_of(dossier: Dossier) -> User | None:
    """Who keeps the record by name."""
    return next((user for find in KEEPERS if (user := find(dossier)) is not None), None)
