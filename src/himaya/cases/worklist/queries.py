"""The list of cases: what is due first stands first, page by page, without counting what lies behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.access.models import User
from himaya.access.roles import ONLY_GRANTED, ROLES
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face, children_of, faces_of, title_of
from himaya.kit import clock
from himaya.kit.shapes import Due, Words
from himaya.workflow.models import Clock

PAGE = 25
MANY_ZONES = 60

# A case stands where its nearest deadline is. Row security filters every table named here.
#
# Who sees most of the country reads the clocks in the order of their due time and stops after a page. For
# everybody else that order is the wrong way in (most of what it meets is not theirs): their own clocks are
# gathered first, then sorted. See `_sees_widely`.
OPEN_SQL = """
with c as {materialized} (
  select c.id, c.subject_id, c.due_at, c.name, c.state from workflow_clock c
  where c.process = 'case' and c.state in ('running', 'paused') {mine})
select c.subject_id, c.id, c.due_at, c.name, c.state
from c join cases_case k on k.id = c.subject_id
where not exists (
    select 1 from workflow_clock e
    where e.process = 'case' and e.subject_id = c.subject_id and e.state in ('running', 'paused')
      and (e.due_at, e.id) < (c.due_at, c.id))
  {where}
order by c.due_at, c.id
limit %(limit)s
"""
CLOSED_SQL = """
with k as {materialized} (
  select c.id, c.closed_at, c.risk, c.status from cases_case c
  where c.status in ('closed', 'merged') and c.closed_at is not null {mine})
select k.id, k.id, k.closed_at, '', ''
from k where true {where}
order by k.closed_at desc, k.id desc
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
    keys = _keys(user, wanted, after)
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


def _keys(user: User, wanted: dict[str, Any], after: str) -> list[Sequence[Any]]:
    closed = wanted.get("status") in ("closed", "merged")
    where, values = _where(wanted, closed=closed)
    start = _read_key(after)
    if start:
        values["at"], values["pk"] = start
        key = "(k.closed_at, k.id) <" if closed else "(c.due_at, c.id) >"
        where.append(f"{key} (%(at)s, %(pk)s)")
    mine = _mine(user, wanted, values, closed=closed)
    sql = (CLOSED_SQL if closed else OPEN_SQL).format(
        where="".join(f" and {w}" for w in where),
        materialized="materialized" if mine else "not materialized",
        mine=mine,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "limit": PAGE + 1})
        return list(cursor.fetchall())


def _mine(user: User, wanted: dict[str, Any], values: dict[str, Any], *, closed: bool) -> str:
    """Where the rows are gathered from before they are sorted: one worker's cases, or what is open to the
    reader (named once more beside row security, so that the planner starts there). Empty for the widest sight."""
    if "worker_id" in wanted:
        values["worker"] = wanted["worker_id"]
        of_worker = "is null" if wanted["worker_id"] is None else "= %(worker)s"
        if closed:
            return f"and c.worker_id {of_worker}"
        cases = f"select w.id from cases_case w where w.worker_id {of_worker}"  # noqa: S608  words of this file
        return f"and c.subject_id = any(array({cases} and w.status not in ('closed', 'merged')))"
    by_name = "c.dossier_id = any((select my_dossiers())::bigint[])"
    if all(ROLES[m.role].reach == ONLY_GRANTED for m in user.current_memberships if m.role in ROLES):
        return f"and {by_name}"
    return "" if _sees_widely() else f"and (c.zone = any((select my_zones())::int[]) or {by_name})"


def _sees_widely() -> bool:
    """Whether the reader's zones are so many that most rows are theirs."""
    with connection.cursor() as cursor:
        cursor.execute("select cardinality(my_zones()) > %s", [MANY_ZONES])
        return bool(cursor.fetchone()[0])


def _where(wanted: dict[str, Any], *, closed: bool) -> tuple[list[str], dict[str, Any]]:
    where, values = [], {}
    for name in ("risk", "status"):
        if wanted.get(name):
            where.append(f"k.{name} = %({name})s")
            values[name] = wanted[name]
    if wanted.get("late") and not closed:
        where.append("c.due_at < %(now)s and c.state <> 'paused'")
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
