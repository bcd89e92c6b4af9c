"""Receiving what sources tell, joining their rows to people, choosing between them, and cutting a wrong join."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from himaya.access.actions import open_dossier, record_all
from himaya.access.gate import action
from himaya.access.models import Unit, User
from himaya.access.queries import national_desk
from himaya.access.roles import PERSON_WRITE, ROLES, SETTINGS_MANAGE
from himaya.kit import clock, tables
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id
from himaya.kit.text import clean_line
from himaya.registry.people.actions import put_details
from himaya.registry.people.models import Person
from himaya.registry.sources.first import FirstTelling, tell_first
from himaya.registry.sources.models import (
    FieldChoice,
    Source,
    SourceLink,
    SourceRecord,
    SourceTelling,
    SourceTrust,
    Underived,
)
from himaya.registry.sources.queries import chosen_by_hand, details_of, tellings_of, told_of
from himaya.registry.sources.rules import (
    FIELDS,
    LONGEST_KEY,
    details_from,
    digest_of,
    facts_of,
    may_choose,
    may_cut,
    picks,
    read_facts,
)

SHIPPED = Path(__file__).parent / "data" / "sources.csv"
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one row: `new`, `changed` or told the `same` before. `person` only where the teller may see
    whom the row is joined to; `joined` says whether it is joined at all."""

    state: str
    record: int
    joined: bool = False
    person: Person | None = None


@action(PERSON_WRITE)
def receive(
    *,
    source: Source,
    key: str,
    facts: Mapping[str, Any],
    by: Any,
    person: Person | str | None = None,
    unit: Unit | None = None,
    how: str = SourceLink.RULE,
    ground: Iterable[Mapping[str, Any]] = (),
    fresh: bool = False,
) -> Received:
    """Takes in what a source tells about one person under its own key. Told again unchanged, nothing happens;
    changed, the newer telling supersedes the older and the person's view is derived anew.

    `facts`: see `sources.rules.read_facts`. `person`: whom the row belongs to, as an object or by public id (who
    may not see that person needs their valid FIN in the row; whom they may not even know of stays unjoined); None
    leaves it, or what it was joined to before.
    `unit`: who holds a row that is nobody's yet; the teller's own by default. `ground`: field by field, why.
    `fresh`: the person was entered from this very telling, so that nothing is to be derived."""
    known = read_facts(facts)
    key = clean_line(key)
    if not key or len(key) > LONGEST_KEY:
        raise Refused(_("Every row of a source needs a key of its own."), "key")
    state, record = _tell(source, key, known, by, person if isinstance(person, Person) else None, unit)
    joined = person is not None and _join(record, _public_id(person), how, list(ground))
    link = SourceLink.objects.filter(record=record, cut__isnull=True).select_related("person").first()
    if link is not None and not fresh and (state != SAME or joined):
        derive_person(link.person)
    return Received(state, record, joined=joined or link is not None, person=link.person if link else None)


def _public_id(person: Person | str) -> str:
    return person.public_id if isinstance(person, Person) else person


def _tell(
    source: Source, key: str, facts: dict[str, Any], by: Any, person: Person | None, unit: Unit | None
) -> tuple[str, int]:
    """Writes the telling; `new`, `changed` or `same`, and the row it belongs to."""
    held = unit or _unit_of(by)
    for _once_more in range(2):
        with connection.cursor() as cursor:
            cursor.execute(
                "select state, record from registry_source_tell(%s, %s, %s, %s, %s, %s)",
                [source.pk, key, _json(facts), digest_of(facts), held.pk, new_public_id()],
            )
            state, record = cursor.fetchone()
        if state != "absent":
            return (SAME if state == "same" else CHANGED), record
        try:
            with transaction.atomic():
                return NEW, _first_telling(source, key, facts, by, person, held)
        except IntegrityError:  # another delivery of the same row was first
            continue
    raise Refused(_("This row was taken in at the same moment by somebody else. Try again."))


def _first_telling(
    source: Source, key: str, facts: dict[str, Any], by: Any, person: Person | None, unit: Unit
) -> int:
    dossier = person.dossier if person else open_dossier(kind="source", unit=unit)
    record = SourceRecord.objects.create(dossier=dossier, source=source, key=key)
    SourceTelling.objects.create(
        dossier=dossier,
        record=record,
        number=1,
        facts=facts,
        digest=digest_of(facts),
        received_at=clock.now(),
        told_by=_user(by),
        unit=unit,
    )
    return int(record.pk)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _user(by: Any) -> User | None:
    return by if isinstance(by, User) else None


