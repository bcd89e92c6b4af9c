"""What other contexts may do through access."""

from himaya.access.audit.actions import record
from himaya.access.breakglass.actions import break_glass
from himaya.access.encryption.actions import erase_key
from himaya.access.protection.actions import end_grants, grant, move_dossier, open_dossier, wall_off
from himaya.access.signin.actions import verify_email

__all__ = [
    "break_glass",
    "end_grants",
    "erase_key",
    "grant",
    "move_dossier",
    "open_dossier",
    "record",
    "verify_email",
    "wall_off",
]
