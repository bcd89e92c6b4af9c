"""What the risk of separation adds to a case of its kind."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import AT_WORK
from himaya.cases.casefile.story import actions, alerts, part
from himaya.cases.separation.models import SeparationRisk
from himaya.cases.separation.process import RiskOfSeparation
from himaya.cases.separation.rules import are_no_ground_alone, risk_of
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Alert, NextAction

part(
    "separation",
    gettext_lazy("Staying together"),
    page="cases:case-separation",
    order=25,
    permission=CASE_READ,
    kind=RiskOfSeparation.variant,
)


@asked_once
def told_on(case: Case) -> list[SeparationRisk]:
    """What was written, at most once; asked once a page."""
    told = risk_of(case)
    return [told] if told else []


@alerts
def poverty_is_no_ground(case: Case, user: User) -> Iterable[Alert]:
    """Said before anybody proposes to place the child."""
    if case.kind != RiskOfSeparation.variant:
        return
    for told in told_on(case):
        if not told.outcome and are_no_ground_alone(told.grounds):
            words = _(
                "Poverty, housing or disability alone is no ground to part a child from the family: support is due."
            )
            yield Alert(words, "watch", told.get_absolute_url())


@actions
def what_to_tell(case: Case, user: User) -> Iterable[NextAction]:
    """The grounds first; the outcome once the family is supported."""
    if case.kind != RiskOfSeparation.variant or case.status not in AT_WORK or not user.can(CASE_WORK):
        return
    told = told_on(case)
    if not told or not told[0].grounds:
        url = reverse("cases:separation-threat", args=[case.public_id])
        yield NextAction(_("Write what threatens the family"), url, primary=case.status == "registered")
    elif case.status in {"implementing", "closing"} and not told[0].outcome:
        url = reverse("cases:separation-outcome", args=[case.public_id])
        yield NextAction(_("Say where the child lives"), url)
