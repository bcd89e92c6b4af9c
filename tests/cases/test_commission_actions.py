"""Commissions: who sits, for how long, how many, and what happens when they do not meet."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.models import AuditEvent
from himaya.access.roles import CommissionMember, UnitManager
from himaya.cases.commission.actions import (
    dissolve_commission,
    end_seat,
    establish_commission,
    report_unmet,
    take_seat,
)
from himaya.cases.commission.models import Commission, CommissionSeat
from himaya.cases.commission.queries import known_commissions, people_to_sit, secretaries_of, units_to_keep
from himaya.cases.meetings.models import Attendee
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.models import Clock, Notice
from tests import factories
from tests.cases.meetings_cast import body, held, listed, seat, session, stands_for

__all__ = ["body"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def establish(body: Any, **changes: Any) -> Commission:
    given = {
        "unit": body["here"], "kind": "guardianship", "established_on": clock.today(), "secretary": body["secretary"],
        "stands_for": stands_for(body), "by": body["secretary"],
    }  # fmt: skip
    return establish_commission(**{**given, **changes})


def test_a_commission_has_its_secretary_and_its_deadline_from_the_first_day(body: Any, as_owner: Any) -> None:
    with as_owner():
        assert body["commission"].secretary == body["secretary"]
        assert str(body["commission"]) == str(body["here"])
        running = Clock.objects.get(process="commission")
        assert (running.holder, running.norm) == (body["secretary"], "commission.meets.every")
        assert AuditEvent.objects.filter(verb="commission.establish_commission").exists()
        assert str(CommissionSeat.objects.first()).startswith("secretary")


def test_one_of_a_kind_sits_in_a_unit_and_only_for_who_keeps_it(body: Any, acting_as: Any) -> None:
    with acting_as(body["secretary"]):
        with pytest.raises(Refused, match="sitting already"):
            establish(body, kind="childrens_rights")
        with pytest.raises(Refused, match="no commission of this unit"):
            establish(body, unit=body["there"])
        with pytest.raises(Refused, match="needs the role"):
            establish(body, secretary=body["anar"])
        assert establish(body).kind == "guardianship"


def test_the_head_of_the_unit_may_establish_one_too(body: Any, acting_as: Any) -> None:
    with acting_as(body["manager"]):
        assert establish(body, by=body["manager"]).secretary == body["secretary"]


def test_a_seat_is_for_who_may_sit_for_a_term_and_once(body: Any, acting_as: Any, as_owner: Any) -> None:
    with acting_as(body["secretary"]):
        commission = Commission.objects.get()
        for wrong, words in (
            ({"user": body["worker"]}, "no role in a commission"),
            ({"user": body["anar"]}, "already sits"),
            ({"user": body["anar"], "function": "chair", "starts_on": clock.today() + timedelta(days=9)}, "already sits"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=words):
                seat(commission, wrong.pop("user"), body, **wrong)
    with as_owner():
        new = factories.user((CommissionMember, body["here"]), full_name="Üzv Dilarə")
    with acting_as(body["secretary"]):
        with pytest.raises(Refused, match="Somebody holds this function"):
            seat(commission, new, body, function="chair")
        with pytest.raises(Refused, match="after it begins"):
            seat(commission, new, body, ends_on=clock.today())
        longest = add(clock.at(clock.today()), norm("commission.term.most", clock.today()))
        with pytest.raises(Refused, match="at the latest"):
            seat(commission, new, body, ends_on=clock.local(longest).date() + timedelta(days=1))
        taken = seat(commission, new, body, ends_on=clock.today() + timedelta(days=30))
    with acting_as(new):
        assert Commission.objects.count() == 1
        assert Notice.objects.filter(user=new, kind="commission.seated").count() == 1
    with clock.fixed(clock.now() + timedelta(days=40)), acting_as(new):
        assert Commission.objects.count() == 0
    assert taken.function == "member"


def test_never_more_than_the_norm_sit(body: Any, acting_as: Any, as_owner: Any) -> None:
    most = int(norm("commission.size.most", clock.today()).number)
    with as_owner():
        more = [factories.user((CommissionMember, body["here"])) for _n in range(most - 4)]
    with acting_as(body["secretary"]):
        commission = Commission.objects.get()
        for user in more[:-1]:
            seat(commission, user, body)
        with pytest.raises(Refused, match="may sit"):
            seat(commission, more[-1], body)


def test_a_term_that_ends_takes_its_sight_and_its_place_in_sessions_to_come(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with as_owner():
        type(item.meeting).objects.update(starts_at=clock.now() + timedelta(days=2))
    with acting_as(body["secretary"]):
        chosen = CommissionSeat.objects.get(user=body["anar"])
        with pytest.raises(Stale):
            end_seat(seat=chosen, ends_on=clock.today(), by=body["secretary"], expected=chosen.version - 1)
        with pytest.raises(Refused, match="after it begins"):
            end_seat(seat=chosen, ends_on=clock.today() - timedelta(days=1), by=body["secretary"])
        end_seat(seat=chosen, ends_on=clock.today(), by=body["secretary"])
        with pytest.raises(Refused, match="has ended"):
            end_seat(seat=chosen, ends_on=clock.today(), by=body["secretary"])
        assert Attendee.objects.get(user=body["anar"]).removed_at is not None
    with acting_as(body["anar"]):
        assert (Commission.objects.count(), type(item).objects.count()) == (0, 0)


def test_the_head_of_the_unit_ends_the_secretarys_term_not_the_secretary(
    body: Any, acting_as: Any, as_owner: Any
) -> None:
    with acting_as(body["secretary"]):
        own = CommissionSeat.objects.get(user=body["secretary"])
        with pytest.raises(Refused, match="Somebody else ends"):
            end_seat(seat=own, ends_on=clock.today(), by=body["secretary"])
    with acting_as(body["manager"]):
        end_seat(seat=CommissionSeat.objects.get(pk=own.pk), ends_on=clock.today(), by=body["manager"])
    with as_owner():
        assert Commission.objects.get().secretary is None
        assert Clock.objects.get(process="commission").holder is None


def test_a_dissolved_commission_takes_nobody_and_waits_for_no_session(
    body: Any, acting_as: Any, as_owner: Any
) -> None:
    with acting_as(body["secretary"]):
        commission = Commission.objects.get()
        dissolve_commission(
            commission=commission, reason="reform", by=body["secretary"], expected=commission.version
        )
        with pytest.raises(Refused, match="was dissolved"):
            take_seat(commission=commission, user=body["anar"], function="member", stands_for=stands_for(body),
                      starts_on=clock.today(), by=body["secretary"])  # fmt: skip
    with as_owner():
        assert Clock.objects.get(process="commission").state == Clock.CANCELLED


def test_a_commission_that_has_not_met_is_reported_to_the_unit_above_once(
    body: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    with as_owner():
        above = factories.user((UnitManager, body["nation"]))
    assert told(report_unmet, as_worker) == 0
    with clock.fixed(clock.now() + timedelta(days=70)):
        assert told(report_unmet, as_worker) == 1
        assert told(report_unmet, as_worker) == 1
        with as_owner():
            assert Notice.objects.filter(user=above, kind="commission.not_met").count() == 1
            assert Notice.objects.filter(user=body["secretary"], kind="commission.not_met").count() == 1


def test_of_a_commission_without_secretary_those_above_hear_all_the_same(
    body: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    with acting_as(body["manager"]):
        own = CommissionSeat.objects.get(user=body["secretary"])
        end_seat(seat=own, ends_on=clock.today(), by=body["manager"])
    with clock.fixed(clock.now() + timedelta(days=70)):
        assert told(report_unmet, as_worker) == 1


def told(job: Any, as_worker: Any) -> int:
    with as_worker():
        return int(job())


def test_a_session_that_was_held_starts_the_deadline_of_the_next(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    held(body, listed(body, make_case("registered"), acting_as), acting_as)
    with as_owner():
        assert Commission.objects.get().last_met_on == clock.today()
        assert sorted(Clock.objects.filter(process="commission").values_list("state", flat=True)) == [
            "met",
            "running",
        ]


def test_whoever_works_on_cases_knows_the_commissions_and_nothing_of_them(body: Any, acting_as: Any) -> None:
    with acting_as(body["worker"]):
        known = known_commissions()
        assert [(c.pk, c.secretary_id) for c in known] == [(body["commission"].pk, body["secretary"].pk)]
        assert Commission.objects.count() == 0
        assert str(known[0])


def test_who_may_be_chosen(body: Any, acting_as: Any) -> None:
    with acting_as(body["secretary"]):
        units = units_to_keep(body["secretary"])
        assert list(secretaries_of(units)) == [body["secretary"]]
        assert body["anar"] in people_to_sit(body["here"])
        assert body["worker"] not in people_to_sit(body["here"])


def test_a_session_of_a_dissolved_commission_is_not_planned(body: Any, acting_as: Any) -> None:
    with acting_as(body["secretary"]):
        dissolve_commission(commission=Commission.objects.get(), reason="reform", by=body["secretary"])
    with pytest.raises(Refused, match="was dissolved"):
        session(body, acting_as)
