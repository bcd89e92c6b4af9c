"""The pages of links: shown once to who makes one, and what somebody outside meets."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.access.roles import CASE_WORK, ROLES
from himaya.cases.models import OutsideLink, Referral
from himaya.kit import clock
from tests import database
from tests.cases.links_cast import at, come_in_with, handed
from tests.desk.conftest import SHARED, everyone

__all__ = ["everyone", "handed"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
KEY = "8a7f2f0e-0000-4000-8000-000000000002"


def page_of(cast: Any) -> str:
    return reverse("cases:link", args=[cast["referral"].public_id])


def test_who_works_the_case_makes_a_link_and_sees_it_once(handed: Any, english: Any, as_owner: Any) -> None:
    browser = english(handed["worker"])
    assert page_of(handed) in browser.get(handed["referral"].get_absolute_url()).content.decode()
    before = browser.get(page_of(handed)).content.decode()
    assert SHARED["reason"] in before
    assert "confirmed" in browser.post(page_of(handed), {"language": "az"}).context["form"].errors
    answer = browser.post(page_of(handed), {"language": "az", "confirmed": "on", "_key": KEY})
    text = answer.content.decode()
    assert answer.context["code"] in text
    assert "<svg" in text
    again = browser.post(page_of(handed), {"language": "az", "confirmed": "on", "_key": KEY})
    assert again.context["code"] == answer.context["code"]
    with as_owner():
        assert OutsideLink.objects.count() == 2
        assert OutsideLink.objects.filter(withdrawn_at__isnull=True).count() == 1
    after = browser.get(page_of(handed)).content.decode()
    assert answer.context["code"] not in after
    assert answer.context["address"] not in after


def test_each_role_and_the_stranger(handed: Any, english: Any) -> None:
    for code, role in ROLES.items():
        sees = code in {"social_worker", "supervisor", "manager", "duty_officer"}
        wanted = 200 if CASE_WORK in role.may and sees else 404 if CASE_WORK in role.may else 403
        assert english(handed[code]).get(page_of(handed)).status_code == wanted, code
    assert english(handed["stranger"]).get(page_of(handed)).status_code == 404
    ending = reverse("cases:link-withdraw", args=[handed["link"].public_id])
    assert english(handed["stranger"]).get(ending).status_code == 404


def test_where_the_organisation_has_an_account_the_page_says_so(
    handed: Any, english: Any, as_owner: Any
) -> None:
    with as_owner():
        Referral.objects.update(service=handed["service"])
    page = english(handed["worker"]).get(page_of(handed)).content.decode()
    assert "has an account" in page


def test_ending_a_link(handed: Any, english: Any) -> None:
    ending = reverse("cases:link-withdraw", args=[handed["link"].public_id])
    browser = english(handed["worker"])
    version = browser.get(ending).context["form"].version
    assert browser.post(ending, {"_version": version}).status_code == 302
    assert "nowhere" in browser.get(page_of(handed)).content.decode()
    assert english().get(at("outside", handed)).status_code == 404


def test_a_stranger_with_the_link_alone_learns_nothing(handed: Any, english: Any) -> None:
    browser = english()
    page = browser.get(at("outside", handed))
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Cache-Control"] == "no-store"
    text = page.content.decode()
    assert not [word for word in (SHARED["reason"], handed["referral"].reference, "Sınaqova") if word in text]
    for name in ("outside-answer", "outside-start", "outside-tell"):
        assert browser.get(at(name, handed)).status_code == 302
    wrong = browser.post(at("outside", handed), {"code": "12"})
    assert "not right" in wrong.content.decode()


def test_a_dead_link_and_one_that_never_was_are_told_apart_by_nobody(
    handed: Any, english: Any, as_owner: Any
) -> None:
    for _n in range(4):
        english().post(at("outside", handed), {"code": "12"})
    used_up = english().post(at("outside", handed), {"code": "12"})
    never = english().post(reverse("cases:outside", args=["never-was"]), {"code": "12"})
    assert used_up.status_code == never.status_code == 404
    assert "leads nowhere" in never.content.decode()
    body = [page.content.decode().split("<main")[1].split("</main>")[0] for page in (used_up, never)]
    assert body[0] == body[1]


def test_an_outsider_answers_begins_and_tells_what_came_of_it(
    handed: Any, english: Any, as_owner: Any
) -> None:
    browser = english()
    assert come_in_with(browser, handed).status_code == 302
    page = browser.get(at("outside", handed)).content.decode()
    assert SHARED["reason"] in page
    assert SHARED["how_to_reach"] not in page, "shown once they have accepted"
    assert handed["case"].reference not in page
    yes = {"answer": "accept", "name": "Psixoloq Sınaqova", "note": "Gözləyirik"}
    assert "name" in browser.post(at("outside-answer", handed), {**yes, "name": ""}).context["form"].errors
    assert browser.post(at("outside-answer", handed), yes).status_code == 302
    database.settle()
    assert SHARED["how_to_reach"] in browser.get(at("outside", handed)).content.decode()
    begun = {"started_on": f"{clock.today():%d.%m.%Y}"}
    assert (
        "started_on" in browser.post(at("outside-start", handed), {"started_on": ""}).context["form"].errors
    )
    assert browser.post(at("outside-start", handed), begun).status_code == 302
    last = {"name": "Psixoloq Sınaqova", "text": "Uşaq rahat yatır.", "ends": "on", "outcome": "reached"}
    assert "text" in browser.post(at("outside-tell", handed), {**last, "text": ""}).context["form"].errors
    done = browser.post(at("outside-tell", handed), last)
    assert done.headers["Location"] == reverse("cases:outside-thanks")
    assert "Thank you" in browser.get(done.headers["Location"]).content.decode()
    assert browser.get(at("outside", handed)).status_code == 404
    worker = english(handed["worker"])
    told = worker.get(handed["referral"].get_absolute_url()).content.decode()
    assert "Uşaq rahat yatır." in told
    assert "The aim was reached" in told
    story = [str(m.title) for m in worker.get(handed["case"].get_absolute_url()).context["story"]]
    assert "The link was opened: Psixoloq Sınaqova" in story
    assert "Handed over by a link: Psixoloq Sınaqova" in story


def test_an_outsider_declines_with_a_reason(handed: Any, english: Any, as_owner: Any) -> None:
    browser = english()
    come_in_with(browser, handed)
    no = {"answer": "decline", "name": "N", "reason": ""}
    assert "reason" in browser.post(at("outside-answer", handed), no).context["form"].errors
    assert browser.post(at("outside-answer", handed), {**no, "reason": "no_place"}).status_code == 302
    with as_owner():
        assert Referral.objects.get(pk=handed["referral"].pk).status == "declined"


def test_a_member_of_staff_who_opens_a_link_acts_as_who_holds_it(handed: Any, english: Any) -> None:
    browser = english(handed["rival"])
    come_in_with(browser, handed)
    assert SHARED["reason"] in browser.get(at("outside", handed)).content.decode()
    assert browser.get(handed["referral"].get_absolute_url()).status_code == 404


def test_the_story_tells_when_a_link_was_ended(handed: Any, english: Any) -> None:
    browser = english(handed["worker"])
    ending = reverse("cases:link-withdraw", args=[handed["link"].public_id])
    browser.post(ending, {"_version": browser.get(ending).context["form"].version})
    story = [str(m.title) for m in browser.get(handed["case"].get_absolute_url()).context["story"]]
    assert "The link was ended: Psixoloq Sınaqova" in story
