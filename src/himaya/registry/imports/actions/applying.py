"""Taking an approved list into the register, and back out: some rows a transaction, so that a worker that dies goes on
where it stood. New people whom nobody in the register is like go in together; every other row by itself."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from himaya.access.actions import grant, grant_unit, open_dossier
from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.imports.actions.comparing import near_in_register
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.translating import SOURCE, key_of, new_person, source_facts
from himaya.registry.people.actions import REGISTRAR, REGISTRAR_DAYS
from himaya.registry.people.models import Person
from himaya.registry.registration.actions import likely_for, register_all_told, register_told
from himaya.registry.search.queries import Match
from himaya.registry.sources.actions import NEW as TOLD_FIRST
from himaya.registry.sources.actions import receive, receive_first
from himaya.registry.sources.first import FirstTelling
from himaya.registry.sources.models import Source, SourceLink, SourceTelling

AT_ONCE = 250  # rows of one transaction
Beat = Callable[[ImportBatch, int], None]


def take_in(batch: ImportBatch, by: User, beat: Beat) -> None:
    """Every row that is to be taken in and has not been yet."""
    _walk(batch, by, beat, _waiting, _take_in_some)


def take_back(batch: ImportBatch, by: User, beat: Beat) -> None:
    """Every row that was taken in."""
    _walk(batch, by, beat, _taken, _take_back_some)


def _walk(
    batch: ImportBatch, by: User, beat: Beat, which: Any, some: Callable[[Sequence[ImportRow], User], None]
) -> None:
    """Some rows a transaction, each held until it is done: a second worker waits, and finds nothing left to do."""
    with acting_as(by):
        whole, last = max(ImportRow.objects.filter(batch=batch).count(), 1), 0
    while True:
        with acting_as(by):
            rows = list(which(batch).filter(place__gt=last).order_by("place").select_for_update()[:AT_ONCE])
            for row in rows:
                row.batch = batch  # one for all of them
            some(rows, by)
            if not rows:
                return
            last = rows[-1].place
            beat(batch, 1000 * last // whole)


# --- in -----------------------------------------------------------------------------------------------


def _waiting(batch: ImportBatch) -> Any:
    rows = ImportRow.objects.filter(batch=batch, outcome="")
    decided = [ImportRow.JOIN, ImportRow.ENTER, ImportRow.WITHOUT_FIN]
    asked = rows.filter(verdict__in=[ImportRow.LIKELY, ImportRow.CONFLICT], decision__in=decided)
    return rows.filter(verdict__in=[ImportRow.NEW, ImportRow.EXISTING]) | asked


def _take_in_some(rows: Sequence[ImportRow], by: User) -> None:
    new = {row.place: row.facts for row in rows if row.verdict == ImportRow.NEW}
    alone = new.keys() - near_in_register(new)
    source = Source.objects.get(code=SOURCE)
    told: dict[
        str, ImportRow
    ] = {}  # a second row under one key tells of the first one's person, and is refused
    for row in rows:
        if row.place in alone:
            told.setdefault(key_of(row.facts, row.batch.dossier.unit_id), row)
    together = list(told.values())
    _enter_many(together, source, by)
    entered = {row.place for row in together}
    for row in rows:
        if row.place not in entered:
            _take_in_one(row, source, by, alone=row.place in alone)


def _enter_many(rows: Sequence[ImportRow], source: Source, by: User) -> None:
    """New people, all at once. Where one of them is refused, each half goes by itself; so does at last the one row,
    which then says why."""
    if len(rows) < 2:
        for row in rows:
            _take_in_one(row, source, by, alone=True)
        return
    try:
        with transaction.atomic():
            _enter_all(rows, source, by)
    except (Refused, IntegrityError):
        middle = len(rows) // 2
        _enter_many(rows[:middle], source, by)
        _enter_many(rows[middle:], source, by)


def _enter_all(rows: Sequence[ImportRow], source: Source, by: User) -> None:
    batch = rows[0].batch
    unit = batch.dossier.unit
    news = [new_person(row.facts, is_sample=batch.is_sample) for row in rows]
    people = register_all_told(news=news, by=by)
    elsewhere = [person.dossier for person in people if unit.pk not in person.dossier.unit.path]
    grant_unit(dossiers=elsewhere, unit=unit, ground=REGISTRAR, by=by, expires_at=_sight_ends())
    told = [
        FirstTelling(person, key_of(row.facts, unit.pk), source_facts(row.facts), _ground(row.facts))
        for person, row in zip(people, rows, strict=True)
    ]
    records = receive_first(source=source, told=told, unit=unit, by=by)
    made = [
        {"person": person.public_id, "version": person.version, "record": records[person.pk]}
        for person in people
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "update registry_importrow r set outcome = %s, made = m.made from jsonb_to_recordset(%s::jsonb)"
            " as m(id bigint, made jsonb) where r.id = m.id",
            [
                ImportRow.CREATED,
                json.dumps([{"id": row.pk, "made": one} for row, one in zip(rows, made, strict=True)]),
            ],
        )


def _take_in_one(row: ImportRow, source: Source, by: User, *, alone: bool) -> None:
    """One row: a new person, or another telling of a known one. What the rules refuse is written on the row.
    `alone`: nobody in the register is like this one, as was just seen for all the rows at once."""
    try:
        with transaction.atomic():
            if row.verdict == ImportRow.EXISTING or row.decision == ImportRow.JOIN:
                _join(row, source, by)
            else:
                _enter(row, source, by, alone=alone)
    except Refused as refused:
        row.outcome, row.trouble = ImportRow.FAILED, refused.message[:300]
    row.save(update_fields=["outcome", "trouble", "made"])


def _enter(row: ImportRow, source: Source, by: User, *, alone: bool) -> None:
    with_fin = row.decision != ImportRow.WITHOUT_FIN
    new = new_person(row.facts, is_sample=row.batch.is_sample, with_fin=with_fin)
    likely = [] if alone else likely_for(new=new, by=by)
    different = row.different or _told_apart(row, likely)
    person = register_told(new=new, by=by, different=different, likely=likely)
    _let_the_unit_see(person, row.batch, by)
    told = _tell(row, source, by, person=person, how=SourceLink.RULE, with_fin=with_fin, fresh=True)
    person.refresh_from_db(fields=["version"])
    row.outcome = ImportRow.CREATED
    row.made = {"person": person.public_id, "version": person.version, "record": told.record}


def _told_apart(row: ImportRow, likely: Sequence[Match]) -> str:
    """Why this is nobody of those alike, where the list itself has said so: a twin or sibling, or somebody whom
    another row of it entered. Empty where a human must say."""
    if "twin_known" in row.codes or "twin_row" in row.codes:
        return "twin"
    alike = {match.public_id for match in likely}
    entered = ImportRow.objects.filter(
        batch=row.batch, outcome=ImportRow.CREATED, made__person__in=list(alike)
    )
    return "namesake" if alike and len(alike) == entered.count() else ""


def _let_the_unit_see(person: Person, batch: ImportBatch, by: User) -> None:
    """Who sent a child's row in keeps sight of the file for a while, where it came to lie with another unit."""
    unit = batch.dossier.unit
    if unit.pk not in person.dossier.unit.path:
        grant(dossier=person.dossier, unit=unit, ground=REGISTRAR, by=by, expires_at=_sight_ends())


