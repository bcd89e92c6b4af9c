"""What changes of risk add to a case."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_APPROVE
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import actions, alerts, moments, standing
from himaya.cases.risk.models import RiskChange
from himaya.cases.risk.process import RiskWork
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Alert, Moment, NextAction
from himaya.reference.queries import label


@asked_once
def changes_on(case: Case) -> list[RiskChange]:
    """Every change of the case's risk, asked for or made."""
    if not standing(case, RiskWork.code):
        return []
    return list(RiskChange.objects.filter(case=case).select_related("asked_by", "decided_by"))


@moments("risk")
def changes(case: Case, user: User) -> Iterable[Moment]:
    """Each change with its reason, and what was decided."""
    for change in changes_on(case):
        words = {
            "before": label("risk.level", change.from_level),
            "after": label("risk.level", change.to_level),
        }
        yield Moment(
            at=change.asked_at,
            title=_("Risk: %(before)s → %(after)s") % words + _outcome(change),
            text="\n".join(filter(None, [change.why, change.decision_note])),
            by=str(change.asked_by or ""),
            kind="risk",
            kind_label=_("Risk"),
            icon="activity",
            tone="" if change.is_lowering else "bad",
        )


def _outcome(change: RiskChange) -> str:
    if change.status == "proposed":
        return " · " + _("waits for a supervisor")
    if change.status == "refused":
        return " · " + _("refused: %(who)s") % {"who": change.decided_by}
    return " · " + _("approved: %(who)s") % {"who": change.decided_by} if change.decided_by else ""


@alerts
def waiting(case: Case, user: User) -> Iterable[Alert]:
    """A lower level that a supervisor has not decided on."""
    for change in (c for c in changes_on(case) if c.status == "proposed"):
        words = {"level": label("risk.level", change.to_level)}
        url = reverse("cases:risk-decide", args=[change.public_id]) if user.can(CASE_APPROVE) else ""
        yield Alert(_("A lower level of risk is asked for: %(level)s") % words, "watch", url)


@actions
def change_level(case: Case, user: User) -> Iterable[NextAction]:
    """The level may change at any time."""
    if is_open(case):
        yield NextAction(_("Change the level of risk"), reverse("cases:case-risk", args=[case.public_id]))
