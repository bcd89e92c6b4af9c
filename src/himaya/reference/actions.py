"""The writes of this context: loading the shipped reference data, importing, changing."""

from collections.abc import Callable

from django.db import transaction

from himaya.reference import loading
from himaya.reference.calendar.actions import import_working_days, load_changes
from himaya.reference.codelists.actions import add_code, load_codelists, load_codes, rename_code, retire_code
from himaya.reference.models import Release
from himaya.reference.norms.actions import load_acts, load_norms, set_norm
from himaya.reference.numbers.actions import add_help_number, change_help_number, load_help_numbers
from himaya.reference.population.actions import import_population, load_population
from himaya.reference.release.actions import hold_the_door, mark_changed
from himaya.reference.territory.actions import import_settlements, load_settlements, load_territories

__all__ = [
    "add_code",
    "add_help_number",
    "change_help_number",
    "import_population",
    "import_settlements",
    "import_working_days",
    "load_reference",
    "rename_code",
    "retire_code",
    "set_norm",
]

# In the order in which they lean on each other.
_LOADERS: list[tuple[str, str, Callable[[str], None]]] = [
    ("territory", "territories.csv", load_territories),
    ("territory", "settlements.csv", load_settlements),
    ("codelists", "codelists.csv", load_codelists),
    ("codelists", "codes_*.csv", load_codes),
    ("norms", "acts.csv", load_acts),
    ("norms", "norms.csv", load_norms),
    ("calendar", "working_day_changes.csv", load_changes),
    ("population", "population.csv", load_population),
    ("numbers", "help_numbers.csv", load_help_numbers),
]


def load_reference(*, force: bool = False) -> bool:
    """Bring the shipped reference data into the database, once; True when there was anything to do.

    Rows edited on this site are left as they are. Run by the owner of the database at every start.
    """
    digest = loading.digest()
    with transaction.atomic():
        hold_the_door()
        if not force and Release.objects.filter(pk=1, digest=digest).exists():
            return False
        for topic, pattern, load in _LOADERS:
            for path in loading.files(topic, pattern):
                load(path.read_text(encoding="utf-8"))
        mark_changed(what="reference.loaded", by=None, digest=digest)
        return True
