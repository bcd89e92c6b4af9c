"""Keeping work profiles and days away."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CASE_ASSIGN, DESK_USE
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.kit.verdict import Verdict
from himaya.workforce.staff.models import Absence, Profile
from himaya.workforce.staff.rules import is_a_period, may_keep_profile, may_record_absence


def _require(verdict: Verdict, field: str | None = None) -> None:
    if not verdict:
        raise Refused(verdict.reason, field)


@action(CASE_ASSIGN)
def keep_profile(
    *,
    user: User,
    skills: Iterable[str],
    places: Iterable[str],
    caseload_limit: int | None,
    by: Any,
    expected: int | None = None,
) -> Profile:
    """What a worker can do and how much, as their supervisor says it."""
    _require(may_keep_profile(by, user))
    Profile.objects.get_or_create(user=user)
    profile = Profile.objects.select_for_update().get(user=user)
    if expected is not None and profile.version != expected:
        raise Stale(profile)
    profile.skills, profile.places = sorted(set(skills)), sorted(set(places))
    profile.caseload_limit = caseload_limit
    profile.version, profile.changed_by, profile.changed_at = profile.version + 1, by, clock.now()
    profile.save()
    return profile


@action(DESK_USE)
def record_absence(*, user: User, kind: str, first_on: date, last_on: date, by: Any) -> Absence:
    """Days on which a worker takes no new work."""
    _require(may_record_absence(by, user))
    _require(is_a_period(first_on, last_on), "last_on")
    return Absence.objects.create(
        user=user, kind=kind, first_on=first_on, last_on=last_on, recorded_by=by, recorded_at=clock.now()
    )


@action(DESK_USE)
def cancel_absence(*, absence: Absence, by: Any) -> Absence:
    """The days away are taken back: nothing came of them, or they end early."""
    _require(may_record_absence(by, absence.user))
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if absence.cancelled_at is None:
        absence.cancelled_at = clock.now()
        absence.save(update_fields=["cancelled_at"])
    return absence
