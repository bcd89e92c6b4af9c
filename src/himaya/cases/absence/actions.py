"""Every write about school-absence lists. What a list tells of a child is written by its door alone."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.actions import open_dossier
from himaya.access.gate import SYSTEM, action, require_version
from himaya.access.models import Unit, User
from himaya.access.roles import IMPORT_PREPARE
from himaya.cases.absence.models import AbsenceList, AbsenceRow
from himaya.cases.absence.process import AbsenceListing
from himaya.cases.absence.queries import Row, in_force_beside, rows_in_file, sent_before, tally
from himaya.cases.absence.rules import digest_of, is_refused, key_of, may_be_of, may_choose, repeats
from himaya.cases.casefile.actions import require
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.text import clean_line, fold
from himaya.registry.actions import met_in_register
from himaya.registry.rules import safe_name

# What `met_in_register` calls certain, and what a human is asked about.
CERTAIN, ASKED = "existing", ("likely", "conflict")
TOGETHER = 1000


@action(IMPORT_PREPARE)
def send_absences(
    *, name: str, path: Path, unit: Unit, school: str, month: date, by: User, is_sample: bool = False
) -> AbsenceList:
    """A list of one school and one month, read; the worker then holds it against the register. Refused where it cannot be
    read as such, or is the very file that was sent in before."""
    if unit.pk not in {m.unit_id for m in by.current_memberships}:
        raise Refused(_("Choose one of your own units."), "unit")
    today = clock.today()
    month, school = month.replace(day=1), clean_line(school)[:200]
    require(may_be_of(month, today), "month")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    _one_at_a_time(f"{unit.pk}:{fold(school)}:{month}")
    if before := sent_before(digest, fold(school), month, unit):
        words = _("This very file was sent in on %(day)s already: “%(name)s”.")
        told = {"day": f"{clock.local(before.uploaded_at):%d.%m.%Y}", "name": before.file_name}
        raise Refused(words % told, "file")
    rows = rows_in_file(path, month, today)
    listed = AbsenceList(
        dossier=open_dossier(kind="absence", unit=unit),
        school=school,
        school_key=fold(school),
        month=month,
        file_name=safe_name(name),
        file_digest=digest,
        told_digest=digest_of(row.facts for row in rows),
        uploaded_by=by,
        uploaded_at=clock.now(),
        is_sample=is_sample,
    )
    AbsenceListing.begin(listed, AbsenceListing.send_in, by=by)
    _stage(listed, rows)
    _count(listed)
    return listed


def _one_at_a_time(what: str) -> None:
    """Of two tabs that send the same school's list at once the second waits."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"absence:{what}"])


def _stage(listed: AbsenceList, rows: list[Row]) -> None:
    """The rows as they were read: wrong, repeated, or still to be held against the register."""
    good = {
        place: key_of(row.facts) for place, row in enumerate(rows, start=1) if not is_refused(row.remarks)
    }
    again = repeats(good)
    staged = []
    for place, row in enumerate(rows, start=1):
        verdict = AbsenceRow.UNKNOWN if place in good else AbsenceRow.REFUSED
        remarks = row.remarks
        if place in again:
            verdict, remarks = AbsenceRow.REPEATED, [*remarks, ["repeated", ""]]
        staged.append(
            AbsenceRow(
                dossier=listed.dossier,
                listed=listed,
                place=place,
                sheet=row.sheet[:100],
                number=row.number,
                facts=row.facts,
                remarks=remarks,
                verdict=verdict,
                same_as=again.get(place),
            )
        )
    AbsenceRow.objects.bulk_create(staged, batch_size=TOGETHER)


def _count(listed: AbsenceList) -> None:
    listed.counts = tally(listed)
    AbsenceList.objects.filter(pk=listed.pk).update(counts=listed.counts)


