"""The master keys. The first closes, any of them opens, so keys can be renewed while people work.

They come from `HIMAYA_MASTER_KEYS` (comma-separated), else from `master` in the folder of keys (one a line, newest first).
They are never in the database, and a backup keeps them apart from it.
"""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES, NONCE_BYTES = 32, 12
MARK = "m1"


class CannotDecrypt(Exception):
    """The key that closed this is not at hand, or the text was changed."""


def seal(key: bytes, text: str, context: str) -> str:
    """Closes a text with a key. `context` says where it belongs: moved elsewhere, it does not open."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    closed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return urlsafe_b64encode(nonce + closed).decode().rstrip("=")


def unseal(key: bytes, closed: str, context: str) -> str:
    """Opens a text. Raises CannotDecrypt."""
    try:
        raw = urlsafe_b64decode(closed + "=" * (-len(closed) % 4))
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt(context) from error


@dataclass(frozen=True)
class Keyring:
    """Master keys, the one in use first."""

    keys: tuple[bytes, ...]

    @property
    def current(self) -> str:
        """What the key in use is called."""
        return name_of(self.keys[0])

    def seal(self, text: str, context: str) -> str:
        """Closes with the first key, and says which key that was."""
        return f"{MARK}:{name_of(self.keys[0])}:{seal(self.keys[0], text, context)}"

    def open(self, closed: str, context: str) -> str:
        """Opens with whichever key closed it. Raises CannotDecrypt."""
        mark, _, rest = closed.partition(":")
        name, _, body = rest.partition(":")
        key = next((key for key in self.keys if name_of(key) == name), None)
        if mark != MARK or key is None:
            raise CannotDecrypt(f"master key {name} is not on the ring")
        return unseal(key, body, context)

    def is_current(self, closed: str) -> bool:
        """Whether the first key closed this."""
        return closed.startswith(f"{MARK}:{name_of(self.keys[0])}:")


def name_of(key: bytes) -> str:
    """What a key is called: says nothing about it."""
    return sha256(b"himaya key name" + key).hexdigest()[:8]


def new_key() -> str:
    """A fresh master key, as it is written down."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def key_file() -> Path:
    """Where the keys are kept when the environment does not hold them."""
    return Path(settings.KEYS_DIR) / "master"


def keyring() -> Keyring:
    """The keys in force; read again when they change."""
    written = os.environ.get("HIMAYA_MASTER_KEYS", "")
    if not written:
        path = key_file()
        if not path.exists():
            _first_key(path)
        written = path.read_text()
    return _ring(written)


@lru_cache(maxsize=4)
def _ring(written: str) -> Keyring:
    keys = tuple(urlsafe_b64decode(word) for word in written.replace(",", "\n").split())
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ImproperlyConfigured(
            "HIMAYA_MASTER_KEYS: each master key is 32 bytes in base64; `himaya keys new` makes one."
        )
    return Keyring(keys)


def _first_key(path: Path) -> None:
    """Whole from the first moment: several processes may ask at once. Production brings its own keys."""
    if not settings.KEYS_MAY_BE_MADE:
        raise ImproperlyConfigured(
            f"No master key: set HIMAYA_MASTER_KEYS, or put one into {path} (`himaya keys new` makes one)."
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_suffix(f".{os.getpid()}")
    made.touch(mode=0o600)
    made.write_text(new_key() + "\n")
    with suppress(FileExistsError):
        os.link(made, path)
    made.unlink()


def put_first(key: str) -> None:
    """Adds a new master key at the head of the file; the older ones still open what they closed."""
    path = key_file()
    older = path.read_text() if path.exists() else ""
    made = path.with_suffix(".new")
    made.touch(mode=0o600)
    made.write_text(f"{key}\n{older}")
    made.replace(path)
