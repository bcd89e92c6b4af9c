"""The least a page can cost: the rows it shows and the lines it must write, by SQL written by hand.

Each floor runs twice: as the database's owner with the sight of the reader written into it (`SIGHT`), and as the
web's login role, where row security does it. The difference is what row security costs. Neither signs anybody in,
draws a page or asks whether the reader may do anything; both write the audit's line, because a reading without it
is not allowed.
"""

from dataclasses import dataclass, field
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]
OPEN = "state in ('running', 'paused')"
AUDIT = "insert into access_auditevent (actor_kind, actor_id, verb) values ('user', 1, 'bench')"

# The first page of a list of cases, read in the order of what is due: by zone, or through what one was let into.
KEYS = """
select c.subject_id, c.due_at, c.id from {rows} c
where c.process = 'case' and c.state in ('running', 'paused') {mine} and not exists (
  select 1 from workflow_clock e where e.process = 'case' and e.subject_id = c.subject_id
  and e.state in ('running', 'paused') and (e.due_at, e.id) < (c.due_at, c.id))
order by c.due_at, c.id limit 26
"""
BY_ZONE = f"""
select near.* from unnest(%(zones)s::int[]) as mine(zone)
cross join lateral ({KEYS.format(rows="workflow_clock", mine="and c.zone = mine.zone")}) near
order by near.due_at, near.id limit 26
"""
BY_NAME = KEYS.format(
    rows="(select * from workflow_clock where dossier_id = any(%(dossiers)s) offset 0)", mine=""
)
WHOLE = KEYS.format(rows="workflow_clock", mine="")
SIGHT = "(k.zone = any(%(zones)s) or k.dossier_id = any(%(dossiers)s))"
CASES = f"""
select k.*, a.full_name, t.name_az from cases_case k left join access_user a on a.id = k.worker_id
left join reference_territory t on t.id = k.territory_id where k.id = any(%(keys)s) and {SIGHT}
"""
FACES = """
select m.case_id, m.role, p.public_id, p.family_name, p.given_name, p.birth_date, p.birth_precision
from cases_casemember m join registry_person p on p.id = m.person_id where m.case_id = any(%(keys)s)
"""
ONE_CASE = f"""
select k.*, u.* from cases_case k join access_dossier d on d.id = k.dossier_id join access_unit u on u.id = d.unit_id
where k.public_id = %(key)s and {SIGHT}
"""
# A case's page: what stands in it, one statement for each kind of thing.
OF_A_CASE = [
    "select s.*, a.full_name from workflow_step s left join access_user a on a.id = s.actor_id "
    "where s.dossier_id = %(dossier)s order by s.id",
    f"select * from workflow_clock where process = 'case' and subject_id = %(case)s and {OPEN} order by due_at",
    "select v.*, a.full_name from cases_visit v join access_user a on a.id = v.worker_id where v.case_id = %(case)s",
    "select n.*, a.full_name from cases_note n join access_user a on a.id = n.by_id where n.case_id = %(case)s",
    "select r.*, s.name_az from cases_referral r join services_service s on s.id = r.service_id "
    "where r.case_id = %(case)s",
    "select * from cases_riskchange where case_id = %(case)s",
    "select * from cases_transfer where case_id = %(case)s",
    "select * from cases_assessment where case_id = %(case)s",
    "select * from cases_plan where case_id = %(case)s",
    "select * from cases_review where case_id = %(case)s",
    "select c.* from cases_plancopy c join cases_plan p on p.id = c.plan_id where p.case_id = %(case)s",
    "select distinct k.* from cases_case k join cases_casemember m on m.case_id = k.id join cases_casemember o "
    f"on o.person_id = m.person_id where o.case_id = %(case)s and k.id <> %(case)s and {SIGHT}",
]
SEARCH = """
select id, family_name, given_name, fathers_name, birth_date, territory_id from registry_person
where search_keys && himaya_skeletons(%(word)s) limit 20
"""
REPORT = """
insert into cases_report (dossier_id, public_id, status, reference, channel, received_at, is_anonymous, narrative, language)
values (%(file)s, %(id)s, 'received', %(ref)s, 'web', now(), true, 'Nümunə', 'az') returning id
"""
WITH_A_REPORT = [
    "insert into workflow_step (dossier_id, process, subject_table, subject_id, move, to_state, actor_kind) "
    "values (%(file)s, 'intake', 'cases_report', %(report)s, 'receive', 'received', 'public')",
    "insert into workflow_clock (dossier_id, process, subject_id, name, norm, ladder, state, fires_at, role, unit_id) "
    "values (%(file)s, 'intake', %(report)s, 'screening', 'screening.due', 'urgent', 'running', now(), 'duty_officer', "
    "%(unit)s)",
    "insert into workflow_notice (public_id, user_id, kind, key, urgent) values (%(id)s, %(user)s, 'x', %(id)s, true)",
    "insert into workflow_message (key, channel, user_id, kind) values (%(id)s, 'email', %(user)s, 'x')",
    AUDIT,
]


@dataclass
class Reader:
    """Somebody whose pages are measured: who, which zones they see, into what they were let by name."""

    user: Any
    zones: list[int] = field(default_factory=list)
    dossiers: list[int] = field(default_factory=list)
    whole: bool = False

    @property
    def sight(self) -> dict[str, Any]:
        """For statements that name it."""
        return {"zones": self.zones, "dossiers": self.dossiers}

    def cases(self, connection: Connection) -> None:
        """The first page of open cases, with their children and the line of the audit."""
        sql = WHOLE if self.whole else BY_ZONE if self.zones else BY_NAME
        keys = [row[0] for row in connection.execute(sql, self.sight).fetchall()]
        for statement in (CASES, FACES):
            connection.execute(statement, {**self.sight, "keys": keys}).fetchall()
        connection.execute(AUDIT)

    def case(self, connection: Connection, public_id: str) -> None:
        """One case with all that stands in it, and the line of the audit."""
        found = connection.execute(ONE_CASE, {**self.sight, "key": public_id}).fetchone()
        assert found
        values = {**self.sight, "case": found[0], "dossier": found[1], "keys": [found[0]]}
        for statement in (*OF_A_CASE, FACES):
            connection.execute(statement, values).fetchall()
        connection.execute(AUDIT)

    def search(self, connection: Connection, word: str) -> None:
        """Twenty people whose names are like the word: the least any search must fetch."""
        connection.execute(SEARCH, {"word": word}).fetchall()
        connection.execute(AUDIT)

    def report(self, connection: Connection, number: int) -> None:
        """The rows of one report: file, report, step, clock, notice, audit. Kept, as a real one is."""
        unit = self.zones[0] // 4
        file = connection.execute("select access_open_dossier('report', %s, 0)", [unit]).fetchone()
        assert file
        names = {"file": file[0], "ref": f"X{number}", "id": f"r{number:011d}", "user": self.user.pk}
        report = connection.execute(REPORT, names).fetchone()
        assert report
        for statement in WITH_A_REPORT:
            connection.execute(statement, {**names, "report": report[0], "unit": unit})
