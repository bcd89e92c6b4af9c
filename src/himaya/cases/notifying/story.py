"""What must be told adds to a case: it is said on every page of it until it was."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import EMERGENCY_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import actions, moments, standing
from himaya.cases.intake.process import Notifying
from himaya.cases.notifying.queries import notices_on
from himaya.kit.shapes import Due, Moment, NextAction
from himaya.reference.queries import label


@moments(Notifying.code)
def told(case: Case, user: User) -> Iterable[Moment]:
    """The bodies that were told."""
    if not standing(case, Notifying.code):
        return
    for notice in notices_on(case):
        if notice.told_at is not None:
            yield Moment(
                at=notice.told_at,
                title=_("Told: %(what)s") % {"what": label("mandatory.notification", notice.duty)},
                text=" · ".join(filter(None, [notice.told_whom, notice.their_number, notice.note])),
                by=str(notice.told_by or ""),
                kind="notice",
                kind_label=_("Notifications"),
                icon="phone-outgoing",
            )


@actions
def still_to_tell(case: Case, user: User) -> Iterable[NextAction]:
    """The bodies still to be told, before anything else."""
    if not user.can(EMERGENCY_WORK) or Notifying.due.name not in standing(case, Notifying.code):
        return
    for notice in notices_on(case):
        if notice.told_at is None:
            words = label("mandatory.notification", notice.duty)
            yield NextAction(words, notice.get_absolute_url(), Due(notice.due_at), primary=True)
