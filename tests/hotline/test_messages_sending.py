"""Messages that go out: only where and when it is safe, never late, never twice; found, forgotten, told when they fail."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.clients.sms import Unavailable, Undeliverable
from himaya.hotline.contacts.actions import set_kind, write_child, write_contact
from himaya.hotline.contacts.page import alerts
from himaya.hotline.messages import jobs
from himaya.hotline.messages.actions import (
    keep_fate,
    send_again,
    send_waiting,
    sending,
    write_message,
)
from himaya.hotline.models import Contact, GatewayWord, TextMessage
from himaya.hotline.queue.actions import hand_over
from himaya.hotline.retention.jobs import forget_what_is_over
from himaya.hotline.search.queries import Asked, found
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.models import Notice
from tests.hotline.messages_cast import NUMBER, Child, Gateway, child, gateway, heard, ours, taken

__all__ = ["child", "gateway", "taken"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def ours_now(as_owner: Any) -> list[TextMessage]:
    with as_owner():
        return ours()


def test_outside_the_answer_and_the_safe_hours_nothing_is_written(
    child: Child, taken: Any, at: Any, gateway: Gateway, as_owner: Any
) -> None:
    contact = taken()
    with clock.fixed(clock.now() + timedelta(minutes=31)), pytest.raises(Refused, match="direct answer"):
        at(contact, write_message, text="Necəsən?")
    at(contact, write_contact, said={"safe_way": "sms", "safe_number": NUMBER, "safe_time": "hər vaxt"})
    with clock.fixed(clock.now() + timedelta(hours=5)):
        at(contact, write_message, text="Uşaqların qaynar xəttindən yazıram.")
        assert child.send(gateway) == 1
    with as_owner():
        assert ours()[0].ground == "safe"


def test_what_could_not_be_sent_in_time_is_not_sent_late_and_the_counsellor_hears(
    line: Any, child: Child, taken: Any, at: Any, does: Any, gateway: Gateway, as_owner: Any
) -> None:
    contact = taken()
    at(contact, write_message, text="Buradayam.")
    with clock.fixed(clock.now() + timedelta(minutes=45)):
        assert child.send(gateway) == 0
    with as_owner():
        (message,) = ours()
        assert (message.state, message.failure) == ("failed", "not_safe")
        assert Notice.objects.filter(kind="queue.undelivered", user=line["listener"]).count() == 1
    child.writes("Hələ buradayam")
    does("listener", send_again, message=message)
    with pytest.raises(Refused, match="nothing to send again"):
        does("listener", send_again, message=ours_now(as_owner)[-1])
    assert child.send(gateway) == 1
    with clock.fixed(clock.now() + timedelta(hours=3)), pytest.raises(Refused):
        does("listener", send_again, message=message)


def test_an_open_telephone_is_told_no_name_no_words_and_no_hotline(taken: Any, at: Any) -> None:
    contact = taken("Atam məni hər gün döyür")
    at(contact, write_contact, said={"caller_name": "Nərgizxanım"})
    at(contact, write_child, said={"name": "Elçin"})
    for words, why in (
        ("Salam, Nərgizxanım", "name"),
        ("Elçinin halı necədir?", "name"),
        ("Yazdın: atam məni hər gün...", "own words"),
        ("Bu, uşaqların qaynar xəttidir", "hotline"),
        (" ", "Nothing"),
        ("ə" * 500, "At most 6"),
    ):
        with pytest.raises(Refused, match=why):
            at(contact, write_message, text=words)


def test_a_gateway_that_is_down_is_tried_again_and_given_up_in_the_end(
    child: Child, taken: Any, at: Any, gateway: Gateway, as_owner: Any
) -> None:
    contact = taken()
    at(contact, write_contact, said={"safe_way": "sms", "safe_number": NUMBER, "safe_time": "0-24"})
    at(contact, write_message, text="Buradayam.")
    gateway.trouble = Unavailable("503")
    now = clock.now()
    for _try in range(sending.TRIES):
        with clock.fixed(now):
            assert child.send(gateway) == 0
        now += timedelta(minutes=11)
    with as_owner():
        (message,) = ours()
        assert (message.failure, message.tries) == ("unavailable", sending.TRIES)
    gateway.trouble = Undeliverable("no such number")
    at(contact, write_message, text="Yenə mən.")
    child.send(gateway)
    with as_owner():
        assert ours()[-1].failure == "undeliverable"


def test_a_worker_killed_after_the_gateway_had_it_sends_nothing_twice_where_the_report_says_so(
    child: Child, taken: Any, at: Any, gateway: Gateway, as_owner: Any, acting_as: Any, monkeypatch: Any
) -> None:
    contact = taken()
    real = sending._note

    def killed(*given: Any) -> None:
        raise SystemExit("killed before it was noted")

    monkeypatch.setattr(sending, "_note", killed)
    for words in ("Biri.", "İkinci."):
        at(contact, write_message, text=words)
        with pytest.raises(SystemExit):
            child.send(gateway)
    monkeypatch.setattr(sending, "_note", real)
    assert child.send(gateway) == 0, "it waits for a word of the gateway"
    with as_owner():
        first = ours()[0]
    with acting_as(PUBLIC):
        keep_fate(message=first.pk, fate="taken", by=PUBLIC)
    child.carry()
    with clock.fixed(clock.now() + sending.AGAIN + timedelta(seconds=1)):
        assert child.send(gateway) == 1
    keys = [one.key for one in gateway.sent]
    assert [one.text for one in gateway.sent] == ["Biri.", "İkinci.", "İkinci."]
    assert keys[1] == keys[2], "under the same key"


def test_a_report_of_what_never_arrived_is_told_and_one_of_nothing_is_not_heard(
    line: Any, child: Child, taken: Any, at: Any, gateway: Gateway, as_owner: Any, acting_as: Any
) -> None:
    at(taken(), write_message, text="Buradayam.")
    child.send(gateway)
    with as_owner():
        (message,) = ours()
    for pk, fate in ((message.pk, "undeliverable"), (987654, "delivered")):
        with acting_as(PUBLIC):
            keep_fate(message=pk, fate=fate, by=PUBLIC)
    child.carry()
    with as_owner():
        assert ours()[0].failure == "undeliverable"
        assert Notice.objects.filter(kind="queue.undelivered").count() == 1


def test_a_conversation_goes_with_its_contact_to_a_colleague(
    line: Any, child: Child, taken: Any, at: Any, acting_as: Any
) -> None:
    contact = taken()
    child.writes("Davamı var")
    at(contact, hand_over, to=line["colleague"])
    with acting_as(line["colleague"]):
        assert TextMessage.objects.count() == 2
    with acting_as(line["listener"]):
        assert not TextMessage.objects.exists()


def test_a_conversation_is_found_by_its_words_as_far_as_one_sees_it(
    line: Any, child: Child, taken: Any, acting_as: Any
) -> None:
    contact = taken()
    child.writes("Müəlliməyə danışdım, faydasızdır")
    for who, many in (("listener", 1), ("lead", 1), ("colleague", 0)):
        with acting_as(line[who]):
            assert [one.pk for one in found(Asked(words="FAYDASIZ"), line[who]).rows] == [
                contact.pk
            ] * many, who


def test_a_conversation_is_forgotten_with_its_contact(
    line: Any, child: Child, taken: Any, at: Any, as_owner: Any, as_worker: Any
) -> None:
    contact = taken("Adım Günəşxanımdır")
    child.writes("Sirrimi bilirsən")
    at(contact, write_message, text="Oxuyuram.")
    at(contact, set_kind, kind="prank")
    with clock.fixed(clock.now() + timedelta(days=500)), as_worker():
        assert forget_what_is_over()["contacts"] == 1
    with as_owner():
        rows = TextMessage.objects.values_list("words", "party", "party_key", "sought")
        assert set(rows) == {("", "", "", "")}


def test_the_worker_carries_in_sends_and_forgets_by_itself(
    line: Any, child: Child, taken: Any, at: Any, gateway: Gateway, as_worker: Any, as_owner: Any, monkeypatch: Any,
    settings: Any, acting_as: Any,
) -> None:  # fmt: skip
    settings.SITE_URL = ""
    contact = taken()
    at(contact, write_message, text="Buradayam.")
    child.brings("Eşidirsən?")
    with as_worker():
        monkeypatch.setattr(jobs, "sms_gateway", lambda: None)
        jobs.move()  # it waits
        monkeypatch.setattr(jobs, "sms_gateway", lambda: gateway)
        jobs.move()
        at_once = len(gateway.sent)
        jobs.keep_moving(0)
        jobs.forget(0)
    assert (at_once, gateway.sent[0].report_to) == (1, "")
    with as_owner():
        assert len(heard()) == 2
        assert str(heard()[0]).startswith("heard")
        assert str(GatewayWord.objects.first()).startswith("sms")
        failed = ours()[0]
        TextMessage.objects.filter(pk=failed.pk).update(failed_at=failed.at)
    monkeypatch.setattr(jobs, "sms_gateway", lambda: None)
    with as_worker():
        jobs.keep_moving(0)
    with acting_as(line["listener"]):
        assert [one.tone for one in alerts(Contact.objects.get())].count("bad") == 1


def test_an_automatic_answer_that_never_arrives_is_nobodys_to_mend(
    child: Child, gateway: Gateway, as_owner: Any, as_worker: Any
) -> None:
    child.writes("Salam")
    gateway.trouble = Undeliverable("no such number")
    assert child.send(gateway) == 0
    with as_worker():
        assert send_waiting(gateway, most=0) == 0
    with as_owner():
        assert ours()[0].failure == "undeliverable"
        assert not Notice.objects.filter(kind="queue.undelivered").exists()
