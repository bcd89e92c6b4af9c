"""What is told about a person, by whom, and what of it is shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.fields import show_birth_date
from himaya.reference.queries import label
from himaya.registry.people.models import Person
from himaya.registry.people.rules import Details
from himaya.registry.sources.models import FieldChoice, Source, SourceLink, SourceTelling, SourceTrust
from himaya.registry.sources.rules import FIELDS, Told, born_of, picks, rank_on


def trust_on(sources: Iterable[int], on: date) -> dict[int, int]:
    """How far each source is believed on a day, by its key; 0 where nobody said."""
    dated: dict[int, list[tuple[date, int]]] = {}
    for source, start, rank in SourceTrust.objects.filter(source__in=set(sources)).values_list(
        "source_id", "valid_from", "rank"
    ):
        dated.setdefault(source, []).append((start, rank))
    return {source: rank_on(trusts, on) for source, trusts in dated.items()}


def tellings_of(person: Person) -> list[SourceTelling]:
    """What each source that is joined to the person says now, the latest first."""
    newest = (
        SourceTelling.objects.filter(
            record__in=SourceLink.objects.filter(person=person, cut__isnull=True).values("record")
        )
        .order_by("record", "-number")
        .distinct("record")
        .select_related("record__source", "told_by", "unit")
    )
    return sorted(newest, key=lambda one: (one.received_at, one.pk), reverse=True)


def told_of(tellings: Iterable[SourceTelling]) -> list[Told]:
    """As the rules read it."""
    said = list(tellings)
    trust = trust_on((one.record.source_id for one in said), clock.today())
    return [
        Told(
            telling=one.pk,
            record=one.record_id,
            source=str(one.record.source),
            rank=trust.get(one.record.source_id, 0),
            at=one.received_at,
            facts=one.facts,
        )
        for one in said
    ]


def chosen_by_hand(person: Person, told: Iterable[Told]) -> dict[str, int]:
    """Field to the telling a human took, as far as its source still says the same."""
    current = {one.record: one for one in told}
    if len(current) < 2:  # nothing to choose between
        return {}
    newest: dict[str, FieldChoice] = {}
    for choice in FieldChoice.objects.filter(person=person).select_related("telling").order_by("pk"):
        newest[choice.field] = choice
    chosen = {}
    for field, choice in newest.items():
        taken = choice.telling
        now = current.get(taken.record_id) if taken else None
        if taken and now and now.facts.get(field) == taken.facts.get(field):
            chosen[field] = now.telling
    return chosen


def details_of(person: Person) -> Details:
    """What the person's columns hold now."""
    return Details(
        family_name=person.family_name,
        given_name=person.given_name,
        fathers_name=person.fathers_name,
        sex=person.sex,
        born=person.born,
        multiple_birth=person.multiple_birth,
        died_on=person.died_on,
        citizenship=person.citizenship,
        language=person.language,
        life=person.life,
    )


@dataclass(frozen=True, slots=True)
class Saying:
    """What one source says of one field."""

    source: str
    by: str
    at: datetime
    shown: str
    telling: str
    is_taken: bool = False
    is_hand: bool = False


@dataclass(frozen=True, slots=True)
class FieldStory:
    """One field of the person's page: what stands there, where it came from, what else is said."""

    field: str
    label: Any
    shown: str
    source: str
    why: str
    differ: bool
    sayings: list[Saying]
    # Nobody says anything of it, and nobody need.
    idle: bool = False
    # Whether it came from elsewhere than most, or more than one source speaks of it.
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where everything on a person's page came from. `main`: what most of the fields were taken from, said once."""

    fields: list[FieldStory]
    links: list[SourceLink]
    tellings: list[SourceTelling]
    main: SourceTelling | None = None

    @property
    def differ(self) -> bool:
        """Whether sources disagree on anything that nobody has settled."""
        return any(story.differ for story in self.fields)

    def sources_of(self, fact: str, value: str, kind: str = "") -> list[str]:
        """The sources that told an identifier, a telephone or an address: `("papers", "AA1234567", "id_card")`."""
        found = []
        for telling in self.tellings:
            told = telling.facts.get(fact)
            told = told.get(kind) if kind and isinstance(told, dict) else told
            if told and (told == value or (isinstance(told, list) and value in told)):
                found.append(str(telling.record.source))
        return list(dict.fromkeys(found))


