"""Where each form of the site stands: for every address a record and a user for whom it is open."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from himaya.access.models import Membership, Opening, Unit, User
from himaya.cases.models import (
    Assessment,
    Case,
    CaseMember,
    Goal,
    MandatoryNotice,
    Plan,
    PlanAction,
    Referral,
    Report,
    Review,
    RiskChange,
    Transfer,
    Visit,
)
from himaya.instruments.models import InstrumentVersion
from himaya.reference.models import Code, HelpNumber, Norm, Territory
from himaya.registry import models as registry
from himaya.services.models import Service
from himaya.workflow.models import Notice, PaperTemplate, Task
from himaya.workforce.models import Absence
from tests import database
from tests.forms.reading import Form, forms_of
from tests.forms.world import Route, World, routes, users_for

MOST_RECORDS, MOST_USERS = 30, 4
# Whose id an address takes, by the beginning of its name; the first that fits.
OF: list[tuple[str, Any]] = [
    (r"access:(staff|role|audit-of)", User), (r"access:unit", Unit), (r"access:opening", Opening),
    (r"cases:report", Report), (r"cases:(risk-decide)", RiskChange), (r"cases:transfer", Transfer),
    (r"cases:visit-(plan|new)", Case), (r"cases:visit", Visit), (r"cases:assessment-start", Case),
    (r"cases:assessment", Assessment), (r"cases:plan-start", Case), (r"cases:plan", Plan),
    (r"cases:(goal|action|copy)", Plan), (r"cases:review-start", Case), (r"cases:review", Review),
    (r"cases:referral-(new|send)", Case), (r"cases:referral", Referral), (r"cases:", Case),
    (r"people:document", registry.Document), (r"people:address-reveal", registry.Address),
    (r"people:phone-end", registry.Phone), (r"people:identifier-end", registry.PersonIdentifier),
    (r"people:relation-end", registry.Relationship), (r"people:household-leave", registry.HouseholdMember),
    (r"people:status-end", registry.GroupMembership), (r"people:consent-withdraw", registry.Consent),
    (r"people:|desk:person", registry.Person), (r"desk:task", Task), (r"services:", Service),
    (r"instruments:", InstrumentVersion), (r"workforce:absence-cancel", Absence), (r"workforce:", User),
    (r"workflow:notice", Notice),
]  # fmt: skip


@dataclass
class Place:
    """A form, the page it stands on, and who uses it."""

    route: str
    url: str
    user: User | None
    form: Form

    @property
    def target(self) -> str:
        """Where it is sent."""
        return urljoin(self.url, self.form.action) if self.form.action else self.url

    def __str__(self) -> str:
        return f"{self.route} ({self.target})"


def addresses(route: Route, world: World) -> Iterator[tuple[str, Any]]:
    """Addresses of this route, each with the dossier it is about."""
    for values, dossier in _values(route, world):
        try:
            yield reverse(route.name, kwargs=values), dossier
        except NoReverseMatch:
            continue


def _values(route: Route, world: World) -> Iterator[tuple[dict[str, Any], Any]]:
    takes = set(route.takes)
    if not takes:
        yield {}, None
        return
    if takes == {"token"}:
        short = route.name.partition(":")[2]
        yield {"token": world.tokens.get(short, "x")}, None
        return
    if takes == {"step"}:
        yield from (({"step": step}, None) for step in ("what", "where", "who", "you", "send"))
        return
    special = SPECIAL.get(route.name)
    rows = special() if special else _records(route, takes)
    yield from rows


def _records(route: Route, takes: set[str]) -> Iterator[tuple[dict[str, Any], Any]]:
    model = next((m for pattern, m in OF if re.match(pattern, route.name)), None)
    if model is None:
        return
    rows = model._default_manager.order_by("-pk")
    if hasattr(model, "dossier"):
        rows = rows.select_related("dossier")
    for row in _spread(rows):
        values = {"public_id": getattr(row, "public_id", row.pk)}
        if takes == {"public_id"}:
            yield values, getattr(row, "dossier", None)
        else:
            yield from (
                (values | more, getattr(row, "dossier", None)) for more in _more(row, takes - {"public_id"})
            )


def _spread(rows: Any) -> list[Any]:
    """Some records of each state, so that every step is met."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, "status", getattr(row, "kind", "")), []).append(row)
    mixed = [row for group in zip(*(_padded(g) for g in found.values()), strict=True) for row in group if row]
    return mixed[:MOST_RECORDS]


def _padded(group: list[Any], size: int = 12) -> list[Any]:
    return [*group[:size], *[None] * (size - len(group[:size]))]


def _more(row: Any, takes: set[str]) -> Iterator[dict[str, Any]]:
    if takes == {"role"}:
        yield {"role": "child"}
    elif takes == {"member"}:
        yield from ({"member": m.pk} for m in CaseMember.objects.filter(case=row, ended_at__isnull=True)[:1])
    elif takes == {"goal_id"}:
        yield from ({"goal_id": g.public_id} for g in row.goals.all()[:1])
    elif takes == {"notice_id"}:
        yield from ({"notice_id": n.public_id} for n in MandatoryNotice.objects.filter(report=row)[:1])
    elif takes == {"pk"}:
        yield from ({"pk": m.pk} for m in Membership.objects.filter(user=row, ended_at__isnull=True)[:1])
    elif takes == {"part"}:
        yield from ({"part": part} for part in ("safety", "needs"))


