"""The queue of pairs, the two sides of one, and what the judgements tell."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, QuerySet, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.fields import show_birth_date
from himaya.reference.queries import full_name, label, norm
from himaya.registry.adjudication.models import Judgement, Pair
from himaya.registry.adjudication.rules import (
    LABELS,
    MOST_BITS,
    RISKS,
    Facts,
    Weight,
    kappa,
    likelihood,
    weigh,
)
from himaya.registry.linkage.queries import weigh_people
from himaya.registry.linkage.rules import FIELDS, LEVELS
from himaya.registry.people.models import Person
from himaya.workflow.queries import state_of

OPEN = ("waiting", "asked", "second", "disputed")
MOST = 200


def facts_of(person: Person) -> Facts:
    """What is compared of one record."""
    return Facts(
        family_name=person.family_name,
        given_name=person.given_name,
        fathers_name=person.fathers_name,
        sex=person.sex,
        born=person.born,
        fins=frozenset(i.value for i in person.identifiers.filter(kind="fin", ended_at__isnull=True)),
        phones=frozenset(person.phones.filter(ended_at__isnull=True).values_list("number", flat=True)),
        place=person.territory_id,
    )


def percent_of(pair: Pair) -> int:
    """The likelihood for people, to whom nothing is quite sure."""
    return min(max(round(pair.score * 100), 1), 99)


@dataclass(frozen=True, slots=True)
class Queued:
    """One line of the queue."""

    pair: Pair
    one: Person | None
    other: Person | None

    @property
    def percent(self) -> int:
        """The likelihood, for people."""
        return percent_of(self.pair)

    @property
    def state(self) -> Any:
        """Where it stands, in words."""
        return state_of(self.pair)

    @property
    def risks(self) -> list[Any]:
        """What makes it risky, in words."""
        return [RISKS[risk] for risk in self.pair.risks if risk in RISKS]


def pairs_to_judge(user: Any, *, states: Iterable[str] = OPEN) -> list[Queued]:
    """What waits, the risky first, then the likeliest, then the oldest."""
    rows = list(
        Pair.objects.visible_to(user)
        .filter(status__in=list(states))
        .annotate(plain=Case(When(risks=[], then=1), default=0))
        .order_by("plain", "-score", "raised_at")[:MOST]
    )
    people = _people(rows)
    return [Queued(pair, people.get(pair.one_id), people.get(pair.other_id)) for pair in rows]


def _people(pairs: Iterable[Pair]) -> dict[int, Person]:
    pks = {pk for pair in pairs for pk in (pair.one_id, pair.other_id)}
    return {person.pk: person for person in Person.everyone.filter(pk__in=pks).select_related("territory")}


@dataclass(frozen=True, slots=True)
class Bar:
    """One field of the waterfall: what either side says, how far it speaks, and where its bar begins and ends on a
    scale of 0 to 100."""

    label: Any
    one: str
    other: str
    how: str
    bits: float
    start: str
    width: str

    @property
    def speaks_for(self) -> bool:
        """For one person, or for two."""
        return self.bits >= 0


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement as the page shows it."""

    judgement: Judgement
    verdict: Any


@dataclass(frozen=True, slots=True)
class Sides:
    """A pair as its page shows it."""

    one: Person | None
    other: Person | None
    bars: list[Bar]
    said: list[Said]


def sides_of(pair: Pair) -> Sides:
    """Both records as far as the reader sees them, and the evidence field by field."""
    people = _people([pair])
    one, other = people.get(pair.one_id), people.get(pair.other_id)
    words = {
        Pair.SAME: _("One person"),
        Pair.DIFFERENT: _("Two people"),
        Pair.ASK: _("Asked for more"),
        "answer": _("Answered"),
    }
    said = [Said(j, words[j.verdict]) for j in pair.judgements.select_related("judged_by")]
    return Sides(one, other, _bars(pair, one, other), said)


# What the model compares, as a pair keeps it and its page calls it.
_KEPT = {"given": "given_name", "family": "family_name", "father": "fathers_name"}


