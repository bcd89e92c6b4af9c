"""The week as the page shows it: its days, and the districts they lead to."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from himaya.cases.week.queries import Day, by_district
from himaya.kit.charts import Tile, tile_map
from himaya.kit.drawing import Drawing
from himaya.reference.queries import by_code, tiles

# With one district there is nothing to choose a way through.
LEAST_DISTRICTS = 2


def district_map(days: Sequence[Day]) -> Drawing | None:
    """Where the week leads, on the schematic map; nothing where it stays in one district. No map of anybody else's is
    asked: who draws a map for us would learn where the children live."""
    many = by_district(days)
    if len(many) < LEAST_DISTRICTS:
        return None
    drawn = [
        Tile(at, str(place), many.get(code, 0), str(many.get(code, 0)), full=str(place))
        for code, at in tiles().items()
        if (place := by_code(code))
    ]
    told = _("A schematic map: one tile a district, with how many visits and meetings of the week are there.")
    return tile_map("week", drawn, _("Where the week leads"), told)
