"""What each measure looks for, the counts by unit, and the records to mend."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from himaya.access.models import Unit, User
from himaya.access.queries import units_under
from himaya.access.roles import QUALITY_READ
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.reference.queries import codelist, norm
from himaya.registry.adjudication.models import Pair
from himaya.registry.adjudication.queries import OPEN
from himaya.registry.documents.models import Document
from himaya.registry.households.models import Relationship
from himaya.registry.households.rules import YOUNGEST_PARENT
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.people.models import Address, Person, Phone
from himaya.registry.quality.models import QualityCount
from himaya.registry.quality.rules import KINDS, MEASURES, Measure, Share, whole
from himaya.registry.statuses.models import GroupMembership
from himaya.registry.statuses.queries import people_in_group
from himaya.registry.statuses.rules import GROUPS, GROWN_UP

OLDEST = 110  # years
CROWD = 10  # people with one telephone
BIRTH_CERTAIN = "exact"


def _born_upto(years: int, on: date) -> date:
    return add_months(on, -12 * years)


def _is_child(on: date) -> Q:
    return Q(birth_date__gt=_born_upto(GROWN_UP, on))


def _status(**wanted: object) -> Exists:
    return Exists(GroupMembership.objects.filter(person=OuterRef("pk"), ended_on__isnull=True, **wanted))


def _of_children() -> list[str]:
    return [code for code, item in codelist(GROUPS).items() if item.attributes.get("child")]


def _tie(**wanted: object) -> QuerySet[Relationship]:
    found: QuerySet[Relationship] = Relationship.objects.filter(
        person=OuterRef("pk"), ended_on__isnull=True, **wanted
    )
    return found


def _fin(on: date) -> Q:
    return Q(
        ~Exists(PersonIdentifier.objects.filter(person=OuterRef("pk"), kind="fin", ended_at__isnull=True))
    )


def _address(on: date) -> Q:
    current = Address.objects.filter(person=OuterRef("pk"), kind=Address.ACTUAL, ended_on__isnull=True)
    return Q(~Exists(current))


def _old_address(on: date) -> Q:
    before = add_months(on, -int(norm("address.stale.after", on).value))
    current = Address.objects.filter(person=OuterRef("pk"), kind=Address.ACTUAL, ended_on__isnull=True)
    old = Q(started_on__lt=before) | Q(started_on__isnull=True, created_at__date__lt=before)
    return Q(Exists(current.filter(old)))


def _kin(on: date) -> Q:
    carers = ("mother", "father", "parent", "guardian", "trustee", "foster_parent")
    return _is_child(on) & Q(~Exists(_tie(kind__in=carers)))


def _parent(on: date) -> Q:
    near = timedelta(days=365 * YOUNGEST_PARENT)
    rows = _tie(kind__in=("mother", "father", "parent"), other__birth_precision=BIRTH_CERTAIN)
    young = rows.filter(other__birth_date__gt=F("person__birth_date") - near)
    return Q(birth_precision=BIRTH_CERTAIN) & Q(Exists(young))


def _kin_sex(on: date) -> Q:
    wrong = Q(kind="mother", other__sex="male") | Q(kind="father", other__sex="female")
    return Q(Exists(_tie().filter(wrong)))


def _phone(on: date) -> Q:
    many = (
        Phone.objects.filter(ended_at__isnull=True)
        .values("number")
        .annotate(many=Count("person", distinct=True))
        .filter(many__gt=CROWD)
        .values("number")
    )
    return Q(Exists(Phone.objects.filter(person=OuterRef("pk"), ended_at__isnull=True, number__in=many)))


def _old_status(on: date) -> Q:
    before = add_months(on, -int(norm("register.confirm.interval", on).value))
    fresh = Q(confirmed_on__gte=before) | Q(decided_on__gte=before) | Q(started_on__gte=before)
    current = GroupMembership.objects.filter(person=OuterRef("pk"), ended_on__isnull=True)
    return Q(Exists(current.exclude(fresh)))


def _old_paper(on: date) -> Q:
    current = PersonIdentifier.objects.filter(person=OuterRef("pk"), ended_at__isnull=True)
    return Q(Exists(current.filter(valid_until__lt=on)))


def _old_document(on: date) -> Q:
    kept = Document.objects.filter(dossier=OuterRef("dossier")).in_force()
    return Q(Exists(kept.filter(valid_until__lt=on)))


def _pair(on: date) -> Q:
    mine = Q(one=OuterRef("pk")) | Q(other=OuterRef("pk"))
    return Q(Exists(Pair.objects.filter(mine, status__in=OPEN)))


def _contested(on: date) -> Q:
    rows = PersonIdentifier.objects.filter(person=OuterRef("pk"), ended_at__isnull=True)
    return Q(Exists(rows.filter(standing=PersonIdentifier.CONTESTED)))


# What falls short, of the living people of the register, on a day.
SHORT: dict[str, Callable[[date], Q]] = {
    "fin": _fin,
    "birth": lambda on: Q(birth_date__isnull=True),
    "birth_rough": lambda on: Q(birth_date__isnull=False) & ~Q(birth_precision=BIRTH_CERTAIN),
    "sex": lambda on: Q(sex=Person.UNKNOWN),
    "father": lambda on: Q(fathers_name=""),
    "address": _address,
    "kin": _kin,
    "too_old": lambda on: Q(birth_date__lt=_born_upto(OLDEST, on)),
    "grown_up": lambda on: (
        Q(birth_date__lte=_born_upto(GROWN_UP, on)) & Q(_status(status__in=_of_children()))
    ),
    "parent": _parent,
    "kin_sex": _kin_sex,
    "twin": lambda on: Q(multiple_birth=True) & Q(~Exists(_tie(kind="twin"))),
    "phone": _phone,
    "old_address": _old_address,
    "old_status": _old_status,
    "ran_out": lambda on: Q(_status(valid_until__lt=on)),
    "old_paper": _old_paper,
    "old_document": _old_document,
    "pair": _pair,
    "contested": _contested,
}
# Where not everybody is looked at: of whom.
OF_WHOM: dict[str, Callable[[date], Q]] = {
    "kin": _is_child,
    "grown_up": lambda on: Q(_status(status__in=_of_children())),
    "twin": lambda on: Q(multiple_birth=True),
    "old_status": lambda on: Q(_status()),
    "ran_out": lambda on: Q(_status(valid_until__isnull=False)),
}


def living() -> QuerySet[Person]:
    """The people who are looked at."""
    found: QuerySet[Person] = Person.objects.filter(died_on__isnull=True, merged_into__isnull=True).exclude(
        life="dead"
    )
    return found


def falling_short(measure: str, on: date) -> QuerySet[Person]:
    """The living who fall short in one respect, as far as the reader sees them."""
    return living().filter(SHORT[measure](on))


# --- the page -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one unit, or of several together."""

    measure: Measure
    share: Share


