"""Whatever is killed while people report: each report that was acknowledged is there afterwards, once."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from himaya.cli.postgres import Postgres
from himaya.demo.feed import Told, Unanswered, send
from tests.browser import Site, free_port
from tests.cli.officers import Officer, desk_with
from tests.cli.test_run import answers, parent_of, postmaster
from tests.patience import LONG, until

pytestmark = pytest.mark.journey

PEOPLE = 3
TEXT = "Qonşuda uşaq ağlayır, qapı bağlıdır. Nömrə {person}-{number}."


@pytest.fixture
def site(tmp_path: Path, ran_before: Callable[[Path], Path]) -> Iterator[Site]:
    running = Site(ran_before(tmp_path / "var"), free_port())
    try:
        running.start("--no-demo")
        yield running
    finally:
        running.stop()


class Reporter(threading.Thread):
    """Reports again and again, and writes down what the site acknowledged."""

    def __init__(self, site: Site, person: int) -> None:
        super().__init__(daemon=True)
        self.site, self.person = site, person
        self.acknowledged: list[str] = []
        self.unanswered = 0
        self.over = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            told = Told(line=1, text=TEXT.format(person=self.person, number=number), place="Bakı, Nərimanov")
            try:
                self.acknowledged.append(send(self.site.url, told))
            except Unanswered:
                self.unanswered += 1
                time.sleep(0.1)


def kept(site: Site) -> Counter[str]:
    with psycopg.connect(Postgres(site.var).url()) as owner:
        return Counter(row[0] for row in owner.execute("select reference from cases_report"))


def test_no_acknowledged_report_is_lost_or_doubled(site: Site) -> None:
    reporters = [Reporter(site, person) for person in range(PEOPLE)]
    for reporter in reporters:
        reporter.start()
    assert until(lambda: all(reporter.acknowledged for reporter in reporters))
    for kill in ("pages", "database", "worker", "pages", "database"):
        before = sum(len(reporter.acknowledged) for reporter in reporters)
        pid = {
            "pages": lambda: parent_of(site, "himaya.wsgi"),
            "worker": lambda: parent_of(site, "himaya worker"),
            "database": lambda: postmaster(site),
        }[kill]()
        os.kill(pid, signal.SIGKILL)
        assert until(lambda before=before: sum(len(r.acknowledged) for r in reporters) > before), kill
    assert site.process is not None
    site.process.kill()  # and at last the supervisor itself
    site.process.wait()
    for reporter in reporters:
        reporter.over.set()
    for reporter in reporters:
        reporter.join(3 * LONG)
    site.start("--no-demo")
    assert answers(site)
    acknowledged = Counter(reference for reporter in reporters for reference in reporter.acknowledged)
    found = kept(site)
    assert len(acknowledged) > PEOPLE * 2
    assert {reference for reference in acknowledged if found[reference] != 1} == set()


# How many steps three officers make, and how many deadlines run out, while things are killed around them.
STEPS, OFFICERS = 36, 3
RUNNING_OUT = """
update workflow_clock set due_at = now() + n * interval '0.7 second', fires_at = now() + n * interval '0.7 second',
  missed_at = null, rung = 0
from (select id, row_number() over (order by id) as n from workflow_clock where state = 'running' limit %s) them
where them.id = workflow_clock.id
"""


def test_no_acknowledged_step_is_lost_or_doubled_and_each_deadline_fires_once(site: Site) -> None:
    desk = desk_with(site, officers=OFFICERS, reports=STEPS + 30)
    worked, waiting = desk.reports[:STEPS], desk.reports[STEPS:]
    with psycopg.connect(Postgres(site.var).url(), autocommit=True) as owner:
        owner.execute(
            "update workflow_clock set fires_at = now() + interval '1 day', due_at = now() + interval '1 day'"
        )
        mine = "select id from cases_report where public_id = any(%s)"
        owner.execute(
            RUNNING_OUT.replace("state = 'running'", f"state = 'running' and subject_id in ({mine})"),
            [waiting, len(waiting)],
        )
    officers = [Officer(site, session, worked[n::OFFICERS]) for n, session in enumerate(desk.sessions)]
    for officer in officers:
        officer.start()
    done = lambda: sum(len(officer.acknowledged) for officer in officers)  # noqa: E731
    for kill in ("pages", "worker", "database", "worker", "pages", "database", "worker"):
        before = done()
        pid = {
            "pages": lambda: parent_of(site, "himaya.wsgi"),
            "worker": lambda: parent_of(site, "himaya worker"),
            "database": lambda: postmaster(site),
        }[kill]()
        os.kill(pid, signal.SIGKILL)
        assert until(lambda before=before: done() > before or done() == STEPS), kill
    for officer in officers:
        officer.join(3 * LONG)
    assert done() == STEPS
    assert sum(officer.pressed_again for officer in officers) > 0, "nothing was felt of the faults"

    def fired() -> list[tuple[int, int]]:
        with psycopg.connect(Postgres(site.var).url()) as owner:
            return owner.execute(
                "select c.id, c.rung from workflow_clock c join cases_report r on r.id = c.subject_id"
                " where c.process = 'intake' and r.public_id = any(%s) and c.missed_at is not null",
                [waiting],
            ).fetchall()

    assert until(lambda: len(fired()) == len(waiting), 2 * LONG)
    assert {rung for _id, rung in fired()} == {1}
    with psycopg.connect(Postgres(site.var).url()) as owner:
        steps = owner.execute(
            "select r.public_id, count(*) from workflow_step s join cases_report r on r.id = s.subject_id"
            " where s.process = 'intake' and s.move = 'inform' group by 1"
        ).fetchall()
        told = owner.execute(
            "select key, user_id, count(*) from workflow_notice where key like 'late:%' group by 1, 2 having count(*) > 1"
        ).fetchall()
        heard = owner.execute(
            "select count(distinct split_part(key, ':', 2)) from workflow_notice where key like 'late:%'"
        ).fetchone()
        messages = owner.execute("select count(*), count(distinct key) from workflow_message").fetchone()
    assert dict(steps) == dict.fromkeys(worked, 1)
    assert told == []
    assert heard == (len(waiting),)
    assert messages is not None
    assert messages[0] == messages[1]
