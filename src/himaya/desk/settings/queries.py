"""Reference data as its keepers read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from himaya.desk.settings.frame import sure_chip
from himaya.kit import clock
from himaya.kit.shapes import Chip, Words
from himaya.kit.text import fold
from himaya.reference.models import (
    Code,
    Codelist,
    HelpNumber,
    LegalAct,
    Norm,
    Settlement,
    Territory,
    WorkingDayChange,
)
from himaya.reference.queries import NormValue, days_off, label, norm_history, norms_in_force, territories
from himaya.workflow.models import PaperTemplate

BODIES = "body.kind"


@dataclass(frozen=True, slots=True)
class NormLine:
    """A value with its words: what it is, how sure, on which act it stands."""

    value: NormValue
    says: str
    act: str
    sure: Chip
    place: str = ""
    state: str = ""  # past, now, planned
    pilots: int = 0


def says(value: NormValue) -> str:
    """A value with its unit: `4 hours`; a body by its name."""
    if value.unit == Norm.Unit.BODY:
        return label(BODIES, str(value.value))
    if value.unit == Norm.Unit.COUNT:
        return str(value.value)
    return f"{value.value} {Norm.Unit(value.unit).label}"


def norm_lines(words: str = "", certainty: str = "", group: str = "") -> list[NormLine]:
    """The nationwide values in force today: those whose name, key or act answers the words."""
    today, acts = clock.today(), act_titles()
    wanted = fold(words).split()
    found = []
    for value in norms_in_force(today, prefix=f"{group}." if group else ""):
        act = acts.get(value.act, value.act)
        text = fold(" ".join([value.key, *value.names, act]))
        if all(word in text for word in wanted) and certainty in ("", value.certainty):
            pilots = sum(1 for v in norm_history(value.key) if v.territory_id and today in v.valid)
            found.append(NormLine(value, says(value), act, sure_chip(value.certainty), pilots=pilots))
    return found


def norm_groups() -> list[str]:
    """The first words of the keys, by which the list can be narrowed."""
    return sorted({value.key.partition(".")[0] for value in norms_in_force(clock.today())})


def norm_story(key: str) -> list[NormLine]:
    """Every value a key ever had or will have, the newest first; pilots beside the nationwide ones."""
    today, acts = clock.today(), act_titles()
    places = {t.pk: t.name for t in territories()}
    lines = [
        NormLine(
            v,
            says(v),
            acts.get(v.act, v.act),
            sure_chip(v.certainty),
            place=places.get(v.territory_id, "") if v.territory_id else "",
            state=_state(v, today),
        )
        for v in norm_history(key)
    ]
    return sorted(lines, key=lambda line: (line.place, line.value.valid.start or date.min), reverse=True)


def _state(value: NormValue, today: date) -> str:
    if today in value.valid:
        return "now"
    start = value.valid.start
    return "planned" if start is not None and start > today else "past"


def act_titles() -> dict[str, str]:
    """Titles of the acts in the reader's language, by key."""
    return {act.key: act.name for act in LegalAct.objects.all()}


def acts() -> list[LegalAct]:
    """The legal library, by name."""
    return sorted(LegalAct.objects.all(), key=lambda act: act.name)


# --- code lists ---


def codelist_lines(words: str = "") -> list[Codelist]:
    """The lists whose name or key, or one of whose codes, answers the words; each with how many codes it has."""
    wanted = fold(words)
    rows = Codelist.objects.annotate(many=Count("codes", filter=_in_use(clock.today())))
    if not wanted:
        return list(rows)
    hits = {
        pk
        for pk, *names in Code.objects.values_list("codelist_id", "name_az", "name_en", "name_ru", "code")
        if wanted in fold(" ".join(names))
    }
    return [
        r for r in rows if r.pk in hits or wanted in fold(" ".join([r.key, r.name_az, r.name_en, r.name_ru]))
    ]


