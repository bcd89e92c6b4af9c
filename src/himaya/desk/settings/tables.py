"""Tables as files: what is there now, in the shape in which it is taken back."""

from himaya.desk.settings.queries import all_settlements, moved_days
from himaya.kit.tables import write_table
from himaya.reference.certainty import Certainty

SETTLEMENTS = (
    "code", "kind", "territory", "name_az", "name_en", "name_ru", "aliases", "everyday_word", "source", "certainty",
)  # fmt: skip
WORKING_DAYS = ("day", "kind", "reason", "source", "certainty")


def settlements_file() -> str:
    """The gazetteer."""
    return write_table(
        SETTLEMENTS,
        (
            [s.code, s.kind, s.territory.code, s.name_az, s.name_en, s.name_ru, s.aliases,
             "yes" if s.everyday_word else "", s.source, s.certainty or Certainty.KNOWN]
            for s in all_settlements()
        ),
    )  # fmt: skip


def working_days_file() -> str:
    """The days that were moved."""
    return write_table(
        WORKING_DAYS, ([d.day.isoformat(), d.kind, d.reason, d.source, d.certainty] for d in moved_days())
    )
