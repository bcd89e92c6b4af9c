"""Who may be given a duty, and who may say that it was done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit
from himaya.access.queries import has_account, users_in
from himaya.access.roles import ProviderStaff
from himaya.cases.duties.models import Duty
from himaya.cases.meetings.models import AgendaItem
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes

Facts = Mapping[str, Any]


def may_give(item: AgendaItem) -> Verdict:
    """A duty belongs to a decision, and stands in its minutes: it is given before they are signed."""
    if item.status == "decided" and item.meeting is not None and item.meeting.status == "held":
        return yes()
    return no(_("Tasks are given with a decision, before the minutes are signed."))


def somebody_answers(unit: Unit) -> Verdict:
    """Somebody of the agency can read it and answer; where nobody there has an account it is handed over by a link."""
    if unit.is_active and (users_in(ProviderStaff, unit).exists() or not has_account(unit)):
        return yes()
    return no(_("Nobody in this organisation could read the task. Ask the administrator to invite somebody."))


def is_to_come(due_on: date) -> Verdict:
    """A duty is due on a day to come."""
    return yes() if due_on >= clock.today() else no(_("This day has passed."))


def is_independent(duty: Duty, facts: Facts) -> Verdict:
    """Whether a duty was done is said by somebody independent of the agency: never who reported it, never a colleague of
    the same organisation."""
    by = facts.get("by")
    if by is None:
        return yes()
    if duty.reported_by_id == by.pk:
        return no(_("You reported this yourself: somebody else checks it."))
    if any(m.unit.organisation_id == duty.unit.organisation_id for m in by.current_memberships):
        return no(
            _("You belong to the organisation that reported this: somebody independent of it checks it.")
        )
    return yes()


def may_take_back(duty: Duty, by: Any) -> Verdict:
    """Who gave it, or who answers for the case."""
    if by.pk in {duty.given_by_id, duty.answer_to_id}:
        return yes()
    return no(_("Only who gave this task, or who answers for the case, takes it back."))
