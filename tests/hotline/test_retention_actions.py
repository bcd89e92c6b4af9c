"""Contacts, incidents and callers are forgotten when their time is over; a hold stops it; counts stay; it is proved."""

from datetime import date
from typing import Any

import pytest
from django.db import Error, transaction
from django.urls import reverse

from himaya.access.gate import SYSTEM, acting_as
from himaya.access.models import AuditEvent, DossierKey
from himaya.hotline.callers.actions import open_profile
from himaya.hotline.closing.actions import finish_contact
from himaya.hotline.contacts.actions import receive_contact, set_kind, write_child, write_contact
from himaya.hotline.escalation.actions import pass_on
from himaya.hotline.incidents.actions import Happened, close_incident, open_incident
from himaya.hotline.models import CallerProfile, Contact, ContactChild, Forgetting, Incident, Triage
from himaya.hotline.retention.actions import KINDS, forget_one
from himaya.hotline.retention.jobs import forget_what_is_over
from himaya.hotline.retention.queries import kept_until
from himaya.hotline.triage.actions import ask_about_danger
from himaya.kit import clock
from himaya.registry.actions import hold_record
from tests import database
from tests.registry.retention_cast import found_anywhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MADE = "2020-01-15T10:00"
PLANTED = ("Danışıqx", "Aynurşəxs", "Yersözübaş", "Hadisəx", "Adsözübaş")
SAID = {"caller_kind": "child", "main_reason": "parents", "narrative": "Danışıqx", "place_text": "Yersözübaş",
        "place_code": "AZ-SM", "caller_name": "Adsözübaş"}  # fmt: skip


@pytest.fixture
def old(line: Any) -> Contact:
    """A counselling contact of January 2020, finished, of a caller with a profile."""
    by = line["listener"]
    with clock.fixed(MADE), acting_as(by):
        contact = receive_contact(channel="phone", by=by, caller_number="050 111 22 33")
        write_contact(contact=contact, said=SAID, by=by)
        write_child(contact=contact, said={"name": "Aynurşəxs", "age_years": 12, "sex": "female"}, by=by)
        ask_about_danger(contact=contact, answers={"hurt_now": "no"}, by=by)
        open_profile(contact=contact, known_as="Aynurşəxs", by=by)
        made = finish_contact(contact=contact, by=by)
    database.settle()
    return made


def nights(*days: str) -> list[tuple[int, ...]]:
    found = []
    for day in days:
        with clock.fixed(day):
            done = forget_what_is_over()
            found.append(tuple(done[what] for what in list(KINDS)[:3]))
        database.settle()
    return found


def figures() -> Any:
    """What is counted of contacts."""
    rows = Contact.objects.values_list(
        "kind", "main_reason", "risk", "territory__code", "caller_kind", "status"
    )
    return list(rows), list(ContactChild.objects.values_list("sex", "age_years"))


def test_a_contact_is_kept_a_year_and_then_only_counted(
    line: Any, old: Contact, as_owner: Any, as_worker: Any, acting_as: Any
) -> None:
    with as_owner():
        counted = figures()
        assert counted[0][0][3] == "AZ-SM"
        assert set(found_anywhere(PLANTED)) == {"Danışıqx", "Aynurşəxs", "Yersözübaş"}, "one stands closed"
    with acting_as(line["lead"]), clock.fixed(MADE):
        assert kept_until(old) == date(2021, 2, 1)
    with as_worker():
        assert nights("2021-01-31", "2021-02-01", "2021-02-02") == [(0, 0, 0), (1, 0, 1), (0, 0, 0)]
    with as_owner():
        assert found_anywhere(PLANTED) == {}
        assert figures() == counted
        left = Contact.objects.get()
        assert (left.caller_key, left.forgotten_on) == ("", date(2021, 2, 1))
        assert clock.local(left.arrived_at).date() == date(2020, 1, 1)
        assert CallerProfile.objects.get().caller_key == ""
        assert Triage.objects.get().answers == {}
        assert not DossierKey.objects.exclude(wrapped="").exists()
        assert AuditEvent.objects.filter(verb="contact.forgotten").count() == 1
        proof = [(one.what, one.records, one.norm) for one in Forgetting.objects.order_by("pk")]
        assert proof == [("contacts", 1, "retention.hotline"), ("profiles", 1, "retention.hotline")]
        assert Forgetting.objects.order_by("pk")[0].rows["hotline_contact"] == 1


