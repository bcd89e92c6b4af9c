"""A contact: there at once, once, written field by field, set aside only when nothing was heard."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from himaya.access.models import AuditEvent
from himaya.hotline.contacts.actions import (
    receive_contact,
    reveal_caller,
    set_kind,
    write_child,
    write_contact,
)
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.contacts.queries import called_before, colleagues, counts, listed
from himaya.hotline.models import Contact, ContactChild
from himaya.hotline.triage.actions import ask_about_danger
from himaya.kit import clock
from himaya.kit.errors import Refused
from tests.hotline.conftest import PILLS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_contact_is_there_once_however_often_its_channel_tells_of_it(
    line: Any, call: Any, acting_as: Any
) -> None:
    first = call(channel="sms", channel_key="sms-7")
    assert first.status == "received"
    assert call(channel="sms", channel_key="sms-7").pk == first.pk
    with pytest.raises(Refused, match="colleague has taken"):
        call("colleague", channel="sms", channel_key="sms-7")
    assert call(channel="chat", channel_key="sms-7").pk != first.pk
    assert call().pk != call().pk, "calls without an id of their channel are each a contact"


def test_a_call_on_paper_keeps_its_true_times_and_who_listened(line: Any, call: Any, acting_as: Any) -> None:
    began = clock.now() - timedelta(hours=9)
    contact = call(arrived_at=began, ended_at=began + timedelta(minutes=7), counsellor=line["colleague"])
    assert (contact.arrived_at, contact.counsellor, contact.entered_by) == (
        began,
        line["colleague"],
        line["listener"],
    )
    with acting_as(line["colleague"]):
        assert Contact.objects.filter(pk=contact.pk).exists()
        assert [str(one) for one in colleagues(line["colleague"])] == ["Məsləhətçi Kənan", "Məsləhətçi Lalə"]


@pytest.mark.parametrize(
    ("began", "ended", "why"),
    [(1, None, "still to come"), (-1, 1, "still to come"), (-1, -2, "before it began")],
)
def test_impossible_times_are_refused(line: Any, call: Any, began: int, ended: int | None, why: str) -> None:
    now = clock.now()
    with pytest.raises(Refused, match=why):
        call(
            arrived_at=now + timedelta(hours=began), ended_at=now + timedelta(hours=ended) if ended else None
        )


def test_only_the_hotline_knows_of_a_contact(line: Any, call: Any, acting_as: Any) -> None:
    contact = call()
    for who, sees in {
        "listener": True, "lead": True, "colleague": False, "chief": False, "head": False, "duty": False,
        "supervisor": False, "worker": False, "counsellor": False,
    }.items():  # fmt: skip
        with acting_as(line[who]):
            assert Contact.objects.filter(pk=contact.pk).exists() == sees, who
    with acting_as(line["duty"]), pytest.raises(PermissionDenied):
        receive_contact(channel="phone", by=line["duty"])
    with acting_as(line["lead"]):
        assert [one.pk for one in listed("open", line["lead"]).rows] == [contact.pk]
        assert counts(line["lead"]) == {"open": 1, "calls": 0}


def test_fields_written_by_two_at_once_are_both_kept(line: Any, call: Any, at: Any) -> None:
    contact = call()
    at(contact, write_contact, said={"narrative": "Tək qalmışam."})
    at(contact, write_contact, "lead", said={"main_reason": "neglect"})
    now = at(contact, write_contact, said={"feeling_before": 2})
    assert (now.narrative, now.main_reason, now.feeling_before) == ("Tək qalmışam.", "neglect", 2)
    with pytest.raises(Refused, match="not written here"):
        at(contact, write_contact, said={"risk": "low"})


def test_who_calls_again_is_counted_without_a_name(
    line: Any, call: Any, told: Any, at: Any, acting_as: Any
) -> None:
    call("colleague", caller_number="+994 50 111-22-33")
    told(PILLS)
    third = call()
    at(third, write_contact, said={"caller_number": "0501112233"})
    with acting_as(line["listener"]):
        now = Contact.objects.get(pk=third.pk)
        before = called_before(now)
        assert (before.times, before.was_grave) == (2, True), (
            "the colleague's, which one may not read, counts too"
        )
        assert before.last_at is not None
        assert called_before(Contact()).times == 0
    with connection.cursor() as cursor:
        cursor.execute("select caller_number, caller_key from hotline_contact where id = %s", [third.pk])
        kept = cursor.fetchone()
    assert kept is None or "111" not in "".join(kept)
    assert caller_key("+994501112233") == now.caller_key != ""
    assert caller_key("tanımadığım nömrə") != caller_key(" ") == ""


def test_the_count_is_told_to_the_hotline_alone(line: Any, acting_as: Any) -> None:
    with acting_as(line["chief"]), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("select * from hotline_times_called('x', 0)")


def test_a_number_is_shown_for_a_reason_that_stays(line: Any, call: Any, at: Any, as_owner: Any) -> None:
    contact = call(caller_number="050 111 22 33")
    at(contact, reveal_caller, reason="call_back")
    with as_owner():
        line_of = AuditEvent.objects.filter(verb="contact.revealed").order_by("pk").first()
        assert (line_of.reason, line_of.actor_id) == ("call_back", line["listener"].pk)


def test_several_children_are_described(line: Any, call: Any, at: Any) -> None:
    contact = call()
    first = at(contact, write_child, said={"name": "Aysel", "age_years": 9})
    at(contact, write_child, said={"name": "Elvin"})
    at(contact, write_child, child=first, said={"school": "12 nömrəli məktəb"})
    with_school = ContactChild.objects.filter(contact=contact)
    assert {(c.name, c.school) for c in with_school} <= {("Aysel", "12 nömrəli məktəb"), ("Elvin", "")}


def test_a_prank_is_set_aside_in_one_stroke(line: Any, call: Any, at: Any) -> None:
    done = at(call(), set_kind, kind="prank")
    assert (done.status, done.kind, done.ended_at is not None) == ("set_aside", "prank", True)


@pytest.mark.parametrize("kind", ["silent", "abandoned"])
def test_silence_first_asks_whether_anything_was_heard(line: Any, call: Any, at: Any, kind: str) -> None:
    contact = call()
    with pytest.raises(Refused, match="Was anything heard"):
        at(contact, set_kind, kind=kind)
    for heard in ("yes", "unknown"):
        assert at(contact, set_kind, kind=kind, heard=heard).status == "received", "stay on the line"
    assert at(contact, set_kind, kind=kind, heard="no").status == "set_aside"


def test_counselling_stays_and_what_is_unknown_is_refused(line: Any, call: Any, at: Any) -> None:
    contact = call()
    assert at(contact, set_kind, kind="counselling").status == "received"
    with pytest.raises(Refused, match="no such kind"):
        at(contact, set_kind, kind="alien")
    at(contact, ask_about_danger, answers={"wish_dead": "yes"})
    with pytest.raises(Refused, match="finished as counselling"):
        at(contact, set_kind, kind="prank")
    assert at(contact, set_kind, kind="counselling").status == "counselling"
