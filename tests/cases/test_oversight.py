"""Figures of oversight: supervision, audits, loads; by unit, never who, small shares kept back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from himaya.access.roles import Analyst
from himaya.cases.fileaudits.actions import answer_audit, look_through, pick_case
from himaya.cases.fileaudits.models import AuditAnswer, FileAudit
from himaya.cases.fileaudits.rules import Said, checklist_on
from himaya.cases.models import Case, Supervision
from himaya.cases.outcomes.rules import year_ends
from himaya.cases.oversight.queries import Oversight, oversight
from himaya.cases.supervision.actions import Talk, hold_session
from himaya.cases.supervision.jobs import owe_all
from himaya.kit import clock
from himaya.workflow.models import Clock
from tests import database, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Read = Callable[..., Oversight]


@pytest.fixture
def analyst(country: Any, as_owner: Any) -> Any:
    """Somebody who reads figures and sees no case."""
    with as_owner():
        return factories.user((Analyst, country["nation"]))


@pytest.fixture
def read(analyst: Any, acting_as: Any) -> Read:
    """This year's figures."""

    def figures(by: Any = analyst) -> Oversight:
        ends = year_ends(clock.today().year)
        assert ends
        database.settle()
        with clock.fixed(clock.now()), acting_as(by):
            return oversight(*ends)

    return figures


def test_an_empty_country_has_nothing_to_count(read: Read) -> None:
    assert read() == Oversight([], [])


def test_sessions_held_in_time_are_counted_over_those_due(
    read: Read, country: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    with as_worker():
        owe_all()
    database.settle()
    with acting_as(country["supervisor"]):
        session = Supervision.objects.get(worker=country["worker"])
        talk = Talk(clock.now() - timedelta(minutes=5), strain="well")
        hold_session(session=session, talk=talk, by=country["supervisor"])
    with as_owner():
        due = Supervision.objects.filter(worker__in=[country["worker"], country["colleague"]]).values("pk")
        rows = Clock.objects.filter(process="supervision", name="session", subject_id__in=due)
        ago = clock.now() - timedelta(minutes=10)
        rows.exclude(state=Clock.MET).update(due_at=ago)
        rows.filter(state=Clock.MET).update(due_at=ago, ended_at=ago - timedelta(hours=1))
    (line,) = read().lines
    assert (line.unit, line.in_time, line.due) == (country["here"], 1, 3)
    assert line.load == "Load 0 of 50, open cases: 0"


def test_audits_their_answers_and_loads_are_counted(
    read: Read, make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    for n in range(6):
        made = make_case("accepted")
        with acting_as(country["manager"]):
            case = Case.objects.select_related("dossier__unit").get(pk=made.pk)
            audit = pick_case(case=case, picked_for="x", by=country["manager"])
            said = {q.code: Said("met", "x") for q in checklist_on(clock.today()).questions}
            said["privacy"] = Said("met" if n < 3 else "not_met", "x")
            said["reasons"] = Said("met" if n < 3 else "na", "x")
            look_through(audit=audit, said=said, by=country["manager"])
    with as_owner():
        assert AuditAnswer.objects.count() == 72
    with acting_as(country["worker"]):
        last = FileAudit.objects.select_related("dossier__unit").get(pk=audit.pk)
        assert answer_audit(audit=last, text="Oxudum.", by=country["worker"]).status == "closed"
    found = read()
    (line,) = found.lines
    assert (line.looked, line.over) == (6, 1)
    assert line.load == "Load 9 of 50, open cases: 6"
    shares = {share.name: (share.met, share.applied, share.percent) for share in found.shares}
    assert shares["The child was seen alone"] == ("6", "6", "100 %")
    assert shares["The papers are kept private"] == ("<5", "6", "–")
    assert shares["Decisions have written reasons"] == ("<5", "<5", "–")


def test_only_who_works_with_figures_reads_them_and_only_under_their_units(
    read: Read, make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    make_case("accepted")
    for who in ("worker", "supervisor"):
        with acting_as(country[who]), pytest.raises(ProgrammingError), transaction.atomic():
            read(country[who])
    assert len(read(country["manager"]).lines) == 1
    with as_owner():
        elsewhere = factories.user((Analyst, country["there"]))
    assert read(elsewhere).lines == []


def test_the_page_shows_the_figures_of_any_year(
    make_case: Any, analyst: Any, country: Any, english: Any
) -> None:
    make_case("accepted")
    url, browser = reverse("cases:case-oversight"), english(analyst)
    assert "Load 1,5 of 50" in browser.get(url).content.decode()
    for year in ("1", "x", str(clock.today().year - 1)):
        assert browser.get(url, {"year": year}).status_code == 200
    assert english(country["worker"]).get(url).status_code == 403