def as_kept(steps: Iterable[tuple[str, str, float]]) -> list[dict[str, Any]]:
    """The model's evidence (fact, level, bits) as a pair keeps it."""
    return [_weight(*step).kept() for step in steps]


def _weight(of: str, level: str, bits: float) -> Weight:
    return Weight(_KEPT.get(of, of), "silent" if level == "missing" else level, bits)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence, field by field, the likelihood it comes to, and the model that says so (none: fixed values)."""

    weights: list[Weight]
    score: float
    model: str = ""


def evidence(one: Person | None, other: Person | None) -> Evidence | None:
    """The evidence for who sees both: by the published model, by fixed values while there is none."""
    if one is None or other is None:
        return None
    by_model = weigh_people(one.pk, other.pk)
    if by_model is not None:
        weights = [_weight(part.of, part.level, part.bits) for part in by_model.parts]
        return Evidence(weights, by_model.probability, by_model.model)
    fixed = weigh(facts_of(one), facts_of(other))
    return Evidence(fixed, likelihood(fixed))


def _bars(pair: Pair, one: Person | None, other: Person | None) -> list[Bar]:
    weights = [Weight(w["field"], w["how"], float(w["weight"])) for w in pair.weights]
    if not weights:
        found = evidence(one, other)
        weights = found.weights if found else [Weight(field, "silent", 0.0) for field in LABELS]
    return [
        Bar(
            label=LABELS.get(weight.field) or FIELDS.get(weight.field, weight.field),
            one=_shown(one, weight.field),
            other=_shown(other, weight.field),
            how=_how(weight.how),
            bits=round(weight.weight, 1),
            start=f"{50 + min(_scaled(weight.weight), 0):g}",
            width=f"{abs(_scaled(weight.weight)):g}",
        )
        for weight in weights
    ]


def _scaled(bits: float) -> float:
    return round(max(min(bits, MOST_BITS / 2), -MOST_BITS / 2) / (MOST_BITS / 2) * 50, 1)


def _how(level: str) -> str:
    known: dict[str, Any] = {
        **LEVELS,
        "": "",
        "same": _("agrees"),
        "like": _("sounds alike, or a letter apart"),
        "near": _("almost agrees"),
        "swapped": _("day and month swapped"),
        "other": _("differs"),
        "silent": _("not known on both sides"),
    }
    return str(known.get(level, level))


def _shown(person: Person | None, field: str) -> str:
    if person is None:
        return "•••"
    if field in ("fin", "phone", "home"):
        return ", ".join(_numbers(person, field)) or "—"
    said: Any = {
        "born": person.born and show_birth_date(person.born),
        "sex": label("sex", person.sex),
        "place": person.territory and full_name(person.territory),
    }
    return str(said.get(field, getattr(person, field, "")) or "—")


def _numbers(person: Person, field: str) -> list[str]:
    if field == "fin":
        return [one.masked for one in person.identifiers.filter(kind="fin", ended_at__isnull=True)]
    if field == "home":
        lines = person.addresses.filter(ended_on__isnull=True, kind__in=["actual", "registered"])
        return list(lines.exclude(line="").order_by("kind").values_list("line", flat=True)[:1])
    return [one.shown for one in person.phones.filter(ended_at__isnull=True)]


def digest_of(pair: Pair) -> str:
    """The facts on which a judgement rests."""
    with connection.cursor() as cursor:
        cursor.execute("select registry_facts_digest(%s, %s)", [pair.one_id, pair.other_id])
        return str(cursor.fetchone()[0])


def risks_now(pair: Pair) -> list[str]:
    """What makes the pair risky as things stand."""
    with connection.cursor() as cursor:
        cursor.execute("select registry_pair_risks(%s, %s)", [pair.one_id, pair.other_id])
        found = cursor.fetchone()[0]
    return list(json.loads(found) if isinstance(found, str) else found)


def enough() -> int:
    """Below how many percent the evidence is thin: norm `adjudication.second.below`."""
    return int(norm("adjudication.second.below", on=clock.today()).value)


# --- what the judgements tell -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """A final judgement as the training of the model reads it: no name, no key of a person."""

    pair: int
    score: float
    weights: list[dict[str, Any]]
    same: bool
    judged_at: datetime
    model_version: str


def labels(since: datetime | None = None) -> list[Label]:
    """What people have said for good, oldest first."""
    rows: QuerySet[Judgement] = Judgement.objects.filter(final=True)
    if since is not None:
        rows = rows.filter(judged_at__gte=since)
    return [
        Label(j.pair_id, j.score, j.weights, j.verdict == Pair.SAME, j.judged_at, j.model_version)
        for j in rows.order_by("pk")
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the drift chart: what the model expected, and what people found."""

    month: datetime
    count: int
    expected: float
    found: float

    @property
    def expected_percent(self) -> int:
        """The share expected, in percent."""
        return round(self.expected * 100)

    @property
    def found_percent(self) -> int:
        """The share found, in percent."""
        return round(self.found * 100)

    @property
    def gap(self) -> int:
        """How far apart, in points of a hundred."""
        return self.found_percent - self.expected_percent


