"""What counts as seeing a child, and what a record of a visit must say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.visits.models import Visit
from himaya.kit import clock
from himaya.kit.verdict import Verdict, first_no, no, yes
from himaya.reference.queries import code_item

Facts = Mapping[str, Any]


def is_face_to_face(contact_type: str) -> bool:
    """Whether this kind of contact puts worker and child in one place (attribute of `visit.contact_type`)."""
    item = code_item("visit.contact_type", contact_type)
    return bool(item and item.attributes.get("face_to_face"))


def meets_the_norm(visit: Visit) -> bool:
    """Only a child seen face to face has been visited: a call or a closed door leaves the clock running
    (domain §3.1, first face-to-face contact; §3.4, follow-up)."""
    return bool(visit.child_seen) and is_face_to_face(visit.contact_type)


def seeing_is_explained(visit: Visit, facts: Facts) -> Verdict:
    """Child seen, and seen alone; otherwise a coded reason says why not (domain §3.4, follow-up)."""
    if not visit.child_seen:
        return yes() if visit.not_seen_reason else no(_("Say why not everybody was seen."))
    if not visit.child_seen_alone and is_face_to_face(visit.contact_type) and not visit.not_alone_reason:
        return no(_("Say why not everybody was seen alone."))
    return yes()


def observation_is_written(visit: Visit, facts: Facts) -> Verdict:
    """A record says what was observed (domain §3.4)."""
    return yes() if visit.observations.strip() else no(_("Write what you saw and heard."))


def safety_is_judged(visit: Visit, facts: Facts) -> Verdict:
    """Every visit answers whether the child is safe now; "not known" is an answer."""
    return yes() if visit.safe_now else no(_("Say whether they are safe now."))


def is_recorded_in_time(visit: Visit, facts: Facts) -> Verdict:
    """Nothing that has not happened yet can be recorded, nor anything before the report."""
    if visit.done_at is None or visit.done_at > clock.now():
        return no(_("This moment is still to come."))
    if visit.done_at < visit.case.reported_at.replace(second=0, microsecond=0):  # people write minutes
        return no(_("This is before the case was reported."))
    return yes()


def record_is_whole(visit: Visit, facts: Facts) -> Verdict:
    """The minimum of a record (domain §3.4), asked once something is being recorded."""
    if not facts:
        return yes()
    return first_no(
        is_recorded_in_time(visit, facts),
        seeing_is_explained(visit, facts),
        observation_is_written(visit, facts),
        safety_is_judged(visit, facts),
    )


def may_plan_for(moment: datetime) -> Verdict:
    """A visit is planned ahead; what has passed is recorded, not planned."""
    if moment < clock.now():
        return no(_("This moment has passed. Record the visit instead."))
    return yes()
