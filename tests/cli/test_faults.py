"""Whatever is killed while people report: each report that was acknowledged is there afterwards, once."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from himaya.cli.postgres import Postgres
from himaya.demo.feed import Told, Unanswered, send
from tests.browser import Site, free_port
from tests.cli.test_run import answers, parent_of, postmaster, until

pytestmark = pytest.mark.journey

PEOPLE = 3
TEXT = "Qonşuda uşaq ağlayır, qapı bağlıdır. Nömrə {person}-{number}."


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path / "var", free_port())
    try:
        running.start("--no-demo")
        made = running.himaya(
            "manage", "shell", "-v", "0", "-c", "from tests.factories import unit; unit(national=True)"
        )
        assert made.returncode == 0, made.stderr
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
        reporter.join(90)
    site.start("--no-demo")
    assert answers(site)
    acknowledged = Counter(reference for reporter in reporters for reference in reporter.acknowledged)
    found = kept(site)
    assert len(acknowledged) > PEOPLE * 2
    assert {reference for reference in acknowledged if found[reference] != 1} == set()