@dataclass(frozen=True, slots=True)
class Section:
    """The measures of one kind."""

    title: object
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Quality:
    """What the page shows: the measures of the chosen unit, and beside them the units one may look at."""

    units: list[tuple[Unit, Share]]
    chosen: Unit | None
    sections: list[Section]
    counted_at: datetime | None


def quality_of(user: User, chosen: str = "") -> Quality:
    """The counts of the units under the reader; `chosen`: the public id of one of them; where
    there is but one, it is chosen already."""
    units = {unit.pk: unit for unit in units_under(user, QUALITY_READ)}
    rows = list(QualityCount.objects.filter(unit__in=units))
    only = next(iter(units.values())).public_id if len(units) == 1 else ""
    unit = next((one for one in units.values() if one.public_id == (chosen or only)), None)
    shown = [row for row in rows if unit is None or row.unit_id == unit.pk]
    by_unit = {
        pk: whole(Share(r.found, r.of) for r in rows if r.unit_id == pk)
        for pk in units
        if any(r.unit_id == pk for r in rows)
    }
    worst = sorted(by_unit.items(), key=lambda pair: (pair[1].good, -pair[1].found))
    return Quality(
        units=[(units[pk], share) for pk, share in worst],
        chosen=unit,
        sections=[Section(title, _rows(kind, shown)) for kind, title in KINDS.items()],
        counted_at=min((row.counted_at for row in shown), default=None),
    )


def _rows(kind: str, counts: list[QualityCount]) -> list[Row]:
    found = []
    for measure in MEASURES.values():
        mine = [Share(row.found, row.of) for row in counts if row.measure == measure.key]
        if measure.kind == kind and mine:
            found.append(Row(measure, whole(mine)))
    return found


def to_mend(measure: str, unit: Unit | None, group: str = "") -> QuerySet[Person]:
    """The records to mend, by name; only those whose files the reader may see. `group`: of this vulnerable group."""
    rows = falling_short(measure, clock.today())
    if unit is not None:
        rows = rows.filter(zone__gte=unit.pk * 4, zone__lt=unit.pk * 4 + 4)
    if group:
        rows = rows.filter(pk__in=people_in_group(group))
    return rows.select_related("territory", "dossier__unit").order_by("name_sort", "pk")
