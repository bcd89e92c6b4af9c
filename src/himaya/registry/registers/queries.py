"""Who stands on a register on a day, and how many. Row security leaves each reader their own part of the country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise

from himaya.access.models import Unit
from himaya.access.roles import NORMAL, SEALED, SENSITIVE
from himaya.kit.fields import show_birth_date
from himaya.reference.models import Territory
from himaya.reference.queries import codelist, ids_downwards, in_language, label, norm
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.people.models import Person
from himaya.registry.registers.rules import (
    BANDS,
    DISABILITIES,
    MARKS,
    Line,
    Register,
    band_name,
    band_words,
    born_between,
    marks_of,
)
from himaya.registry.statuses.models import CareFact, GroupMembership
from himaya.registry.statuses.rules import ASPECTS, GROUPS

FRESH = "register.confirm.interval"
PAGE = 50
FARTHEST = 1_000_000  # page: beyond it nobody turns


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which day, and of whom. Empty: of all."""

    on: date
    group: str = ""
    territory: Territory | None = None
    band: tuple[int, int | None] | None = None
    sex: str = ""
    disability: str = ""  # yes or no
    unit: Unit | None = None  # with the units below it


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a register."""

    membership: GroupMembership
    person: Person
    fin: str
    marks: list[str]
    care: dict[str, CareFact] = field(default_factory=dict)

    @property
    def born(self) -> str:
        """As well as it is known."""
        return show_birth_date(self.person.born) if self.person.born else ""

    @property
    def mark_words(self) -> list[Promise | str]:
        """What mars the line, in words."""
        return [MARKS[mark] for mark in self.marks]

    @property
    def parents(self) -> list[str]:
        """What stands of each parent."""
        told = [(who, self.care_words(who)) for who in ("mother", "father")]
        return [f"{label('relationship.type', who)}: {words}" for who, words in told if words]

    @property
    def adoptability(self) -> str:
        """Whether the child may be adopted."""
        return self.care_words("adoptability")

    @property
    def placement(self) -> str:
        """Where the child is."""
        return self.care_words("placement")

    def care_words(self, aspect: str) -> str:
        """A fact of the central register in words."""
        fact = self.care.get(aspect)
        if fact is None:
            return ""
        codes = str(codelist(ASPECTS)[aspect].attributes["codes"])
        return ", ".join(filter(None, [label(codes, fact.code), fact.detail]))


def standing_on(on: date) -> Q:
    """Statuses that hold on a day; nothing written by mistake."""
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return Q(started_on__lte=on) & still & ~Q(end_reason=GroupMembership.MISTAKE)


def listed(register: Register, asked: Asked) -> QuerySet[GroupMembership]:
    """The lines of a register on a day, in the order of the Azerbaijani alphabet: the living, each once a status."""
    alive = Q(person__died_on__isnull=True) & ~Q(person__life="dead") | Q(person__died_on__gt=asked.on)
    rows = GroupMembership.objects.filter(standing_on(asked.on), alive, person__merged_into__isnull=True)
    wanted = [asked.group] if asked.group else list(register.statuses)
    if wanted:
        rows = rows.filter(status__in=wanted)
    if asked.territory is not None:
        rows = rows.filter(person__territory__in=ids_downwards(asked.territory))
    if asked.unit is not None:
        rows = rows.filter(zone__in=_zones_of(asked.unit))
    if asked.sex:
        rows = rows.filter(person__sex=asked.sex)
    if asked.band is not None:
        rows = rows.filter(_in_band(asked.band, asked.on))
    if asked.disability:
        disabled = GroupMembership.objects.filter(
            standing_on(asked.on), person=OuterRef("person"), status__in=DISABILITIES
        )
        rows = rows.filter(Exists(disabled) if asked.disability == "yes" else ~Exists(disabled))
    return rows.order_by("person__name_sort", "person_id", "pk")


def _zones_of(unit: Unit) -> list[int]:
    """The zones of a unit and those below it, of every sensitivity; whether they are open is for row security."""
    within = Unit.objects.filter(path__contains=[unit.pk]).values_list("pk", flat=True)
    return [pk * 4 + level for pk in within for level in (NORMAL, SENSITIVE, SEALED)]


def unit_name(unit: Unit) -> str:
    """In the reader's language."""
    return in_language(unit.name_az, unit.name_en, unit.name_ru)


def _in_band(band: tuple[int, int | None], on: date) -> Q:
    after, upto = born_between(band, on)
    inside = Q(person__birth_date__lte=upto)
    return inside if after is None else inside & Q(person__birth_date__gt=after)