def _unit_of(by: Any) -> Unit:
    """The unit in which the teller writes in records; the national desk for a system's delivery."""
    held = getattr(by, "current_memberships", [])
    writing = [m.unit for m in held if m.role in ROLES and PERSON_WRITE in ROLES[m.role].may]
    return writing[0] if writing else national_desk()


def _join(record: int, who: str, how: str, ground: list[Mapping[str, Any]]) -> bool:
    """False where there is no such person for the actor: nothing is raised, so that what the guardians of a sealed
    one are told is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select state from registry_source_join(%s, %s, %s, %s, %s)",
            [record, who, how, _json(ground), new_public_id()],
        )
        state = cursor.fetchone()[0]
    if state == "taken":
        raise Refused(_("This row belongs to another person. Cut it there first."), "person")
    if state == "unproven":
        raise Refused(
            _("Without a valid FIN this row cannot be joined to a person you may not see."), "person"
        )
    return bool(state == "joined")


@action(PERSON_WRITE)
def join_record(
    *,
    record: SourceRecord,
    person: Person | str,
    by: Any,
    how: str = SourceLink.HAND,
    ground: Iterable[Mapping[str, Any]] = (),
) -> bool:
    """Joins a row that is nobody's yet to a person. False where the actor may know of no such person."""
    joined = _join(record.pk, _public_id(person), how, list(ground))
    seen = Person.objects.filter(public_id=_public_id(person)).first()
    if joined and seen is not None:
        derive_person(seen)
    return joined


def derive_person(person: Person) -> Person:
    """Writes the person's view from what the sources tell (a hand's choice, the most trusted, the newest). What the
    sources put together would make impossible leaves the person as they were. Runs inside other actions."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    told = told_of(tellings_of(person))
    before = details_of(person)
    after = details_from(before, picks(told, chosen_by_hand(person, told)))
    try:
        if after != before:
            put_details(person, after)
            person.save()
    except Refused:
        pass
    if len(told) > 1 or person.former_names:
        _found_by_all_names(person)
    person.refresh_from_db()
    return person


def _found_by_all_names(person: Person) -> None:
    """What another source calls the person, they are found by as well."""
    with connection.cursor() as cursor:
        cursor.execute("select registry_names_borne(%s)", [person.pk])


def begin_own_page(*, person: Person, by: Any) -> None:
    """The unit's own page about somebody who was registered this moment: nobody else has told of them yet, so that it
    is what is shown."""
    told = [FirstTelling(person, person.public_id, facts_of(details_of(person)))]
    if not _first(told, Source.OWN, SourceLink.HAND, by, _unit_of(by)):
        load_sources()  # the first of all: the sources themselves are not here yet
        _first(told, Source.OWN, SourceLink.HAND, by, _unit_of(by))


def _first(told: Sequence[FirstTelling], source: str, how: str, by: Any, unit: Unit) -> dict[int, int]:
    user = _user(by)
    at, teller = clock.now(), user.pk if user else None
    return tell_first(told, source=source, how=how, at=at, by=teller, unit=unit.pk)


@action(PERSON_WRITE)
def receive_first(*, source: Source, told: Sequence[FirstTelling], unit: Unit, by: Any) -> dict[int, int]:
    """Takes in what a source told of people who were entered from this very telling: person → the source's row. Each
    as `receive` takes it; refused by the database, and none kept, where something was told under one of the keys before."""
    ready = [replace(one, key=clean_line(one.key), facts=read_facts(one.facts)) for one in told]
    found = _first(ready, source.code, SourceLink.RULE, by, unit)
    record_all(by=by, verb="sources.receive", on=[one.person for one in told])
    return found


def tell_own_page(*, person: Person, by: Any) -> None:
    """What our own staff wrote onto the person is what the unit's own page tells. Where the rule would show
    something else, the writer's hand decides."""
    written = details_of(person)
    _state, record = _tell(own_source(), person.public_id, facts_of(written), by, person, None)
    if not SourceLink.objects.filter(record=record, cut__isnull=True).exists():
        _link_own(person, record, by)
    tellings = tellings_of(person)
    told = told_of(tellings)
    mine = next(one.pk for one in tellings if one.record_id == record)
    shown = details_from(written, picks(told, chosen_by_hand(person, told)))
    for field in FIELDS:
        if getattr(shown, field) != getattr(written, field):
            _choose(person, field, mine, by)
    if len(told) > 1:
        _found_by_all_names(person)


