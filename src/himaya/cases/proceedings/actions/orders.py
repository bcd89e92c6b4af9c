"""Orders: written down, broken, lifted, and the words before and at their end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import SYSTEM, action, require_version
from himaya.access.queries import nearest_to
from himaya.access.roles import CASE_WORK, Supervisor
from himaya.cases.casefile.actions import require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import may_write
from himaya.cases.proceedings.models import Order, OrderBreach, OrderPerson, Proceeding
from himaya.cases.proceedings.process import BROKEN, ENDING, OrderWork
from himaya.cases.proceedings.queries import running_orders
from himaya.cases.proceedings.rules import ALERTS, alert_due, may_be_told, may_last
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import norm
from himaya.workflow.actions import tell_all


@dataclass(frozen=True, slots=True)
class OrderTold:
    """What an order says: `bound` and `protected` are people of the case, `bound_name` somebody else."""

    kind: str
    issuer_kind: str
    from_on: date
    until_on: date | None = None
    issuer_name: str = ""
    number: str = ""
    terms: str = ""
    bound: Sequence[CaseMember] = field(default_factory=list)
    bound_name: str = ""
    protected: Sequence[CaseMember] = field(default_factory=list)
    proceeding: Proceeding | None = None


@action(CASE_WORK, on="case")
def issue_order(*, case: Case, told: OrderTold, by: Any) -> Order:
    """An order somebody issued. Refused where it lasts longer, or less, than the law lets an order of its kind."""
    require(may_write(case))
    require(may_last(told.kind, told.from_on, told.until_on, case.territory), "until_on")
    if {m.pk for m in told.bound} & {m.pk for m in told.protected}:
        raise Refused(_("Nobody is bound and protected by the same order."), "protected")
    if not told.protected:
        raise Refused(_("Choose whom the order protects."), "protected")
    columns = ("kind", "issuer_kind", "from_on", "until_on", "issuer_name", "number", "terms", "proceeding")
    order = Order(
        dossier=case.dossier, case=case, written_by=by, **{name: getattr(told, name) for name in columns}
    )
    OrderWork.begin(order, OrderWork.issue, by=by, facts={"kind": told.kind, "until": told.until_on})
    for part, members in ((OrderPerson.BOUND, told.bound), (OrderPerson.PROTECTED, told.protected)):
        for member in members:
            OrderPerson.objects.create(dossier=case.dossier, order=order, member=member, part=part)
    if told.bound_name.strip():
        OrderPerson.objects.create(
            dossier=case.dossier, order=order, name=told.bound_name.strip(), part=OrderPerson.BOUND
        )
    return order


def _held(order: Order, expected: int | None) -> Order:
    rows = Order.objects.select_for_update(of=("self",)).select_related("case__worker", "dossier__unit")
    held: Order = rows.get(pk=order.pk)
    require_version(held, expected)
    return held


@action(CASE_WORK, on="order")
def lift_order(*, order: Order, lifted_on: date, reason: str, by: Any, expected: int | None = None) -> Order:
    """It ended before its last day, with a coded reason."""
    held = _held(order, expected)
    if not held.from_on <= lifted_on <= clock.today():
        raise Refused(_("An order is lifted between its first day and today."), "lifted_on")
    OrderWork.move(held, OrderWork.lift, by=by, reason=reason, facts={"on": lifted_on})
    held.lifted_on = lifted_on
    held.save(update_fields=["lifted_on"])
    return held


@dataclass(frozen=True, slots=True)
class Breach:
    """That an order was broken, and who was told of it."""

    at: datetime
    what: str
    told_body: str = ""
    told_at: datetime | None = None
    told_whom: str = ""
    not_told_why: str = ""


@action(CASE_WORK, on="order")
def note_breach(*, order: Order, breach: Breach, by: Any) -> OrderBreach:
    """An order was broken. The supervisor hears at once; it is written down after the order has ended too."""
    held = _held(order, None)
    now = clock.now()
    for name in ("at", "told_at"):
        moment = getattr(breach, name)
        if moment is not None and moment > now:
            raise Refused(_("This moment is still to come."), name)
    require(may_be_told(breach.at, breach.told_at, breach.told_body, breach.not_told_why), "told_body")
    if clock.local(breach.at).date() < held.from_on:
        raise Refused(_("The order was not in force yet."), "at")
    row = OrderBreach.objects.create(
        dossier=held.dossier,
        order=held,
        written_by=by,
        **{name: getattr(breach, name) for name in Breach.__slots__},
    )
    _tell(held, BROKEN, f"{BROKEN}:{row.pk}", but=by)
    return row


def _tell(order: Order, kind: str, key: str, but: Any = None) -> int:
    """The worker of the case and the supervisors, urgently."""
    people = {user.pk: user for user in nearest_to(Supervisor, order.dossier)}
    if order.case.worker is not None:
        people[order.case.worker.pk] = order.case.worker
    hearers = [user for pk, user in people.items() if but is None or pk != but.pk]
    return tell_all(
        users=hearers,
        kind=kind,
        key=key,
        url=order.get_absolute_url(),
        reference=order.reference,
        urgent=True,
    )


def watch_orders() -> int:
    """Ends orders whose last day has passed, and tells worker and supervisor before the end (norms
    `dv.order_alert.*`), once each. Doing it twice does nothing more. Run by the system."""
    today = clock.today()
    ahead = max(int(norm(key, today).number) for key in ALERTS)
    told = 0
    for order in running_orders(today + timedelta(days=ahead)):
        assert order.until_on is not None
        if order.until_on < today:
            OrderWork.move(order, OrderWork.expire, by=SYSTEM)
        else:
            told += _tell(order, ENDING, f"{ENDING}:{order.pk}:{alert_due(order.until_on, today)}")
    return told
