"""What other contexts may ask of workforce."""

from himaya.workforce.staff.queries import Capacity, capacity_of, staff_under

__all__ = ["Capacity", "capacity_of", "staff_under"]
