"""Loading the shipped lists; adding and retiring codes."""

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from himaya.kit import tables
from himaya.kit.errors import Refused
from himaya.kit.tables import required
from himaya.reference.codelists.models import Code, Codelist
from himaya.reference.loading import LINES, SOURCED, VALID, not_edited, period
from himaya.reference.release.actions import mark_changed


def _attributes(cell: str) -> dict[str, Any]:
    try:
        read = json.loads(cell) if cell else {}
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise tables.BadCell(_("The attributes are not JSON."), _('Write them like {"rank": 1}.'))
    return read


LIST_COLUMNS = {"key": required(tables.line(60)), **LINES, **SOURCED}
CODE_COLUMNS = {
    "codelist": required(tables.line(60)),
    "code": required(tables.line(60)),
    "parent": tables.line(60),
    "order": required(tables.number),
    **LINES,
    "attributes": _attributes,
    **VALID,
    **SOURCED,
}
_SHARED = ["name_az", "name_en", "name_ru", "source", "certainty"]


def load_codelists(source: str) -> None:
    """Bring the shipped lists into the table."""
    rows = not_edited(Codelist, "key", tables.read_table(source, LIST_COLUMNS))
    Codelist.objects.bulk_create(
        [Codelist(key=row["key"], **{name: row[name] for name in _SHARED}) for row in rows],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=_SHARED,
    )


def load_codes(source: str) -> None:
    """Bring the shipped codes into their lists; a code edited here stays as it is."""
    lists = dict(Codelist.objects.values_list("key", "pk"))
    edited = set(Code.objects.filter(edited=True).values_list("codelist__key", "code"))
    rows = [
        row for row in tables.read_table(source, CODE_COLUMNS) if (row["codelist"], row["code"]) not in edited
    ]
    Code.objects.bulk_create(
        [
            Code(
                codelist_id=lists[row["codelist"]],
                code=row["code"],
                order=int(row["order"]),
                attributes=row["attributes"],
                valid=period(row),
                **{name: row[name] for name in _SHARED},
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["codelist", "code"],
        update_fields=["order", "attributes", "valid", *_SHARED],
    )
    _hang_under_parents(rows, lists)


def _hang_under_parents(rows: list[dict[str, Any]], lists: dict[str, int]) -> None:
    made = {
        (code.codelist_id, code.code): code for code in Code.objects.filter(codelist_id__in=lists.values())
    }
    moved = []
    for row in rows:
        code = made[lists[row["codelist"]], row["code"]]
        parent = made[lists[row["codelist"]], row["parent"]].pk if row["parent"] else None
        if code.parent_id != parent:
            code.parent_id = parent
            moved.append(code)
    Code.objects.bulk_update(moved, ["parent"])


@transaction.atomic
def add_code(
    *,
    codelist: Codelist,
    code: str,
    names: tuple[str, str, str],
    by: Any,
    parent: Code | None = None,
    order: int = 1000,
    valid_from: date | None = None,
    source: str = "",
) -> Code:
    """Add a code. Refused where the list already has it, retired or not: a code never changes its meaning."""
    if Code.objects.filter(codelist=codelist, code=code).exists():
        raise Refused(_("This list already has this code."), field="code")
    made = Code.objects.create(
        codelist=codelist,
        code=code,
        name_az=names[0],
        name_en=names[1] or names[0],
        name_ru=names[2] or names[0],
        parent=parent,
        order=order,
        valid=(valid_from, None),
        source=source,
        edited=True,
    )
    mark_changed(what="code.added", by=by, codelist=codelist.key, code=code)
    return made


@transaction.atomic
def rename_code(*, code: Code, names: tuple[str, str, str], by: Any) -> Code:
    """Say the same thing in better words."""
    code.name_az, code.name_en, code.name_ru = names
    code.edited = True
    code.save(update_fields=["name_az", "name_en", "name_ru", "edited"])
    mark_changed(what="code.renamed", by=by, codelist=code.codelist.key, code=code.code)
    return code


@transaction.atomic
def retire_code(*, code: Code, on: date, by: Any) -> Code:
    """From a day on it is no longer offered; records that hold it keep it. Nothing is deleted."""
    lower = code.valid.lower if hasattr(code.valid, "lower") else code.valid[0]
    if lower is not None and on < lower:
        raise Refused(_("The code is not in use on that day yet."), field="on")
    code.valid = (lower, on)
    code.edited = True
    code.save(update_fields=["valid", "edited"])
    mark_changed(what="code.retired", by=by, codelist=code.codelist.key, code=code.code)
    return code
