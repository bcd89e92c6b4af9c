"""Pages of a missing child: every role, strangers, what the case then says, from the first word to the talk."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.access.roles import CASE_READ, EMERGENCY_WORK, ROLES
from himaya.cases.models import Case, MissingChild
from tests.cases.test_removal_screens import SEES, at, typed
from tests.desk.conftest import everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(everyone: Any, make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


@pytest.fixture
def missing(case: Case, everyone: Any, english: Any, as_owner: Any) -> MissingChild:
    """Written down by the worker: missing for two hours."""
    with as_owner():
        child = case.members.get(role="child")
    said = {**typed("since", 120), "child": child.pk, "risks": ["young"], "last_seen": "Məktəb"}
    answer = english(everyone["worker"]).post(at("missing-new", case), said)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_owner():
        return MissingChild.objects.get()


def test_each_role_opens_what_its_work_needs(
    missing: MissingChild, case: Case, everyone: Any, english: Any
) -> None:
    for code, role in ROLES.items():
        browser = english(everyone[code])
        for name, thing, needs in (
            ("missing", missing, CASE_READ), ("missing-new", case, EMERGENCY_WORK),
            ("missing-search", missing, EMERGENCY_WORK), ("missing-found", missing, EMERGENCY_WORK),
            ("missing-talk", missing, EMERGENCY_WORK), ("missing-close", missing, EMERGENCY_WORK),
            ("missing-mistaken", missing, EMERGENCY_WORK),
        ):  # fmt: skip
            expected = 403 if needs not in role.may else 200 if code in SEES else 404
            assert browser.get(at(name, thing)).status_code == expected, (code, name)
    for who in ("stranger", "neighbour"):
        assert english(everyone[who]).get(at("missing", missing)).status_code == 404
    assert english().get(at("missing", missing)).status_code == 302


def test_from_the_first_word_to_the_talk(
    missing: MissingChild, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser = english(everyone["worker"])

    def page() -> Any:
        return browser.get(at("case-detail", case)).context

    alerts = [str(a.text) for a in page()["case_alerts"]]
    assert any("is missing since" in text for text in alerts)
    assert "Missing: Əliyeva Ülkər" in alerts, "the register says so too"
    assert "Go on with the search" in [str(a.label) for a in page()["case_actions"]]
    assert "Əliyeva Ülkər" in browser.get(at("case-rights", case)).content.decode()
    assert "outcome" in browser.post(at("missing-search", missing), {"asked": "Nənə"}).context["form"].errors
    step = {"asked": "Nənə", "outcome": "nothing"}
    assert browser.post(at("missing-search", missing), step).status_code == 302
    assert "Search: Nənə" in [str(m.title) for m in page()["story"]]
    found = {**typed("found_at"), "found_where": "Vağzal", "condition": "exhausted"}
    assert browser.post(at("missing-found", missing), found).status_code == 302
    assert any("was not heard yet" in str(a.text) for a in page()["case_alerts"])
    talk = {**typed("at"), "held_by": "Psixoloq", "reasons": ["school"], "follows": "Məktəblə danışmaq"}
    assert browser.post(at("missing-talk", missing), talk).status_code == 302
    text = browser.get(at("missing", missing)).content.decode()
    assert "Psixoloq" in text
    assert not any("missing" in str(a.text).lower() for a in page()["case_alerts"])
    with as_owner():
        child = case.members.get(role="child")
    for n in range(2):
        said = {**typed("since", 60 - n), "child": child.pk}
        assert browser.post(at("missing-new", case), said).status_code == 302
        with as_owner():
            again = MissingChild.objects.get(status="missing")
        words = "mistaken" if n == 0 else ""
        if words:
            assert browser.post(at("missing-mistaken", again), {"reason": "wrong_child"}).status_code == 302
    assert any("time no. 2 within 12 months" in str(a.text) for a in page()["case_alerts"])
    assert browser.post(at("missing-found", again), found).status_code == 302
    assert browser.post(at("missing-close", again), {"reason": "refused"}).status_code == 302
    assert browser.get(at("missing", again)).status_code == 200


def test_the_police_are_told_from_the_page(
    missing: MissingChild, case: Case, everyone: Any, english: Any
) -> None:
    browser = english(everyone["duty"])
    page = browser.get(at("missing", missing))
    assert "Write down that the police were told" in page.content.decode()
    notice = reverse("cases:case-notice", args=[case.public_id, missing.notice.public_id])
    assert browser.post(notice, {**typed("told_at"), "told_whom": "102"}).status_code == 302
    assert "The police were told" in browser.get(at("missing", missing)).content.decode()


def test_a_child_is_chosen_and_tomorrow_is_refused(case: Case, everyone: Any, english: Any) -> None:
    answer = english(everyone["worker"]).post(at("missing-new", case), typed("since", -120))
    assert {"child", "since"} <= set(answer.context["form"].errors)
