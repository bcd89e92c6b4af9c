"""Recording and ending statuses."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import PERSON_WRITE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.people.models import Person
from himaya.registry.statuses.models import GroupMembership


@action(PERSON_WRITE, on="person")
def record_status(
    *,
    person: Person,
    status: str,
    started_on: date,
    source: str,
    by: Any,
    decision: str = "",
    decided_on: date | None = None,
) -> GroupMembership:
    """The person belongs to a vulnerable group or has a legal status, since a day, as a source tells."""
    if started_on > clock.today():
        raise Refused(_("This day is still to come."), "started_on")
    if not source.strip():
        raise Refused(_("Write who told us or which paper says so."), "source")
    if GroupMembership.objects.filter(person=person, status=status, ended_on__isnull=True).exists():
        raise Refused(_("This status is already written here and has not ended."), "status")
    return GroupMembership.objects.create(
        dossier=person.dossier,
        person=person,
        status=status,
        started_on=started_on,
        source=source,
        decision=decision,
        decided_on=decided_on,
        recorded_by=by if isinstance(by, User) else None,
    )


@action(PERSON_WRITE, on="membership")
def end_status(*, membership: GroupMembership, by: Any) -> GroupMembership:
    """The status ends today. One that ended before keeps its day."""
    GroupMembership.objects.filter(pk=membership.pk, ended_on__isnull=True).update(ended_on=clock.today())
    membership.refresh_from_db()
    return membership
