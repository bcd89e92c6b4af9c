"""Finding people, through the search door: in full, masked, or not at all."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.models import Unit
from himaya.access.protection.actor import require_actor
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.fields import show_birth_date
from himaya.kit.periods import BirthDate
from himaya.kit.text import fold
from himaya.reference.queries import full_name, ids_downwards, in_language, remembered, territories
from himaya.registry.linkage.queries import Typed, Weighed, weigh_typed
from himaya.registry.linkage.rules import FIELDS, LEVELS
from himaya.registry.linkage.rules import LIKELY as LIKELY_BY_MODEL
from himaya.registry.people.models import Person
from himaya.registry.search.rules import Asked, read_identity, read_question

MOST = 20
# From here on two records are shown to the registrar as perhaps the same person.
LIKELY, MOST_LIKELY = 0.7, 10
MOST_EVIDENCE = 4
AGE_BANDS = (0, 3, 7, 11, 15, 18, 30, 45, 60, 75)


class TooManySearches(Refused):
    """The hour's share of searches is used up."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing by which a person was found."""

    how: str
    word: str = ""

    def __str__(self) -> str:
        return str(_HOW[self.how]()) if self.how in _HOW else self.how


_HOW = {
    "same": lambda: _("name agrees"),
    "start": lambda: _("name begins so"),
    "ending": lambda: _("name with another ending"),
    "sound": lambda: _("name sounds alike"),
    "typo": lambda: _("name differs by a letter"),
    "place": lambda: _("place agrees"),
    "birth": lambda: _("birth date agrees"),
    "birth_swapped": lambda: _("birth date with day and month swapped"),
    "birth_part": lambda: _("birth date almost agrees"),
    "birth_near": lambda: _("age is near"),
    "birth_year": lambda: _("birth year agrees"),
    "birth_month": lambda: _("birth month agrees"),
    "age": lambda: _("age agrees"),
    "sex": lambda: _("sex agrees"),
    "fin": lambda: _("FIN agrees"),
    "fin_near": lambda: _("FIN differs by one sign"),
    "paper": lambda: _("document number agrees"),
    "phone": lambda: _("telephone agrees"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A person found. `person` only where the asker sees the file; else the mask: initials, age band, place and
    the unit to ask for access."""

    public_id: str
    score: float
    reasons: tuple[Reason, ...]
    person: Person | None = None
    initials: str = ""
    age_from: int | None = None
    territory: Any = None
    unit: Unit | None = field(default=None, compare=False)
    # By the published model, where one is published and a person is being registered.
    weighed: Weighed | None = field(default=None, compare=False)

    @property
    def percent(self) -> int | None:
        """The likelihood by the model, for people, to whom nothing is quite sure."""
        return None if self.weighed is None else min(max(round(self.weighed.probability * 100), 1), 99)

    @property
    def evidence(self) -> list[str]:
        """What speaks most for or against, field by field, in bits."""
        parts = (
            [] if self.weighed is None else [p for p in self.weighed.parts if p.level not in ("", "missing")]
        )
        telling = sorted(parts, key=lambda part: -abs(part.bits))[:MOST_EVIDENCE]
        return [f"{FIELDS[p.of]}: {LEVELS.get(p.level, p.level)} ({p.bits:+.1f})" for p in telling]

    @property
    def is_masked(self) -> bool:
        """Known, but not open to the asker."""
        return self.person is None

    @property
    def age_band(self) -> str:
        """The band of ages in which a masked person's lies: `11–14`."""
        if self.age_from is None:
            return ""
        later = [low for low in AGE_BANDS if low > self.age_from]
        return f"{self.age_from}–{later[0] - 1}" if later else f"{self.age_from}+"

    @property
    def born(self) -> str:
        """The birth date of one seen in full, as well as it is known, and the age."""
        if self.person is None or self.person.born is None:
            return ""
        return f"{show_birth_date(self.person.born)} ({self.person.age})"

    @property
    def place(self) -> str:
        """Where the person lives."""
        return full_name(self.territory) if self.territory else ""

    @property
    def unit_name(self) -> str:
        """The unit to ask for access, in the reader's language."""
        return in_language(self.unit.name_az, self.unit.name_en, self.unit.name_ru) if self.unit else ""

    @property
    def why(self) -> list[str]:
        """The reasons in words, each once."""
        return list(dict.fromkeys(str(reason) for reason in self.reasons))


@remembered
def _map() -> tuple[dict[str, set[int]], dict[int, Any]]:
    """Territories by name as it is looked up, and by key; built anew when the reference data change."""
    named: dict[str, set[int]] = {}
    everything = territories()
    for territory in everything:
        inside = ids_downwards(territory)
        for name in {territory.name_az, territory.name_en, territory.name_ru, *territory.aliases.split(";")}:
            if name and territory.kind != "country":
                named.setdefault(fold(name).replace("e", "a"), set()).update(inside)
    return named, {territory.pk: territory for territory in everything}


def _places(words: str) -> tuple[int, ...]:
    return tuple(sorted(_map()[0].get(words.replace("e", "a"), ())))


def ask(asked: Asked, *, most: int = MOST, counted: bool = True) -> list[Match]:
    """The people who answer the question best, for the actor of this transaction."""
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select sight, person, public_id, score, why, initials, age_from, territory, unit "
            "from registry_find_people(%s, %s, %s)",
            [json.dumps(asked.for_database()), most, counted],
        )
        rows = cursor.fetchall()
    if rows and rows[0][0] == "limited":
        raise TooManySearches(_("You have searched very often. Wait a while, or ask your supervisor."))
    return _matches(rows)


def _matches(rows: Sequence[tuple[Any, ...]]) -> list[Match]:
    people: dict[int, Any] = Person.objects.in_bulk([row[1] for row in rows if row[1]])
    units = Unit.objects.in_bulk({row[8] for row in rows if not row[1]})
    found = []
    for _sight, person, public_id, score, why, initials, age_from, territory, unit in rows:
        reasons = tuple(
            Reason(w["how"], w.get("word") or "") for w in (json.loads(why) if isinstance(why, str) else why)
        )
        if person and person not in people:
            continue
        found.append(
            Match(
                public_id=public_id,
                score=round(float(score), 3),
                reasons=reasons,
                person=people.get(person) if person else None,
                initials=initials,
                age_from=age_from,
                territory=_map()[1].get(territory),
                unit=units.get(unit),
            )
        )
    return found


def find_people(text: str, *, by: Any, most: int = MOST, counted: bool = True) -> list[Match]:
    """People who answer what was typed, best first. `by` must be the actor of the transaction."""
    require_actor(by)
    return ask(read_question(text, clock.today(), _places), most=most, counted=counted)


def likely_duplicates(
    *,
    by: Any,
    family_name: str = "",
    given_name: str = "",
    fathers_name: str = "",
    born: BirthDate | None = None,
    sex: str = "",
    fin: str = "",
    papers: Iterable[str] = (),
    phones: Collection[str] = (),
    territory: Any = None,
    counted: bool = False,
) -> list[Match]:
    """People who may be the one about to be registered, most likely first. Twins and siblings are among them:
    a human tells them apart."""
    require_actor(by)
    asked = read_identity(
        names=((family_name, 1.0), (given_name, 1.0), (fathers_name, 0.8)),
        born=born,
        sex=sex,
        fin=fin,
        papers=papers,
        phones=phones,
        territories=ids_downwards(territory) if territory else (),
    )
    found = ask(asked, most=MOST, counted=counted)
    typed = Typed(
        family_name,
        given_name,
        fathers_name,
        sex,
        born,
        getattr(territory, "pk", None),
        next(iter(phones), ""),
        fin,
    )
    return _likeliest(found, weigh_typed(typed, (match.public_id for match in found)))[:MOST_LIKELY]


def _likeliest(found: list[Match], weighed: dict[str, Weighed]) -> list[Match]:
    """Who may be the same: whom the search finds near, and whom the model holds for likely; the likeliest first.
    Twins and siblings stay among them."""
    known = [replace(match, weighed=weighed.get(match.public_id)) for match in found]
    likely = [m for m in known if m.score >= LIKELY or _by_number(m) or _by_model(m)]
    return sorted(likely, key=lambda m: -m.weighed.probability if m.weighed else 0.0)


def _by_model(match: Match) -> bool:
    return match.weighed is not None and match.weighed.probability >= LIKELY_BY_MODEL


def _by_number(match: Match) -> bool:
    return any(reason.how in ("fin", "paper") for reason in match.reasons)
