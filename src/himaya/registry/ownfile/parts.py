"""Where the contexts say what they hold about a person. Each adds what it knows when the application starts:

    part(gather)       # the things held, in the words in which they may go out
    others(names)      # names of other people, to be blanked in free words
    standing(ask)      # what speaks against giving the file to somebody

so that the register need not know of cases. Everything is read as the human who prepares the file: what is not open
to them cannot get in. What is sealed or walled is left out by whoever gathers it (`openly`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from himaya.access.models import Wall
from himaya.access.roles import SEALED
from himaya.kit.text import fold
from himaya.registry.documents.models import Document
from himaya.registry.ownfile.rules import Standing
from himaya.registry.people.models import Person

# The parts of the file, in order; their names and plain words stand in the letter's wording.
SECTIONS = ("identity", "contact", "family", "statuses", "consents", "documents", "cases", "sources", "given")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is held. `free`: words somebody wrote, which a human reads before they go out. `review`: why it
    stays in unless a human lets it out. `withheld`: why it never goes out; then it has no text. `document`: the paper
    whose copy goes out with the line."""

    section: str
    label: str
    text: str = ""
    day: date | None = None
    free: bool = False
    withheld: str = ""
    review: str = ""
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks or is given: somebody of the register, or only a name."""

    person: Person | None
    name: str = ""

    def may_be(self, other: Person) -> bool:
        """The same record, or the same family name and given name in any spelling."""
        if self.person is not None and self.person.pk == other.pk:
            return True
        told = set(fold(self.name).split())
        return bool(told) and {fold(other.family_name), fold(other.given_name)} - {""} <= told


Gather = Callable[[Person], Iterable[Piece]]
Names = Callable[[Person], Iterable[str]]
Ask = Callable[[Person, "Asker"], Standing]

GATHERERS: list[Gather] = []
NAMERS: list[Names] = []
STANDINGS: list[Ask] = []


def part(gather: Gather) -> Gather:
    """Adds what a context holds."""
    GATHERERS.append(gather)
    return gather


def others(names: Names) -> Names:
    """Adds names of other people."""
    NAMERS.append(names)
    return names


def standing(ask: Ask) -> Ask:
    """Adds what is known against somebody."""
    STANDINGS.append(ask)
    return ask


def openly(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of dossiers that are neither sealed nor walled against anybody: the rest is left out without a word, for a
    word would tell that it is there."""
    return rows.exclude(dossier__sensitivity=SEALED).exclude(dossier__in=Wall.objects.values("dossier"))
