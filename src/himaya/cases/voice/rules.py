"""No decision about a child without its best interests written down and its view heard (domain §6; Family Code, art. 52).

In an emergency the guards hold nothing back: the engine opens a task for each.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.assessment.rules import NONE, OBLIGATORY, POSSIBLE, view_duty
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_of
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes

Facts = Mapping[str, Any]
DUTIES = (NONE, POSSIBLE, OBLIGATORY)
# The code of `childs_view.method` that says that the child could not be heard.
NOT_POSSIBLE = "not_possible"


def duty_to_hear(case: Case, member_id: int | None, on: date) -> str:
    """The strictest duty to hear of the child named, or of all children of the case where none is."""
    faces = faces_of([case]).get(case.pk, [])
    children = [f for f in faces if f.role in CaseMember.CHILDREN]
    chosen = [f for f in children if f.member_id == member_id] or children
    return max((view_duty(f.born, on) for f in chosen), key=DUTIES.index, default=POSSIBLE)


def was_heard(method: str, words: str, why_not: str, duty: str) -> Verdict:
    """From the norm's age on either the view with the way it was heard, or why it could not be."""
    if method == NOT_POSSIBLE:
        return yes() if why_not.strip() else no(_("Write why the child could not be heard."))
    if duty == OBLIGATORY and not (method and words.strip()):
        return no(
            _("The child's view is obligatory at this age. Hear the child, or write why it was not possible.")
        )
    return yes()


def child_was_heard(subject: Any, facts: Facts) -> Verdict:
    """As `was_heard`, for a record with a case and, where it is about one child, `child_id`."""
    duty = duty_to_hear(subject.case, getattr(subject, "child_id", None), clock.today())
    return was_heard(subject.view_method, subject.child_words, subject.not_heard_why, duty)


def interests_are_stated(subject: Any, facts: Facts) -> Verdict:
    """What the decision means for the child, and why nothing else is better for it."""
    if subject.best_interests.strip():
        return yes()
    return no(_("Write the statement of best interests."))
