"""An application for social services from the public page to a case."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from himaya.access.gate import PUBLIC
from himaya.cases.applying import actions
from himaya.cases.intake.status import state_of
from himaya.cases.models import Case, OnlineApplication
from himaya.kit.errors import Refused
from himaya.kit.language import COOKIE
from himaya.reference.models import Norm, Territory
from himaya.workflow.models import Clock, Notice
from tests import database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
APPLY = "/apply/"
SAID = {
    "applied_by": "self",
    "person_name": "Qocayeva Zibeydə",
    "born_year": "1948",
    "contact": "050 123 45 67",
    "territory": "AZ-SM",
    "asked": "Tək yaşayıram, bazarlıq edə bilmirəm.",
    "grounds": ["no_self_care"],
}


@pytest.fixture
def competent(country: Any, as_owner: Any) -> Any:
    """The unit of the country's people is the one that applications of Sumqayıt go to."""
    with as_owner():
        place = Territory.objects.get(code="AZ-SM")
        country["here"].territories.add(place)
    return country


@pytest.fixture
def anybody(browser_of: Any) -> Any:
    browser = browser_of()
    browser.cookies[COOKIE] = "en"
    return browser


def asked(**more: Any) -> actions.Asked:
    told = {
        "applied_by": "self", "person_name": "Qocayeva Zibeydə", "contact": "+994501234567",
        "territory": Territory.objects.get(code="AZ-SM"), "asked": "Kömək lazımdır.", **more,
    }  # fmt: skip
    return actions.Asked(**told)


def test_somebody_applies_without_an_account_and_a_case_begins(
    competent: Any, anybody: Any, english: Any, as_owner: Any, acting_as: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions, "competent_unit", lambda *_said: competent["here"])
    assert "within five working days" in anybody.get(APPLY).content.decode()
    wrong = anybody.post(APPLY, {**SAID, "contact": "12", "born_year": "48"}).content.decode()
    assert "whole telephone number" in wrong
    assert "Qocayeva" in wrong
    assert "Qocayeva" in anybody.get(APPLY).content.decode(), "what was typed is kept"
    assert anybody.post(APPLY, SAID).url == "/apply/done/"
    done = anybody.get("/apply/done/")
    told = done.context["told"]
    assert told["reference"] in done.content.decode()
    assert anybody.get(APPLY).url == "/apply/done/", "sent twice is once"
    assert anybody.post(APPLY, SAID).url == "/apply/done/"
    assert anybody.post("/apply/draft/", SAID).status_code == 204
    database.settle()
    assert state_of(reference=told["reference"], pin=told["pin"]).state == "received"
    assert state_of(reference=told["reference"], pin="000000").state is None
    with as_owner():
        made = OnlineApplication.objects.get()
        assert (str(made), made.born_year) == (told["reference"], 1948)
        assert Notice.objects.filter(user=competent["supervisor"], kind="application.arrived").count() == 1
        assert Clock.objects.get(process="applying", name="look").due_at > made.received_at

    supervisor = english(competent["supervisor"])
    assert made.reference in supervisor.get(reverse("cases:online-applications")).content.decode()
    page = made.get_absolute_url()
    shown = supervisor.get(page).content.decode()
    for words in ("Qocayeva Zibeydə", "bazarlıq", "Take the application in"):
        assert words in shown
    assert supervisor.post(page, {"_version": "0"}).context["form"].stale, "another tab"
    went = supervisor.post(page, {"_version": str(made.version)})
    with acting_as(competent["supervisor"]):
        case = Case.objects.get()
        assert (case.kind, case.reported_at, case.application.channel) == (
            "social_service",
            made.received_at,
            "online",
        )
        assert went.url == case.get_absolute_url()
    assert "Answered lately" in supervisor.get(reverse("cases:online-applications")).content.decode()
    assert "Open the case" in supervisor.get(page).content.decode()
    database.settle()
    assert state_of(reference=told["reference"], pin=told["pin"]).state == "handling"
    assert english(competent["stranger"]).get(page).status_code in {403, 404}
    assert anybody.post("/apply/leave/").url == APPLY
    assert anybody.get("/apply/done/").url == APPLY


def test_it_is_left_out_with_a_reason(
    competent: Any, english: Any, as_owner: Any, acting_as: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions, "competent_unit", lambda *_said: competent["here"])
    made, pin = actions.receive_application(told=asked(), by=PUBLIC)
    out = reverse("cases:online-application-out", args=[made.public_id])
    supervisor = english(competent["supervisor"])
    assert "Why" in supervisor.get(out).content.decode()
    assert supervisor.post(out, {"reason": "twice"}).context["form"].errors.keys() == {"note"}
    assert supervisor.post(out, {"reason": "twice", "note": "Dünən də yazıb."}).status_code == 302
    assert "Dünən də yazıb." in supervisor.get(made.get_absolute_url()).content.decode()
    database.settle()
    assert state_of(reference=made.reference, pin=pin).state == "handled"
    with acting_as(competent["supervisor"]) as by, pytest.raises(Refused):
        actions.accept_application(application=made, by=by)
    with acting_as(competent["worker"]) as by, pytest.raises(PermissionDenied):
        actions.leave_application_out(application=made, reason="twice", note="", by=by)


def test_many_from_one_place_and_programmes_are_refused_with_the_way_that_stays_open(
    competent: Any, anybody: Any, as_owner: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions, "competent_unit", lambda *_said: competent["here"])
    with as_owner():
        most = int(Norm.objects.get(key="ratelimit.application.count").value)
    for _again in range(most):
        actions.receive_application(told=asked(), by=PUBLIC, address="192.0.2.7")
    with pytest.raises(Refused, match="Too many applications"):
        actions.receive_application(told=asked(), by=PUBLIC, address="192.0.2.7")
    actions.receive_application(told=asked(), by=PUBLIC, address="192.0.2.8")
    page = anybody.post(APPLY, {**SAID, "website": "http://example.com"}).content.decode()
    assert "Too many applications" in page
    with as_owner():
        assert OnlineApplication.objects.count() == most + 1


def test_who_applies_for_somebody_else_is_named(anybody: Any) -> None:
    page = anybody.post(APPLY, {**SAID, "applied_by": "parent", "born_year": "1901", "contact": ""})
    errors = page.context["form"].errors
    assert {"applicant", "born_year", "contact"} <= errors.keys()
