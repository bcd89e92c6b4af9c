"""What other contexts may do through access."""

from himaya.access.audit.actions import record
from himaya.access.protection.actions import end_grants, grant, move_dossier, open_dossier, wall_off

__all__ = ["end_grants", "grant", "move_dossier", "open_dossier", "record", "wall_off"]
