"""The family of a person as far as the reader may follow it, drawn and in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from himaya.kit.drawing import Drawing, wrapped
from himaya.kit.fields import show_birth_date
from himaya.reference.queries import codelist, label
from himaya.registry.genogram.layout import place
from himaya.registry.genogram.picture import Face, paint
from himaya.registry.genogram.rules import MOST, Figure, Link, Tie, Tree, grow
from himaya.registry.households.models import HouseholdMember
from himaya.registry.households.rules import LIST, is_restricted
from himaya.registry.people.models import Person

STEPS = 4
LETTERS = 14  # of a name, in bold, that are surely no wider than a place in the row


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whoever a tie leads to: the person where the reader may see the file, or initials."""

    key: str
    person: Person | None
    initials: str = ""
    age_from: int | None = None

    @property
    def name(self) -> str:
        """As shown."""
        return str(self.person) if self.person else self.initials or _("Name not known")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One tie in words: what somebody is to the one it is told of."""

    kind: str
    other: Somebody
    since: Any
    until: Any
    why: str
    restricted: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One person of the drawing in words."""

    who: Somebody
    facts: str
    marks: frozenset[str]
    ties: list[Sentence]


@dataclass(frozen=True, slots=True)
class Generation:
    """A row of the drawing in words."""

    title: str
    people: list[Told]


@dataclass(frozen=True, slots=True)
class Genogram:
    """The drawing and the same in words. `others`: who is tied but stands in no generation."""

    drawing: Drawing
    generations: list[Generation]
    left_out: int
    restricted: bool

    @property
    def is_alone(self) -> bool:
        """Nobody else is on record."""
        return sum(len(g.people) for g in self.generations) == 1


def genogram_of(person: Person, *, restricted: bool = True) -> Genogram:
    """The family of a person whom the reader may see. `restricted`: whether ties of suspicion are shown, too."""
    kinds = {code: item.attributes for code, item in codelist(LIST).items()}
    told = _told(person, [code for code, said in kinds.items() if "generation" in said])
    secret = {kind for kind in kinds if is_restricted(kind)}
    shown = told if restricted else [row for row in told if row["kind"] not in secret]
    people = _people(person, shown)
    ties = [_tie(row) for row in shown]
    figures = {key: _figure(one, shown) for key, one in people.items()}
    index = f"p{person.pk}"
    tree = grow(index, figures, ties, kinds)
    home = _home(person)
    faces = {key: _face(tree, key, people, home) for key in tree.figures}
    drawing = paint(
        tree, place(tree), faces, _link_titles(tree, people), _("Family of %(name)s") % {"name": person}
    )
    return Genogram(
        drawing=drawing,
        generations=_generations(tree, people, faces, ties, secret),
        left_out=tree.left_out,
        restricted=any(row["kind"] in secret for row in told),
    )


def _told(person: Person, walked: list[str]) -> list[dict[str, Any]]:
    """The ties, through the door."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, person, other, public_id, initials, age_from, started_on, ended_on, end_reason "
            "from registry_family(%s, %s, %s, %s)",
            [person.pk, walked, STEPS, MOST],
        )
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _key(row: Mapping[str, Any]) -> str:
    return f"p{row['other']}" if row["other"] else f"m{row['public_id']}"


def _people(person: Person, rows: list[dict[str, Any]]) -> dict[str, Somebody]:
    """Everybody the ties name."""
    seen = {row["other"] for row in rows if row["other"]} | {row["person"] for row in rows}
    found = {
        f"p{pk}": Somebody(f"p{pk}", one) for pk, one in Person.objects.in_bulk(seen - {person.pk}).items()
    }
    found[f"p{person.pk}"] = Somebody(f"p{person.pk}", person)
    for row in rows:
        if not row["other"]:
            found[_key(row)] = Somebody(_key(row), None, row["initials"], row["age_from"])
    return found


def _tie(row: Mapping[str, Any]) -> Tie:
    return Tie(
        row["kind"], f"p{row['person']}", _key(row), row["started_on"], row["ended_on"], row["end_reason"]
    )


def _figure(one: Somebody, rows: list[dict[str, Any]]) -> Figure:
    """A masked person's sex is only what the tie itself says."""
    if one.person is not None:
        return Figure(one.key, one.person.sex, one.person.birth_date)
    said = {row["kind"] for row in rows if _key(row) == one.key}
    return Figure(one.key, "female" if "mother" in said else "male" if "father" in said else "unknown")


