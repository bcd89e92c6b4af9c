"""What the act of a removal must say. In the emergency itself none of it holds anything back: each gap becomes a task."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case, CaseMember
from himaya.kit.verdict import Verdict, no, yes

Facts = Mapping[str, Any]
# While a child is away from home by this act, or about to be.
STANDING = ("decided", "carried_out", "claimed", "refused")


def child_is_named(removal: Any, facts: Facts) -> Verdict:
    """Which child it is about."""
    return yes() if removal.child_id else no(_("Say which child was taken."))


def grounds_are_named(removal: Any, facts: Facts) -> Verdict:
    """A ground in law, and what was seen."""
    if removal.grounds and removal.danger.strip():
        return yes()
    return no(_("Name the ground in law, and write what the danger was."))


def another_agreed(removal: Any, facts: Facts) -> Verdict:
    """Nobody decides alone (domain §3.1): a supervisor or an officer on duty agreed, in whatever way."""
    if removal.agreed_with_id and removal.agreed_with_id != removal.decided_by_id:
        return yes()
    return no(_("Write with whom the decision was taken: nobody decides alone."))


def act_is_written(removal: Any, facts: Facts) -> Verdict:
    """From where, who was present, in what condition the child was."""
    if removal.taken_from.strip() and removal.present.strip() and removal.condition.strip():
        return yes()
    return no(_("Write from where the child was taken, who was present, and the child's condition."))


def place_is_written(removal: Any, facts: Facts) -> Verdict:
    """Where the child is now."""
    return yes() if removal.place else no(_("Write where the child was taken."))


def parents_know(removal: Any, facts: Facts) -> Verdict:
    """Told, or why not."""
    if removal.parents_told == "yes" or (removal.parents_told == "no" and removal.parents_words.strip()):
        return yes()
    return no(_("Write that the parents were told, or why they were not."))


def may_be_taken(case: Case, child: CaseMember | None) -> Verdict:
    """A child of the case, named there now; or nobody yet."""
    if child is None or (
        child.case_id == case.pk and child.role in CaseMember.CHILDREN and child.ended_at is None
    ):
        return yes()
    return no(_("Choose a child of this case."))


def may_have_been_taken(taken_at: datetime | None, now: datetime) -> Verdict:
    """Nothing was carried out tomorrow."""
    return yes() if taken_at is None or taken_at <= now else no(_("This moment is still to come."))
