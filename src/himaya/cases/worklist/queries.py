"""The list of cases: what is due first stands first, page by page, without counting what lies behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.access.models import User
from himaya.access.roles import CASE_ASSIGN, SocialWorker
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face, children_of, faces_of, title_of
from himaya.kit import clock
from himaya.kit.shapes import Due, Words
from himaya.workflow.models import Clock

PAGE = 25
MOST_WORKERS = 100

# Driven from the clocks, in the order of their due time: a page costs the same however many cases there are.
# A case stands where its nearest deadline is. Row security filters every table named here.
OPEN_SQL = """
select c.subject_id, c.id, c.due_at, c.name, c.state
from workflow_clock c join cases_case k on k.id = c.subject_id
where c.process = 'case' and c.state in ('running', 'paused')
  and not exists (
    select 1 from workflow_clock e
    where e.process = 'case' and e.subject_id = c.subject_id and e.state in ('running', 'paused')
      and (e.due_at, e.id) < (c.due_at, c.id))
  {where}
order by c.due_at, c.id
limit %(limit)s
"""
CLOSED_SQL = """
select k.id, k.id, coalesce(k.closed_at, k.created_at), '', ''
from cases_case k
where k.status in ('closed', 'merged') {where}
order by coalesce(k.closed_at, k.created_at) desc, k.id desc
limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the list shows it."""

    case: Case
    title: str
    state: Words
    children: list[Face]
    due: Due | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key after which the next page begins (empty: this is the last)."""

    rows: list[Row]
    following: str


def page_of_cases(user: User, *, wanted: dict[str, Any], after: str = "") -> Page:
    """One page of the cases this person may see. Five queries, whatever the number of rows."""
    keys = _keys(wanted, after)
    shown = keys[:PAGE]
    by_pk = {
        c.pk: c
        for c in Case.objects.visible_to(user)
        .filter(pk__in=[key[0] for key in shown])
        .select_related("worker", "territory", "dossier__unit")
    }
    faces = faces_of(by_pk.values())
    rows = [_row(by_pk[key[0]], faces.get(key[0], []), key) for key in shown if key[0] in by_pk]
    following = f"{shown[-1][2].timestamp()}_{shown[-1][1]}" if len(keys) > PAGE else ""
    return Page(rows, following)


def _keys(wanted: dict[str, Any], after: str) -> list[Sequence[Any]]:
    closed = wanted.get("status") in ("closed", "merged")
    where, values = _where(wanted, closed=closed)
    values["limit"] = PAGE + 1
    start = _read_key(after)
    if start:
        values["at"], values["pk"] = start
        key = "(coalesce(k.closed_at, k.created_at), k.id) <" if closed else "(c.due_at, c.id) >"
        where.append(f"{key} (%(at)s, %(pk)s)")
    sql = (CLOSED_SQL if closed else OPEN_SQL).format(where="".join(f" and {w}" for w in where))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _where(wanted: dict[str, Any], *, closed: bool) -> tuple[list[str], dict[str, Any]]:
    where, values = [], {}
    for name in ("risk", "status"):
        if wanted.get(name):
            where.append(f"k.{name} = %({name})s")
            values[name] = wanted[name]
    if "worker_id" in wanted:
        where.append("k.worker_id is not distinct from %(worker)s")
        values["worker"] = wanted["worker_id"]
    if wanted.get("late") and not closed:
        where.append("c.due_at < %(now)s and c.state = 'running'")
        values["now"] = clock.now()
    return where, values


def _read_key(after: str) -> tuple[datetime, int] | None:
    """The key of a page's address; whatever is no key starts from the beginning."""
    moment, _, pk = after.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), clock.BAKU), int(pk)
    except (ValueError, OverflowError, OSError):
        return None


def _row(case: Case, faces: list[Face], key: Sequence[Any]) -> Row:
    word = CaseWork.clocks.get(key[3])
    paused = str(key[4]) if key[4] == Clock.PAUSED else ""
    due = Due(at=key[2], label=word.label, paused=paused) if word else None
    state = CaseWork.state_of(case).label
    return Row(case, title_of(case, faces), state, children_of(faces), due)


def workers_under(user: User) -> list[User]:
    """Social workers whose work this person shares out: of their units and those below."""
    units = [m.unit_id for m in user.current_memberships]
    if not user.can(CASE_ASSIGN) or not units:
        return []
    rows = User.objects.filter(
        is_active=True,
        memberships__role=SocialWorker.code,
        memberships__ended_at__isnull=True,
        memberships__unit__path__overlap=units,
    )
    return list(rows.distinct().order_by("full_name")[:MOST_WORKERS])
