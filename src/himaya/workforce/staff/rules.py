"""Who keeps whose work profile, and what an absence may be."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.queries import holds_over
from himaya.access.roles import CASE_ASSIGN, NORMAL
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes

LONGEST = timedelta(days=366 * 3)


def leads(by: User, user: User) -> bool:
    """Whether one assigns work in a unit where the other works."""
    return any(holds_over(by, CASE_ASSIGN, m.unit, NORMAL) for m in user.current_memberships)


def may_keep_profile(by: User, user: User) -> Verdict:
    """Skills and limits are kept by who shares out the work, never by oneself."""
    if by.pk != user.pk and leads(by, user):
        return yes()
    return no(_("Only who assigns work in the unit may change this."))


def may_record_absence(by: User, user: User) -> Verdict:
    """Days away are said by oneself or by who shares out the work."""
    return yes() if by.pk == user.pk or leads(by, user) else no(_("You may not record this for a colleague."))


def is_a_period(first_on: date, last_on: date) -> Verdict:
    """The last day is not before the first, lies ahead, and is no typing error."""
    if last_on < first_on:
        return no(_("The last day is before the first."))
    if last_on < clock.today():
        return no(_("These days have passed."))
    return yes() if last_on - first_on <= LONGEST else no(_("This is longer than three years."))
