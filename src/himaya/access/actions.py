"""What other contexts may do through access."""

from himaya.access.audit.actions import record, record_all
from himaya.access.breakglass.actions import break_glass
from himaya.access.encryption.actions import erase_key
from himaya.access.encryption.files import new_file_key
from himaya.access.encryption.storing import store_closed
from himaya.access.protection.actions import end_grants, grant, move_dossier, open_dossier, wall_off
from himaya.access.signin.actions import verify_email
from himaya.access.units.actions import load_national_desk

__all__ = [
    "break_glass",
    "end_grants",
    "erase_key",
    "grant",
    "load_national_desk",
    "move_dossier",
    "new_file_key",
    "open_dossier",
    "record",
    "record_all",
    "store_closed",
    "verify_email",
    "wall_off",
]
