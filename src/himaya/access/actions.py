"""What other contexts may do through access."""

from himaya.access.audit.actions import record, record_all
from himaya.access.breakglass.actions import break_glass
from himaya.access.devicekeys.actions import note_use
from himaya.access.encryption.actions import close_text, erase_key, open_text
from himaya.access.encryption.destroying import destroy_doomed
from himaya.access.encryption.files import new_file_key
from himaya.access.encryption.storing import store_closed
from himaya.access.protection.actions import (
    end_grants,
    grant,
    grant_unit,
    move_dossier,
    open_dossier,
    open_dossiers,
    wall_off,
)
from himaya.access.signin.actions import verify_email
from himaya.access.units.actions import load_national_desk

__all__ = [
    "break_glass",
    "close_text",
    "destroy_doomed",
    "end_grants",
    "erase_key",
    "grant",
    "grant_unit",
    "load_national_desk",
    "move_dossier",
    "new_file_key",
    "note_use",
    "open_dossier",
    "open_dossiers",
    "open_text",
    "record",
    "record_all",
    "store_closed",
    "verify_email",
    "wall_off",
]