def _in_use(on: date) -> Q:
    return Q(codes__valid__contains=on)


def codes_of(codelist: Codelist) -> tuple[list[Code], list[Code]]:
    """The codes in use, and those retired or not yet in use."""
    today = clock.today()
    rows = list(Code.objects.filter(codelist=codelist).select_related("parent").order_by("order", "code"))
    used = [r for r in rows if _covers(r, today)]
    return used, [r for r in rows if r not in used]


def code_named(codelist: str, code: str) -> QuerySet[Code]:
    """One code of one list."""
    return Code.objects.select_related("codelist").filter(codelist__key=codelist, code=code)


def _covers(row: Code, on: date) -> bool:
    return (row.valid.lower is None or row.valid.lower <= on) and (
        row.valid.upper is None or on < row.valid.upper
    )


# --- places, days, numbers, letters ---


@dataclass(frozen=True, slots=True)
class Region:
    """An economic region and its units."""

    region: Territory
    units: list[Territory]


def regions() -> list[Region]:
    """The country by economic region; each unit with the number of its settlements (`many`)."""
    rows = list(Territory.objects.annotate(many=Count("settlements")).order_by("name_sort"))
    return [
        Region(region, [t for t in rows if t.parent_id == region.pk])
        for region in rows
        if region.kind == Territory.Kind.REGION
    ]


def settlements_of(territory: Territory) -> list[Settlement]:
    """The settlements of a unit and of its districts, by name."""
    rows = Settlement.objects.filter(Q(territory=territory) | Q(territory__parent=territory))
    return list(rows.select_related("territory").order_by("name_sort"))


def all_settlements() -> Iterable[Settlement]:
    """The whole gazetteer, for a file."""
    return Settlement.objects.select_related("territory").order_by("territory__code", "name_sort")


@dataclass(frozen=True, slots=True)
class OffDay:
    """A day off, or a day worked although it would be off."""

    day: date
    reason: str
    moved: bool
    kind: Words = ""
    source: str = ""


def days_of(year: int) -> list[OffDay]:
    """The holidays of a year and the days the Cabinet moved."""
    moved = {change.day: change for change in moved_days(year)}
    found = [
        OffDay(day, reason, False, WorkingDayChange.Kind.OFF.label)
        for day, reason in days_off(year).items()
        if day not in moved
    ]
    found += [OffDay(c.day, c.reason, True, c.get_kind_display(), c.source) for c in moved.values()]
    return sorted(found, key=lambda d: d.day)


def moved_days(year: int | None = None) -> list[WorkingDayChange]:
    """The moved days, of one year or of all."""
    rows = WorkingDayChange.objects.order_by("day")
    return list(rows.filter(day__year=year) if year else rows)


def all_numbers() -> list[HelpNumber]:
    """Every number, also those out of service."""
    return list(HelpNumber.objects.all())


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of letter: the version in force, and how many there were."""

    key: str
    title: str
    now: PaperTemplate | None
    versions: list[PaperTemplate]


def letters() -> list[Letter]:
    """Every kind of letter with its versions, the newest first."""
    by_key: dict[str, list[PaperTemplate]] = {}
    for row in PaperTemplate.objects.order_by("key", "-number"):
        by_key.setdefault(row.key, []).append(row)
    return [_letter(key, versions) for key, versions in by_key.items()]


def versions_of(key: str) -> list[PaperTemplate]:
    """The versions of one kind of letter, the newest first."""
    return list(PaperTemplate.objects.filter(key=key).order_by("-number"))


def _letter(key: str, versions: list[PaperTemplate]) -> Letter:
    today = clock.today()
    now = next((v for v in versions if today in v.valid), None)
    return Letter(key, title_of(now or versions[0]), now, versions)


def title_of(template: PaperTemplate) -> str:
    """How a letter is called: its own heading in the reader's language."""
    words = template.wording.get((get_language() or "az")[:2]) or template.wording["az"]
    return str(words.get("title") or template.key)