def test_what_is_open_held_or_became_a_report_is_kept(
    line: Any, old: Contact, as_worker: Any, acting_as: Any
) -> None:
    with acting_as(line["lead"]), clock.fixed("2021-01-30"):
        hold_record(dossier=old.dossier, reason="court", expires_on=date(2022, 1, 1), by=line["lead"])
    database.settle()
    with clock.fixed(MADE), acting_as(line["listener"]) as by:
        receive_contact(channel="phone", by=by)
        passed = receive_contact(channel="phone", by=by)
        write_contact(contact=passed, said={**SAID, "narrative": "Ötürülən"}, by=by)
        ask_about_danger(contact=passed, answers={"hurt_now": "no"}, by=by)
        pass_on(contact=passed, by=by)
        finish_contact(contact=passed, by=by)
    database.settle()
    with as_worker():
        assert nights("2021-03-01") == [(0, 0, 0)]
        with pytest.raises(Error), transaction.atomic(), acting_as(SYSTEM), clock.fixed("2021-03-01"):
            forget_one(what="contacts", pk=old.pk)


def test_an_incident_is_kept_longer_than_its_contact(
    line: Any, old: Contact, as_owner: Any, as_worker: Any
) -> None:
    with clock.fixed(MADE), acting_as(line["listener"]) as by:
        told = Happened(kind="other", what="Hadisəx", precision="unknown")
        incident = open_incident(contact=Contact.objects.get(), told=told, by=by)
    database.settle()
    with as_worker():
        assert nights("2021-03-01") == [(0, 0, 0)], "while an incident is open its contact is needed"
    with clock.fixed("2021-03-02"), acting_as(line["listener"]) as by:
        close_incident(incident=Incident.objects.get(pk=incident.pk), outcome="safe", by=by)
    database.settle()
    with as_worker():
        assert nights("2021-03-03", "2031-03-31", "2031-04-01") == [(1, 0, 1), (0, 0, 0), (0, 1, 0)]
    with as_owner():
        assert found_anywhere(PLANTED) == {}
        assert Incident.objects.get().forgotten_on == date(2031, 4, 1)


@pytest.mark.parametrize("what", ["contacts", "incidents", "profiles"])
def test_nobody_but_the_worker_forgets(line: Any, old: Contact, acting_as: Any, what: str) -> None:
    wrong = (Error, Incident.DoesNotExist, CallerProfile.DoesNotExist)
    with pytest.raises(wrong), transaction.atomic(), acting_as(line["lead"]), clock.fixed("2040-01-01"):
        forget_one(what=what, pk=old.pk)


def test_what_was_forgotten_and_until_when_one_is_kept_stand_on_pages(
    line: Any, call: Any, at: Any, english: Any, as_owner: Any
) -> None:
    lead = english(line["lead"])
    page = reverse("hotline:forgetting")
    assert "Nothing was forgotten yet" in lead.get(page).content.decode()
    with as_owner():
        Forgetting.objects.create(
            at=clock.now(), what="contacts", records=7, rows={"hotline_contact": 7, "hotline_triage": 4},
            norm="retention.hotline",
        )  # fmt: skip
    shown = lead.get(page).content.decode()
    assert ">7<" in shown
    assert ">11<" in shown
    contact = call()
    keeping = reverse("hotline:contact-keeping", args=[contact.public_id])
    assert "worked on" in lead.get(keeping).content.decode()
    at(contact, set_kind, kind="prank")
    assert "Kept until" in lead.get(keeping).content.decode()
    said = {"reason": "court", "expires_on": "01.01.2040"}
    assert "Release the hold" in lead.post(keeping, said, follow=True).content.decode()
    assert english(line["listener"]).get(keeping).status_code == 403
    assert english(line["listener"]).get(page).status_code == 403
    contacts = reverse("hotline:contacts")
    assert page in lead.get(contacts).content.decode(), "the supervisor's way there"
    assert page not in english(line["listener"]).get(contacts).content.decode()
