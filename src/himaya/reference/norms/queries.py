"""What is laid down, for whom and when."""

from datetime import date

from himaya.kit.periods import Period
from himaya.reference.norms.models import Norm
from himaya.reference.norms.rules import NormMissing, NormValue, in_force, read_value
from himaya.reference.release.queries import remembered
from himaya.reference.territory.models import Territory
from himaya.reference.territory.queries import ids_upwards

COMPETENCE = "competence."


@remembered
def _all() -> dict[str, tuple[NormValue, ...]]:
    found: dict[str, list[NormValue]] = {}
    for row in Norm.objects.select_related("act").order_by("key", "valid"):
        found.setdefault(row.key, []).append(_value(row))
    return {key: tuple(values) for key, values in found.items()}


def _value(row: Norm) -> NormValue:
    return NormValue(
        key=row.key,
        value=read_value(row.value, row.unit),
        unit=row.unit,
        act=row.act.key,
        article=row.article,
        certainty=row.certainty,
        valid=Period(row.valid.lower, row.valid.upper),
        territory_id=row.territory_id,
        names=(row.name_az, row.name_en, row.name_ru),
        note=row.note,
    )


def norm(key: str, on: date, territory: Territory | None = None) -> NormValue:
    """The value in force on a day, in a territory where a pilot sets its own. NormMissing where there is none."""
    value = norm_or_none(key, on, territory)
    if value is None:
        raise NormMissing(f'no norm "{key}" in force on {on:%d.%m.%Y}')
    return value


def norm_or_none(key: str, on: date, territory: Territory | None = None) -> NormValue | None:
    """The value in force on a day, or None where nothing is laid down."""
    return in_force(_all().get(key, ()), on, ids_upwards(territory.pk) if territory else ())


def norm_history(key: str) -> tuple[NormValue, ...]:
    """Every value a key ever had, the oldest first."""
    return _all().get(key, ())


def norms_in_force(on: date, prefix: str = "") -> list[NormValue]:
    """The nationwide values in force on a day whose key begins so, by key."""
    found = (norm_or_none(key, on) for key in sorted(_all()) if key.startswith(prefix))
    return [value for value in found if value is not None]


def competent(matter: str, territory: Territory | None, on: date) -> str | None:
    """The kind of body (list `body.kind`) that decides a matter there on that day; None where it is not laid down.

    Competence moved in 2019, 2020, 2022 and 2025 (domain §2.1), so it is a norm like any other.
    """
    value = norm_or_none(COMPETENCE + matter, on, territory)
    return str(value.value) if value else None
