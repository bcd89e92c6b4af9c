"""Loading the shipped norms, and laying down a new value."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from himaya.kit import tables
from himaya.kit.errors import Refused
from himaya.kit.tables import required
from himaya.reference.loading import LINES, SOURCED, VALID, not_edited, period
from himaya.reference.norms.models import LegalAct, Norm
from himaya.reference.release.actions import mark_changed
from himaya.reference.territory.models import Territory

ACT_COLUMNS = {
    "key": required(tables.line(60)),
    "kind": required(tables.one_of(*LegalAct.Kind.values)),
    "number": tables.line(40),
    "adopted_on": tables.day,
    "in_force_from": tables.day,
    **LINES,
    "url": tables.line(200),
    "note": tables.line(2000),
    **SOURCED,
}
NORM_COLUMNS = {
    "key": required(tables.line(80)),
    "value": required(tables.line(60)),
    "unit": required(tables.one_of(*Norm.Unit.values)),
    **VALID,
    "territory": tables.line(12),
    "act": required(tables.line(60)),
    "article": tables.line(60),
    **LINES,
    "note": tables.line(2000),
    **SOURCED,
}
_NAMES = ["name_az", "name_en", "name_ru"]


def load_acts(source: str) -> None:
    """Bring the legal library into the table."""
    rows = not_edited(LegalAct, "key", tables.read_table(source, ACT_COLUMNS))
    fields = [name for name in ACT_COLUMNS if name != "key"]
    LegalAct.objects.bulk_create(
        [LegalAct(**{name: row[name] for name in ACT_COLUMNS}) for row in rows],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=fields,
    )


def load_norms(source: str) -> None:
    """Bring the shipped values into the table. A key that somebody edited here keeps all its own values."""
    rows = tables.read_table(source, NORM_COLUMNS)
    acts = dict(LegalAct.objects.values_list("key", "pk"))
    places = dict(Territory.objects.values_list("code", "pk"))
    edited = set(Norm.objects.filter(edited=True).values_list("key", "territory_id"))
    Norm.objects.filter(edited=False).delete()
    Norm.objects.bulk_create(
        [
            Norm(
                key=row["key"],
                value=row["value"],
                unit=row["unit"],
                valid=period(row),
                territory_id=places[row["territory"]] if row["territory"] else None,
                act_id=acts[row["act"]],
                article=row["article"],
                note=row["note"],
                source=row["source"],
                certainty=row["certainty"] or "P",
                **{name: row[name] for name in _NAMES},
            )
            for row in rows
            if (row["key"], places.get(row["territory"])) not in edited
        ]
    )


@transaction.atomic
def set_norm(
    *,
    key: str,
    value: str,
    unit: str,
    valid_from: date,
    act: LegalAct,
    by: Any,
    territory: Territory | None = None,
    valid_to: date | None = None,
    article: str = "",
    certainty: str = "P",
    note: str = "",
) -> Norm:
    """Lay down a value from a day on, nationwide or for one territory (a pilot). Past values stay as they were.

    Refused where a later value is already laid down for that time: history is never overwritten.
    """
    known = Norm.objects.filter(key=key)
    model = known.filter(territory=None).last() or known.last()
    if model is None:
        raise Refused(_("There is no norm with this name."), field="key")
    same_place = known.filter(territory=territory)
    same_place.update(edited=True)
    _make_room(list(same_place), valid_from, valid_to)
    made = Norm.objects.create(
        key=key,
        value=value,
        unit=unit,
        valid=(valid_from, valid_to),
        territory=territory,
        act=act,
        article=article,
        certainty=certainty,
        note=note,
        source=act.name_az[:200],
        edited=True,
        **{name: getattr(model, name) for name in _NAMES},
    )
    mark_changed(
        what="norm.set", by=by, key=key, value=value, unit=unit, territory=territory.code if territory else ""
    )
    return made


def _make_room(existing: list[Norm], start: date, end: date | None) -> None:
    for row in existing:
        lower, upper = row.valid.lower, row.valid.upper
        if (upper is not None and upper <= start) or (end is not None and lower is not None and end <= lower):
            continue
        if lower is not None and lower >= start:
            raise Refused(
                _("A value is already laid down from %(day)s.") % {"day": f"{lower:%d.%m.%Y}"},
                field="valid_from",
            )
        row.valid = (lower, start)
        row.save(update_fields=["valid"])
        if end is not None and (upper is None or end < upper):
            Norm.objects.create(**{**_copy(row), "valid": (end, upper)})


def _copy(row: Norm) -> dict[str, Any]:
    kept = [
        "key",
        "value",
        "unit",
        "territory_id",
        "act_id",
        "article",
        "note",
        "source",
        "certainty",
        "edited",
        *_NAMES,
    ]
    return {name: getattr(row, name) for name in kept}
