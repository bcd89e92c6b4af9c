"""Chats: nothing said is lost or doubled, each side hears of the other, and nobody waits for nothing."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.hotline.chat import actions
from himaya.hotline.chat.doors import enter, heard
from himaya.hotline.chat.queries import chat_of, lines_of_child, lines_of_staff, open_chats
from himaya.hotline.models import Arrival, Chat, ChatMessage, ChatVisitor, Contact
from himaya.hotline.queue.actions import accept, ended, failed, hand_over
from himaya.kit import clock
from himaya.kit.errors import Refused
from tests.hotline.chat_cast import SECRET, WORDS, child, looks, rings, staff, talking
from tests.hotline.conftest import row

__all__ = ["child", "rings", "talking"]
pytestmark = pytest.mark.django_db


def whats(chat: Chat) -> list[str]:
    return [one.what for one in chat.events.order_by("number")]


def words_of(chat: Chat, as_owner: Any) -> list[str]:
    with as_owner():
        return list(ChatMessage.objects.filter(chat=chat).order_by("number").values_list("words", flat=True))


def at(seconds: float) -> Any:
    return clock.fixed(clock.now() + timedelta(seconds=seconds))


def test_a_chat_stands_in_the_queue_at_once_and_begins_once(child: Any, ready: Any, as_owner: Any) -> None:
    ready("listener")
    boy = child()
    chat = boy.begins(words=WORDS, name="Tural", age=12, language="az", danger=True)
    assert boy.begins(words=WORDS) == chat
    arrival = Arrival.objects.get()
    assert (arrival.kind, arrival.channel, arrival.language) == ("chat", "chat", "az")
    assert arrival.priority >= 100
    assert arrival.rings is not None
    assert words_of(chat, as_owner) == [WORDS]


def test_two_begins_at_once_are_one_chat(child: Any, ready: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ready("listener")
    boy = child()
    first = boy.begins(words=WORDS)
    looked = iter([None, first])
    monkeypatch.setattr("himaya.hotline.chat.actions.child.chat_by", lambda secret: next(looked))
    assert boy.begins(words=WORDS) == first
    assert Chat.objects.count() == 1


def test_what_is_sent_again_is_kept_once_and_in_order(child: Any, ready: Any, as_owner: Any) -> None:
    ready("listener")
    boy = child()
    chat = boy.begins()
    first = boy.says("bir", "key-one-1")
    assert boy.says("bir", "key-one-1") == first
    boy.says("два 😀", "key-two-2")
    assert words_of(chat, as_owner) == ["bir", "два 😀"]
    assert [line.words for line in heard(SECRET, 0)] == ["bir", "два 😀"]
    assert boy.chat.last == 2


@pytest.mark.parametrize(
    ("words", "why"), [("", "Write something"), ("ə" * 4001, "too long")], ids=["empty", "a book"]
)
def test_what_cannot_be_sent_is_told_clearly(
    child: Any, ready: Any, in_english: Any, words: str, why: str
) -> None:
    ready("listener")
    boy = child()
    boy.begins()
    with pytest.raises(Refused, match=why):
        boy.says(words)


def test_a_flood_within_one_chat_is_asked_to_wait(child: Any, ready: Any, in_english: Any) -> None:
    ready("listener")
    boy = child()
    boy.begins()
    for n in range(20):
        boy.says("x", f"key-{n:06}")
    with pytest.raises(Refused, match="very fast"):
        boy.says("x", "key-last")


def test_many_from_one_network_wait_behind_and_danger_is_always_let_in(
    child: Any, ready: Any, in_english: Any
) -> None:
    ready("listener")
    child().begins(address="school")
    now = clock.now()
    ChatVisitor.objects.bulk_create(ChatVisitor(address="school", at=now) for _n in range(5))
    assert child("t" * 43).begins(address="school").arrival.flood
    ChatVisitor.objects.bulk_create(ChatVisitor(address="school", at=now) for _n in range(60))
    with pytest.raises(Refused, match="Many chats"):
        child("u" * 43).begins(address="school", words="salam")
    let_in = child("v" * 43).begins(address="school", words="məni öldürəcək")
    assert let_in.arrival.state == "waiting"


def test_the_secret_alone_opens_a_chat(child: Any, ready: Any, line: Any, acting_as: Any) -> None:
    ready("listener")
    child().begins(words=WORDS)
    with acting_as(PUBLIC):
        assert ChatMessage.objects.count() == 0, "nobody reads it without the secret"
        assert heard("another", 0) == []
        assert enter("another") is None
        assert enter(SECRET) is not None
        assert ChatMessage.objects.get().words == WORDS
    with acting_as(line["listener"]):
        assert ChatMessage.objects.count() == 0, "nor the counsellor before taking it"
        assert enter(SECRET) is None, "the child's door is the child's"


def test_who_takes_it_reads_all_and_the_child_hears_that_somebody_came(
    talking: Any, line: Any, acting_as: Any
) -> None:
    boy, contact = talking(name="Tural", age=12)
    with acting_as(line["listener"]):
        found = Contact.objects.get(pk=contact.pk)
        assert (found.caller_name, found.narrative) == ("Tural", WORDS)
        assert found.children.get().age_years == 12
        assert [one.words or one.what for one in lines_of_staff(boy.chat, line["listener"])] == [
            WORDS,
            "joined",
        ]
    assert [one.words or one.what for one in lines_of_child(boy.chat, SECRET)] == [WORDS, "joined"]
    assert lines_of_child(boy.chat, SECRET, after=2) == []
    with acting_as(line["listener"]):
        assert lines_of_staff(boy.chat, line["listener"], after=2) == []
        assert [one.unread for one in open_chats(line["listener"])] == [2]


def test_one_question_tells_of_every_chat_in_hand_and_typing_rings_without_one(
    talking: Any, child: Any, line: Any, acting_as: Any, does: Any, rings: Any
) -> None:
    boy, first = talking()
    girl = child("g" * 43)
    second = does("listener", accept, arrival=girl.begins(words=WORDS).arrival).contact
    looks(line, acting_as, "listener", first, second, got=2, read=2, typing=True)
    assert [(one.chat.staff_read, bool(one.chat.staff_typing_at)) for one in (boy, girl)] == [(2, True)] * 2
    heard = [f"chat:{one.chat.public_id} typing" for one in (boy, girl)]
    assert [told for told in rings if told.endswith("typing")] == heard
    rings.clear()
    boy.seen(got=2, read=2, typed="məni")
    assert rings == [f"{line['listener'].pk} typing {boy.chat.public_id}"]
    boy.says("məni", "key-mani-1")
    assert rings[1:] == [f"{line['listener'].pk} chat {boy.chat.public_id}"], (
        "only the pane of this chat asks"
    )
    looks(line, acting_as, "listener", got=0, read=0)


def test_what_comes_while_a_page_asks_is_told_with_its_next_question(talking: Any) -> None:
    boy, _contact = talking()
    asked = boy.chat
    boy.says("yeni", "key-new-01")
    assert [one.number for one in lines_of_child(asked, SECRET, after=1)] == [2]
    assert [one.number for one in lines_of_child(boy.chat, SECRET, after=2)] == [3]


def test_a_nameless_child_is_asked_nothing(talking: Any, line: Any, acting_as: Any) -> None:
    _boy, contact = talking()
    with acting_as(line["listener"]):
        found = Contact.objects.get(pk=contact.pk)
        assert found.caller_name == ""
        assert not found.children.exists()


def test_both_sides_talk_and_know_how_far_the_other_has_read(talking: Any, line: Any, acting_as: Any) -> None:
    boy, contact = talking()
    said = staff(line, acting_as, "listener", contact, actions.staff_says, key="key-staff", words="Salam")
    again = staff(line, acting_as, "listener", contact, actions.staff_says, key="key-staff", words="Salam")
    assert said == again
    boy.seen(got=99, read=2)
    chat = boy.chat
    assert (chat.child_got, chat.child_read) == (3, 2)
    boy.seen(got=1, read=0)
    assert (boy.chat.child_got, boy.chat.child_read) == (3, 2), "never back"
    boy.says("sağ ol", "key-thanks")
    looks(line, acting_as, "listener", contact, got=99, read=4, typing=True)
    chat = boy.chat
    assert (chat.staff_got, chat.staff_read) == (4, 4)
    assert chat.staff_typing_at
    looks(line, acting_as, "listener", contact, got=1, read=0)
    chat = boy.chat
    assert (chat.staff_got, chat.staff_read, chat.staff_typing_at) == (4, 4, None), "never back"
    boy.does(actions.child_says, key="key-more-1", words="bir də", got=4, read=3)
    assert (boy.chat.child_got, boy.chat.child_read) == (4, 3), "told with what is said"


def test_only_who_holds_the_chat_writes_in_it(
    talking: Any, line: Any, acting_as: Any, in_english: Any
) -> None:
    boy, contact = talking()
    with pytest.raises(Refused, match="colleague holds"):
        staff(line, acting_as, "lead", contact, actions.staff_says, key="key-lead-1", words="mən")
    with pytest.raises(Refused, match="colleague holds"):
        staff(line, acting_as, "lead", contact, actions.end_chat)
    looks(line, acting_as, "lead", contact, got=2, read=2, typing=True)
    assert (boy.chat.staff_read, boy.chat.staff_typing_at) == (0, None)
    with pytest.raises(Refused, match="too long"):
        staff(line, acting_as, "listener", contact, actions.staff_says, key="key-long-1", words="ə" * 4001)


def test_the_counsellor_hears_that_the_child_is_gone_and_back(talking: Any, as_worker: Any) -> None:
    boy, _contact = talking()
    with at(60), as_worker():
        assert actions.look_after_chats() == 1
        assert actions.look_after_chats() == 0
    assert boy.chat.child_left_at
    with at(90):
        boy.seen()
    chat = boy.chat
    assert chat.child_left_at is None
    assert whats(chat) == ["joined", "left", "back"]
    with at(200), as_worker():
        actions.look_after_chats()
    with at(210):
        boy.says("buradayam", "key-here-1")
    assert whats(boy.chat)[-1] == "back"


def test_a_child_who_came_back_while_the_worker_looked_is_not_told_of(
    talking: Any, as_worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boy, _contact = talking()
    monkeypatch.setattr("himaya.hotline.chat.actions.keeping._ids", lambda **which: [boy.chat.pk])
    monkeypatch.setattr("himaya.hotline.chat.actions.keeping._end_the_lost", lambda: 0)
    with as_worker():
        actions.look_after_chats()
    assert boy.chat.child_left_at is None


def test_the_child_hears_that_another_came_and_that_it_is_over(
    talking: Any, line: Any, acting_as: Any, as_owner: Any, in_english: Any
) -> None:
    boy, contact = talking()
    with acting_as(line["listener"]):
        hand_over(contact=contact, to=line["colleague"], by=line["listener"])
    assert whats(boy.chat) == ["joined", "handed"]
    staff(line, acting_as, "colleague", contact, actions.staff_says, key="key-coll-1", words="Mən Kənan")
    staff(line, acting_as, "colleague", contact, actions.end_chat)
    staff(line, acting_as, "colleague", contact, actions.end_chat)
    chat = boy.chat
    assert (chat.ended_how, whats(chat)[-1]) == ("staff", "ended")
    assert row(chat.arrival).ended_at
    with pytest.raises(Refused, match="chat is over"):
        boy.says("hələ", "key-after1")
    with pytest.raises(Refused, match="chat is over"):
        staff(line, acting_as, "colleague", contact, actions.staff_says, key="key-after2", words="hələ")
    looks(line, acting_as, "colleague", contact, got=9, read=9, typing=True)
    assert boy.chat.staff_typing_at is None, "nobody types in what is over"
    assert boy.seen().ended_at
    assert words_of(chat, as_owner) == [WORDS, "Mən Kənan"]


def test_a_conversation_ended_at_the_desk_ends_the_chat(talking: Any, line: Any, acting_as: Any) -> None:
    boy, _contact = talking()
    with acting_as(line["listener"]):
        ended(arrival=boy.chat.arrival, by=line["listener"])
    assert boy.chat.ended_how == "staff"


def test_a_chat_whose_counsellor_is_cut_off_waits_again(
    talking: Any, line: Any, acting_as: Any, ready: Any, does: Any
) -> None:
    boy, _contact = talking()
    ready("colleague")
    with acting_as(PUBLIC):
        failed(arrival=boy.chat.arrival, by=PUBLIC)
    assert boy.chat.held_by_id is None
    does("colleague", accept, arrival=row(boy.chat.arrival))
    assert boy.chat.held_by == line["colleague"]
    assert whats(boy.chat) == ["joined", "joined"]


def test_nobody_is_there_and_the_child_leaves_words_or_a_safe_number(
    child: Any, line: Any, as_owner: Any, in_english: Any
) -> None:
    boy = child()
    chat = boy.begins(words=WORDS)
    assert (chat.arrival.state, chat.arrival.why) == ("told", "nobody")
    with pytest.raises(Refused, match="may answer"):
        child("z" * 43).does(actions.leave_word, words="x")
    boy.does(actions.leave_word, words="Sabah gəlin", safe_number="050 111 22 33")
    chat = boy.chat
    assert (chat.ended_how, chat.arrival.state) == ("word", "promised")
    girl = child("g" * 43)
    girl.begins()
    girl.does(actions.leave_word, words="Oxuyun")
    assert (girl.chat.arrival.kind, girl.chat.arrival.state) == ("voicemail", "waiting")


def test_leaving_quickly_ends_and_wipes_and_words_written_to_nobody_are_read(
    child: Any, ready: Any, as_owner: Any
) -> None:
    boy = child()
    boy.begins(words=WORDS)
    with boy.acting_as(PUBLIC):
        actions.keep_draft(secret=SECRET, words="gizli")
    assert boy.chat.draft
    assert b"gizli" not in bytes(boy.chat.draft)
    assert actions.read_draft(secret=SECRET, chat=boy.chat) == "gizli"
    boy.does(actions.child_leaves)
    chat = boy.chat
    assert (bytes(chat.draft), chat.ended_how, chat.arrival.kind) == (b"", "child", "voicemail")
    assert boy.does(actions.child_leaves) == chat
    with boy.acting_as(PUBLIC):
        actions.keep_draft(secret=SECRET, words="gec")
    assert not boy.chat.draft, "a late save finds it closed"
    assert child("n" * 43).does(actions.child_leaves) is None
    silent = child("q" * 43)
    silent.begins()
    silent.does(actions.child_leaves)
    assert silent.chat.arrival.state == "told", "who wrote nothing left nothing"


def test_leaving_before_an_answer_puts_it_into_the_supervisors_hands(child: Any, ready: Any) -> None:
    ready("listener")
    boy = child()
    boy.begins(words=WORDS)
    boy.does(actions.child_leaves)
    assert (boy.chat.arrival.state, boy.chat.arrival.why) == ("handed", "hung_up")


def test_what_is_typed_is_kept_half_an_hour_and_closed_with_the_secret(talking: Any, as_worker: Any) -> None:
    boy, _contact = talking()
    with boy.acting_as(PUBLIC):
        actions.keep_draft(secret=SECRET, words="yarım")
        actions.keep_draft(secret=SECRET, words="yarımçıq")
        actions.keep_draft(secret=SECRET, words="ə" * 5000)
    chat = boy.chat
    assert chat.child_typing_at
    assert actions.read_draft(secret=SECRET, chat=chat) == "yarımçıq"
    assert actions.read_draft(secret="x" * 43, chat=chat) == ""
    with at(1900):
        assert actions.read_draft(secret=SECRET, chat=chat) == ""
    boy.says("yarımçıq cümlə", "key-done-1")
    assert not boy.chat.draft
    with boy.acting_as(PUBLIC):
        actions.keep_draft(secret=SECRET, words="yenə")
        actions.keep_draft(secret=SECRET, words="")
    assert not boy.chat.draft
    with boy.acting_as(PUBLIC):
        actions.keep_draft(secret=SECRET, words="yenə")
    with at(1700), boy.acting_as(PUBLIC):
        actions.child_seen(secret=SECRET, got=0, read=0)
    with at(1900), as_worker():
        actions.look_after_chats()
    assert not boy.chat.draft


def test_a_contact_that_came_otherwise_has_no_chat(call: Any, line: Any, acting_as: Any) -> None:
    contact = call()
    with acting_as(line["listener"]):
        assert chat_of(contact) is None