def _sight_ends() -> datetime:
    return clock.now() + timedelta(days=REGISTRAR_DAYS)


def _join(row: ImportRow, source: Source, by: User) -> None:
    """Another telling of a registered person. By itself only on the FIN and one more fact that agrees."""
    surely = row.verdict == ImportRow.EXISTING
    who = row.joined_to or (row.matches[0][0] if row.matches else "")
    told = _tell(row, source, by, person=who, how=SourceLink.RULE if surely else SourceLink.HAND)
    if not told.joined:
        raise Refused(
            _("This person is not in the register any more, or not open to you. Look at the row again.")
        )
    row.outcome = ImportRow.JOINED
    row.made = {"person": who, "record": told.record, "before": _before(told)}


def _tell(
    row: ImportRow,
    source: Source,
    by: User,
    *,
    person: Any,
    how: str,
    with_fin: bool = True,
    fresh: bool = False,
) -> Any:
    facts = source_facts(row.facts, with_fin=with_fin)
    unit = row.batch.dossier.unit
    return receive(
        source=source,
        key=key_of(facts if with_fin else {**row.facts, "fin": ""}, unit.pk),
        facts=facts,
        by=by,
        person=person,
        unit=unit,
        how=how,
        ground=_ground(facts) if how == SourceLink.RULE else (),
        fresh=fresh,
    )


def _ground(facts: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Why a rule joins what is told to the person: the FIN, where there is one."""
    return [{"field": "fin", "how": "rule"}] if facts.get("fin") else []


def _before(told: Any) -> dict[str, Any] | None:
    """What the unit had told of this person before, so that it can be told again when the list is taken back."""
    if told.state == TOLD_FIRST:
        return None
    earlier = (
        SourceTelling.objects.filter(record_id=told.record)
        .order_by("-number")
        .values_list("facts", flat=True)
    )
    return dict(earlier[1]) if len(earlier) > 1 else None


# --- out ----------------------------------------------------------------------------------------------


def _taken(batch: ImportBatch) -> Any:
    return ImportRow.objects.filter(batch=batch, outcome__in=[ImportRow.CREATED, ImportRow.JOINED])


def _take_back_some(rows: Sequence[ImportRow], by: User) -> None:
    """Who was entered goes out in one question, one after the other; what was told of others, row by row."""
    entered = {row.pk for row in rows if row.outcome == ImportRow.CREATED}
    done = _taken_back(sorted(entered))
    done |= {row.pk for row in rows if row.pk not in entered and _cut(row, by)}
    kept = [row.pk for row in rows if row.pk not in done]
    ImportRow.objects.filter(pk__in=done).update(outcome=ImportRow.UNDONE, trouble="")
    trouble = _("In use by now: what stands there was left as it is.")
    ImportRow.objects.filter(pk__in=kept).update(outcome=ImportRow.KEPT, trouble=trouble)


def _taken_back(rows: Sequence[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select r from unnest(%s::bigint[]) r where registry_import_take_back(r)", [list(rows)]
        )
        return {row[0] for row in cursor.fetchall()}


def _cut(row: ImportRow, by: User) -> bool:
    if row.made.get("before"):
        _tell_again(row, by)
        return True
    own = open_dossier(kind="source", unit=row.batch.dossier.unit)
    with connection.cursor() as cursor:
        cursor.execute(
            "select registry_import_cut(%s, %s, %s)", [row.pk, own.pk, _("The list was taken back.")]
        )
        return bool(cursor.fetchone()[0])


def _tell_again(row: ImportRow, by: User) -> None:
    """What the unit had told before is what it tells again."""
    facts = row.made["before"]
    receive(
        source=Source.objects.get(code=SOURCE),
        key=key_of(row.facts, row.batch.dossier.unit_id),
        facts=facts,
        by=by,
    )