def _goals() -> Iterator[tuple[dict[str, Any], Any]]:
    for goal in Goal.objects.filter(removed_at__isnull=True).select_related("dossier").order_by("-pk")[:40]:
        yield {"goal_id": goal.public_id}, goal.dossier


def _actions() -> Iterator[tuple[dict[str, Any], Any]]:
    rows = PlanAction.objects.filter(removed_at__isnull=True).select_related("dossier").order_by("-pk")
    for row in rows[:60]:
        yield {"action_id": row.public_id}, row.dossier


def _actions_of_goals() -> Iterator[tuple[dict[str, Any], Any]]:
    rows = (
        PlanAction.objects.filter(removed_at__isnull=True).select_related("dossier", "goal").order_by("-pk")
    )
    for row in rows[:60]:
        yield {"goal_id": row.goal.public_id, "action_id": row.public_id}, row.dossier


SPECIAL: dict[str, Any] = {
    "cases:action-new": _goals,
    "cases:goal-remove": _goals,
    "cases:action-write": _actions_of_goals,
    "cases:action-remove": _actions,
    "cases:action-progress": _actions,
    "cases:report-lane": lambda: (
        ({"lane": lane}, None)
        for lane in Report.objects.exclude(flood_lane="").values_list("flood_lane", flat=True)
    ),
    "desk:norm": lambda: (({"key": n.key}, None) for n in Norm.objects.order_by("pk")[:3]),
    "desk:codelist": lambda: (({"key": c.codelist.key}, None) for c in Code.objects.order_by("pk")[:1]),
    "desk:code-rename": lambda: (
        ({"key": c.codelist.key, "code": c.code}, None) for c in Code.objects.order_by("pk")[:1]
    ),
    "desk:code-retire": lambda: (
        ({"key": c.codelist.key, "code": c.code}, None) for c in Code.objects.order_by("pk")[:1]
    ),
    "desk:number": lambda: (({"number": n.number}, None) for n in HelpNumber.objects.order_by("pk")[:1]),
    "desk:letter": lambda: (({"key": t.key}, None) for t in PaperTemplate.objects.order_by("pk")[:1]),
    "desk:place": lambda: (({"code": t.code}, None) for t in Territory.objects.order_by("pk")[:1]),
}


# Pages whose forms differ with the record and the reader: several are looked at. The others show one form or none.
ROOMS = {"people:person-detail", "cases:visit-detail", "cases:case-people", "access:staff-detail", "cases:plan",
         "cases:assessment", "cases:report-step", "cases:report-screen", "cases:transfer-detail", "desk:home",
         "cases:assessment-safety", "cases:assessment-needs", "cases:case-visits", "access:units",
         "workforce:staff-detail", "services:own", "cases:case-register", "desk:tasks", "access:security"}  # fmt: skip
LOOKED_AT, IN_VAIN = 14, 24


def find_forms(world: World) -> tuple[list[Place], dict[str, str]]:
    """Every form of the site once, and for each address on which none was found, the last answer it gave."""
    found: dict[tuple[str, tuple[str, ...]], Place] = {}
    without: dict[str, str] = {}
    for route in routes():
        here = _forms_at(route, world)
        if isinstance(here, str):
            without[route.name] = here
            continue
        for place in here:
            found.setdefault((kind_of(place.target), place.form.shape), place)
    return list(found.values()), without


def kind_of(path: str) -> str:
    """The name of an address."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def _forms_at(route: Route, world: World) -> list[Place] | str:
    said, found = "no record", []
    room = route.name in ROOMS
    for tries, (url, user) in enumerate(_visits(route, world), start=1):
        answer = world.client(user).get(url)
        said = str(answer.status_code)
        if answer.status_code == 405:
            return said
        found += [Place(route.name, url, user, form) for form in _shown(answer)]
        if (found and not room) or tries >= (LOOKED_AT if room else IN_VAIN):
            break
    return found or said


def _shown(answer: Any) -> list[Form]:
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return []
    return forms_of(answer.content.decode())


def _visits(route: Route, world: World) -> Iterator[tuple[str, User | None]]:
    """Pages to open: each record by those nearest to it, one reader of each record first."""
    with database.as_owner():
        tried = [
            (url, world.users.get(route.name) or users_for(route.gate, dossier)[:MOST_USERS])
            for url, dossier in addresses(route, world)
        ]
    for turn in range(MOST_USERS):
        for url, users in tried:
            if turn < len(users):
                yield url, users[turn]


def names_of(places: Iterable[Place]) -> set[str]:
    """The addresses that forms are sent to, by name."""
    return {kind_of(place.target) for place in places}
