"""The list of cases: what is due first stands first, page by page, without counting what lies behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.access.models import User
from himaya.access.queries import in_index_order
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face, faces_of, subjects_of, title_of
from himaya.kit import clock
from himaya.kit.shapes import Due, Words
from himaya.registry.queries import in_group
from himaya.workflow.models import Clock

PAGE = 25
MANY_ZONES = 60

# A case stands where its nearest deadline is. Row security filters every table named here.
OPEN = """
  select c.subject_id, c.id, c.due_at, c.name, c.state
  from {rows} c join cases_case k on k.id = c.subject_id
  where c.process = 'case' and c.state in ('running', 'paused') {zone}
    and not exists (
      select 1 from workflow_clock e
      where e.process = 'case' and e.subject_id = c.subject_id and e.state in ('running', 'paused')
        and (e.due_at, e.id) < (c.due_at, c.id))
    {where}
  order by c.due_at, c.id
  limit %(limit)s
"""
CLOSED = """
  select c.id, c.id, c.closed_at, '', ''
  from {rows} c
  where c.status in ('closed', 'merged') and c.closed_at is not null {zone} {where}
  order by c.closed_at desc, c.id desc
  limit %(limit)s
"""
# Who sees most of the country reads the rows in their order and stops after a page. For everybody else that is the
# wrong way in (most of what it meets is not theirs): each of their zones gives its first rows in that order, what
# is open to them by name gives its own, and the first of all these make the page. So a page costs the same however
# many cases a district has.
BY_ZONE = """
select near.* from (
  select one.* from unnest((select my_zones())::int[]) as mine(zone) cross join lateral ({of_zone}) one
  union
  select * from ({by_name}) named) near(case_id, key_id, at, name, state)
order by near.at {down}, near.key_id {down}
limit %(limit)s
"""
OF_ZONE = "and c.zone = mine.zone"
# Gathered before they are sorted: `offset 0` keeps the planner from walking everybody's rows in order instead.
GATHERED = "(select g.* from {table} g where {mine} offset 0)"
BY_NAME = "g.dossier_id = any((select my_dossiers())::bigint[])"
OF_WORKER = (
    "g.subject_id = any(array(select w.id from cases_case w where w.worker_id {worker} "
    "and w.status not in ('closed', 'merged')))"
)
# Who asks for one group reads its cases alone, however few they are among all.
OF_GROUP = (
    "g.{key} = any(array(select m.case_id from cases_casemember m where m.role = any(%(roles)s) "
    "and m.ended_at is null and {in_group}))"
)
WITH_GROUP = (
    "exists (select 1 from cases_casemember m where m.case_id = {case} and m.role = any(%(roles)s) "
    "and m.ended_at is null and {in_group})"
)


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
    start = _read_key(after)
    if start:
        values["at"], values["pk"] = start
        key = "(c.closed_at, c.id) <" if closed else "(c.due_at, c.id) >"
        where.append(f"{key} (%(at)s, %(pk)s)")
    words = "".join(f" and {w}" for w in where)
    with in_index_order() as zones, connection.cursor() as cursor:
        sql = _sql(wanted, values, words, closed=closed, widely=zones > MANY_ZONES)
        cursor.execute(sql, {**values, "limit": PAGE + 1})
        return list(cursor.fetchall())


def _sql(wanted: dict[str, Any], values: dict[str, Any], where: str, *, closed: bool, widely: bool) -> str:
    """From where the rows are read (see `BY_ZONE`): one worker's cases, a group's, the whole country, or zone by
    zone."""
    sql, table = (CLOSED, "cases_case") if closed else (OPEN, "workflow_clock")
    gathered = GATHERED.format(table=table, mine=BY_NAME)
    if "worker_id" in wanted:
        values["worker"] = wanted["worker_id"]
        worker = "is null" if wanted["worker_id"] is None else "= %(worker)s"
        mine = f"g.worker_id {worker}" if closed else OF_WORKER.format(worker=worker)
        return sql.format(rows=GATHERED.format(table=table, mine=mine), zone="", where=where)
    if wanted.get("group"):
        mine = OF_GROUP.format(key="id" if closed else "subject_id", in_group=in_group("m.person_id"))
        return sql.format(rows=GATHERED.format(table=table, mine=mine), zone="", where=where)
    if widely:
        return sql.format(rows=table, zone="", where=where)
    return BY_ZONE.format(
        of_zone=sql.format(rows=table, zone=OF_ZONE, where=where),
        by_name=sql.format(rows=gathered, zone="", where=where),
        down="desc" if closed else "",
    )


def _where(wanted: dict[str, Any], *, closed: bool) -> tuple[list[str], dict[str, Any]]:
    where, values = [], {}
    for name in ("risk", "status", "kind"):
        if wanted.get(name):
            where.append(f"{'c' if closed else 'k'}.{name} = %({name})s")
            values[name] = wanted[name]
    if wanted.get("group"):
        values |= {"group": wanted["group"], "today": clock.today(), "roles": list(CaseMember.ABOUT)}
        if "worker_id" in wanted:
            case = "c.id" if closed else "k.id"
            where.append(WITH_GROUP.format(case=case, in_group=in_group("m.person_id")))
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
    word = CaseWork.find_clock(key[3])
    paused = str(key[4]) if key[4] == Clock.PAUSED else ""
    due = Due(at=key[2], label=word.label, paused=paused) if word else None
    state = CaseWork.state_of(case).label
    return Row(case, title_of(case, faces), state, subjects_of(faces), due)