def entries(register: Register, rows: Iterable[GroupMembership], on: date) -> list[Entry]:
    """The lines with what stands beside them, in a fixed number of questions."""
    found = list(rows)
    people = {row.person_id for row in found}
    numbers = dict(
        PersonIdentifier.objects.filter(person__in=people, kind="fin", ended_at__isnull=True).values_list(
            "person_id", "value"
        )
    )
    care: dict[int, dict[str, CareFact]] = {}
    if register.care:
        facts = CareFact.objects.filter(person__in=people, started_on__lte=on).order_by("started_on", "pk")
        for fact in facts.exclude(ended_on__lte=on):
            care.setdefault(fact.person_id, {})[fact.aspect] = fact
    months = int(norm(FRESH, on).value)
    asks = {code: item.attributes for code, item in codelist(GROUPS).items()}
    return [
        Entry(
            row,
            row.person,
            numbers.get(row.person_id, ""),
            marks_of(
                _line(row, row.person_id in numbers, care.get(row.person_id, {})),
                asks.get(row.status, {}),
                on,
                months,
                care=register.care,
            ),
            care.get(row.person_id, {}),
        )
        for row in found
    ]


def _line(row: GroupMembership, has_fin: bool, care: dict[str, CareFact]) -> Line:
    return Line(
        status=row.status,
        started_on=row.started_on,
        fresh_on=row.fresh_on,
        valid_until=row.valid_until,
        decided=bool(row.decision or row.decided_on),
        ground=row.ground,
        born=row.person.born,
        has_fin=has_fin,
        has_place=row.person.territory_id is not None,
        aspects=frozenset(care),
    )


def with_people(rows: QuerySet[GroupMembership]) -> QuerySet[GroupMembership]:
    """With the person and the place, in one question."""
    return rows.select_related("person__territory")


# --- pages ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a register. Whether more follow is known, how many there are in all is not: counting a nation's
    lines takes longer than showing some of them."""

    number: int
    rows: list[GroupMembership]
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether pages stand before this one."""
        return self.number > 1

    @property
    def is_whole(self) -> bool:
        """Whether all there is stands on this page."""
        return not self.has_previous and not self.has_next

    @property
    def start_index(self) -> int:
        """The number of its first line."""
        return (self.number - 1) * PAGE + 1

    @property
    def end_index(self) -> int:
        """The number of its last line."""
        return self.start_index + len(self.rows) - 1


def leaf(rows: QuerySet[GroupMembership], asked: str) -> Leaf:
    """The page asked for; the first where the words are no number, the last where it lies behind all lines."""
    number = min(max(int(asked[:9]), 1), FARTHEST) if asked.isdecimal() else 1
    # Sorted are keys, not whole lines with their people.
    found = list(rows.values_list("pk", flat=True)[(number - 1) * PAGE : number * PAGE + 1])
    if not found and number > 1:
        return leaf(rows, str(-(-rows.count() // PAGE)))
    at = {key: place for place, key in enumerate(found[:PAGE])}
    shown = sorted(with_people(GroupMembership.objects.filter(pk__in=at)), key=lambda row: at[row.pk])
    return Leaf(number, shown, has_next=len(found) > PAGE)


# --- counts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines and people stand on a register: in all, by status, and by age and sex. One person counts once
    in all, once in each status."""

    lines: int
    people: int
    statuses: list[tuple[str, int]]
    ages: list[tuple[str, int, int, int]]


def counts(rows: QuerySet[GroupMembership], on: date) -> Counts:
    """Of the lines of a register."""
    plain = rows.order_by()
    by_status = plain.values_list("status").annotate(many=Count("person", distinct=True), lines=Count("pk"))
    names = {code: item.name for code, item in codelist(GROUPS).items()}
    order = list(names)
    found = sorted(by_status, key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    ages = {band_words(band): [0, 0, 0] for band in BANDS} | {"": [0, 0, 0]}
    cells = plain.annotate(band=_band(on)).values_list("band", "person__sex")
    for band, sex, many in cells.annotate(many=Count("person", distinct=True)):
        ages[band][("female", "male", "unknown").index(sex)] += many
    return Counts(
        lines=sum(lines for _code, _many, lines in found),
        people=sum(sum(cell) for cell in ages.values()),
        statuses=[(names.get(code, code), many) for code, many, _lines in found],
        ages=[(band, *cell) for band, cell in ages.items() if any(cell)],  # type: ignore[misc]
    )


def _band(on: date) -> Case:
    return Case(
        *(When(_in_band(band, on), then=Value(band_words(band))) for band in BANDS),
        default=Value(""),
        output_field=CharField(),
    )


def bands() -> Sequence[tuple[str, str]]:
    """To choose from."""
    return [(band_name(band), band_words(band)) for band in BANDS]
