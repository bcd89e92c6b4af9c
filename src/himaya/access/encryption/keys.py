"""From a dossier to its data key."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from secrets import token_bytes
from typing import Any

from django.db import connection

from himaya.access.encryption.keyring import KEY_BYTES, CannotDecrypt, keyring
from himaya.access.encryption.models import DossierKey
from himaya.kit import clock

_KEPT = "_himaya_key"


class KeyErased(CannotDecrypt):
    """The key was destroyed on purpose: what it closed is gone."""


def wrap(key: bytes, dossier_id: int) -> str:
    """A data key as it is kept: closed by the master key, good for this dossier only."""
    return keyring().seal(urlsafe_b64encode(key).decode(), f"dossier:{dossier_id}")


def unwrap(wrapped: str, dossier_id: int) -> bytes:
    """The data key. Raises CannotDecrypt."""
    return urlsafe_b64decode(keyring().open(wrapped, f"dossier:{dossier_id}"))


def key_of(row: Any, *, make: bool = False) -> bytes:
    """The data key of a row's dossier, remembered on the row. `make` creates the first one.

    Raises KeyErased, or CannotDecrypt where there is none or the dossier is not the reader's to see."""
    kept: bytes | None = row.__dict__.get(_KEPT)
    if kept is None:
        found = _key(row.dossier_id)
        if found is None and make:
            _make(row.dossier_id)
            found = _key(row.dossier_id)
        kept = _open(found, row.dossier_id)
        row.__dict__[_KEPT] = kept
    return kept


def unlock(rows: Iterable[Any]) -> list[Any]:
    """The rows, with their keys fetched at once: for lists that show closed columns."""
    listed = list(rows)
    keys = DossierKey.objects.filter(dossier_id__in={row.dossier_id for row in listed})
    found = {key.dossier_id: key for key in keys if key.erased_at is None}
    for row in listed:
        if row.dossier_id in found:
            row.__dict__[_KEPT] = _open(found[row.dossier_id], row.dossier_id)
    return listed


def _open(key: DossierKey | None, dossier_id: int) -> bytes:
    if key is None:
        raise CannotDecrypt(f"dossier {dossier_id} has no key here")
    if key.erased_at is not None:
        raise KeyErased(f"the key of dossier {dossier_id} was destroyed")
    return unwrap(key.wrapped, dossier_id)


def _key(dossier_id: int) -> DossierKey | None:
    return DossierKey.objects.filter(dossier_id=dossier_id).first()


def _make(dossier_id: int) -> None:
    """The first key; two at once make one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_dossierkey (dossier_id, zone, version, created_at, wrapped) "
            "values (%s, 0, 1, %s, %s) on conflict (dossier_id) do nothing",
            [dossier_id, clock.now(), wrap(token_bytes(KEY_BYTES), dossier_id)],
        )


def lend_key(holder: Any, rows: Iterable[Any]) -> list[Any]:
    """The rows of a record, opening with the key that one row of the same dossier holds: one question for all."""
    listed = list(rows)
    if not listed:
        return listed
    try:
        key = key_of(holder)
    except CannotDecrypt:
        return listed
    for row in listed:
        if row.dossier_id == holder.dossier_id:
            row.__dict__[_KEPT] = key
    return listed