def _home(person: Person) -> set[str]:
    """Whose file is open and who lives with the person now."""
    mine = HouseholdMember.objects.filter(person=person, ended_on__isnull=True).values("household")
    rows = HouseholdMember.objects.filter(household__in=mine, ended_on__isnull=True)
    return {f"p{pk}" for pk in rows.values_list("person_id", flat=True)}


# --- faces --------------------------------------------------------------------------------------------


def _face(tree: Tree, key: str, people: Mapping[str, Somebody], home: set[str]) -> Face:
    one = people.get(key)
    marks = {"index"} if key == tree.index else set()
    if one is None:
        return Face(
            _("Not known: nobody wrote down who"), (_("not known"),), "?", marks=frozenset({"unknown"})
        )
    if one.person is None:
        title = _("%(initials)s, known, not open to you") % {"initials": one.initials}
        return Face(title, (one.initials, _("not open to you")), "", marks=frozenset({"masked"}))
    person = one.person
    if key in home:
        marks.add("home")
    if has_died(person):
        marks.add("died")
    names = wrapped(" ".join(filter(None, [person.given_name, person.family_name])) or one.name, LETTERS, 2)
    years = _years(person)
    return Face(
        title=", ".join(filter(None, [one.name, facts_of(person)])),
        lines=(*names, years) if years else names,
        inside="" if person.age is None else str(person.age),
        url=person.get_absolute_url(),
        marks=frozenset(marks),
    )


def has_died(person: Person) -> bool:
    """Whether the person is on record as dead."""
    return person.has_died


def _years(person: Person) -> str:
    """Born and died, as a genogram writes it."""
    born = "" if person.birth_date is None else str(person.birth_date.year)
    if person.birth_precision == Person.ESTIMATED and born:
        born = f"~{born}"
    if person.has_died:
        return f"{born or '?'}–{person.died_on.year if person.died_on else '?'}"
    return born


def facts_of(person: Person) -> str:
    """Sex, birth and death in words."""
    told = [label("sex", person.sex) if person.sex != Person.UNKNOWN else ""]
    if person.born is not None:
        told.append(_("born %(born)s") % {"born": show_birth_date(person.born)})
    if person.died_on:
        told.append(_("died %(day)s") % {"day": f"{person.died_on:%d.%m.%Y}"})
    elif person.life:
        told.append(label("person.life", person.life))
    return ", ".join(filter(None, told))


def _link_titles(tree: Tree, people: Mapping[str, Somebody]) -> dict[Link, str]:
    return {
        link: f"{people[link.one].name} – {people[link.other].name}: {label(LIST, link.kind)}"
        for link in tree.links
    }


# --- in words -----------------------------------------------------------------------------------------


def _generations(
    tree: Tree,
    people: Mapping[str, Somebody],
    faces: Mapping[str, Face],
    ties: list[Tie],
    secret: set[str],
) -> list[Generation]:
    of: dict[str, list[Sentence]] = {}
    for tie in ties:
        of.setdefault(tie.one, []).append(
            Sentence(
                label(LIST, tie.kind),
                people[tie.other],
                tie.since,
                tie.until,
                label("relationship.end_reason", tie.why),
                tie.kind in secret,
            )
        )
    found = [
        Generation(
            _generation_title(level),
            [_person_told(key, people, faces, of) for key in keys if key in people],
        )
        for level, keys in tree.rows().items()
    ]
    beside = [key for key in people if key not in tree.generation]
    if beside:
        found.append(
            Generation(
                _("Not drawn: beside the family, or farther away"),
                [
                    Told(people[key], _facts_beside(people[key]), frozenset(), of.get(key, []))
                    for key in beside
                ],
            )
        )
    return found


def _facts_beside(one: Somebody) -> str:
    return facts_of(one.person) if one.person else _("known, not open to you")


def _person_told(
    key: str, people: Mapping[str, Somebody], faces: Mapping[str, Face], of: Mapping[str, list[Sentence]]
) -> Told:
    one = people[key]
    return Told(one, _facts_beside(one), faces[key].marks, of.get(key, []))


def _generation_title(level: int) -> str:
    return {
        -2: _("Grandparents' generation"),
        -1: _("Parents' generation"),
        0: _("Own generation"),
        1: _("Children's generation"),
        2: _("Grandchildren's generation"),
    }[level]
