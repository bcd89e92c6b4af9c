"""Pages of incidents: who opens them, and the way through them."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.casefile.actions import open_case
from himaya.cases.models import Report
from himaya.hotline.contacts.actions import write_child
from himaya.hotline.escalation.actions import pass_on
from himaya.hotline.incidents.reactions import tell_incidents, warn_of_incidents
from himaya.hotline.models import Evidence, Incident, IncidentNotice

pytestmark = pytest.mark.django_db

SAID = {"kind": "assault", "what": "Atası vurub.", "precision": "day", "happened_at_day": "01.11.2026",
        "happened_at_time": "20:00"}  # fmt: skip


def page(name: str, *ids: str) -> str:
    return reverse(f"hotline:{name}", args=ids)


def at_day(name: str, day: str, **more: str) -> dict[str, str]:
    """A moment as its two boxes send it."""
    return {f"{name}_day": day, f"{name}_time": "10:00", **more}


@pytest.fixture
def opened(line: Any, told: Any, english: Any) -> Any:
    """`opened()`: a contact, the browser of its counsellor, the id and the address of the incident."""

    def make() -> Any:
        contact = told(place_text="Sumqayıt", place_code=line["sumqayit"].code)
        browser = english(line["listener"])
        here = browser.post(page("incident-open", contact.public_id), SAID).url
        return contact, browser, here.rstrip("/").rpartition("/")[2], here

    return make


def test_an_incident_is_opened_from_its_contact(line: Any, opened: Any) -> None:
    contact, browser, _key, here = opened()
    address = page("incident-open", contact.public_id)
    found = browser.get(contact.get_absolute_url()).content.decode()
    assert address in found
    assert here in found
    timeless = {**SAID, "happened_at_day": "", "happened_at_time": ""}
    assert "Write when it happened" in browser.post(address, timeless).content.decode()
    shown = browser.get(here).content.decode()
    for words in ("01.11.2026", "Still to be told: Police", "No evidence yet", "goes with no report yet"):
        assert words in shown


def test_who_was_told_and_every_hand_of_the_evidence_stand_on_the_page(
    line: Any, opened: Any, acting_as: Any
) -> None:
    _contact, browser, key, here = opened()
    browser.post(
        page("incident-tell", key), at_day("told_at", "02.11.2026", body="police", their_number="102-7")
    )
    item = at_day("taken_at", "02.11.2026", kind="object", what="Kəmər", holder="Qonşu")
    browser.post(page("evidence-add", key), item)
    with acting_as(line["listener"]):
        notice, evidence = IncidentNotice.objects.get(), Evidence.objects.get()
    browser.post(page("incident-answer", key, notice.public_id), {"answer": "registered"})
    hand = page("evidence-hand", key, evidence.public_id)
    assert "№ 1" in browser.get(hand).content.decode()
    browser.post(hand, at_day("at", "03.11.2026", step="handed_over", holder="Polis"))
    shown = browser.get(here).content.decode()
    for words in ("102-7", "Registered", "Handed over", "Kəmər"):
        assert words in shown


def test_an_incident_is_opened_to_the_desk_of_its_report_once_there_is_one(
    line: Any, opened: Any, english: Any, at: Any
) -> None:
    contact, browser, key, here = opened()
    assert "not passed on" in browser.post(page("incident-link", key), follow=True).content.decode()
    at(contact, write_child, said={"name": "Aysel"})
    at(contact, pass_on)
    assert "Open it to the desk" in browser.get(here).content.decode()
    assert "sees this incident now" in browser.post(page("incident-link", key), follow=True).content.decode()
    desk = english(line["supervisor"])
    seen = desk.get(here).content.decode()
    assert contact.reference not in seen
    assert page("evidence-add", key) not in seen
    assert desk.get(page("incidents")).content.decode().count(here) == 1


def test_an_incident_stands_on_the_case_that_its_report_became(
    line: Any, opened: Any, english: Any, acting_as: Any, at: Any
) -> None:
    contact, browser, key, here = opened()
    at(contact, write_child, said={"name": "Aysel"})
    at(contact, pass_on)
    browser.post(page("incident-link", key))
    with acting_as(line["duty"]):
        case = open_case(
            report=Report.objects.get(), risk="high", matter="protection", unit=line["here"], by=line["duty"]
        )
    desk = english(line["supervisor"])
    shown = desk.get(case.get_absolute_url()).content.decode()
    assert "An incident is worked on: " in shown
    assert shown.count(here) == 2, "among what one must know, and in the story"
    lead, aside = english(line["lead"]), page("incident-aside", key)
    version = lead.get(aside).context["form"].version
    lead.post(aside, {"outcome": "mistaken", "_version": version})
    shown = desk.get(case.get_absolute_url()).content.decode()
    assert "An incident is worked on: " not in shown
    assert here in shown
    with acting_as(line["provider"]) as outsider:
        assert [*tell_incidents(case, outsider), *warn_of_incidents(case, outsider)] == []


def test_only_a_supervisor_sets_an_incident_aside(line: Any, opened: Any, english: Any) -> None:
    _contact, browser, key, here = opened()
    version = browser.get(page("incident-close", key)).context["form"].version
    refused = browser.post(page("incident-close", key), {"outcome": "safe", "_version": version})
    assert "Still to be told" in refused.content.decode()
    lead, aside = english(line["lead"]), page("incident-aside", key)
    version = lead.get(aside).context["form"].version
    assert lead.post(aside, {"outcome": "mistaken", "_version": version}).url == here
    assert "Still to be told" not in lead.get(here).content.decode()
    assert "No incident here" in lead.get(page("incidents")).content.decode()
    assert here in lead.get(page("incidents") + "?list=over").content.decode()
    assert lead.get(page("incidents") + "?list=x").status_code == 200


def test_an_incident_of_which_nobody_need_be_told_is_closed(
    line: Any, told: Any, english: Any, acting_as: Any
) -> None:
    browser = english(line["listener"])
    said = {"kind": "other", "what": "Yıxılıb.", "precision": "unknown"}
    here = browser.post(page("incident-open", told().public_id), said).url
    key = here.rstrip("/").rpartition("/")[2]
    version = browser.get(page("incident-close", key)).context["form"].version
    assert browser.post(page("incident-close", key), {"outcome": "safe", "_version": version}).url == here
    with acting_as(line["listener"]):
        assert Incident.objects.get().status == "closed"


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("colleague", 404), ("duty", 404), ("worker", 403), ("stranger", 404)]
)
def test_only_who_is_let_in_opens_an_incident(
    line: Any, told: Any, english: Any, acting_as: Any, who: str, status: int
) -> None:
    said = {"kind": "other", "what": "Yıxılıb.", "precision": "unknown"}
    here = english(line["listener"]).post(page("incident-open", told().public_id), said).url
    assert english(line[who]).get(here).status_code == status
