"""Loading the questionnaires that come with the product."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from himaya.instruments.library.definition import BadDefinition, read, words
from himaya.instruments.library.models import Instrument, InstrumentVersion
from himaya.kit import clock

DATA = Path(__file__).parent / "data"
CONTENT = ("given", "choices", "sections", "scoring")


@transaction.atomic
def load_instruments(*, by: Any = None, folder: Path = DATA) -> int:
    """Loads every shipped version that is not yet here, and says how many. A version once loaded never changes:
    answers hang on it. A later version ends the one before."""
    loaded = 0
    for path in sorted(folder.glob("*.json")):
        loaded += load_version(data=json.loads(path.read_text(encoding="utf-8")), by=by)
    return loaded


def load_version(*, data: Mapping[str, Any], by: Any) -> bool:
    """One version; whether it was new. Raises BadDefinition for one that cannot be used, or that differs from
    what was loaded under its number."""
    content = {key: data[key] for key in CONTENT if key in data}
    read(content)
    name = words(data, "name", str(data.get("instrument")), needed=True)
    instrument, _made = Instrument.objects.update_or_create(
        code=data["instrument"], defaults={"name_az": name.az, "name_en": name.en, "name_ru": name.ru}
    )
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    known = instrument.versions.filter(number=data["number"]).first()
    if known is not None:
        if known.digest != digest:
            raise BadDefinition(f"{instrument.code} {known.number} was loaded before and says something else")
        return False
    start = date.fromisoformat(data["valid_from"])
    _end_before(instrument, start)
    InstrumentVersion.objects.create(
        instrument=instrument,
        number=data["number"],
        valid=DateRange(start, None),
        definition=content,
        digest=digest,
        licence=data["licence"],
        source=data["source"],
        loaded_at=clock.now(),
    )
    return True


def _end_before(instrument: Instrument, start: date) -> None:
    for version in instrument.versions.filter(valid__contains=start):
        version.valid = DateRange(version.valid.lower, start)
        version.save(update_fields=["valid"])
