"""The sources a rule can look over: a few questions to the registers, each with parameters of its own. Pure data and SQL;
the day, the rule and its parameters are the query's parameters.

Each gives `person_id` and `facts`, set-based. What every rule leaves out (the dead, the sealed, who was asked lately, who
is helped already) is left out in `queries`, once for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from himaya.cases.casefile.models import CaseMember
from himaya.cases.lapse.queries import lapsed_plans
from himaya.kit.periods import add_months
from himaya.reference.queries import codelist

Parameters = Mapping[str, Any]

# A person of a group has a birthday: from `ahead` days before it until `back` days after.
AT_AGE = """
  select distinct on (p.id) p.id as person_id,
    jsonb_build_object('group', s.status, 'age', %(age)s::int,
      'on', (p.birth_date + make_interval(years => %(age)s))::date) as facts
  from registry_person p
  join registry_groupmembership s on s.person_id = p.id and s.status = any(%(groups)s)
    and s.started_on <= %(today)s and (s.ended_on is null or s.ended_on > %(today)s)
  where p.birth_date between %(born_from)s and %(born_to)s and p.birth_precision in ('exact', '')
    and (not %(at_home)s or not exists (
      select from registry_carefact c where c.person_id = p.id and c.aspect = 'placement'
        and c.started_on <= %(today)s and (c.ended_on is null or c.ended_on > %(today)s)
        and c.code <> all(%(family)s)))
  order by p.id, s.status
"""
# Several reports about one person: of the cases they are in, or by the description where its full name, age and district
# fit exactly one person of the register. What was told to the hotline and not passed on stays there; what outreach itself
# reported does not count.
REPORTED = """
  with told as (
    select r.id, r.case_id, r.territory_id from cases_report r
    where r.received_at >= %(since)s and r.channel <> 'proactive'
      and (%(channels)s::text[] = '{}' or r.channel = any(%(channels)s)))
  select said.person_id, jsonb_build_object('number', count(distinct said.report), 'days', %(days)s::int) as facts
  from (
    select m.person_id, r.id as report from told r
    join cases_casemember m on m.case_id = r.case_id and m.ended_at is null and m.role = any(%(about)s)
    union
    select min(p.id), r.id from told r
    join cases_reportedchild c on c.report_id = r.id and c.person_id is null
    join registry_person p on p.territory_id = r.territory_id and p.merged_into_id is null
      and himaya_fold(c.name) in (himaya_fold(p.family_name || ' ' || p.given_name),
                                  himaya_fold(p.given_name || ' ' || p.family_name))
      and abs(extract(year from age(%(today)s::date, p.birth_date)) - c.age_years) <= 1
    group by c.id, r.id having count(distinct p.id) = 1
    union
    select c.person_id, r.id from told r join cases_reportedchild c on c.report_id = r.id where c.person_id is not null
  ) said join registry_person p on p.id = said.person_id and p.birth_date > %(born_to)s
  group by said.person_id having count(distinct said.report) >= %(number)s
"""
LAPSED = """
  select distinct m.person_id, jsonb_build_object('plan', true) as facts
  from cases_casemember m where m.case_id = any(%(cases)s) and m.ended_at is null and m.role = any(%(about)s)
"""
# Alone: the only one on record in every household they live in now.
ALONE = """
  select h.person_id, jsonb_build_object('age', %(age)s::int) as facts
  from registry_householdmember h join registry_person p on p.id = h.person_id and p.birth_date <= %(born_to)s
  where h.ended_on is null
  group by h.person_id having bool_and(not exists (
    select from registry_householdmember o
    where o.household_id = h.household_id and o.person_id <> h.person_id and o.ended_on is null))
"""
RUNS_OUT = """
  select distinct on (s.person_id) s.person_id,
    jsonb_build_object('group', s.status, 'on', s.valid_until) as facts
  from registry_groupmembership s
  where s.status = any(%(groups)s) and s.ended_on is null
    and s.valid_until between %(today)s and %(today)s::date + %(days)s::int
  order by s.person_id, s.valid_until
"""
# A child was away so many days of one month without a good reason, as a list in force tells; the worst month counts.
ABSENT = """
  select distinct on (a.person_id) a.person_id,
    jsonb_build_object('absent', a.unexcused, 'month', to_char(a.month, 'MM.YYYY')) as facts
  from cases_schoolabsence a join registry_person p on p.id = a.person_id
    and (p.birth_date is null or p.birth_date > %(born_to)s)
  where a.ended_at is null and a.unexcused >= %(absent)s and a.month >= %(since)s
  order by a.person_id, a.unexcused desc, a.month desc
"""


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _family() -> list[str]:
    return [code for code, item in codelist("care.placement").items() if item.attributes.get("family")]


def _at_age(given: Parameters, on: date) -> dict[str, Any]:
    age = int(given["age"])
    return {
        "age": age,
        "groups": list(given["groups"]),
        "at_home": bool(given.get("at_home")),
        "family": _family(),
        "born_from": years_before(on - timedelta(days=int(given["back"])), age),
        "born_to": years_before(on + timedelta(days=int(given["ahead"])), age),
    }


def _reported(given: Parameters, on: date) -> dict[str, Any]:
    days = int(given["days"])
    return {
        "number": int(given["number"]),
        "days": days,
        "since": on - timedelta(days=days),
        "channels": list(given.get("channels", [])),
        "born_to": years_before(on, int(given["below_age"])),
        "about": list(CaseMember.ABOUT),
    }


def _lapsed(given: Parameters, on: date) -> dict[str, Any]:
    return {
        "cases": list(lapsed_plans(on).values_list("case_id", flat=True)),
        "about": list(CaseMember.ABOUT),
    }


def _alone(given: Parameters, on: date) -> dict[str, Any]:
    return {"age": int(given["age"]), "born_to": years_before(on, int(given["age"]))}


def _runs_out(given: Parameters, on: date) -> dict[str, Any]:
    return {"groups": list(given["groups"]), "days": int(given["days"])}


def _absent(given: Parameters, on: date) -> dict[str, Any]:
    return {
        "absent": int(given["absent"]),
        "since": add_months(on.replace(day=1), -int(given["months"])),
        "born_to": years_before(on, int(given["below_age"])),
    }


@dataclass(frozen=True, slots=True)
class Source:
    """A question to the registers: its code (of `outreach.source`), its SQL, which parameters it takes, what the query is
    given for them on a day; whether it is about people who have an open case already; and whether, where it is not, who
    works on that case is told that there is something new."""

    code: str
    sql: str
    takes: tuple[str, ...]
    given: Callable[[Parameters, date], dict[str, Any]]
    in_case: bool = False
    tells_case: bool = False


SOURCES = {
    one.code: one
    for one in (
        Source("age_in_group", AT_AGE, ("groups", "age", "ahead", "back", "at_home"), _at_age),
        Source("reports", REPORTED, ("number", "days", "below_age", "channels"), _reported),
        Source("lapsed_plan", LAPSED, (), _lapsed, in_case=True),
        Source("lives_alone", ALONE, ("age",), _alone),
        Source("status_runs_out", RUNS_OUT, ("groups", "days"), _runs_out),
        Source("absent", ABSENT, ("absent", "months", "below_age"), _absent, tells_case=True),
    )
}
# Parameters that may be left empty; every other one a source takes is asked for.
MAY_BE_EMPTY = ("channels", "at_home")
