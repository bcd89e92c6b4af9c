"""Files lie closed on the disk: read by nobody who holds only the disk, changed by nobody unseen."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage

from himaya.access.actions import erase_key, open_dossier, store_closed
from himaya.access.encryption.actions import renew_master_key
from himaya.access.encryption.files import MAGIC, PIECE, SALT, TAG, close_file, open_file
from himaya.access.encryption.keyring import CannotDecrypt
from himaya.access.encryption.keys import KeyErased
from himaya.access.gate import SYSTEM
from himaya.access.queries import opened_file
from himaya.access.roles import Supervisor
from tests import factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 200_001]


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEYS_DIR = tmp_path
    monkeypatch.delenv("HIMAYA_MASTER_KEYS", raising=False)


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        here, there = factories.unit(national=True), factories.unit()
        return {
            "here": here,
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there)),
        }


@pytest.fixture
def row(country: Any) -> Any:
    """Anything with a dossier."""
    return SimpleNamespace(dossier_id=open_dossier(kind="case", unit=country["here"]).pk)


def fresh(row: Any) -> Any:
    return SimpleNamespace(dossier_id=row.dossier_id)


def closed(row: Any, content: bytes, name: str = "a/b") -> bytes:
    return b"".join(close_file([content], row=row, name=name))


def opened(row: Any, content: bytes, name: str = "a/b", size: int = 1000) -> bytes:
    chunks = (content[at : at + size] for at in range(0, len(content), size))
    return b"".join(open_file(chunks, row=fresh(row), name=name))


@pytest.mark.parametrize("size", SIZES)
def test_every_byte_comes_back_however_it_is_cut(row: Any, size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    for chunk in (7 if size < 2000 else 997, PIECE, PIECE + TAG, 10**6):
        assert opened(row, closed(row, content), size=chunk) == content


def test_nothing_of_it_is_readable_and_no_two_are_alike(row: Any) -> None:
    text = "Uşaq Nizami küçəsi 5-də yaşayır. ".encode() * 100
    assert b"Nizami" not in closed(row, text)
    assert closed(row, text) != closed(row, text)


def test_it_is_made_piece_by_piece(row: Any) -> None:
    taken: list[int] = []

    def content() -> Any:
        for n in range(50):
            taken.append(n)
            yield bytes(PIECE)

    stream = close_file(content(), row=row, name="x")
    next(stream)
    next(stream)
    assert len(taken) <= 3, "a large file is never whole in memory"


def faults(content: bytes) -> dict[str, bytes]:
    head, piece = len(MAGIC) + SALT, PIECE + TAG
    first, second, rest = (
        content[head : head + piece],
        content[head + piece : head + 2 * piece],
        content[head + 2 * piece :],
    )
    return {
        "changed": content[:-20] + bytes([content[-20] ^ 1]) + content[-19:],
        "cut off": content[:-1],
        "a piece cut off": content[: head + 2 * piece],
        "swapped": content[:head] + second + first + rest,
        "left out": content[:head] + second + rest,
        "twice": content[:head] + first + first + second + rest,
        "another salt": content[:4] + bytes(SALT) + content[head:],
        "only the head": content[:head],
        "nothing": b"",
        "never closed": b"%PDF-1.7 plain text",
    }


@pytest.mark.parametrize("fault", sorted(faults(bytes(3 * PIECE))))
def test_a_file_that_was_touched_does_not_open(row: Any, fault: str) -> None:
    content = closed(row, bytes(2 * PIECE + 100))
    with pytest.raises(CannotDecrypt):
        opened(row, faults(content)[fault])


def test_a_file_of_another_record_or_name_does_not_open(row: Any, country: Any) -> None:
    content = closed(row, b"x" * 100)
    other = SimpleNamespace(dossier_id=open_dossier(kind="case", unit=country["here"]).pk)
    closed(other, b"y")
    with pytest.raises(CannotDecrypt):
        opened(other, content)
    with pytest.raises(CannotDecrypt):
        opened(row, content, name="a/c")


def test_renewing_the_master_key_keeps_files_open_and_destroying_the_dossiers_ends_them(
    row: Any, country: Any, as_owner: As, as_worker: As, acting_as: Any
) -> None:
    name = store_closed([b"the letter"], row=row, name="papers/renewed")
    assert b"letter" not in default_storage.open(name).read()
    with as_owner():
        assert renew_master_key() >= 1
    with acting_as(country["supervisor"]):
        assert b"".join(opened_file(fresh(row), name)) == b"the letter"
    with acting_as(country["neighbour"]), pytest.raises(CannotDecrypt):
        b"".join(opened_file(fresh(row), name))
    from himaya.access.models import Dossier

    with as_worker(), acting_as(SYSTEM):
        erase_key(dossier=Dossier.objects.get(pk=row.dossier_id), by=SYSTEM)
    with acting_as(country["supervisor"]), pytest.raises(KeyErased):
        b"".join(opened_file(fresh(row), name))
    default_storage.delete(name)


def test_a_name_is_used_once(row: Any) -> None:
    store_closed([b"one"], row=row, name="papers/once")
    with pytest.raises(FileExistsError):
        store_closed([b"two"], row=row, name="papers/once")
    assert b"".join(opened_file(fresh(row), "papers/once")) == b"one"
    default_storage.delete("papers/once")