def drift(user: Any) -> list[Month]:
    """Month by month: the share expected to be one person, and the share that people judged so."""
    rows = (
        Judgement.objects.visible_to(user)
        .filter(final=True)
        .annotate(month=TruncMonth("judged_at"))
        .values_list("month", "score", "verdict")
    )
    by_month: dict[datetime, list[tuple[float, bool]]] = {}
    for month, score, verdict in rows:
        by_month.setdefault(month, []).append((score, verdict == Pair.SAME))
    return [
        Month(
            month,
            len(said),
            sum(score for score, _same in said) / len(said),
            sum(same for _score, same in said) / len(said),
        )
        for month, said in sorted(by_month.items())
    ]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often one adjudicator's word and the other person's were the same."""

    who: str
    judged: int
    compared: int
    agreed: int

    @property
    def percent(self) -> int | None:
        """Of those that were compared."""
        return round(100 * self.agreed / self.compared) if self.compared else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the statistics page shows."""

    people: list[Agreement]
    kappa: float | None
    compared: int
    months: list[Month]

    @property
    def expected_line(self) -> str:
        """The months' expected shares as points of a drawing 600 wide and 100 high."""
        return _line([month.expected for month in self.months])

    @property
    def found_line(self) -> str:
        """The months' found shares, likewise."""
        return _line([month.found for month in self.months])


def _line(shares: list[float]) -> str:
    step = 600 / max(len(shares) - 1, 1)
    points = [f"{n * step:.0f},{100 - share * 100:.0f}" for n, share in enumerate(shares)]
    return " ".join([*points, f"600,{points[0].partition(',')[2]}"] if len(points) == 1 else points)


def statistics(user: Any) -> Statistics:
    """How far the adjudicators agree with each other, and the model with them."""
    by_pair: dict[int, dict[int, Judgement]] = {}
    rows = Judgement.objects.visible_to(user).filter(verdict__in=["same", "different"])
    for judgement in rows.select_related("judged_by").order_by("pk"):
        by_pair.setdefault(judgement.pair_id, {})[judgement.turn] = judgement
    judged: dict[str, list[int]] = {}
    compared: list[tuple[str, str]] = []
    for turns in by_pair.values():
        for judgement in turns.values():
            judged.setdefault(str(judgement.judged_by or ""), [0, 0, 0])[0] += 1
        if 1 in turns and 2 in turns:
            compared.append((turns[1].verdict, turns[2].verdict))
            for turn in (1, 2):
                counts = judged[str(turns[turn].judged_by or "")]
                counts[1] += 1
                counts[2] += turns[1].verdict == turns[2].verdict
    people = [Agreement(who, *counts) for who, counts in sorted(judged.items())]
    return Statistics(people, kappa(compared), len(compared), drift(user))
