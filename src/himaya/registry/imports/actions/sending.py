"""Sending a list in, saying what its columns mean, withdrawing it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from himaya.access.actions import open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import Unit, User
from himaya.access.roles import IMPORT_PREPARE
from himaya.kit import clock
from himaya.kit.books.opening import open_book
from himaya.kit.books.shapes import MB, Unreadable
from himaya.kit.errors import Refused
from himaya.kit.text import clean_line, fold
from himaya.registry.documents.rules import safe_name
from himaya.registry.imports.layout.tables import Table, tables_of
from himaya.registry.imports.mapping.titles import FIELDS, title_key
from himaya.registry.imports.models import ImportBatch, ImportColumn, ImportPiece, ImportRow
from himaya.registry.imports.process import Importing
from himaya.registry.imports.queries import remembered_titles, sent_before
from himaya.registry.imports.rules import limits


@action(IMPORT_PREPARE)
def send_list(
    *, name: str, path: Path, unit: Unit, by: User, institution: str = "", is_sample: bool = False
) -> ImportBatch:
    """A list sent in by a unit: opened, its tables found and its columns suggested, as its institution's list before
    had them. Nothing is read into the register.

    Refused where the file cannot be taken as a table, holds no people, or is the very one sent in before."""
    if unit.pk not in {m.unit_id for m in by.current_memberships}:
        raise Refused(_("Choose one of your own units."), "unit")
    digest = _digest(path)
    before = sent_before(digest, unit, by)
    if before is not None:
        raise Refused(
            _("This very file was sent in on %(day)s already: “%(name)s”.")
            % {"day": f"{clock.local(before.uploaded_at):%d.%m.%Y}", "name": before.file_name},
            "file",
        )
    institution = clean_line(institution)[:200]
    kind, tables = understand_file(path, remembered_titles(unit, institution))
    batch = ImportBatch(
        institution=institution,
        dossier=open_dossier(kind="import", unit=unit),
        file_name=safe_name(name),
        file_kind=kind,
        file_size=path.stat().st_size,
        file_digest=digest,
        as_of=next((t.header.as_of for t in tables if t.header.as_of), None),
        uploaded_by=by,
        uploaded_at=clock.now(),
        tables=[shown(table) for table in tables],
        is_sample=is_sample,
    )
    Importing.begin(batch, Importing.send_in, by=by)
    with path.open("rb") as file:
        _keep(batch, file)
    return batch


def understand_file(path: Path, remembered: Mapping[str, str]) -> tuple[str, list[Table]]:
    """What a file is and the tables of people in it. Refused where there is none."""
    today = clock.today()
    with open_book(path, limits(today)) as book:
        tables = [table for table, _sheet, _rows in tables_of(book, today, remembered) if table is not None]
        kind = book.kind
    if not tables:
        raise Unreadable(
            "nobody", _("No table of people was found in this file. Does it have a row of column titles?")
        )
    return kind, tables


def shown(table: Table) -> dict[str, Any]:
    """A table as it is kept until a human has looked at its columns."""
    return {
        "sheet": table.sheet,
        "titles": list(table.header.rows),
        "columns": [
            {
                "at": c.place,
                "title": c.title[:200],
                "field": c.field,
                "score": c.score,
                "samples": list(c.samples),
            }
            for c in table.columns
        ],
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(batch: ImportBatch, file: BinaryIO) -> None:
    number = 0
    while content := file.read(MB):
        ImportPiece.objects.create(dossier=batch.dossier, batch=batch, number=number, content=content)
        number += 1


@action(IMPORT_PREPARE, on="batch")
def confirm_columns(
    *,
    batch: ImportBatch,
    fields: Mapping[tuple[int, int], str],
    by: Any,
    as_of: date | None = None,
    expected: int | None = None,
) -> ImportBatch:
    """What the columns mean (table, column → field), from which the list is then read. The institution's next list
    begins with what was said here."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require_version(batch, expected)
    if set(fields.values()) - {*FIELDS, ""}:
        raise Refused(_("Choose from the list."))
    for number, table in enumerate(batch.tables):
        for column in table["columns"]:
            column["field"] = fields.get((number, column["at"]), column["field"])
    if not any(_has_names(table) for table in batch.tables):
        raise Refused(_("Say which column holds the names."))
    batch.as_of = as_of or batch.as_of
    batch.progress, batch.beat_at, batch.counts, batch.trouble = 0, None, {}, ""
    batch.save(update_fields=["tables", "as_of", "progress", "beat_at", "counts", "trouble"])
    _remember(batch, (c for table in batch.tables for c in table["columns"]))
    Importing.move(batch, Importing.read, by=by)
    return batch


def _has_names(table: Mapping[str, Any]) -> bool:
    return any(c["field"] in ("full_name", "family_name", "given_name") for c in table["columns"])


def _remember(batch: ImportBatch, columns: Iterable[Mapping[str, Any]]) -> None:
    whose: dict[str, Any] = {"unit": batch.dossier.unit, "institution": fold(batch.institution)}
    for column in columns:
        if key := title_key(column["title"])[:200]:
            ImportColumn.objects.update_or_create(**whose, title=key, defaults={"field": column["field"]})


@action(IMPORT_PREPARE, on="batch")
def change_columns(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Back to the columns; what was read so far is dropped."""
    Importing.move(batch, Importing.again, by=by)
    ImportRow.objects.filter(batch=batch).delete()
    return batch


@action(IMPORT_PREPARE, on="batch")
def withdraw_list(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """The list is given up; its file and rows are dropped."""
    Importing.move(batch, Importing.withdraw, by=by)
    ImportRow.objects.filter(batch=batch).delete()
    drop_file(batch)
    return batch


def drop_file(batch: ImportBatch) -> None:
    """The file is no longer needed. Part of other actions."""
    ImportPiece.objects.filter(batch=batch).delete()
