"""What the pages of school-absence lists show."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import StaffRequest, fetch
from himaya.cases.absence.models import AbsenceList, AbsenceRow
from himaya.cases.absence.process import AbsenceListing
from himaya.cases.absence.queries import children_of, lists, rows_of
from himaya.cases.absence.rules import words_of
from himaya.kit.fields import show_birth_date
from himaya.kit.shapes import Chip, Crumb, Stat, Tone
from himaya.registry.models import Person
from himaya.registry.queries import born_of

TONES: dict[str, Tone] = {"reading": "watch", "kept": "good"}
# verdict → label, tone
VERDICTS: dict[str, tuple[Any, Tone]] = {
    AbsenceRow.SURE: (gettext_lazy("the child is known"), "good"),
    AbsenceRow.LIKELY: (gettext_lazy("say who it is"), "watch"),
    AbsenceRow.UNKNOWN: (gettext_lazy("not registered"), "info"),
    AbsenceRow.OTHER: (gettext_lazy("none of those registered"), "calm"),
    AbsenceRow.REPEATED: (gettext_lazy("stands there twice"), "calm"),
    AbsenceRow.REFUSED: (gettext_lazy("to be put right"), "bad"),
}


def list_called(request: StaffRequest, public_id: str) -> AbsenceList:
    """The list, if this person may see it."""
    found: AbsenceList = fetch(request, lists().visible_to(request.user), public_id=public_id)
    return found


def row_called(request: StaffRequest, listed: AbsenceList, place: int) -> AbsenceRow:
    """A row of a list that this person may see."""
    rows = (
        AbsenceRow.objects.visible_to(request.user).filter(listed=listed).select_related("listed", "dossier")
    )
    found: AbsenceRow = fetch(request, rows, place=place)
    return found


def chip_of(listed: AbsenceList) -> Chip:
    """Where it stands."""
    return Chip(AbsenceListing.state_of(listed).label, TONES.get(listed.status, ""))


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list as the page of lists shows it."""

    listed: AbsenceList
    chip: Chip
    asks: int


def list_lines(found: list[AbsenceList]) -> list[ListLine]:
    """Each with its state and how many rows still ask."""
    return [ListLine(one, chip_of(one), _asks(one)) for one in found]


def _asks(listed: AbsenceList) -> int:
    """Before the worker has held the list against the register nobody is asked anything."""
    return int(listed.counts.get(AbsenceRow.LIKELY, 0)) if listed.status == AbsenceListing.kept.name else 0


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as its list shows it: a child's name as the register has it only where the file is open to the reader."""

    row: AbsenceRow
    facts: str
    chip: Chip
    because: list[str]
    child: Person | None
    asks: bool


def row_lines(listed: AbsenceList, rows: list[AbsenceRow]) -> list[RowLine]:
    """Lines of a list; one question however many."""
    children = children_of(rows)
    open_now = listed.status == AbsenceListing.kept.name
    return [
        RowLine(
            row,
            facts_of(row),
            Chip(*VERDICTS[row.verdict])
            if listed.compared_at or row.verdict in _BEFORE
            else Chip(_("waits"), "watch"),
            words_of(row.remarks),
            children.get(row.person_id or 0),
            open_now and row.verdict == AbsenceRow.LIKELY,
        )
        for row in rows
    ]


_BEFORE = (AbsenceRow.REFUSED, AbsenceRow.REPEATED)


def facts_of(row: AbsenceRow) -> str:
    """What one knows the pupil by, and the days."""
    born = born_of(row.facts)
    days = (
        _("%(days)s days away, %(unexcused)s without a good reason") % row.facts
        if "days" in row.facts
        else ""
    )
    parts = [
        show_birth_date(born) if born else "",
        row.facts.get("fin", ""),
        row.facts.get("school_class", ""),
        days,
    ]
    return " · ".join(part for part in parts if part)


def stats_of(listed: AbsenceList, chosen: str) -> list[Stat]:
    """How many rows of each verdict, each the way to them; none before they were held against the register."""
    if listed.compared_at is None:
        return []
    return [
        Stat(words, listed.counts[verdict], f"?state={verdict}" if verdict != chosen else "?", tone)
        for verdict, (words, tone) in VERDICTS.items()
        if listed.counts.get(verdict)
    ]


def surround(listed: AbsenceList, **more: Any) -> dict[str, Any]:
    """What stands around every page of a list."""
    kept = listed.status == AbsenceListing.kept.name
    return {
        "listed": listed,
        "chip": chip_of(listed),
        "crumbs": [Crumb(_("School absence"), reverse("cases:absences"))],
        "kept": kept,
        "may_end": AbsenceListing.take_back.starts_from(listed.status),
        "asking": next_asking(listed) if kept else None,
        **more,
    }


def next_asking(listed: AbsenceList) -> int | None:
    """The place of the first row that asks."""
    return rows_of(listed, AbsenceRow.LIKELY).values_list("place", flat=True).first()
