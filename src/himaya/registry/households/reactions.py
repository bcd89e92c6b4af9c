"""A corrected birth date must still fit the family on record."""

from typing import Any

from django.dispatch import receiver

from himaya.kit.errors import Refused
from himaya.registry.households.models import Relationship
from himaya.registry.households.rules import PARENTS, Side, may_be_born
from himaya.registry.people.models import Person
from himaya.registry.people.signals import details_given


@receiver(details_given, dispatch_uid="households.details_given")
def keep_generations(sender: Any, person: Person, **kwargs: Any) -> None:
    """Nobody becomes older than their parents or younger than their children, as far as the writer sees them."""
    if person.born is None:
        return
    me = Side(person.pk, person.sex, person.born)
    rows = Relationship.objects.filter(person=person, kind__in=[*PARENTS, "child"]).select_related("other")
    for row in rows.exclude(end_reason="mistake"):
        other = Side(row.other_id, row.other.sex, row.other.born)
        is_child = row.kind == "child"
        verdict = may_be_born(me, [] if is_child else [other], [other] if is_child else [])
        if not verdict:
            raise Refused(f"{row.other}: {verdict.reason}", "born")
