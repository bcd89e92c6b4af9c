"""Pages of complaints: who opens them, that whom they are about finds nothing, and the way to the answer."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.access.roles import APPEAL_DECIDE, APPEAL_WRITE, ROLES
from himaya.cases.appeals.actions import load_appeal_letters
from himaya.cases.models import Appeal, Case
from himaya.workflow.models import Paper
from tests.cases.test_removal_screens import at, typed
from tests.desk.conftest import everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LEADS = {"supervisor", "manager", "duty_officer"}


def said(**more: Any) -> dict[str, Any]:
    return {
        **typed("received_at", 5), "decision": "delay", "what": "Heç kim gəlmir", "way": "oral", "made_by": "parent",
        "name": "Sevda", "answer_way": "post", "answer_where": "Sülh küçəsi 5", "language": "az", **more,
    }  # fmt: skip


@pytest.fixture
def case(everyone: Any, make_case: Any, as_owner: Any) -> Case:
    with as_owner():
        load_appeal_letters()
    found: Case = make_case("registered")
    return found


@pytest.fixture
def appeal(case: Case, everyone: Any, english: Any, as_owner: Any) -> Appeal:
    """About a supervisor, written down by another."""
    typed_in = said(decision="conduct", about=everyone["second"].public_id)
    answer = english(everyone["supervisor"]).post(at("case-appeal", case), typed_in)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_owner():
        return Appeal.objects.get()


def test_each_role_opens_what_its_work_needs(appeal: Appeal, case: Case, everyone: Any, english: Any) -> None:
    for code, role in ROLES.items():
        browser = english(everyone[code])
        for name in ("appeal", "appeal-acknowledge", "appeal-decide", "appeal-told", "appeal-end"):
            needs = APPEAL_WRITE if name == "appeal" else APPEAL_DECIDE
            expected = 403 if needs not in role.may else 200 if code in LEADS else 404
            assert browser.get(at(name, appeal)).status_code == expected, (code, name)
        listed = browser.get(reverse("cases:appeal-list")).status_code
        assert listed == (200 if APPEAL_WRITE in role.may else 403), code


def test_whom_it_is_about_and_strangers_find_nothing(
    appeal: Appeal, case: Case, everyone: Any, english: Any
) -> None:
    for who in ("second", "stranger", "neighbour", "worker"):
        browser = english(everyone[who])
        assert browser.get(at("appeal", appeal)).status_code == 404, who
        assert appeal.reference not in browser.get(reverse("cases:appeal-list")).content.decode()
    assert appeal.reference not in english(everyone["second"]).get(at("case-rights", case)).content.decode()
    assert appeal.reference in english(everyone["manager"]).get(at("case-rights", case)).content.decode()
    assert english().get(at("appeal", appeal)).status_code == 302


def test_the_way_to_the_answer(appeal: Appeal, everyone: Any, english: Any, as_owner: Any) -> None:
    browser = english(everyone["manager"])
    assert "Heç kim gəlmir" in browser.get(at("appeal", appeal)).content.decode()
    assert browser.post(at("appeal-acknowledge", appeal), {"suspends": "no"}).status_code == 302
    assert "answer" in browser.post(at("appeal-decide", appeal), {"outcome": "upheld"}).context["form"].errors
    decision = {"outcome": "upheld", "findings": "Gecikmə olub", "answer": "Haqlısınız."}
    assert browser.post(at("appeal-decide", appeal), decision).status_code == 302
    with as_owner():
        paper = Paper.objects.get(process="appeal")
    assert paper.number in browser.get(at("appeal", appeal)).content.decode()
    assert browser.get(paper.get_absolute_url()).headers["Content-Type"] == "application/pdf"
    assert english(everyone["second"]).get(paper.get_absolute_url()).status_code == 404
    assert browser.post(at("appeal-told", appeal), {**typed("told_at"), "note": "Poçtla"}).status_code == 302
    with as_owner():
        assert Appeal.objects.get().status == "answered"
    assert browser.get(at("appeal", appeal)).status_code == 200


def test_who_took_part_reads_that_somebody_else_decides(
    case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    choices = (
        english(everyone["supervisor"]).get(at("case-appeal", case)).context["form"].fields["step"].choices
    )
    step = next(pk for pk, words in choices if everyone["supervisor"].full_name in str(words))
    posted = english(everyone["manager"]).post(at("case-appeal", case), said(step=step, decision="other"))
    assert posted.status_code == 302
    with as_owner():
        found = Appeal.objects.get()
    blocked = english(everyone["supervisor"]).get(at("appeal", found)).context["actions"]
    assert all("somebody else decides" in str(action.blocked) for action in blocked)
    assert "somebody else decides" in str(
        english(everyone["supervisor"])
        .post(at("appeal-end", found), {"reason": "settled"})
        .context["form"]
        .errors
    )
    assert (
        english(everyone["manager"]).post(at("appeal-end", found), {"reason": "settled"}).status_code == 302
    )


@pytest.mark.parametrize("wrong", [{"answer_where": ""}, {"decision": "conduct", "about": ""}, {"what": ""}])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    case: Case, everyone: Any, english: Any, wrong: Any
) -> None:
    answer = english(everyone["worker"]).post(at("case-appeal", case), said(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "Sevda" in answer.content.decode()


def test_a_report_that_came_to_nothing_is_complained_of(
    make_report: Any, everyone: Any, english: Any, as_owner: Any
) -> None:
    report = make_report(everyone["here"])
    browser = english(everyone["supervisor"])
    assert "Write down a complaint" in browser.get(report.get_absolute_url()).content.decode()
    assert browser.get(at("report-appeal", report)).status_code == 200
    assert browser.post(at("report-appeal", report), said(decision="screen_out")).status_code == 302
    with as_owner():
        found = Appeal.objects.get()
    assert report.reference in browser.get(at("appeal", found)).content.decode()
    assert english(everyone["stranger"]).get(at("report-appeal", report)).status_code == 404
