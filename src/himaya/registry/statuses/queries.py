"""Who is in a vulnerable group, for the lists of other contexts."""

from typing import Any

from django.db.models import Q, QuerySet

from himaya.kit import clock
from himaya.registry.statuses.models import GroupMembership

IN_GROUP = """exists (
  select 1 from registry_groupmembership standing
  where standing.person_id = {person} and standing.status = %(group)s and standing.started_on <= %(today)s
    and (standing.ended_on is null or standing.ended_on > %(today)s))"""


def in_group(person: str) -> str:
    """SQL that holds where a person is in a group on a day. `person` names the column with the person's key; the
    group's code and the day are the query's parameters `group` and `today`. Row security leaves each reader those
    whose file is open to them."""
    return IN_GROUP.format(person=person)


def people_in_group(group: str) -> QuerySet[GroupMembership, Any]:
    """Keys of the people who are in a group today, for `person__in`; as far as the reader sees their files."""
    today = clock.today()
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    return GroupMembership.objects.filter(still, status=group, started_on__lte=today).values("person_id")


def groups_of(person: Any) -> frozenset[str]:
    """The vulnerable groups a person is in today, as far as the reader sees the file."""
    today = clock.today()
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    rows = GroupMembership.objects.filter(still, person=person, started_on__lte=today)
    return frozenset(rows.values_list("status", flat=True))
