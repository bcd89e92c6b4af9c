"""Files closed on the disk, in pieces, with a key of their own derived from their dossier's.

A file is `HMF1`, a random salt, then pieces of 64 KiB, each with its place in the file and whether it is the last:
pieces cannot be changed, swapped, left out or cut off, and a file moved to another record does not open. The
dossier's key destroyed, its files are gone with it, in every backup too.

A row may bring a key of its own for its file (`file_key`, a column closed with the dossier's key). Where such a row
goes to another dossier only that column is closed again: the file on the disk stays as it lies."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from himaya.access.encryption.fields import Erased
from himaya.access.encryption.keyring import KEY_BYTES, CannotDecrypt
from himaya.access.encryption.keys import KeyErased, key_of

MAGIC, SALT, TAG, PIECE = b"HMF1", 16, 16, 65536


def close_file(content: Iterable[bytes], *, row: Any, name: str) -> Iterator[bytes]:
    """The bytes of a file as they go to the disk. `row` carries the dossier; `name`: what the file is stored as."""
    salt = secrets.token_bytes(SALT)
    cipher = _cipher(row, name, salt, make=True)
    yield MAGIC + salt
    for number, (piece, last) in enumerate(_told_apart(_pieces(content, PIECE))):
        yield cipher.encrypt(_nonce(number, last), piece, None)


def open_file(closed: Iterable[bytes], *, row: Any, name: str) -> Iterator[bytes]:
    """The bytes of a file as they were. Raises CannotDecrypt where they are not, or the key is not the reader's.

    What was yielded before a fault is true; the fault says that the rest is not."""
    stream = _pieces(closed, PIECE + TAG, first=len(MAGIC) + SALT)
    head = next(stream, b"")
    if head[: len(MAGIC)] != MAGIC or len(head) != len(MAGIC) + SALT:
        raise CannotDecrypt(f"{name} was never closed")
    cipher = _cipher(row, name, head[len(MAGIC) :], make=False)
    ended = False
    for number, (piece, last) in enumerate(_told_apart(stream)):
        try:
            yield cipher.decrypt(_nonce(number, last), piece, None)
        except InvalidTag as error:
            raise CannotDecrypt(name) from error
        ended = last
    if not ended:
        raise CannotDecrypt(f"{name} was cut off")


def _cipher(row: Any, name: str, salt: bytes, *, make: bool) -> AESGCM:
    secret, told = _secret(row, name, make=make)
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=told.encode()).derive(secret))


def _secret(row: Any, name: str, *, make: bool) -> tuple[bytes, str]:
    """From what the file's key is derived, and where the file belongs: to the row that holds the key, or to the
    dossier."""
    own = getattr(row, "file_key", "")
    if isinstance(own, Erased):
        raise KeyErased(f"the key of {name} was destroyed")
    if own:
        return urlsafe_b64decode(own), f"file:{name}"
    return key_of(row, make=make), f"file:{row.dossier_id}:{name}"


def new_file_key() -> str:
    """A key for one file, as a row keeps it in a closed column."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _pieces(content: Iterable[bytes], size: int, *, first: int = 0) -> Iterator[bytes]:
    """The same bytes in equal pieces, the first one of its own length where asked; at least one, be it empty."""
    held, wanted, given = b"", first or size, False
    for chunk in content:
        held += chunk
        while len(held) >= wanted:
            yield held[:wanted]
            held, wanted, given = held[wanted:], size, True
    if held or not given:
        yield held


def _told_apart(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    if held is not None:
        yield held, True
