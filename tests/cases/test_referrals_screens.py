"""Pages of referrals: who opens them, what both sides see, and that the case stays unseen."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.access.roles import CASE_READ, CASE_WORK, REFERRAL_ANSWER, REFERRAL_READ, ROLES
from himaya.cases.models import Case, Referral
from himaya.cases.referrals.actions import send_referral
from himaya.workflow.models import Task
from tests.desk.conftest import SHARED, busy, everyone

__all__ = ["busy", "everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def at(name: str, thing: Any) -> str:
    return reverse(f"cases:{name}", args=[thing.public_id])


@pytest.fixture
def two(busy: Any, as_owner: Any) -> Any:
    """The referrals of `busy`: one waiting (urgent), one accepted."""
    with as_owner():
        rows = {r.status: r for r in Referral.objects.order_by("pk")}
    return {**busy, "waiting": rows["sent"], "accepted": rows["accepted"]}


def test_each_role_opens_what_its_work_needs_and_the_others_do_not(two: Any, english: Any) -> None:
    case = two["case"]
    for code, role in ROLES.items():
        browser = english(two[code])
        inbox = browser.get(reverse("cases:referral-inbox")).status_code
        assert inbox == (200 if REFERRAL_ANSWER in role.may else 403), code
        tab = browser.get(at("case-referrals", case)).status_code
        sees = code in {"social_worker", "supervisor", "manager", "duty_officer"}
        assert tab == (200 if sees else 404 if CASE_READ in role.may else 403), code
        send = browser.get(at("referral-send", case)).status_code
        may = CASE_WORK in role.may and sees
        assert send == (200 if may else 404 if CASE_WORK in role.may else 403), code
        detail = browser.get(two["waiting"].get_absolute_url()).status_code
        reads = 404 if REFERRAL_READ in role.may else 403
        assert detail == (200 if sees or code == "provider_staff" else reads), code


def test_strangers_find_no_referral(two: Any, english: Any) -> None:
    for who in ("stranger", "neighbour", "rival"):
        for name in ("referral-detail", "referral-answer", "referral-withdraw"):
            assert english(two[who]).get(at(name, two["waiting"])).status_code in {403, 404}, who
    assert english().get(two["waiting"].get_absolute_url()).status_code == 302


def test_the_service_sees_what_was_shared_and_no_way_to_the_case(two: Any, english: Any) -> None:
    page = english(two["provider_staff"]).get(two["waiting"].get_absolute_url())
    text = page.content.decode()
    assert SHARED["reason"] in text
    assert two["case"].reference not in text
    assert [str(a.label) for a in page.context["actions"]] == ["Accept", "Decline"]
    worker = english(two["worker"]).get(two["waiting"].get_absolute_url())
    assert two["case"].reference in worker.content.decode()
    assert [str(a.label) for a in worker.context["actions"]] == ["Withdraw"]


def test_the_case_tells_of_its_referrals_in_a_tab_and_in_its_story(two: Any, english: Any) -> None:
    browser = english(two["worker"])
    tab = browser.get(at("case-referrals", two["case"])).content.decode()
    assert tab.count(SHARED["who"]) == 2
    story = [str(m.title) for m in browser.get(two["case"].get_absolute_url()).context["story"]]
    assert story.count("Referred to: Child and Family Support Centre") == 2
    assert "Child and Family Support Centre: accepted" in story
    alerts = [str(a.text) for a in browser.get(two["case"].get_absolute_url()).context["case_alerts"]]
    assert any("urgent referral" in text for text in alerts)


def test_sending_asks_for_consent_or_ground_beside_the_field(two: Any, english: Any) -> None:
    browser, page = english(two["worker"]), at("referral-send", two["case"])
    assert SHARED["who"].split(",")[0] in browser.get(page).content.decode()
    typed = {**SHARED, "service": two["service"].pk}
    assert "consent_by" in browser.post(page, {**typed, "consent_by": ""}).context["form"].errors
    assert "consent_ground" in browser.post(page, {**typed, "consent_ground": ""}).context["form"].errors
    assert browser.post(page, typed).status_code == 302


def test_an_emergency_goes_through_without_it_and_leaves_a_task(
    two: Any, english: Any, as_owner: Any
) -> None:
    typed = {
        **SHARED,
        "service": two["service"].pk,
        "consent_ground": "",
        "consent_by": "",
        "is_urgent": "on",
    }
    assert english(two["worker"]).post(at("referral-send", two["case"]), typed).status_code == 302
    with as_owner():
        newest = Referral.objects.latest("pk")
        assert Task.objects.filter(kind="gap", subject_id=newest.pk).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"service": "0"}, {"service": "x"}, {"who": ""}, {"reason": ""}, {"how_to_reach": "x" * 301}, {"consent_form": "?"}],
)  # fmt: skip
def test_a_wrong_referral_is_refused_and_nothing_typed_is_lost(two: Any, english: Any, wrong: Any) -> None:
    typed = {**SHARED, "service": two["service"].pk, **wrong}
    answer = english(two["worker"]).post(at("referral-send", two["case"]), typed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)
    assert SHARED["consent_by"] in answer.content.decode()


def test_the_service_answers_and_tells_back(two: Any, english: Any, as_owner: Any) -> None:
    browser = english(two["provider_staff"])
    answer = at("referral-answer", two["waiting"])
    assert "reason" in browser.post(answer, {"answer": "decline"}).context["form"].errors
    assert (
        "starts_on"
        in browser.post(answer, {"answer": "accept", "starts_on": "01.01.2020"}).context["form"].errors
    )
    assert browser.post(answer, {"answer": "accept"}).status_code == 302
    told = {"attended": "true", "text": "Gəldilər, iş başlayıb.", "ends": ""}
    assert browser.post(at("referral-feedback", two["waiting"]), told).status_code == 302
    page = english(two["worker"]).get(two["waiting"].get_absolute_url()).content.decode()
    assert "Gəldilər" in page
    with as_owner():
        assert AuditEvent.objects.filter(verb="referral.viewed", actor_id=two["worker"].pk).exists()


def test_two_who_answer_at_once_one_wins_and_the_other_is_told(two: Any, english: Any, as_owner: Any) -> None:
    browser, page = english(two["provider_staff"]), at("referral-answer", two["waiting"])
    first = browser.get(page).context["form"].version
    assert browser.post(page, {"answer": "accept", "_version": first}).status_code == 302
    second = browser.post(page, {"answer": "decline", "reason": "no_place", "_version": first})
    assert second.status_code == 200
    assert second.context["form"].errors
    with as_owner():
        assert Referral.objects.get(pk=two["waiting"].pk).status == "accepted"


def test_withdrawing_closes_the_service_s_page(two: Any, english: Any) -> None:
    page = at("referral-withdraw", two["waiting"])
    version = english(two["worker"]).get(page).context["form"].version
    assert english(two["worker"]).post(page, {"_version": version}).status_code == 302
    assert english(two["provider_staff"]).get(two["waiting"].get_absolute_url()).status_code == 404


def test_the_lists_cost_the_same_however_long(two: Any, english: Any, acting_as: Any) -> None:
    provider, worker = english(two["provider_staff"]), english(two["worker"])
    pages = [(provider, reverse("cases:referral-inbox")), (worker, at("case-referrals", two["case"])),
             (worker, two["case"].get_absolute_url())]  # fmt: skip

    def asked(browser: Any, page: str) -> int:
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        return len(queries)

    before = [asked(*page) for page in pages]
    with acting_as(two["worker"]):
        for _n in range(5):
            case = Case.objects.get(pk=two["case"].pk)
            send_referral(case=case, service=two["service"], by=two["worker"], **SHARED)
    assert [asked(*page) for page in pages] == before
