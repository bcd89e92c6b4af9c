"""Codes and their labels."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from himaya.kit import clock
from himaya.kit.periods import ALWAYS, Period
from himaya.reference.certainty import in_language
from himaya.reference.codelists.models import Code, Codelist
from himaya.reference.release.queries import remembered


@dataclass(frozen=True, slots=True)
class CodeItem:
    """A code as screens and rules read it."""

    code: str
    names: tuple[str, str, str]
    parent: str = ""
    order: int = 0
    attributes: dict[str, Any] = field(default_factory=dict, hash=False)
    valid: Period = ALWAYS
    source: str = ""
    certainty: str = "P"

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(*self.names)

    def __str__(self) -> str:
        return self.name


@remembered
def _lists() -> dict[str, dict[str, CodeItem]]:
    found: dict[str, dict[str, CodeItem]] = {
        key: {} for key in Codelist.objects.values_list("key", flat=True)
    }
    for row in Code.objects.select_related("codelist", "parent").order_by("codelist__key", "order", "code"):
        found[row.codelist.key][row.code] = CodeItem(
            code=row.code,
            names=(row.name_az, row.name_en, row.name_ru),
            parent=row.parent.code if row.parent else "",
            order=row.order,
            attributes=row.attributes,
            valid=Period(row.valid.lower, row.valid.upper),
            source=row.source,
            certainty=row.certainty,
        )
    return found


def codelist(key: str) -> dict[str, CodeItem]:
    """Every code of a list, retired ones too. LookupError for an unknown list: a fault of the programme."""
    try:
        return _lists()[key]
    except KeyError:
        raise LookupError(f'no code list "{key}"') from None


def codes(key: str, on: date | None = None) -> list[CodeItem]:
    """The codes of a list in use on a day (today), in their order."""
    on = on or clock.today()
    return [item for item in codelist(key).values() if on in item.valid]


def code_item(key: str, code: str) -> CodeItem | None:
    """One code, retired or not."""
    return codelist(key).get(code)


def label(key: str, code: str, language: str | None = None) -> str:
    """What a code is called, retired ones too; the code itself where the list does not know it."""
    if not code:
        return ""
    item = codelist(key).get(code)
    return in_language(*item.names, language) if item else code


def labels(key: str, chosen: list[str], language: str | None = None) -> list[str]:
    """What several codes are called."""
    return [label(key, code, language) for code in chosen]


def choices(key: str, on: date | None = None) -> list[tuple[str, str]]:
    """Pairs for a form: children directly after their parent."""
    items = codes(key, on)
    tops = [item for item in items if not item.parent]
    return [(item.code, item.name) for top in tops for item in (top, *_below(top, items))]


def _below(item: CodeItem, items: list[CodeItem]) -> list[CodeItem]:
    children = [child for child in items if child.parent == item.code]
    return [found for child in children for found in (child, *_below(child, items))]


def with_parents(key: str, code: str) -> list[CodeItem]:
    """The code and those above it, from the top down."""
    item = code_item(key, code)
    if item is None:
        return []
    return [*with_parents(key, item.parent), item] if item.parent else [item]