def _link_own(person: Person, record: int, by: Any) -> None:
    SourceLink.objects.create(
        dossier=person.dossier,
        record_id=record,
        person=person,
        how=SourceLink.HAND,
        linked_at=clock.now(),
        linked_by=_user(by),
    )


def _choose(person: Person, field: str, telling: int | None, by: Any) -> FieldChoice:
    return FieldChoice.objects.create(
        dossier=person.dossier,
        person=person,
        field=field,
        telling_id=telling,
        chosen_at=clock.now(),
        chosen_by=_user(by),
    )


@action(PERSON_WRITE, on="person")
def choose_field(*, person: Person, field: str, telling: SourceTelling | None, by: Any) -> Person:
    """By hand: what this source told of the field is right; without one, back to the rule."""
    said = {one.pk: one.facts for one in tellings_of(person)}
    verdict = may_choose(field, said, telling.pk if telling else None)
    if not verdict:
        raise Refused(verdict.reason, "telling")
    _choose(person, field, telling.pk if telling else None, by)
    return derive_person(person)


@action(PERSON_WRITE, on="link")
def cut_link(*, link: SourceLink, reason: str, by: Any) -> SourceLink:
    """The row was never this person's: it stands by itself again, and the person is as without it."""
    link = SourceLink.objects.select_related("record__source", "person__dossier__unit").get(pk=link.pk)
    verdict = may_cut(link.record.source.code, hasattr(link, "cut"), reason)
    if not verdict:
        raise Refused(verdict.reason, "reason")
    held = link.person.dossier
    own = open_dossier(kind="source", unit=held.unit, sensitivity=held.sensitivity)
    with connection.cursor() as cursor:
        cursor.execute("select registry_source_cut(%s, %s, %s)", [link.pk, own.pk, clean_line(reason)])
    derive_person(link.person)
    return link


# --- the sources themselves ---------------------------------------------------------------------------

COLUMNS = {
    "code": tables.required(tables.line(40)),
    "kind": tables.required(tables.line(40)),
    "rank": tables.required(tables.number),
    "name_az": tables.required(tables.line(200)),
    "name_en": tables.required(tables.line(200)),
    "name_ru": tables.required(tables.line(200)),
}
SINCE = date(2000, 1, 1)


def load_sources() -> int:
    """Brings the shipped sources in; what was changed here stays."""
    rows = tables.read_table(SHIPPED.read_text(encoding="utf-8"), COLUMNS)
    made = 0
    for row in rows:
        named = {name: row[name] for name in ("kind", "name_az", "name_en", "name_ru")}
        source, created = Source.objects.get_or_create(code=row["code"], defaults=named)
        if created:
            SourceTrust.objects.create(source=source, rank=int(row["rank"]), valid_from=SINCE)
            made += 1
    return made


def own_source() -> Source:
    """The unit's own page."""
    found = Source.objects.filter(code=Source.OWN).first()
    if found is None:
        load_sources()
        found = Source.objects.get(code=Source.OWN)
    return found


@action(SETTINGS_MANAGE)
def add_source(
    *,
    code: str,
    kind: str,
    name_az: str,
    name_en: str,
    name_ru: str,
    rank: int,
    by: Any,
    organisation: Any = None,
) -> Source:
    """A new source, and how far it is believed from today."""
    if Source.objects.filter(code=code).exists():
        raise Refused(_("A source with this code is there already."), "code")
    source = Source.objects.create(
        code=code, kind=kind, name_az=name_az, name_en=name_en, name_ru=name_ru, organisation=organisation
    )
    SourceTrust.objects.create(source=source, rank=rank, valid_from=clock.today())
    return source


@action(SETTINGS_MANAGE)
def set_trust(*, source: Source, rank: int, valid_from: date, by: Any) -> SourceTrust:
    """How far a source is believed from a day on. Days that have passed keep what they had."""
    if valid_from < clock.today():
        raise Refused(_("Choose today or a later day."), "valid_from")
    trust, _made = SourceTrust.objects.update_or_create(
        source=source, valid_from=valid_from, defaults={"rank": rank}
    )
    return trust


def derive_waiting(*, most: int = 200) -> int:
    """Derives whom their tellers could not see; run by the worker. Two workers at once share the work."""
    waiting = list(Underived.objects.select_for_update(skip_locked=True).order_by("pk")[:most])
    for one in waiting:
        derive_person(one.person)
        one.delete()
    return len(waiting)
