"""Text messages of the hotline: in once, whole, into the one queue; out only where and when it is safe; nothing lost."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.clients.sms_in import Part
from himaya.hotline.contacts.actions import set_kind
from himaya.hotline.messages import actions
from himaya.hotline.messages.actions import (
    climb_unread,
    forget_seen,
    keep_fate,
    read_messages,
    write_message,
)
from himaya.hotline.models import Arrival, ArrivalCaller, Contact, GatewayWord, TextMessage
from himaya.hotline.queue.actions import accept, stop_line
from himaya.kit import clock
from himaya.workflow.models import Notice
from tests.hotline.messages_cast import NUMBER, Child, Gateway, child, gateway, heard, ours, taken

__all__ = ["child", "gateway", "taken"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_message_comes_is_taken_answered_and_delivered(
    line: Any, child: Child, taken: Any, at: Any, gateway: Gateway, acting_as: Any, as_owner: Any
) -> None:
    contact = taken("Məktəbdə məni döyürlər 😢")
    assert contact.channel == "sms"
    assert "😢" in contact.narrative
    at(contact, write_message, text="Buradayam, oxuyuram.")
    assert child.send(gateway) == 1
    (sent,) = gateway.sent
    assert (sent.to, sent.text) == (NUMBER, "Buradayam, oxuyuram.")
    with as_owner():
        (message,) = ours()
        assert (message.state, message.ground) == ("sent", "answer")
    for fate in ("taken", "delivered", "undeliverable", "", "delivered"):
        with acting_as(PUBLIC):
            keep_fate(message=message.pk, fate=fate, by=PUBLIC)
    assert child.carry() == 3
    with as_owner():
        (message,) = ours()
        assert message.state == "delivered"
        assert not Notice.objects.filter(kind="queue.undelivered").exists()


def test_the_same_message_is_taken_once_by_its_id_or_by_sender_words_and_minute(
    child: Child, ready: Any, as_owner: Any
) -> None:
    ready("listener")
    for _again in range(2):
        child.writes("Salam", id="one")
        child.writes("Necəsən", id="", at=1_900_000_000)
    child.writes("Necəsən", id="", at=1_900_000_090)
    with as_owner():
        assert [one.words for one in heard()] == ["Salam", "Necəsən", "Necəsən"]
        assert Arrival.objects.count() == 1
        assert not GatewayWord.objects.exclude(closed="").exists(), "what was said is not kept twice"
    with clock.fixed(clock.now() + timedelta(days=8)):
        with child.as_worker():
            assert forget_seen() == 3
            assert forget_seen() == 0
        child.writes("Salam", id="one")
    with as_owner():
        assert len(heard()) == 3, "its key stands on the message itself"


def test_what_is_written_on_while_one_waits_is_one_place_in_the_queue(
    line: Any, child: Child, taken: Any, ready: Any, acting_as: Any, as_owner: Any
) -> None:
    ready("listener")
    child.writes("Salam")
    contact = taken("Orda kimsə var?")
    with as_owner():
        assert Arrival.objects.count() == 1
        assert contact.narrative == "Salam\n\nOrda kimsə var?"
        assert {one.dossier_id for one in heard()} == {contact.dossier_id}
    with acting_as(line["listener"]):
        assert TextMessage.objects.count() == 2
    with acting_as(line["colleague"]):
        assert not TextMessage.objects.exists(), "words are open to whoever took them"


def test_who_comes_back_to_a_contact_under_way_is_heard_by_whoever_has_it(
    line: Any, child: Child, taken: Any, as_owner: Any
) -> None:
    contact = taken()
    for words in ("Hələ burdasan?", "Cavab yaz"):
        child.writes(words)
    with as_owner():
        assert Arrival.objects.count() == 1
        assert [one.contact_id for one in heard()] == [None, contact.pk, contact.pk]
        assert Notice.objects.filter(kind="queue.more", user=line["listener"]).count() == 1


def test_where_whoever_has_the_contact_has_gone_it_waits_in_the_queue_again_and_another_goes_on_with_it(
    line: Any, child: Child, taken: Any, ready: Any, acting_as: Any, as_owner: Any, gateway: Gateway
) -> None:
    contact = taken()
    ready("listener", state="off")
    child.writes("Yenə başladı")
    child.writes("Tez olun")
    with as_owner():
        again = Arrival.objects.latest("pk")
        assert (Arrival.objects.count(), again.state, again.contact_id) == (2, "waiting", contact.pk)
        assert [one.ground for one in ours()] == ["automatic"], "told once for each time they wait"
    ready("colleague")
    with acting_as(line["colleague"]):
        taken_on = accept(arrival=again, by=line["colleague"]).contact
        assert taken_on.pk == contact.pk
        assert TextMessage.objects.filter(ground="heard").count() == 3
    with as_owner():
        assert Contact.objects.get().counsellor == line["colleague"]


def test_what_nobody_answers_or_calls_read_in_time_goes_back_to_the_queue(
    line: Any, child: Child, taken: Any, at: Any, as_owner: Any, as_worker: Any
) -> None:
    contact = taken()
    child.writes("Biri")
    at(contact, read_messages)
    child.writes("İkinci")
    at(contact, write_message, text="Oxuyuram.")
    later = clock.now() + timedelta(minutes=11)
    with clock.fixed(later), as_worker():
        assert climb_unread() == 0
    child.writes("Üçüncü")
    with as_worker():
        assert climb_unread() == 0, "not yet"
    with clock.fixed(later), as_worker():
        assert climb_unread() == 1
        assert climb_unread() == 0
    with as_owner():
        again = Arrival.objects.latest("pk")
        assert (Arrival.objects.count(), again.contact_id) == (2, contact.pk)


def test_what_was_answered_without_a_word_of_reading_does_not_climb(
    child: Child, taken: Any, at: Any, as_owner: Any, as_worker: Any
) -> None:
    contact = taken()
    child.writes("Biri")
    at(contact, write_message, text="Oxuyuram.")
    with as_owner():
        TextMessage.objects.update(read_at=None)
    with clock.fixed(clock.now() + timedelta(minutes=11)), as_worker():
        assert climb_unread() == 0
    with as_owner():
        assert heard()[-1].read_at


def test_who_writes_after_hours_or_after_the_contact_ended_begins_a_new_one(
    line: Any, child: Child, taken: Any, at: Any, as_owner: Any
) -> None:
    contact = taken()
    at(contact, set_kind, kind="prank")
    child.writes("Bağışla")
    with as_owner():
        assert Arrival.objects.count() == 2
        Arrival.objects.filter(state="waiting").update(state="settled")
    child.writes("Yenə mən")
    with clock.fixed(clock.now() + timedelta(hours=13)):
        child.writes("Səhər oldu")
    with as_owner():
        assert Arrival.objects.count() == 4


def test_parts_come_in_any_order_and_are_one_message(child: Child, ready: Any, as_owner: Any) -> None:
    ready("listener")
    whole = "ə" * 66 + "😀" + "son"
    units = whole.encode("utf-16-be")
    pieces = [
        units[:134].decode("utf-16-be", "surrogatepass"),
        units[134:].decode("utf-16-be", "surrogatepass"),
    ]
    child.brings(pieces[1], part=Part(7, 2, 2))
    assert child.carry() == 0
    child.brings(pieces[1], id="", part=Part(7, 2, 2))
    child.brings(pieces[0], part=Part(7, 1, 2))
    assert child.carry() == 3
    with as_owner():
        (message,) = heard()
        assert (message.words, message.lacks_part) == (whole, False)


def test_where_a_part_never_comes_the_rest_is_read_with_a_mark(
    child: Child, ready: Any, as_owner: Any
) -> None:
    ready("listener")
    for number in (1, 2, 5):
        child.brings(f"{number}. hissə", part=Part(9, number, 5))
    assert child.carry() == 0
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        assert child.carry() == 3
        child.brings("3. hissə", part=Part(9, 3, 5))
        assert child.carry() == 0
    with clock.fixed(clock.now() + timedelta(minutes=12)):
        assert child.carry() == 1
    with as_owner():
        assert [(one.words, one.lacks_part) for one in heard()] == [
            ("1. hissə2. hissə […] 5. hissə", True),
            ("[…] 3. hissə […]", True),
        ]


def test_a_flood_of_one_number_waits_behind_but_danger_does_not(
    child: Child, ready: Any, as_owner: Any
) -> None:
    ready("listener")
    child.writes("Salam", number="+994501110000")
    child.writes("spam")
    with as_owner():
        row = TextMessage.objects.latest("pk")
        for number in range(30):
            row.pk, row.key, row.public_id = None, f"k{number}", f"p{number}"
            row.save(force_insert=True)
    child.writes("kömək")
    with as_owner():
        assert not Arrival.objects.filter(flood=True).exists()
    child.writes("spam")
    child.writes("spam")
    with as_owner():
        (flooded,) = Arrival.objects.filter(flood=True)
        assert flooded.priority < 0
        assert Notice.objects.filter(kind="queue.flood").exists()
        assert ArrivalCaller.objects.filter(arrival=flooded).count() == 4


def test_a_blocked_number_is_told_how_to_be_heard_and_comes_through_by_a_word(
    line: Any, child: Child, gateway: Gateway, as_owner: Any, acting_as: Any, monkeypatch: Any, call: Any
) -> None:
    from himaya.hotline.callers.actions import blocking as callers
    from himaya.hotline.callers.actions import decide_block, open_profile, propose_block

    contact = call(caller_number=NUMBER)
    monkeypatch.setattr(callers, "may_block", lambda record, on: True)
    with acting_as(line["listener"]):
        profile = open_profile(contact=contact, known_as="Gülən", by=line["listener"])
        block = propose_block(profile=profile, reason="abusive", by=line["listener"])
    with acting_as(line["lead"]):
        decide_block(block=block, approve=True, days=3, by=line["lead"])
    for words in ("ha ha", "xa xa"):
        child.writes(words)
    assert child.send(gateway) == 1, "told once an hour"
    assert "KÖMƏK" in gateway.sent[0].text
    with as_owner():
        assert not Arrival.objects.exists()
    child.writes("kömək")
    with as_owner():
        assert Arrival.objects.count() == 1


def test_where_nobody_is_the_child_is_told_at_once_in_their_language(
    child: Child, gateway: Gateway, as_owner: Any
) -> None:
    child.writes("Помогите мне пожалуйста")
    child.writes("Salam, kimsə var?", number="+994501110000")
    child.writes("MƏLUMAT", number="AZERCELL")
    assert child.send(gateway) == 2
    texts = {one.to: one.text for one in gateway.sent}
    assert "112" in texts[NUMBER]
    assert texts[NUMBER] != texts["+994501110000"]
    with as_owner():
        assert Arrival.objects.count() == 3, "a sender that nobody can write to is heard all the same"


def test_while_the_line_is_stopped_the_child_is_told_so(
    line: Any, child: Child, ready: Any, does: Any, as_owner: Any
) -> None:
    ready("listener")
    does("lead", stop_line, reason="technical")
    child.writes("Salam")
    with as_owner():
        assert "Xətt bir az işləmir" in ours()[0].words


def test_without_a_gateway_or_a_hotline_nothing_breaks(child: Child, as_owner: Any, monkeypatch: Any) -> None:
    from himaya.hotline.messages.actions import taking

    monkeypatch.setattr(taking, "sms_gateway", lambda: None)
    child.writes("Salam")
    with as_owner():
        assert not ours()
    monkeypatch.setattr(taking, "hotline", lambda: None)
    child.writes("Salam")
    with as_owner():
        assert len(heard()) == 1


def test_two_workers_carry_in_side_by_side_without_taking_anything_twice(
    child: Child, ready: Any, as_owner: Any, monkeypatch: Any
) -> None:
    ready("listener")
    child.brings("Salam")
    with as_owner():
        word = GatewayWord.objects.get()
    child.carry()
    with child.as_worker():
        assert actions.keeping._carry(word.pk) == 0
    with as_owner():
        assert len(heard()) == 1


def test_one_that_cannot_be_carried_in_keeps_nobody_waiting_and_is_not_lost(
    child: Child, ready: Any, as_owner: Any, monkeypatch: Any
) -> None:
    ready("listener")
    real = actions.keeping.take_in

    def stumbles(came: Any) -> Any:
        if came.words == "zərərli":
            raise ValueError("a fault of ours")
        return real(came)

    monkeypatch.setattr(actions.keeping, "take_in", stumbles)
    child.brings("zərərli")
    child.brings("Salam")
    assert child.carry() == 1
    monkeypatch.setattr(actions.keeping, "take_in", real)
    assert child.carry() == 1
    with as_owner():
        assert sorted(one.words for one in heard()) == ["Salam", "zərərli"]
