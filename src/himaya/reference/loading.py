"""What the loaders of all topics share: the columns of every data file, and where the files are."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import models

from himaya.kit import tables
from himaya.kit.tables import required

HERE = Path(__file__).parent

LINES = {
    "name_az": required(tables.line(300)),
    "name_en": required(tables.line(300)),
    "name_ru": required(tables.line(300)),
}
VALID = {"valid_from": tables.day, "valid_to": tables.day}
SOURCED = {"source": required(tables.line(200)), "certainty": tables.one_of("V", "T", "K", "P", "")}


def files(topic: str, pattern: str = "*.csv") -> list[Path]:
    """The data files of a topic, in order of name."""
    return sorted((HERE / topic / "data").glob(pattern))


def digest() -> str:
    """One number for all shipped data files."""
    summed = hashlib.sha256()
    for path in sorted(HERE.glob("*/data/*.csv")):
        summed.update(path.name.encode() + b"\0" + path.read_bytes())
    return summed.hexdigest()


def period(row: dict[str, Any]) -> tuple[Any, Any]:
    """The valid range of a row."""
    return row["valid_from"] or None, row["valid_to"] or None


def not_edited(model: type[models.Model], field: str, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that nobody edited on this site."""
    edited = set(model._default_manager.filter(edited=True).values_list(field, flat=True))
    return [row for row in rows if row[field] not in edited]
