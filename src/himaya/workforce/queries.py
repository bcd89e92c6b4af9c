"""What other contexts may ask of workforce."""

from himaya.workforce.staff.queries import Capacity, Named, capacity_of, colleague, names_under, staff_under

__all__ = ["Capacity", "Named", "capacity_of", "colleague", "names_under", "staff_under"]
