"""Re-exports the models of this context's topics."""

from himaya.workforce.staff.models import Absence, Profile

__all__ = ["Absence", "Profile"]
