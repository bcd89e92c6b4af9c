"""What the stream carries of a chat: lines closed for one page, and signs taken by the database's narrow door."""

import json
from base64 import b64decode
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from himaya.hotline.chat import actions
from himaya.hotline.models import Chat
from himaya.hotline.queue.actions import failed
from himaya.kit import clock
from himaya.workflow.notices.sealed import ear
from himaya.workflow.notices.signs import NOTE
from tests.hotline.chat_cast import WORDS, child, staff, talking

__all__ = ["child", "talking"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Who was rung, for what, and what was told with it."""
    heard: list[tuple[str, str, str]] = []

    def ring_pages(*, users: Any, name: str, of: str = "") -> None:
        heard.extend((str(user), name, of) for user in users)

    monkeypatch.setattr("himaya.hotline.chat.actions.lines.ring_pages", ring_pages)
    monkeypatch.setattr("himaya.workflow.notices.actions.ring_pages", ring_pages)
    return heard


def opened(closed: str, key: str) -> Any:
    raw = b64decode(closed)
    return json.loads(AESGCM(bytes.fromhex(key)).decrypt(raw[:12], raw[12:], None))


def note(*told: tuple[str, str, int, int, bool]) -> dict[tuple[str, str], list[int]]:
    """As the process of events hands signs in: as the web's own login role, for nobody."""
    names = ("who", "of", "got", "read", "typing")
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [json.dumps([dict(zip(names, one, strict=True)) for one in told]), clock.now()])
        return {(row[0], row[1]): list(row[2:]) for row in cursor.fetchall()}


def test_a_line_is_told_to_the_other_side_closed_for_its_pages_alone(
    talking: Any, line: Any, acting_as: Any, rung: Any
) -> None:
    boy, contact = talking()
    her, of = line["listener"].pk, boy.chat.public_id
    rung.clear()
    said = boy.says("Qorxuram 😢")
    ((who, name, rest),) = rung
    assert (who, name, rest.split()[0]) == (str(her), "chat", of)
    closed = rest.split()[1]
    assert "Qorxuram" not in closed
    told = opened(closed, ear(her, of))
    assert (told["n"], told["words"], told["got"]) == (said.number, "Qorxuram 😢", boy.chat.child_got)
    for key in (ear(line["colleague"].pk, of), ear(f"chat:{of}", of), ear(her, "another")):
        with pytest.raises(InvalidTag):
            opened(closed, key)
    rung.clear()
    staff(line, acting_as, "listener", contact, actions.staff_says, key="key-staff-1", words="Buradayam")
    ((who, name, rest),) = rung
    assert (who, name) == (f"chat:{of}", "chat")
    assert opened(rest.split()[1], ear(f"chat:{of}", of))["words"] == "Buradayam"


def test_what_does_not_fit_is_only_rung_for(talking: Any, line: Any, acting_as: Any, rung: Any) -> None:
    boy, _contact = talking()
    of = boy.chat.public_id
    rung.clear()
    boy.says("ə" * 4000)
    assert [one[1:] for one in rung] == [("chat", of)], "too long for a notification"
    rung.clear()
    boy.does(actions.child_says, key="key-second", words="ə" * 2500)
    assert len(rung[0][2]) > 6000
    with connection.cursor() as cursor:  # and the database takes what is told
        cursor.execute("select pg_notify('himaya_notices', %s)", [f"{rung[0][0]} chat {rung[0][2]}"])
    Chat.objects.update(child_left_at=clock.now())
    rung.clear()
    boy.does(actions.child_says, key="key-third", words="yenə mən")
    assert [one[1:] for one in rung] == [("chat", of)], "something else happened after it: the page asks"


def test_a_waiting_child_is_told_to_nobody(child: Any, ready: Any, rung: Any) -> None:
    ready("listener")
    one = child()
    one.begins(words=WORDS)
    rung.clear()
    one.says("hələ gözləyirəm")
    assert not rung


def test_signs_of_both_sides_are_noted_together(talking: Any, line: Any) -> None:
    boy, _contact = talking()
    boy.says("bir")
    chat, her = boy.chat, str(line["listener"].pk)
    of = chat.public_id
    noted = note((f"chat:{of}", of, 2, 1, False), (her, of, 99, 3, True))
    after = boy.chat
    assert (after.child_got, after.child_read) == (2, 1)
    assert (after.staff_got, after.staff_read) == (after.last, 3), "never beyond what there is"
    assert after.staff_typing_at
    assert not after.child_typing_at
    assert noted == {(f"chat:{of}", of): [3, 3, 3, 0], (her, of): [3, 2, 1, 0]}
    note((f"chat:{of}", of, 0, 0, True), (her, of, 0, 0, False))
    back = boy.chat
    assert (back.child_got, back.child_read, back.staff_read) == (2, 1, 3), "never back"
    assert back.child_typing_at
    assert not back.staff_typing_at


def test_a_sign_alone_moves_its_own_side(talking: Any, line: Any) -> None:
    boy, _contact = talking()
    before, of = boy.chat, boy.chat.public_id
    Chat.objects.update(staff_seen_at=clock.now().replace(year=2020))
    ((_last, _got, _read, quiet),) = note((f"chat:{of}", of, 1, 1, False)).values()
    assert quiet > 10**6, "and tells how long the other side has been quiet"
    assert boy.chat.staff_read == before.staff_read
    assert boy.chat.staff_seen_at.year == 2020


def test_only_who_talks_there_gives_a_sign(
    talking: Any, child: Any, ready: Any, line: Any, acting_as: Any, does: Any
) -> None:
    boy, _contact = talking()
    of, her = boy.chat.public_id, str(line["listener"].pk)
    strangers = [(str(line["colleague"].pk), of), ("chat:another", of), (f"chat:{of}", "another"), ("", of)]
    assert note(*((who, what, 1, 1, False) for who, what in strangers)) == {}
    Chat.objects.update(child_left_at=clock.now())
    assert note((f"chat:{of}", of, 1, 1, False)) == {}, "the page is known to be gone: it asks, and is back"
    Chat.objects.update(child_left_at=None)
    with acting_as(line["listener"]):
        failed(arrival=boy.chat.arrival, by=line["listener"])
    assert note((her, of, 1, 1, False), (f"chat:{of}", of, 1, 1, False)) == {}, "it waits again"
    boy.does(actions.child_leaves)
    assert note((f"chat:{of}", of, 1, 1, False)) == {}, "it is over"


def test_signs_of_however_many_pages_are_one_question(
    talking: Any, line: Any, django_assert_num_queries: Any
) -> None:
    boy, _contact = talking()
    of = boy.chat.public_id
    told = [(f"chat:{of}", of, 2, 2, False), (str(line["listener"].pk), of, 2, 2, True)]
    with django_assert_num_queries(1):
        assert len(note(*told)) == 2
