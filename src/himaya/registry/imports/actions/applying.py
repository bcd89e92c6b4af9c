"""Taking an approved list into the register, and back out: row by row, some rows a transaction, so that a worker that
dies goes on where it stood."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.imports.actions.comparing import near_in_register
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.translating import SOURCE, key_of, new_person, source_facts
from himaya.registry.people.actions import REGISTRAR, REGISTRAR_DAYS
from himaya.registry.people.models import Person
from himaya.registry.registration.actions import likely_for, register_told
from himaya.registry.search.queries import Match
from himaya.registry.sources.actions import NEW as TOLD_FIRST
from himaya.registry.sources.actions import receive
from himaya.registry.sources.models import Source, SourceLink, SourceTelling

AT_ONCE = 25  # rows of one transaction
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
            rows = list(
                which(batch)
                .filter(place__gt=last)
                .order_by("place")
                .select_related("batch__dossier__unit")
                .select_for_update(of=("self",))[:AT_ONCE]
            )
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
    for row in rows:
        _take_in_one(row, by, alone=row.place in alone)


def _take_in_one(row: ImportRow, by: User, *, alone: bool) -> None:
    """One row: a new person, or another telling of a known one. What the rules refuse is written on the row.
    `alone`: nobody in the register is like this one, as was just seen for all the rows at once."""
    try:
        with transaction.atomic():
            if row.verdict == ImportRow.EXISTING or row.decision == ImportRow.JOIN:
                _join(row, by)
            else:
                _enter(row, by, alone=alone)
    except Refused as refused:
        row.outcome, row.trouble = ImportRow.FAILED, refused.message[:300]
    row.save(update_fields=["outcome", "trouble", "made"])


def _enter(row: ImportRow, by: User, *, alone: bool) -> None:
    with_fin = row.decision != ImportRow.WITHOUT_FIN
    new = new_person(row.facts, is_sample=row.batch.is_sample, with_fin=with_fin)
    likely = [] if alone else likely_for(new=new, by=by)
    different = row.different or _told_apart(row, likely)
    person = register_told(new=new, by=by, different=different, likely=likely)
    _let_the_unit_see(person, row.batch, by)
    told = _tell(row, by, person=person, how=SourceLink.RULE, with_fin=with_fin, fresh=True)
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
        until = clock.now() + timedelta(days=REGISTRAR_DAYS)
        grant(dossier=person.dossier, unit=unit, ground=REGISTRAR, by=by, expires_at=until)


def _join(row: ImportRow, by: User) -> None:
    """Another telling of a registered person. By itself only on the FIN and one more fact that agrees."""
    surely = row.verdict == ImportRow.EXISTING
    who = row.joined_to or (row.matches[0][0] if row.matches else "")
    told = _tell(row, by, person=who, how=SourceLink.RULE if surely else SourceLink.HAND)
    if not told.joined:
        raise Refused(
            _("This person is not in the register any more, or not open to you. Look at the row again.")
        )
    row.outcome = ImportRow.JOINED
    row.made = {"person": who, "record": told.record, "before": _before(told)}


def _tell(
    row: ImportRow, by: User, *, person: Any, how: str, with_fin: bool = True, fresh: bool = False
) -> Any:
    facts = source_facts(row.facts, with_fin=with_fin)
    unit = row.batch.dossier.unit
    ground = [{"field": "fin", "how": "rule"}] if how == SourceLink.RULE else []
    return receive(
        source=Source.objects.get(code=SOURCE),
        key=key_of(facts if with_fin else {**row.facts, "fin": ""}, unit.pk),
        facts=facts,
        by=by,
        person=person,
        unit=unit,
        how=how,
        ground=ground,
        fresh=fresh,
    )


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
    for row in rows:
        _take_back_one(row, by)


def _take_back_one(row: ImportRow, by: User) -> None:
    if row.outcome == ImportRow.CREATED:
        done = _call("select registry_import_take_back(%s)", [row.pk])
    elif row.made.get("before"):
        _tell_again(row, by)
        done = True
    else:
        own = open_dossier(kind="source", unit=row.batch.dossier.unit)
        done = _call(
            "select registry_import_cut(%s, %s, %s)", [row.pk, own.pk, _("The list was taken back.")]
        )
    row.refresh_from_db()
    row.outcome = ImportRow.UNDONE if done else ImportRow.KEPT
    row.trouble = "" if done else _("In use by now: what stands there was left as it is.")
    row.save(update_fields=["outcome", "trouble"])


def _tell_again(row: ImportRow, by: User) -> None:
    """What the unit had told before is what it tells again."""
    facts = row.made["before"]
    receive(
        source=Source.objects.get(code=SOURCE),
        key=key_of(row.facts, row.batch.dossier.unit_id),
        facts=facts,
        by=by,
    )


def _call(statement: str, values: Sequence[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.fetchone()[0])
