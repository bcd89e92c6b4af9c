"""Keeping and removing drafts."""

from typing import Any

from himaya.access.gate import action
from himaya.access.roles import DESK_USE
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.drafts.models import Draft


@action(DESK_USE)
def keep_draft(*, by: Any, key: str, typed: dict[str, list[str]]) -> None:
    """Keeps what was typed so far in the place of what was kept before."""
    Draft.objects.update_or_create(user=by, key=key, defaults={"typed": typed, "at": clock.now()})


def drop_draft(*, by: Any, key: str) -> None:
    """The form was sent: its draft is no longer needed."""
    Draft.objects.filter(user=by, key=key).delete()


def drop_old_drafts() -> int:
    """Removes drafts older than the norm `draft.length`; run by the system."""
    length = norm("draft.length", on=clock.today())
    old = [d.pk for d in Draft.objects.only("pk", "at").iterator() if add(d.at, length) < clock.now()]
    return Draft.objects.filter(pk__in=old).delete()[0]