def _settle(listed: AbsenceList) -> None:
    """What is kept of the children becomes what the list says now."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_settle_absences(%s)", [listed.pk])


# --- the worker ---


def compare_list(listed: AbsenceList, by: Any) -> None:
    """Holds the rows that are of nobody yet against the register, as whoever sent the list in may know it; the first time
    the list then comes into force in place of an earlier one, or tells nothing new. Called by the system's worker, inside
    a transaction that acts for the sender."""
    if listed.status == AbsenceListing.reading.name:
        standing = in_force_beside(listed)
        if any(other.told_digest == listed.told_digest for other in standing):
            _done(listed)
            AbsenceListing.move(listed, AbsenceListing.same, by=SYSTEM)
            AbsenceRow.objects.filter(listed=listed).delete()
            return
        _match(listed, by)
        AbsenceListing.move(listed, AbsenceListing.keep, by=SYSTEM)
        for other in standing:
            _replace(other, listed)
    else:
        _match(listed, by)
    _done(listed)
    _settle(listed)


def _done(listed: AbsenceList) -> None:
    _count(listed)
    listed.is_asked, listed.compared_at = False, clock.now()
    AbsenceList.objects.filter(pk=listed.pk).update(is_asked=False, compared_at=listed.compared_at)


def _replace(before: AbsenceList, by_list: AbsenceList) -> None:
    AbsenceListing.move(before, AbsenceListing.replace, by=SYSTEM)
    AbsenceList.objects.filter(pk=before.pk).update(replaced_by=by_list, is_asked=False)
    _settle(before)


def _match(listed: AbsenceList, by: Any) -> None:
    open_rows = {
        row.place: row for row in AbsenceRow.objects.filter(listed=listed, verdict__in=AbsenceRow.OPEN)
    }
    met = met_in_register({place: row.facts for place, row in open_rows.items()}, by)
    taken: dict[str, int] = dict(
        AbsenceRow.objects.filter(listed=listed, verdict=AbsenceRow.SURE).values_list("joined_to", "place")
    )
    for place, row in sorted(open_rows.items()):
        _judge(row, met.get(place), taken)
    AbsenceRow.objects.bulk_update(
        open_rows.values(), ["verdict", "matches", "joined_to", "same_as", "remarks"], batch_size=TOGETHER
    )


def _judge(row: AbsenceRow, found: Any, taken: dict[str, int]) -> None:
    """What is thought of one row, once the register was asked."""
    row.matches = [match[0] for match in found.matches] if found else []
    if found and found.verdict == CERTAIN:
        who = row.matches[0]
        if who in taken:
            row.verdict, row.same_as = AbsenceRow.REPEATED, taken[who]
            row.remarks = [*row.remarks, ["repeated", ""]]
            return
        taken[who] = row.place
        row.verdict, row.joined_to = AbsenceRow.SURE, who
    elif found and found.verdict in ASKED:
        row.verdict = AbsenceRow.LIKELY
    else:
        row.verdict = AbsenceRow.UNKNOWN


# --- what people do ---


@action(IMPORT_PREPARE, on="row")
def choose_child(*, row: AbsenceRow, person: str, by: User, expected: int | None = None) -> AbsenceRow:
    """Which registered child a row is, or that it is nobody of those who came into question."""
    _held(row.listed, AbsenceListing.kept.name)
    held = AbsenceRow.objects.select_for_update(of=("self",)).select_related("listed").get(pk=row.pk)
    if held.verdict == AbsenceRow.LIKELY:
        require_version(held, expected)
    require(may_choose(held, person), "person")
    same = AbsenceRow.objects.filter(listed=held.listed, verdict=AbsenceRow.SURE, joined_to=person).first()
    if person and same:
        raise Refused(
            _("Row %(row)s of this list is about this child already.") % {"row": same.number}, "person"
        )
    held.verdict = AbsenceRow.SURE if person else AbsenceRow.OTHER
    held.joined_to, held.decided_by = person, by
    held.remarks = [*held.remarks, ["chosen" if person else "other", ""]]
    held.save()
    _count(held.listed)
    _settle(held.listed)
    return held


@action(IMPORT_PREPARE, on="listed")
def look_again(*, listed: AbsenceList, by: User) -> AbsenceList:
    """Rows of which nobody knows yet whose they are, are held against the register once more: somebody of them was
    registered meanwhile. The worker does it."""
    held = _held(listed, AbsenceListing.kept.name)
    held.is_asked = True
    held.save(update_fields=["is_asked"])
    return held


@action(IMPORT_PREPARE, on="listed")
def take_back(*, listed: AbsenceList, by: User, expected: int | None = None) -> AbsenceList:
    """What the list told of children no longer counts, and its rows are dropped; leads that it raised go on and are ended
    by hand."""
    held = _held(listed)
    if AbsenceListing.take_back.starts_from(held.status):
        require_version(held, expected)
    AbsenceListing.move(held, AbsenceListing.take_back, by=by)
    held.is_asked = False
    held.save(update_fields=["is_asked"])
    _settle(held)
    AbsenceRow.objects.filter(listed=held).delete()
    return held


def _held(listed: AbsenceList, status: str = "") -> AbsenceList:
    rows = AbsenceList.objects.select_for_update(of=("self",)).select_related("dossier__unit")
    held: AbsenceList = rows.get(pk=listed.pk)
    if status and held.status != status:
        raise Refused(_("This list is not in force: nothing of it is to be decided."))
    return held
