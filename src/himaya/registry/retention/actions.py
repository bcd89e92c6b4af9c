"""Finding what has fallen due, deciding it, holding it, and carrying the decision out."""

import json
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.actions import erase_key, record
from himaya.access.gate import SYSTEM, action, require_version
from himaya.access.models import Dossier, User
from himaya.access.roles import RETENTION_DECIDE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item
from himaya.registry.people.models import Person
from himaya.registry.retention.models import LegalHold, Retention
from himaya.registry.retention.parts import work_for
from himaya.registry.retention.process import HoldWork, RetentionWork
from himaya.registry.retention.queries import all_of, candidates, dossiers_of, due_on, schedule_of
from himaya.registry.retention.rules import may_hold


def find_due(*, most: int = 500) -> int:
    """Puts on the list what has fallen due. Run by the worker every night; says how many were found."""
    today, found = clock.today(), 0
    for person in candidates(today).iterator():
        work = work_for(person)
        due = due_on(person, work, today)
        if work.open or due > today:
            continue
        retention = Retention(
            dossier=person.dossier,
            person=person,
            schedule=schedule_of(person, today).key,
            due_on=due,
            found_on=today,
        )
        RetentionWork.begin(retention, RetentionWork.fall_due, by=SYSTEM)
        found += 1
        if found == most:
            break
    return found


def _held(retention: Retention, expected: int | None) -> Retention:
    rows = Retention.objects.select_for_update(of=("self",)).select_related("person", "dossier__unit")
    held: Retention = rows.get(pk=retention.pk)
    require_version(held, expected)
    return held


@action(RETENTION_DECIDE, on="retention")
def propose_anonymisation(*, retention: Retention, by: User, expected: int | None = None) -> Retention:
    """The first of two: the file has no more use."""
    held = _held(retention, expected)
    RetentionWork.move(held, RetentionWork.propose, by=by)
    held.proposed_by = by
    held.save(update_fields=["proposed_by"])
    return held


@action(RETENTION_DECIDE, on="retention")
def approve_anonymisation(*, retention: Retention, by: User, expected: int | None = None) -> Retention:
    """The second of two. The worker carries it out that night; until then it can still be kept or held."""
    held = _held(retention, expected)
    RetentionWork.move(held, RetentionWork.approve, by=by, facts={"by": by.pk})
    held.approved_by = by
    held.save(update_fields=["approved_by"])
    return held


@action(RETENTION_DECIDE, on="retention")
def keep_longer(
    *, retention: Retention, reason: str, kept_until: date, by: User, expected: int | None = None
) -> Retention:
    """The file is kept, for a coded reason, and asked about again after a day."""
    held = _held(retention, expected)
    if code_item("retention.keep_reason", reason) is None:
        raise Refused(_("Choose the reason."), "reason")
    if kept_until <= clock.today():
        raise Refused(_("This day has passed."), "kept_until")
    RetentionWork.move(held, RetentionWork.keep, by=by, reason=reason)
    held.keep_reason, held.kept_until = reason, kept_until
    held.save(update_fields=["keep_reason", "kept_until"])
    return held


@action(RETENTION_DECIDE, on="person")
def place_hold(*, person: Person, reason: str, expires_on: date, by: User, note: str = "") -> LegalHold:
    """From now on nothing of the file is erased, until the hold is released or its last day has passed."""
    return _placed(
        LegalHold(dossier=person.dossier, person=person, reason=reason, note=note, expires_on=expires_on), by
    )


@action(RETENTION_DECIDE, on="dossier")
def hold_record(*, dossier: Dossier, reason: str, expires_on: date, by: User, note: str = "") -> LegalHold:
    """The same for a record that is nobody's file yet: a report."""
    return _placed(LegalHold(dossier=dossier, reason=reason, note=note, expires_on=expires_on), by)


def _placed(hold: LegalHold, by: User) -> LegalHold:
    if code_item("hold.reason", hold.reason) is None:
        raise Refused(_("Choose the reason."), "reason")
    verdict = may_hold(expires_on=hold.expires_on, today=clock.today())
    if not verdict:
        raise Refused(verdict.reason, "expires_on")
    hold.placed_on, hold.placed_by = clock.today(), by
    HoldWork.begin(hold, HoldWork.place, by=by)
    return hold


@action(RETENTION_DECIDE, on="hold")
def release_hold(*, hold: LegalHold, by: User, expected: int | None = None) -> LegalHold:
    """The hold is no longer needed."""
    require_version(hold, expected)
    HoldWork.move(hold, HoldWork.release, by=by)
    hold.released_on, hold.released_by = clock.today(), by
    hold.save(update_fields=["released_on", "released_by"])
    return hold


def expire_holds() -> int:
    """Holds past their last day run out. Run by the worker."""
    rows = list(LegalHold.objects.filter(status=LegalHold.STANDING, expires_on__lt=clock.today()))
    for hold in rows:
        HoldWork.move(hold, HoldWork.expire, by=SYSTEM)
    return len(rows)


def carry_out_decided() -> int:
    """What two people decided is done, each once; what is held meanwhile waits. Run by the worker."""
    rows = Retention.objects.filter(status=RetentionWork.approved.name).exclude(
        person__holds__status=LegalHold.STANDING
    )
    decided = list(rows.select_for_update(skip_locked=True, of=("self",)).select_related("person__dossier"))
    for retention in decided:
        anonymise(retention=retention)
    return len(decided)


def anonymise(*, retention: Retention) -> Retention:
    """Takes away everything that tells who the person is, through the database's narrow door, which asks again whether
    it was decided and whether it is held. What counts need stays: sex, month of birth, district, statuses, what became
    of the work. It cannot be undone."""
    people = all_of(retention.person)
    work = work_for(retention.person)
    dossiers = sorted(dossiers_of(people) | work.dossiers)
    with connection.cursor() as cursor:
        cursor.execute(
            "select registry_anonymise(%s, %s, %s, %s)",
            [
                retention.pk,
                [one.pk for one in people],
                dossiers,
                sorted({one.public_id for one in people} | work.public_ids),
            ],
        )
        counts = cursor.fetchone()[0]
    for dossier in Dossier.objects.filter(pk__in=dossiers):
        erase_key(dossier=dossier, by=SYSTEM)
    RetentionWork.move(retention, RetentionWork.carry_out, by=SYSTEM)
    retention.counts = json.loads(counts) if isinstance(counts, str) else counts
    retention.done_at = clock.now()
    retention.save(update_fields=["counts", "done_at"])
    record(by=SYSTEM, verb="retention.anonymised", on=retention)
    return retention
