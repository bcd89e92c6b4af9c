"""A child at a telephone, by what the page does."""

from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.hotline.chat import actions
from himaya.hotline.chat.queries import chat_by, chat_of
from himaya.hotline.models import Chat, Contact
from himaya.hotline.queue.actions import accept

SECRET = "s" * 43
WORDS = "Məni sinifdə döyürlər 😢"


class Child:
    """One child with one secret; every act is a transaction of its own, by nobody."""

    def __init__(self, line: dict[str, Any], acting_as: Any, secret: str) -> None:
        self.line, self.acting_as, self.secret = line, acting_as, secret

    def begins(self, **said: Any) -> Chat:
        address = said.pop("address", "")
        with self.acting_as(PUBLIC):
            return actions.begin_chat(
                secret=self.secret,
                begun=actions.Begun(**said),
                by=PUBLIC,
                address=address,
                unit=self.line["hotline"],
            )

    def does(self, act: Any, **said: Any) -> Any:
        with self.acting_as(PUBLIC):
            return act(secret=self.secret, by=PUBLIC, **said)

    def says(self, words: str = WORDS, key: str = "key-one-1") -> Any:
        return self.does(actions.child_says, key=key, words=words)

    def seen(self, got: int = 0, read: int = 0, typed: str | None = None) -> Any:
        with self.acting_as(PUBLIC):
            return actions.child_seen(secret=self.secret, got=got, read=read, typed=typed)

    @property
    def chat(self) -> Chat:
        found = chat_by(self.secret)
        assert found is not None
        return found


@pytest.fixture
def child(line: dict[str, Any], acting_as: Any) -> Any:
    """`child(secret)`: somebody who writes."""

    def make(secret: str = SECRET) -> Child:
        return Child(line, acting_as, secret)

    return make


@pytest.fixture
def talking(child: Any, ready: Any, does: Any) -> Any:
    """`talking()`: a child whom a counsellor answered; the child, and the contact."""

    def make(**said: Any) -> tuple[Child, Contact]:
        ready("listener")
        one = child()
        chat = one.begins(**{"words": WORDS, **said})
        taken = does("listener", accept, arrival=chat.arrival)
        return one, taken.contact

    return make


def staff(line: Any, acting_as: Any, who: str, contact: Contact, act: Any, **said: Any) -> Any:
    """A counsellor does something to the chat of a contact."""
    with acting_as(line[who]):
        return act(chat=chat_of(contact), by=line[who], **said)


def looks(line: Any, acting_as: Any, who: str, *contacts: Contact, **told: Any) -> None:
    """A page with the chats of these contacts asks what is new."""
    with acting_as(line[who]):
        signs = [actions.Sign(chat, **told) for chat in map(chat_of, contacts) if chat is not None]
        actions.staff_seen(signs=signs, by=line[who])


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who was rung for what, as the database is told."""
    told: list[str] = []

    def ring_pages(*, users: Any, name: str, of: str = "") -> None:
        told.extend(f"{user} {name} {of}".strip() for user in users)

    monkeypatch.setattr("himaya.hotline.chat.actions.lines.ring_pages", ring_pages)
    monkeypatch.setattr(
        "himaya.workflow.notices.actions.ring_pages",
        lambda *, users, name, of: ring_pages(users=users, name=name, of=of.split()[0]),
    )
    return told
