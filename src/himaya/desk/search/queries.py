"""One box over everything a person may see: people, cases, reports and referrals by their number, services."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from himaya.access.models import Unit, User
from himaya.access.queries import break_glass_token
from himaya.access.roles import BREAKGLASS_USE, CASE_READ, SETTINGS_MANAGE
from himaya.cases.models import Case, CaseMember, Referral, Report
from himaya.cases.queries import faces_of, title_of
from himaya.desk.settings.queries import norm_lines
from himaya.kit.ids import read_reference
from himaya.kit.text import fold
from himaya.reference.queries import in_language
from himaya.registry.queries import Match, emergency_doors
from himaya.services.queries import Need, find_services
from himaya.workflow.queries import state_of

Words = Promise | str
LONGEST = 200
FEW = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found by its number, or a service or norm found by its words."""

    title: Words
    url: str
    kind: Words
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Shut:
    """A case or report whose number is right but which is not open to the asker: whom to ask, and the way to open
    it in an emergency."""

    title: str
    kind: Words
    unit: str
    emergency: str


@dataclass(frozen=True, slots=True)
class Known:
    """A person found, with the cases in which they are; or masked, with the way to open the file in an
    emergency."""

    match: Match
    cases: list[Case] = field(default_factory=list)
    emergency: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What answers, part by part."""

    records: list[Hit]
    shut: list[Shut]
    people: list[Known]
    services: list[Hit]
    norms: list[Hit]

    def __bool__(self) -> bool:
        return bool(self.records or self.shut or self.people or self.services or self.norms)


def find(words: str, matches: list[Match], user: User) -> Found:
    """Everything that answers what was typed. `matches` are the people, from the registry's own search."""
    long_enough = len(fold(words).replace(" ", "")) >= 3
    return Found(
        records=by_number(words),
        shut=shut_by_number(words, user),
        people=known(matches, user),
        services=services(words) if long_enough else [],
        norms=norms(words) if long_enough and user.can(SETTINGS_MANAGE) else [],
    )


# --- by number ---

NUMBERED: list[tuple[type[Model], Any]] = [
    (Case, lambda: _("Case")),
    (Report, lambda: _("Report")),
    (Referral, lambda: _("Referral")),
]


def by_number(words: str) -> list[Hit]:
    """The case, report or referral with this number, typed in any form. A wrong check letter finds nothing."""
    reference = read_reference(words)
    if reference is None:
        return []
    hits = []
    for model, kind in NUMBERED:
        rows: Any = model._default_manager.filter(reference=reference)  # row security shows what may be seen
        for row in rows:
            hits.append(Hit(row.reference, row.get_absolute_url(), kind(), _title(row) or state_of(row)))
    return hits


PAGES = {"case": "cases:case-detail", "report": "cases:report-detail"}
KINDS: dict[str, Any] = {"case": lambda: _("Case"), "report": lambda: _("Report")}


def shut_by_number(words: str, user: User) -> list[Shut]:
    """The case or report with this number where only an emergency opens it to this user."""
    reference = read_reference(words)
    if reference is None or not user.can(BREAKGLASS_USE):
        return []
    with connection.cursor() as cursor:
        cursor.execute("select kind, public_id, dossier, unit from desk_closed_by_number(%s)", [reference])
        rows = cursor.fetchall()
    units = Unit.objects.in_bulk({row[3] for row in rows})
    return [
        Shut(reference, KINDS[kind](), _named(units[unit]), _emergency(kind, public_id, dossier, user))
        for kind, public_id, dossier, unit in rows
    ]


def _named(unit: Unit) -> str:
    return in_language(unit.name_az, unit.name_en, unit.name_ru)


def _emergency(kind: str, public_id: str, dossier: int, user: User) -> str:
    token = break_glass_token(dossier, user=user, url=reverse(PAGES[kind], args=[public_id]))
    return reverse("access:break-glass", args=[token])


def _title(row: Any) -> str:
    if not isinstance(row, Case):
        return ""
    name = title_of(row, faces_of([row]).get(row.pk, []))
    return "" if name == row.reference else name


# --- people ---


def known(matches: list[Match], user: User) -> list[Known]:
    """The people found, each with the cases they are in, or with the door of emergencies. Two queries at most."""
    cases = _cases_of([m.person.pk for m in matches if m.person]) if user.can(CASE_READ) else {}
    doors = emergency_doors((m.public_id for m in matches if m.is_masked), user)
    return [
        Known(m, cases.get(m.person.pk, []) if m.person else [], doors.get(m.public_id, "")) for m in matches
    ]


def _cases_of(people: list[int]) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = {}
    if people:
        members = CaseMember.objects.filter(person_id__in=people, ended_at__isnull=True).select_related(
            "case"
        )
        for member in members.order_by("-case__reported_at"):
            cases = found.setdefault(member.person_id, [])
            if member.case not in cases:
                cases.append(member.case)
    return found


# --- what is not about anybody ---


def services(words: str) -> list[Hit]:
    """Services of the directory."""
    return [
        Hit(s.name, s.get_absolute_url(), _("Service"), s.given_by)
        for s in find_services(Need(words=words))[:FEW]
    ]


def norms(words: str) -> list[Hit]:
    """Norms, for whoever keeps them."""
    return [
        Hit(line.value.name, reverse("desk:norm", args=[line.value.key]), _("Norm"), line.says)
        for line in norm_lines(words)[:FEW]
    ]
