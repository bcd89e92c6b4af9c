"""What other contexts may do through workforce."""

from himaya.workforce.staff.actions import cancel_absence, keep_profile, record_absence

__all__ = ["cancel_absence", "keep_profile", "record_absence"]
