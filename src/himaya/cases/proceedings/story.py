"""What proceedings and orders add to a case."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import actions, alerts, moments, standing
from himaya.cases.proceedings.models import Hearing
from himaya.cases.proceedings.process import OrderWork, ProceedingWork
from himaya.cases.proceedings.queries import hearings_on, orders_on
from himaya.cases.proceedings.rules import hearing_is_near
from himaya.kit import clock
from himaya.kit.shapes import Alert, Due, Moment, NextAction
from himaya.reference.queries import label


@moments()
def hearings(case: Case, user: User) -> Iterable[Moment]:
    """Hearings that have been written down. Asked only where there is a proceeding."""
    if not standing(case, ProceedingWork.code):
        return
    for hearing in hearings_on(case):
        if hearing.outcome:
            yield Moment(
                at=hearing.at,
                title=_("Hearing: %(what)s") % {"what": label("hearing.outcome", hearing.outcome)},
                text=hearing.said,
                by=str(hearing.goes or ""),
                kind="proceeding",
                kind_label=_("Proceedings"),
                icon="scale",
                url=hearing.proceeding.get_absolute_url(),
            )


@alerts
def orders_about(case: Case, user: User) -> Iterable[Alert]:
    """Which order stands and how long yet; one that has ended with none in its place is said too."""
    if not standing(case, OrderWork.code) or not is_open(case):
        return
    today = clock.today()
    found = orders_on(case)
    standing_now = [order for order in found if order.stands_on(today)]
    for order in standing_now:
        words = {
            "order": label("order.kind", order.kind),
            "day": f"{order.until_on:%d.%m.%Y}" if order.until_on else "…",
        }
        yield Alert(_("%(order)s in force until %(day)s") % words, "info", order.get_absolute_url())
    over = [
        order for order in found if order.until_on and order.until_on < today and order.status != "lifted"
    ]
    if over and not standing_now:
        last = max(over, key=lambda order: order.until_on or today)
        words = {"order": label("order.kind", last.kind), "day": f"{last.until_on:%d.%m.%Y}"}
        said = _("%(order)s ended on %(day)s, and no other order protects the child.")
        yield Alert(said % words, "bad", last.get_absolute_url())


@actions
def go_to_hearing(case: Case, user: User) -> Iterable[NextAction]:
    """The hearings that are near, and those of which nobody wrote what came of them."""
    if not standing(case, ProceedingWork.code) or not user.can(CASE_WORK):
        return
    now = clock.now()
    for hearing in hearings_on(case):
        if not hearing.outcome and (hearing.at < now or hearing_is_near(hearing.at, now)):
            yield NextAction(_("What came of the hearing"), _address(hearing), Due(hearing.at))


def _address(hearing: Hearing) -> str:
    return reverse("cases:hearing-close", args=[hearing.public_id])
