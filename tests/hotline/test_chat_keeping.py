"""What a chat leaves: files that wait for the scanner, words that are found and forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile

from himaya.hotline.chat import actions
from himaya.hotline.chat.jobs import look_after
from himaya.hotline.chat.queries import lines_of_child, lines_of_staff
from himaya.hotline.contacts.actions import set_kind
from himaya.hotline.models import ChatChild, ChatMessage, ChatVisitor
from himaya.hotline.queue.actions import tick
from himaya.hotline.retention.jobs import forget_what_is_over
from himaya.hotline.search.queries import Asked, found
from himaya.kit import clock
from himaya.kit.errors import Refused
from tests.hotline.chat_cast import SECRET, WORDS, child, talking
from tests.pictures import PNG

__all__ = ["child", "talking"]
pytestmark = pytest.mark.django_db


def at(seconds: float) -> Any:
    return clock.fixed(clock.now() + timedelta(seconds=seconds))


def test_who_does_not_come_back_has_a_chat_that_is_over_and_is_found_by_their_words(
    talking: Any, as_worker: Any, as_owner: Any
) -> None:
    boy, _contact = talking()
    boy.says("Adım gizlidir", "key-name-1")
    with at(1900), as_worker():
        actions.look_after_chats()
    assert boy.chat.ended_how == "lost"
    with as_owner():
        assert ChatChild.objects.get().said == f"{WORDS}\nAdım gizlidir"


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_picture_waits_for_the_scanner_and_nothing_else_is_taken(
    talking: Any, line: Any, acting_as: Any, in_english: Any, as_owner: Any
) -> None:
    boy, _contact = talking()
    with pytest.raises(Refused, match="Only a picture"):
        boy.does(actions.child_says, key="key-file-1", words="", file=file("a.pdf", b"%PDF-1.4"))
    large = file("a.png", PNG + b"0" * 6_000_000)
    with pytest.raises(Refused, match="too large"):
        boy.does(actions.child_says, key="key-file-2", words="", file=large)
    boy.does(actions.child_says, key="key-file-3", words="", file=file("qolum.png", PNG))
    shown = lines_of_child(boy.chat, SECRET, after=2)
    assert [one.file for one in shown] == ["qolum.png"]
    with acting_as(line["listener"]):
        (sent,) = lines_of_staff(boy.chat, line["listener"], after=2)
        assert not sent.file.may_be_opened


def test_a_contact_is_found_by_what_the_child_wrote(
    talking: Any, line: Any, acting_as: Any, as_worker: Any
) -> None:
    boy, contact = talking()
    boy.says("Velosipedimi sındırdılar", "key-bike-1")
    boy.does(actions.child_leaves)
    with as_worker():
        actions.look_after_chats()
    for who, seen in (("listener", [contact]), ("lead", [contact]), ("colleague", [])):
        with acting_as(line[who]):
            assert found(Asked("velosiped"), line[who]).rows == seen


def test_the_words_of_a_chat_are_forgotten_with_the_contact(
    talking: Any, line: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    with clock.fixed("2020-01-15T10:00"):
        boy, contact = talking(name="Sevindik")
        with acting_as(line["listener"]):
            set_kind(contact=contact, kind="thanks", by=line["listener"])
    with clock.fixed("2020-01-15T10:01"), as_worker():
        tick()
        actions.look_after_chats()
    assert boy.chat.ended_how == "staff", "finishing the contact ends the chat"
    with as_owner():
        assert ChatChild.objects.get().said == WORDS
    with clock.fixed("2021-03-01T03:00"), as_worker():
        forget_what_is_over()
    with as_owner():
        child = ChatChild.objects.get()
        assert (child.name, child.said, ChatMessage.objects.get().words) == ("", "", "")
    with clock.fixed("2021-03-01T04:00"), as_worker():
        assert actions.look_after_chats() == 0


def test_addresses_are_known_for_a_day(child: Any, ready: Any, as_worker: Any) -> None:
    ready("listener")
    child().begins(address="home")
    with at(90_000), as_worker():
        look_after(0)
    assert not ChatVisitor.objects.exists()


def test_a_chat_whose_counsellor_vanished_waits_again_before_all_others(
    talking: Any, line: Any, as_worker: Any, as_owner: Any, ready: Any
) -> None:
    boy, _contact = talking()
    boy.says("Burada kim var?", "key-who-1")
    with as_owner():
        at_work = UserSession.objects.create(user=line["listener"], ip="127.0.0.1", session_key="k" * 20)
        UserSession.objects.update(last_seen_at=clock.now() + timedelta(seconds=250))
    with at(400):
        boy.seen()
        with as_worker():
            actions.look_after_chats()
        assert boy.chat.arrival.state == "answered", "at work on another page"
    with as_owner():
        UserSession.objects.filter(pk=at_work.pk).update(last_seen_at=clock.now())
    with at(410):
        ready("colleague")
        boy.seen()
        with as_worker():
            assert actions.look_after_chats() == 1
    assert (boy.chat.arrival.state, boy.chat.held_by_id) == ("waiting", None)
    assert boy.chat.arrival.priority >= 100
