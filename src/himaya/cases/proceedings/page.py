"""What the pages of proceedings and orders show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, fetch
from himaya.access.roles import CASE_WORK, PERSON_WRITE
from himaya.cases.casefile.frame import frame
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import children_of, faces_on, subjects_of
from himaya.cases.proceedings.models import Order, Proceeding
from himaya.cases.proceedings.process import OrderWork, ProceedingWork
from himaya.cases.proceedings.queries import (
    last_judgments,
    orders,
    parties_of,
    people_of,
    proceedings,
    statuses_to_record,
)
from himaya.cases.proceedings.rules import was_granted
from himaya.kit import clock
from himaya.kit.shapes import Chip, Tone
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions, status_bar, story

TAB = "rights"


@dataclass(frozen=True, slots=True)
class Row:
    """A proceeding or an order on a list."""

    title: str
    hint: str
    url: str
    chips: list[Chip]


def proceeding_of(request: StaffRequest, public_id: str) -> Proceeding:
    """The proceeding, if this person may see it."""
    found: Proceeding = fetch(request, proceedings().visible_to(request.user), public_id=public_id)
    return found


def order_of(request: StaffRequest, public_id: str) -> Order:
    """The order, if this person may see it."""
    found: Order = fetch(request, orders().visible_to(request.user), public_id=public_id)
    return found


def state_chip(proceeding: Proceeding) -> list[Chip]:
    """Where it stands, and what was decided."""
    chips = [Chip(ProceedingWork.state_of(proceeding).label)]
    if proceeding.outcome:
        chips.append(Chip(label("judgment.kind", proceeding.outcome), "info"))
    return chips


def order_chips(order: Order, on: date) -> list[Chip]:
    """Whether it stands, and how long yet."""
    if not order.stands_on(on):
        words = OrderWork.expired.label if order.status == "in_force" else OrderWork.state_of(order).label
        return [Chip(words, "bad" if order.status != "lifted" else "")]
    if order.until_on is None:
        return [Chip(OrderWork.in_force.label, "good")]
    left = (order.until_on - on).days
    tone: Tone = "watch" if left <= 14 else "good"
    return [Chip(OrderWork.in_force.label, tone), Chip(_("days left: %(n)s") % {"n": left}, tone)]


def row_of_proceeding(proceeding: Proceeding) -> Row:
    """One line."""
    hint = " · ".join(filter(None, [proceeding.body, proceeding.number]))
    return Row(
        label("proceeding.kind", proceeding.kind), hint, proceeding.get_absolute_url(), state_chip(proceeding)
    )


def row_of_order(order: Order) -> Row:
    """One line."""
    until = f"{order.until_on:%d.%m.%Y}" if order.until_on else "…"
    hint = (
        f"{order.from_on:%d.%m.%Y} – {until} · {order.issuer_name or label('body.kind', order.issuer_kind)}"
    )
    return Row(
        label("order.kind", order.kind), hint, order.get_absolute_url(), order_chips(order, clock.today())
    )


def proceeding_page(request: StaffRequest, proceeding: Proceeding) -> dict[str, Any]:
    """One proceeding."""
    clocks = ProceedingWork.clocks_of(proceeding)
    steps = ProceedingWork.steps_of(proceeding)
    running = proceeding.status in ("prepared", "filed", "judged")
    return frame(
        request,
        proceeding.case,
        TAB,
        proceeding=proceeding,
        title=label("proceeding.kind", proceeding.kind),
        bar=status_bar(ProceedingWork, proceeding, steps),
        actions=next_actions(ProceedingWork, proceeding, request.user, clocks),
        clocks_here=[due(c) for c in clocks],
        parties=parties_of(proceeding),
        hearings=list(proceeding.hearings.select_related("goes").order_by("at")),
        judgments=last_judgments(proceeding),
        own_orders=[row_of_order(order) for order in orders().filter(proceeding=proceeding)],
        happened=story(ProceedingWork, steps)[::-1],
        may_add=running and request.user.can(CASE_WORK),
        to_record=statuses(proceeding, request),
    )


def statuses(proceeding: Proceeding, request: StaffRequest) -> list[tuple[str, str]]:
    """Where the judgment is to be written in the children's records, for who may: (words, address)."""
    if was_granted(proceeding.outcome) is not True or not request.user.can(PERSON_WRITE):
        return []
    return [
        (f"{child.name}: {words}", reverse("people:care-fact-add", args=[child.person, aspect]))
        for child in children_of(faces_on(proceeding.case))
        if not child.restricted
        for aspect, words in statuses_to_record(proceeding)
    ]


def order_page(request: StaffRequest, order: Order) -> dict[str, Any]:
    """One order."""
    bound, protected = people_of(order)
    steps = OrderWork.steps_of(order)
    return frame(
        request,
        order.case,
        TAB,
        order=order,
        title=label("order.kind", order.kind),
        order_chips=order_chips(order, clock.today()),
        actions=next_actions(OrderWork, order, request.user),
        bound=bound,
        protected=protected,
        breaches=list(order.breaches.select_related("written_by").order_by("-at")),
        happened=story(OrderWork, steps)[::-1],
        may_add=request.user.can(CASE_WORK),
    )


def words_of(case: Case) -> str:
    """The lead of a form: whose case it is."""
    return ", ".join(child.name for child in subjects_of(faces_on(case))) or case.reference
