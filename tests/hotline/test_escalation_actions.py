"""A contact becomes a protection report in one step; its desk sees nothing of the contact and answers all the same."""

from typing import Any

import pytest

from himaya.cases.intake.actions import (
    Told,
    confirm_out,
    inform,
    judge_report,
    link_report,
    propose_out,
    receive_report,
    return_to_screening,
    route_report,
    screen_in,
)
from himaya.cases.models import Report, ReportedChild, Reporter
from himaya.hotline.contacts.actions import write_child
from himaya.hotline.escalation.actions import pass_on
from himaya.hotline.escalation.process import ANSWERED
from himaya.hotline.models import Contact, Escalation
from himaya.kit.errors import Refused
from himaya.workflow.models import Clock, Notice
from tests.hotline.conftest import PILLS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def passed(line: Any, told: Any, at: Any) -> Any:
    """`passed(answers, **said)`: a contact from Sumqayıt passed on."""

    def make(answers: dict[str, str] | None = None, **more: Any) -> Escalation:
        step = {name: more.pop(name) for name in ("named", "handover") if name in more}
        where = {"place_text": "Sumqayıt", "place_code": line["sumqayit"].code}
        contact = told(answers or PILLS, **{**where, **more})
        at(contact, write_child, said={"name": "Aysel", "age_years": 14, "sex": "female"})
        return at(contact, pass_on, **step)

    return make


def act(acting_as: Any, who: Any, do: Any, **more: Any) -> Any:
    with acting_as(who):
        return do(report=Report.objects.get(), by=who, **more)


def state(acting_as: Any, line: Any) -> tuple[str, set[str]]:
    with acting_as(line["listener"]):
        running = Clock.objects.filter(process="escalation", state=Clock.RUNNING)
        return Escalation.objects.get().status, set(running.values_list("name", flat=True))


def test_what_was_told_goes_to_the_desk_of_the_place_and_nothing_of_the_contact(
    line: Any, passed: Any, acting_as: Any, as_owner: Any
) -> None:
    passed(handover="Anası işdədir.", perpetrator="father", advice="Qonşuya getsin.", consent="no")
    with acting_as(line["duty"]):
        report, child = Report.objects.get(), ReportedChild.objects.get()
        assert report.urgent_now
        assert (report.is_anonymous, report.reporter_kind, report.channel) == (True, "child", "phone")
        assert report.concerns == ["suicidal_thoughts"]
        for words in ("Dərmanlar əlimdədir.", "Anası işdədir.", "Qonşuya getsin.", "Father"):
            assert words in report.narrative
        assert (child.name, child.age_years) == ("Aysel", 14)
        assert not Contact.objects.exists(), "the desk does not see the contact"
        assert Escalation.objects.get().counsellor == line["listener"]
        assert Escalation.objects.get().get_absolute_url() == report.get_absolute_url()
    with as_owner():
        assert not Reporter.objects.exists(), "nobody who did not agree is named"
        assert Contact.objects.get().report_reference == Report.objects.get().reference


def test_who_agreed_is_named_in_a_dossier_apart(
    line: Any, passed: Any, acting_as: Any, as_owner: Any
) -> None:
    passed(named=True, caller_name="Aysel", safe_way="call", safe_time="axşam")
    with as_owner():
        assert Reporter.objects.get().dossier_id != Report.objects.get().dossier_id
    with acting_as(line["chief"]):
        assert {(r.name, r.phone, r.safe_way) for r in Reporter.objects.all()} <= {
            ("Aysel", "050 111 22 33", "call")
        }


def test_once_and_only_what_was_told(
    line: Any, passed: Any, call: Any, at: Any, acting_as: Any, as_owner: Any
) -> None:
    first = passed()
    with pytest.raises(Refused, match="passed on already"):
        at(first.contact, pass_on)
    with pytest.raises(Refused, match="what was told"):
        at(call(channel="social"), pass_on)
    with as_owner():
        assert Report.objects.count() == 1


def test_a_supervisor_who_passes_on_leaves_the_counsellor_in_sight(
    line: Any, told: Any, at: Any, acting_as: Any
) -> None:
    at(told(PILLS), pass_on, "lead")
    for who in ("lead", "listener"):
        with acting_as(line[who]):
            assert Report.objects.count() == 1, who


def test_the_desk_acknowledges_and_answers_and_the_counsellor_hears(
    line: Any, passed: Any, acting_as: Any, as_owner: Any
) -> None:
    passed()
    assert state(acting_as, line) == ("sent", {"acceptance", "answer"})
    act(acting_as, line["duty"], judge_report, answers={"suicide": "yes"})
    act(acting_as, line["duty"], screen_in, matter="child_in_difficulty")
    assert state(acting_as, line) == ("taken_up", set())
    with as_owner():
        assert Notice.objects.filter(user=line["listener"], kind=ANSWERED).count() == 1


def test_a_second_reading_acknowledges_and_only_its_end_answers(
    line: Any, passed: Any, acting_as: Any
) -> None:
    passed({"hurt_now": "no"})
    for _round in range(2):
        act(acting_as, line["duty"], propose_out, reason="no_concern", note="Yoxlanıldı")
        assert state(acting_as, line) == ("read", {"answer"})
        if _round == 0:
            act(acting_as, line["second"], return_to_screening)
            assert state(acting_as, line) == ("read", {"answer"})
    act(acting_as, line["second"], confirm_out)
    assert state(acting_as, line) == ("not_taken_up", set())


def test_information_is_an_answer_too(line: Any, passed: Any, acting_as: Any) -> None:
    passed({"hurt_now": "no"})
    act(acting_as, line["duty"], inform, reason="services")
    assert state(acting_as, line) == ("not_taken_up", set())


def test_joined_to_an_earlier_report(line: Any, passed: Any, acting_as: Any) -> None:
    passed()
    with acting_as(line["duty"]):
        earlier = receive_report(told=Told(narrative="Əvvəlki", territory=line["sumqayit"]), by=line["duty"])
        mine = Report.objects.exclude(pk=earlier.pk).get()
        link_report(report=mine, to=earlier, by=line["duty"])
    assert state(acting_as, line) == ("joined", set())


def test_the_clocks_of_the_answer_follow_the_report_to_another_desk(
    line: Any, passed: Any, acting_as: Any, as_owner: Any
) -> None:
    passed()
    act(acting_as, line["duty"], route_report, matter="child_in_difficulty", territory=line["masalli"])
    with acting_as(line["duty"]):
        other = receive_report(told=Told(narrative="Zəng deyil", territory=line["sumqayit"]), by=line["duty"])
        route_report(report=other, matter="child_in_difficulty", territory=line["masalli"], by=line["duty"])
    with as_owner():
        clocks = Clock.objects.filter(process="escalation", state=Clock.RUNNING)
        assert {c.unit_id for c in clocks} == {line["there"].pk}
    with acting_as(line["stranger"]):
        mine = Report.objects.get(escalation__isnull=False)
        screen_in(report=mine, matter="child_in_difficulty", by=line["stranger"])
    assert state(acting_as, line) == ("taken_up", set())