# Said of few: where nobody says it, the page does not either.
RARE = frozenset({"died_on", "life", "citizenship", "language", "multiple_birth"})
_WHY = {
    "hand": lambda: _("chosen by hand"),
    "trusted": lambda: _("the most trusted source"),
    "newest": lambda: _("the newest source"),
    "agreed": lambda: _("the sources agree"),
}


def provenance(person: Person) -> Provenance:
    """Field by field where it came from. Sources that no longer count (cut) are left out."""
    tellings = tellings_of(person)
    told = told_of(tellings)
    chosen = chosen_by_hand(person, told)
    view = picks(told, chosen)
    by_telling = {one.pk: one for one in tellings}
    now = details_of(person)
    taken_of = {
        field: by_telling.get(one.telling) for field, one in view.items() if field in FIELDS and one.telling
    }
    main = _most(telling for telling in taken_of.values() if telling)
    stories = []
    for field, words in FIELDS.items():
        one = view.get(field)
        taken = taken_of.get(field)
        said = [telling for telling in tellings if field in telling.facts]
        stories.append(
            FieldStory(
                field=field,
                label=words,
                shown=show(field, getattr(now, field)),
                source=str(taken.record.source) if taken else "",
                why=_WHY[one.why]() if one and one.why in _WHY else "",
                differ=bool(one and one.differ),
                sayings=[_saying(field, t, taken, one is not None and one.why == "hand") for t in said],
                apart=len(said) > 1 or taken != main,
                idle=field in RARE and not any(telling.facts[field] for telling in said),
            )
        )
    links = SourceLink.objects.filter(person=person, cut__isnull=True).select_related(
        "record__source", "linked_by"
    )
    return Provenance(stories, list(links), tellings, main)


def _most(tellings: Iterable[SourceTelling]) -> SourceTelling | None:
    """The one that stands here most often, the latest of equals; None of nothing."""
    times = Counter(tellings)
    return max(times, key=lambda one: (times[one], one.received_at, one.pk), default=None)


def _saying(field: str, telling: SourceTelling, taken: SourceTelling | None, hand: bool) -> Saying:
    value = telling.facts[field]
    return Saying(
        source=str(telling.record.source),
        by=str(telling.told_by or telling.unit or ""),
        at=telling.received_at,
        shown=show(field, born_of(value) if field == "born" else value),
        telling=telling.public_id,
        is_taken=taken is not None and telling.pk == taken.pk,
        is_hand=hand and taken is not None and telling.pk == taken.pk,
    )


_LISTS = {
    "sex": "sex",
    "citizenship": "person.citizenship",
    "language": "person.language",
    "life": "person.life",
}


def show(field: str, value: Any) -> str:
    """A fact as people read it."""
    if value in (None, ""):
        return "—"
    if field == "born":
        return show_birth_date(value)
    if field in _LISTS:
        return label(_LISTS[field], str(value))
    if field == "multiple_birth":
        return _("yes") if value else _("no")
    if field == "died_on":
        day = value if isinstance(value, date) else date.fromisoformat(value)
        return f"{day:%d.%m.%Y}"
    return str(value)


def source_named(code: str) -> Source | None:
    """A source by its code."""
    return Source.objects.filter(code=code).first()


@dataclass(frozen=True, slots=True)
class Believed:
    """A source, how far it is believed now, and what is to come."""

    source: Source
    rank: int
    coming: list[SourceTrust]


def sources_now() -> list[Believed]:
    """Every source, the most trusted first."""
    today = clock.today()
    sources = list(Source.objects.prefetch_related("trusts"))
    ranks = trust_on((source.pk for source in sources), today)
    found = [
        Believed(source, ranks.get(source.pk, 0), [t for t in source.trusts.all() if t.valid_from > today])
        for source in sources
    ]
    return sorted(found, key=lambda one: (-one.rank, one.source.code))
