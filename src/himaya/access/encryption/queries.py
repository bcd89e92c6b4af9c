"""How the keys stand."""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from django.apps import apps

from himaya.access.encryption.fields import MARK, StoredName
from himaya.access.encryption.keyring import CannotDecrypt, unseal
from himaya.access.encryption.keys import KeyErased, key_of, unwrap
from himaya.access.encryption.models import DossierKey
from himaya.access.encryption.storing import opened_file


class Stored(Protocol):
    """A file that a record names."""

    @property
    def name(self) -> str: ...
    @property
    def dossier_id(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def closed_key(self) -> str: ...
    @property
    def key_place(self) -> str: ...


def unopened() -> list[int]:
    """Dossiers whose key no master key at hand opens."""
    found = []
    for key in DossierKey.objects.filter(erased_at__isnull=True).order_by("pk").iterator():
        try:
            unwrap(key.wrapped, key.dossier_id)
        except CannotDecrypt:
            found.append(key.dossier_id)
    return found


def still_named(names: Iterable[str]) -> set[str]:
    """Which of these stored files a record names."""
    asked = list(names)
    return {
        name
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, StoredName)
        for name in model._base_manager.filter(**{f"{field.name}__in": asked}).values_list(
            field.name, flat=True
        )
    }


def spoilt_files(files: Iterable[Stored]) -> list[str]:
    """Names of stored files that are missing, do not open, or are not what was kept. For the owner's command. Files
    whose key was destroyed on purpose are gone, not spoilt."""
    return [file.name for file in files if not _is_whole(file)]


def _is_whole(file: Stored) -> bool:
    digest = hashlib.sha256()
    try:
        for piece in opened_file(_row(file), file.name):
            digest.update(piece)
    except KeyErased:
        return True
    except (CannotDecrypt, OSError):
        return False
    return digest.hexdigest() == file.digest


class _Row:
    """What the key is asked for."""

    file_key = ""

    def __init__(self, dossier_id: int) -> None:
        self.dossier_id = dossier_id


def _row(file: Stored) -> _Row:
    """The row of a file, with the file's own key where it has one."""
    row = _Row(file.dossier_id)
    if file.closed_key:
        context = f"{file.key_place}:{file.dossier_id}"
        row.file_key = unseal(key_of(row), file.closed_key.removeprefix(MARK), context)
    return row
