"""Proceedings about a case: prepared, filed, heard, judged; orders that protect for a time, broken and ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.gate import SYSTEM
from himaya.access.models import AuditEvent
from himaya.cases.casefile.actions import add_member
from himaya.cases.models import Case, Hearing, Order, Proceeding
from himaya.cases.proceedings.actions import (
    Breach,
    Claim,
    Considering,
    Judged,
    OrderTold,
    Sitting,
    add_party,
    close_hearing,
    drop_proceeding,
    end_party,
    enter_into_force,
    file_claim,
    go_on_appeal,
    issue_order,
    lift_order,
    note_breach,
    open_proceeding,
    plan_hearing,
    record_judgment,
    watch_hearings,
    watch_orders,
    write_considered,
)
from himaya.cases.proceedings.queries import people_of
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
STATED = Considering(
    best_interests="Nənəsi ilə yaşamaq", view_method="talk", child_words="Nənəmlə qalmaq istəyirəm"
)


@pytest.fixture
def case(make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


@pytest.fixture
def opened(case: Case, country: Any, acting_as: Any) -> Any:
    """`opened(kind, **claim)`: a proceeding of the case."""

    def write(kind: str = "restriction", **claim: Any) -> Proceeding:
        with acting_as(country["worker"]) as by:
            return open_proceeding(case=case, claim=Claim(kind=kind, **claim), by=by)

    return write


@pytest.fixture
def mother(case: Case, country: Any, make_person: Any, acting_as: Any) -> Any:
    person = make_person(country["here"], given_name="Sevda")
    with acting_as(country["supervisor"]) as by:
        return add_member(case=case, person=person, role="mother", by=by)


@pytest.fixture
def ordered(case: Case, country: Any, acting_as: Any, mother: Any) -> Any:
    """`ordered(days=30)`: a short order from today that protects the child from the mother."""

    def write(days: int = 30, **told: Any) -> Order:
        with acting_as(country["worker"]) as by:
            child, today = case.members.get(role="child"), clock.today()
            given = {
                "kind": "short_protection", "issuer_kind": "executive_authority", "from_on": today, "bound": [mother],
                "until_on": today + timedelta(days=days - 1), "protected": [child], "terms": "Yaxınlaşmasın", **told,
            }  # fmt: skip
            return issue_order(case=case, told=OrderTold(**given), by=by)

    return write


def test_a_claim_of_ours_is_not_filed_before_the_child_was_considered(
    opened: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    claim = opened(body_name="Məhkəmə")
    assert claim.status == "prepared"
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="best interests"):
            file_claim(proceeding=claim, filed_on=clock.today(), by=by)
        silent = Considering(best_interests="Nənəsi ilə yaşamaq")
        write_considered(proceeding=claim, considering=silent, by=by)
        with pytest.raises(Refused, match="obligatory"):
            file_claim(proceeding=claim, filed_on=clock.today(), by=by)
        held = write_considered(proceeding=claim, considering=STATED, by=by)
        filed = file_claim(proceeding=held, filed_on=clock.today(), number="2-115", by=by)
    assert (filed.status, filed.number) == ("filed", "2-115")
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="has been filed"):
        write_considered(proceeding=filed, considering=STATED, by=by)
    with as_owner():
        assert AuditEvent.objects.filter(verb="proceedings.file_claim", object_id=claim.pk).exists()


def test_a_supervisor_passes_over_what_is_missing_with_a_reason(
    opened: Any, country: Any, acting_as: Any
) -> None:
    claim = opened(body_name="Məhkəmə")
    with acting_as(country["supervisor"]) as by:
        filed = file_claim(proceeding=claim, filed_on=clock.today(), override="safety", by=by)
    assert filed.status == "filed"


def test_what_others_brought_is_before_its_body_already(opened: Any, country: Any, acting_as: Any) -> None:
    theirs = opened("criminal", claimant="police", filed_on=clock.today())
    assert (theirs.status, theirs.body) == ("filed", "")
    assert opened(filed_on=clock.today()).status == "filed", "a claim of ours that was filed already"
    with pytest.raises(Refused, match="still to come"):
        opened(filed_on=clock.today() + timedelta(days=1))
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="still to come"):
        file_claim(proceeding=theirs, filed_on=clock.today() + timedelta(days=1), by=by)


def test_a_stranger_opens_none_and_a_closed_case_takes_none(
    case: Case, country: Any, acting_as: Any, make_case: Any
) -> None:
    with acting_as(country["stranger"]) as by, pytest.raises(PermissionDenied):
        open_proceeding(case=case, claim=Claim(kind="other"), by=by)
    closed = make_case("closed")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="closed"):
        open_proceeding(case=closed, claim=Claim(kind="other"), by=by)


def test_people_of_the_case_and_others_take_part_once_each(
    opened: Any, country: Any, acting_as: Any, mother: Any
) -> None:
    claim = opened()
    with acting_as(country["worker"]) as by:
        party = add_party(proceeding=claim, part="respondent", member=mother, by=by)
        assert add_party(proceeding=claim, part="respondent", member=mother, by=by) == party
        lawyer = add_party(proceeding=claim, part="representative", name=" Vəkil Vüsal ", by=by)
        assert (lawyer.name, str(lawyer)) == ("Vəkil Vüsal", f"representative {claim.pk}")
        with pytest.raises(Refused, match="write a name"):
            add_party(proceeding=claim, part="witness", by=by)
        assert end_party(party=lawyer, by=by).ended_at is not None


def test_a_hearing_is_held_or_adjourned_to_another_day(opened: Any, country: Any, acting_as: Any) -> None:
    claim = opened(claimant="parent")
    past, later = clock.now() - timedelta(hours=2), clock.now() + timedelta(days=9)
    with acting_as(country["worker"]) as by:
        first = plan_hearing(proceeding=claim, sitting=Sitting(past, "Zal 3", country["worker"]), by=by)
        for wrong, words in (
            ({"outcome": "held", "next_at": later}, "adjourned hearing only"),
            ({"outcome": "adjourned", "next_at": past - timedelta(hours=1)}, "before the old one"),
        ):
            with pytest.raises(Refused, match=words):
                close_hearing(hearing=first, by=by, **wrong)
        close_hearing(hearing=first, outcome="adjourned", said="Ana gəlmədi", next_at=later, by=by)
        with pytest.raises(Refused, match="already"):
            close_hearing(hearing=first, outcome="held", by=by)
        second = Hearing.objects.get(outcome="")
        assert (second.at, second.place, second.goes) == (later, "Zal 3", country["worker"])
        with pytest.raises(Refused, match="still to come"):
            close_hearing(hearing=second, outcome="held", by=by)
        with pytest.raises(Stale):
            close_hearing(hearing=second, outcome="cancelled", expected=second.version + 1, by=by)
        close_hearing(hearing=second, outcome="cancelled", by=by)
        drop_proceeding(proceeding=claim, reason="settled", by=by)
        with pytest.raises(Refused, match="has ended"):
            plan_hearing(proceeding=claim, sitting=Sitting(later), by=by)


def test_who_goes_to_a_hearing_is_told_once_that_it_is_near(
    opened: Any, country: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    claim = opened(claimant="parent")
    with acting_as(country["supervisor"]) as by:
        soon, far = clock.now() + timedelta(days=1), clock.now() + timedelta(days=5)
        plan_hearing(proceeding=claim, sitting=Sitting(soon, goes=country["colleague"]), by=by)
        plan_hearing(proceeding=claim, sitting=Sitting(soon), by=by)
        plan_hearing(proceeding=claim, sitting=Sitting(far), by=by)
    with as_worker(), acting_as(SYSTEM):
        assert watch_hearings() == 2
        assert watch_hearings() == 0
    with as_owner():
        told = Notice.objects.filter(kind="proceeding.hearing").values_list("user_id", flat=True)
        assert sorted(told) == sorted([country["colleague"].pk, country["worker"].pk])
        Case.objects.update(worker=None)
        Notice.objects.all().delete()
    with as_worker(), acting_as(SYSTEM):
        assert watch_hearings() == 1, "without a worker only who goes"


def test_a_judgment_is_appealed_then_given_again_and_in_force(
    opened: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    claim = opened(claimant="prosecutor", filed_on=clock.today() - timedelta(days=3))
    today = clock.today()
    with acting_as(country["worker"]) as by:
        for wrong, words in (
            (Judged(today + timedelta(days=1), "granted"), "still to come"),
            (Judged(today - timedelta(days=4), "granted"), "before the claim"),
            (Judged(today, "granted", appeal_until=today - timedelta(days=1)), "before the first"),
        ):
            with pytest.raises(Refused, match=words):
                record_judgment(proceeding=claim, judgment=wrong, by=by)
        first = record_judgment(proceeding=claim, judgment=Judged(today, "granted", "Mətn"), by=by)
        assert first.appeal_until > today + timedelta(days=27)
    with as_owner():
        assert Clock.objects.get(process="proceeding", name="appeal").state == Clock.RUNNING
        assert Notice.objects.filter(user=country["supervisor"], kind="proceeding.judged").exists()
    with acting_as(country["worker"]) as by:
        on = go_on_appeal(proceeding=Proceeding.objects.get(), by=by)
        assert (on.status, on.appeal_until) == ("filed", None)
        record_judgment(proceeding=on, judgment=Judged(today, "partly"), by=by)
        for day, words in (
            (today + timedelta(days=1), "still to come"),
            (today - timedelta(days=1), "before it was given"),
        ):
            with pytest.raises(Refused, match=words):
                enter_into_force(proceeding=on, in_force_on=day, by=by)
        done = enter_into_force(proceeding=on, in_force_on=today, by=by)
        assert (done.status, done.in_force_on, done.judgments.count()) == ("in_force", today, 2)


def test_an_order_says_whom_it_binds_and_protects(ordered: Any, country: Any, acting_as: Any) -> None:
    order = ordered(bound_name="Qonşu")
    with acting_as(country["worker"]):
        assert people_of(order) == (["Əliyeva Sevda", "Qonşu"], ["Əliyeva Ülkər"])


def test_an_order_longer_than_the_law_lets_it_be_is_refused_in_words(ordered: Any, as_owner: Any) -> None:
    with pytest.raises(Refused, match="61 days is too long, at most 60"):
        ordered(days=61)
    with as_owner():
        assert not Order.objects.exists()


def test_an_order_protects_somebody_and_nobody_from_themselves(ordered: Any, mother: Any) -> None:
    with pytest.raises(Refused, match="whom the order protects"):
        ordered(protected=[])
    with pytest.raises(Refused, match="bound and protected"):
        ordered(protected=[mother])


def test_words_come_before_the_end_and_the_end_is_said(
    ordered: Any, country: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    order = ordered(days=60)
    end = order.until_on

    def on(days_before: int) -> tuple[int, str]:
        day: date = end - timedelta(days=days_before)
        with clock.fixed(f"{day}T06:20"), as_worker(), acting_as(SYSTEM):
            return watch_orders(), Order.objects.get().status

    assert on(15) == (0, "in_force")
    told = on(14)
    assert told[0] >= 2, "the worker and the supervisors"
    assert on(13) == (0, "in_force")
    assert on(3)[0] == told[0]
    assert on(0) == (0, "in_force")
    assert on(-1) == (0, "expired")
    with as_owner():
        for user in (country["worker"], country["supervisor"]):
            assert Notice.objects.filter(user=user, kind="order.ending").count() == 2
            assert Notice.objects.filter(user=user, kind="order.expired").count() == 1


def test_an_order_is_lifted_between_its_days(ordered: Any, country: Any, acting_as: Any) -> None:
    order = ordered()
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="between"):
            lift_order(order=order, lifted_on=clock.today() + timedelta(days=1), reason="court", by=by)
        with pytest.raises(Refused, match="between"):
            lift_order(order=order, lifted_on=clock.today() - timedelta(days=1), reason="court", by=by)
        assert lift_order(order=order, lifted_on=clock.today(), reason="court", by=by).status == "lifted"


def test_a_breach_is_told_and_the_supervisor_hears(
    ordered: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    order = ordered()
    now = clock.now()
    fine = {"at": now, "what": "Qapını döyüb", "told_body": "police", "told_at": now}
    with acting_as(country["worker"]) as by:
        for wrong, words in (
            ({"at": now + timedelta(hours=1)}, "still to come"), ({"told_at": now + timedelta(hours=1)}, "still to come"),
            ({"told_body": "", "told_at": None}, "or why nobody"), ({"at": now - timedelta(days=2)}, "not in force yet"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=words):
                note_breach(order=order, breach=Breach(**{**fine, **wrong}), by=by)
        row = note_breach(order=order, breach=Breach(**fine), by=by)
        assert str(row).startswith("breach")
    with as_owner():
        assert Notice.objects.filter(user=country["supervisor"], kind="order.broken", urgent=True).exists()
        assert not Notice.objects.filter(user=country["worker"], kind="order.broken").exists()
        Case.objects.update(worker=None)
    with acting_as(country["supervisor"]) as by:
        note_breach(order=Order.objects.get(), breach=Breach(**fine), by=by)
