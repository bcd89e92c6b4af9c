"""What other contexts may do through services."""

from himaya.services.directory.actions import add_service, change_service, note_waiting

__all__ = ["add_service", "change_service", "note_waiting"]
