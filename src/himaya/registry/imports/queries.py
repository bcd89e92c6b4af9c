"""Reads about lists: which there are, their rows by verdict, what was told before."""

import tempfile
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Count, QuerySet

from himaya.access.gate import acting_as
from himaya.access.models import Unit
from himaya.access.roles import IMPORT_PREPARE, ROLES
from himaya.kit.text import fold
from himaya.registry.imports.models import ImportBatch, ImportColumn, ImportPiece, ImportRow
from himaya.registry.imports.rules import limits
from himaya.registry.imports.translating import new_person
from himaya.registry.registration.actions import likely_for
from himaya.registry.search.queries import Match

AT_WORK = ("reading", "applying", "undoing")


def batches(by: Any) -> QuerySet[ImportBatch]:
    """Lists this person may see, the newest first."""
    return ImportBatch.objects.visible_to(by).select_related("uploaded_by", "dossier__unit")


def lists_in_hand(by: Any) -> list[ImportBatch]:
    """Lists that are still to be looked through or approved, the newest first."""
    return list(batches(by).filter(status__in=("columns", "review", "waiting")))


def units_of(by: Any) -> list[Unit]:
    """The units in which this person may send lists in."""
    held = [m for m in by.current_memberships if m.role in ROLES and IMPORT_PREPARE in ROLES[m.role].may]
    return list({m.unit_id: m.unit for m in held}.values())


def sent_before(digest: str, unit: Unit, by: Any) -> ImportBatch | None:
    """The same file, sent in by this unit before and not given up."""
    gone = ("broken", "refused", "withdrawn", "undone")
    same = batches(by).filter(file_digest=digest, dossier__unit=unit)
    return same.exclude(status__in=gone).first()


def remembered_titles(unit: Unit, institution: str) -> dict[str, str]:
    """Title key → field, as the unit last said of this institution's lists; where it said nothing of them, of lists
    for which no institution was named."""
    said = ImportColumn.objects.filter(unit=unit, institution__in=["", fold(institution)])
    return dict(said.order_by("institution").values_list("title", "field"))


def institutions(by: Any) -> list[str]:
    """The institutions that lists came from so far, as they were called."""
    named = batches(by).exclude(institution="").order_by("institution")
    return list(named.values_list("institution", flat=True).distinct()[:200])


@contextmanager
def write_file(batch: ImportBatch, by: Any) -> Iterator[Path]:
    """The list's file, on disk for as long as it is read."""
    with tempfile.NamedTemporaryFile(prefix="himaya-list-") as file:
        with acting_as(by):
            pieces = ImportPiece.objects.filter(batch=batch).order_by("number")
            for number in pieces.values_list("number", flat=True):
                file.write(bytes(pieces.values_list("content", flat=True).get(number=number)))
        file.flush()
        yield Path(file.name)


def largest_list(on: date) -> int:
    """How large the file of a list may be, in bytes (norm `import.file.megabytes`)."""
    return limits(on).size


def saved_list(file: Any, folder: str) -> Path:
    """An uploaded file on disk, where a reader can move about in it."""
    path = Path(folder) / "list"
    with path.open("wb") as out:
        for piece in file.chunks():
            out.write(piece)
    return path


def rows(batch: ImportBatch, by: Any) -> QuerySet[ImportRow]:
    """The rows of a list, in its order."""
    return ImportRow.objects.visible_to(by).filter(batch=batch).order_by("place")


def tally(batch: ImportBatch) -> dict[str, int]:
    """How many rows there are of each verdict and outcome, and how many still ask."""
    found = {
        row["verdict"]: row["n"]
        for row in ImportRow.objects.filter(batch=batch).values("verdict").annotate(n=Count("pk")).order_by()
    }
    outcomes = ImportRow.objects.filter(batch=batch).exclude(outcome="").values("outcome")
    found |= {row["outcome"]: row["n"] for row in outcomes.annotate(n=Count("pk")).order_by()}
    found["asking"] = ImportRow.objects.filter(
        batch=batch, verdict__in=[ImportRow.LIKELY, ImportRow.CONFLICT], decision=""
    ).count()
    return found


def next_asking(batch: ImportBatch) -> int | None:
    """The place of the first row that still asks for a decision."""
    asking = ImportRow.objects.filter(
        batch=batch, verdict__in=[ImportRow.LIKELY, ImportRow.CONFLICT], decision=""
    )
    return asking.order_by("place").values_list("place", flat=True).first()


def likely_people(row: ImportRow, by: Any) -> list[Match]:
    """Who in the register the row may be, as the register stands now."""
    if row.verdict not in (ImportRow.LIKELY, ImportRow.CONFLICT) or not row.matches:
        return []
    return likely_of(row.facts, {match[0] for match in row.matches}, by)


def likely_of(facts: Mapping[str, Any], known: Container[str], by: Any) -> list[Match]:
    """Of those who came into question for a row's facts, how alike each is, as the register stands now."""
    return [match for match in likely_for(new=new_person(facts), by=by) if match.public_id in known]
