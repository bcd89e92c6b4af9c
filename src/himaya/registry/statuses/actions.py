"""Recording, confirming and ending statuses, and the facts of the central register."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import PERSON_WRITE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import codelist
from himaya.registry.people.models import Person
from himaya.registry.statuses.models import CareFact, GroupMembership
from himaya.registry.statuses.rules import (
    ASPECTS,
    END_REASONS,
    GROUPS,
    Claim,
    checks,
    may_be_fact,
    may_end,
    may_name,
)


def _attributes(*keys: str) -> dict[str, dict[str, Any]]:
    return {key: {code: item.attributes for code, item in codelist(key).items()} for key in keys}


@action(PERSON_WRITE, on="person")
def record_status(
    *,
    person: Person,
    status: str,
    started_on: date,
    source: str,
    by: Any,
    ground: str = "",
    degree: str = "",
    nature: str = "",
    valid_until: date | None = None,
    decision: str = "",
    decided_on: date | None = None,
    decided_by: str = "",
) -> GroupMembership:
    """The person belongs to a vulnerable group or has a legal status, since a day, as a source tells; a disability
    with its degree and for how long it was granted."""
    asks = codelist(GROUPS).get(status)
    if asks is None:
        raise Refused(_("Choose from the list."), "status")
    claim = Claim(
        status, started_on, source, ground, degree, nature, valid_until, decision, decided_on, decided_by
    )
    named = [
        str(asks.attributes[name]) for name in ("grounds", "degrees", "natures") if name in asks.attributes
    ]
    for field, verdict in checks(claim, asks.attributes, _attributes(*named), person.born, clock.today()):
        if not verdict:
            raise Refused(verdict.reason, field)
    if GroupMembership.objects.filter(person=person, status=status, ended_on__isnull=True).exists():
        raise Refused(_("This status is already written here and has not ended."), "status")
    return GroupMembership.objects.create(
        dossier=person.dossier,
        person=person,
        confirmed_on=clock.today(),
        recorded_by=by if isinstance(by, User) else None,
        **asdict(claim),
    )


@action(PERSON_WRITE, on="membership")
def end_status(
    *, membership: GroupMembership, by: Any, on: date | None = None, reason: str = ""
) -> GroupMembership:
    """The status ends (today), or was written by mistake. One that ended before keeps its day."""
    day = on or clock.today()
    verdict = may_end(membership.started_on, day, clock.today())
    if not verdict:
        raise Refused(verdict.reason, "on")
    if reason and reason not in codelist(END_REASONS):
        raise Refused(_("Choose from the list."), "reason")
    _end(membership, day, reason)
    membership.refresh_from_db()
    return membership


@action(PERSON_WRITE, on="membership")
def correct_status(*, membership: GroupMembership, by: Any, **claim: Any) -> GroupMembership:
    """Something of a status was written wrong: the row stays, as written by mistake, and the right one is written
    anew. `claim`: as `record_status` takes it."""
    if membership.ended_on is not None or not _end(membership, clock.today(), GroupMembership.MISTAKE):
        raise Refused(_("This status has ended already. Look at the file again."))
    return record_status(person=membership.person, by=by, **claim)


def _end(membership: GroupMembership, on: date, reason: str) -> int:
    """How many rows ended: none where somebody else was first."""
    rows = GroupMembership.objects.filter(pk=membership.pk, ended_on__isnull=True)
    return rows.update(ended_on=on, end_reason=reason)


@action(PERSON_WRITE, on="membership")
def confirm_status(*, membership: GroupMembership, by: Any) -> GroupMembership:
    """Somebody made sure today that the status still holds."""
    GroupMembership.objects.filter(pk=membership.pk, ended_on__isnull=True).update(confirmed_on=clock.today())
    membership.refresh_from_db()
    return membership


@action(PERSON_WRITE, on="person")
def record_care_fact(
    *,
    person: Person,
    aspect: str,
    code: str,
    started_on: date,
    source: str,
    by: Any,
    detail: str = "",
    decision: str = "",
    decided_on: date | None = None,
    decided_by: str = "",
) -> CareFact:
    """A fact of the central register from a day on; the one before it ends then."""
    if not source.strip():
        raise Refused(_("Write who told us or which paper says so."), "source")
    before = CareFact.objects.filter(person=person, aspect=aspect, ended_on__isnull=True).first()
    lists = _attributes(ASPECTS, *(str(item.attributes["codes"]) for item in codelist(ASPECTS).values()))
    verdict = may_be_fact(
        aspect, code, started_on, before.started_on if before else None, lists, clock.today()
    )
    if not verdict:
        raise Refused(verdict.reason, "started_on" if aspect in lists[ASPECTS] else "aspect")
    nameable = may_name(lists[str(lists[ASPECTS][aspect]["codes"])][code], detail)
    if not nameable:
        raise Refused(nameable.reason, "detail")
    if before:
        before.ended_on = started_on
        before.save(update_fields=["ended_on"])
    return CareFact.objects.create(
        dossier=person.dossier,
        person=person,
        aspect=aspect,
        code=code,
        detail=detail,
        started_on=started_on,
        decision=decision,
        decided_on=decided_on,
        decided_by=decided_by,
        source=source,
        recorded_by=by if isinstance(by, User) else None,
    )
