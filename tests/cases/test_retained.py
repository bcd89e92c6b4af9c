"""Of who is anonymised not one word is left in the cases either: reports, who reported, notes, visits, referrals; and a
case is kept whole until the youngest of its children has fallen due and nobody's file is held."""

from datetime import date
from typing import Any

import pytest

from himaya.access.actions import open_dossier
from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.casefile.actions import write_note
from himaya.cases.casefile.retained import ENDED
from himaya.cases.models import Case, CaseMember, FileAudit, Reporter, Visit
from himaya.instruments.models import InstrumentVersion, Response
from himaya.kit import clock
from himaya.registry.actions import approve_anonymisation, place_hold, propose_anonymisation
from himaya.registry.models import LegalHold, Person, Retention
from himaya.registry.retention.actions import find_due
from himaya.registry.retention.jobs import look_after_keeping
from himaya.registry.retention.parts import work_for
from himaya.workflow.models import Step
from tests import database
from tests.registry.retention_cast import found_anywhere

pytestmark = pytest.mark.django_db
PLANTED = (
    "Qoşqarlıx",
    "Adıbəllix",
    "Xəbərverənx",
    "Rəvayətx",
    "Qeydlərx",
    "Müşahidəx",
    "Öncəsözx",
    "Xülasəsözü",
    "Verilmişx",
    "Yoxlamaüçünx",
)


@pytest.fixture
def closed(make_case: Any, as_owner: Any, acting_as: Any, country: Any) -> Case:
    """A case closed in 2010 about somebody who is 36 today, with a word planted in each of its parts."""
    case = make_case("registered", narrative="Rəvayətx", reporter_kind="neighbour")
    with acting_as(country["worker"]) as by:
        write_note(case=Case.objects.get(pk=case.pk), text="Qeydlərx", by=by)
    with as_owner():
        child = CaseMember.objects.get(case=case, role="child").person_id
        Person.everyone.update(created_at=clock.at(date(2005, 1, 1)))
        Person.everyone.filter(pk=child).update(
            family_name="Qoşqarlıx", given_name="Adıbəllix", birth_date=date(1990, 3, 5)
        )
        report = case.reports.get()
        Reporter.objects.create(
            dossier=open_dossier(kind="reporter", unit=country["here"]), report=report, name="Xəbərverənx"
        )
        Visit.objects.create(
            dossier=case.dossier, case=case, worker=country["worker"], contact_type="home", done_at=clock.now(),
            status="done", observations="Müşahidəx", child_words="Öncəsözx", child_seen=True, safe_now="yes",
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(summary="Xülasəsözü")
        FileAudit.objects.create(
            dossier=open_dossier(kind="file_audit", unit=country["here"]), case=case, worker=country["worker"],
            auditor=country["manager"], checklist_on=clock.today(), status="closed", picked_for="Yoxlamaüçünx",
        )  # fmt: skip
        Response.objects.create(
            dossier=case.dossier, form=InstrumentVersion.objects.all()[0], state="submitted", digest="0", level="high",
            submitted_at=clock.now(), saved_at=clock.now(), given={"a": "Verilmişx"}, answers={"q": "Cavabsözü"},
        )  # fmt: skip
    return case


def close(case: Case, as_owner: Any) -> Person:
    """The case is closed, long ago; who it is about."""
    with as_owner():
        member = CaseMember.objects.get(case=case, role="child")
        Step.objects.create(
            dossier=case.dossier, process="case", subject_table="cases_case", subject_id=case.pk, move="close",
            from_state="registered", to_state="closed", at=clock.now(), actor_kind="system",
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(closed_at=clock.at(date(2010, 1, 1)))
        return Person.everyone.get(pk=member.person_id)


def figures() -> list[Any]:
    """What is counted of cases and visits."""
    return [
        sorted(Case.objects.values_list("status", "matter", "risk", "consent", "closure_reason")),
        sorted(Visit.objects.values_list("contact_type", "child_seen", "safe_now", "done_at__month")),
        sorted(Person.objects.values_list("sex", "birth_date__year", "birth_date__month", "territory")),
    ]


def test_nothing_is_left_of_a_closed_case_but_what_is_counted(
    country: Any, closed: Case, as_owner: Any, as_worker: Any
) -> None:
    assert ENDED == ("closed", "merged")
    person = close(closed, as_owner)
    database.settle()
    with as_worker(), acting_as(SYSTEM):
        assert find_due() == 1
        fallen = Retention.objects.get()
    with as_owner():
        planted, before = found_anywhere(PLANTED), figures()
    assert set(planted) == set(PLANTED) - {"Xəbərverənx", "Öncəsözx"}, "those two stand closed with a key"
    for by, step in (
        (country["supervisor"], propose_anonymisation),
        (country["manager"], approve_anonymisation),
    ):
        database.settle()
        with acting_as(by):
            step(retention=Retention.objects.get(pk=fallen.pk), by=by)
    database.settle()
    with as_worker():
        assert look_after_keeping()[1] == 1
    with as_owner():
        assert found_anywhere(PLANTED) == {}
        assert figures() == before
        assert Reporter.objects.get().name == ""
        assert Visit.objects.get().child_words == ""
        answered = Response.objects.get()
        assert (answered.state, answered.level, answered.given, answered.closed) == (
            "submitted",
            "high",
            {},
            "",
        )
        assert Person.objects.get(pk=person.pk).full_name == ""


def test_a_case_waits_for_its_youngest_child_and_for_everybodys_hold(
    country: Any, closed: Case, as_owner: Any, make_person: Any
) -> None:
    with as_owner():
        person = Person.objects.get(pk=CaseMember.objects.get(case=closed, role="child").person_id)
        assert work_for(person).open, "the case is open"
    person = close(closed, as_owner)
    twin = make_person(country["here"], birth_date=date(1990, 3, 5), birth_precision="exact")
    with as_owner():
        assert not work_for(person).open
        CaseMember.objects.create(dossier=closed.dossier, case=closed, person=twin, role="sibling")
        assert not work_for(person).open, "of one age"
        Person.objects.filter(pk=twin.pk).update(birth_date=date(2000, 1, 1))
        assert work_for(person).open, "the younger one is waited for"
        assert not work_for(Person.objects.get(pk=twin.pk)).open
        Person.objects.filter(pk=person.pk).update(birth_date=None, birth_precision="")
        assert not work_for(Person.objects.get(pk=person.pk)).open
    with as_owner(), acting_as(country["supervisor"]) as by:
        place_hold(person=Person.objects.get(pk=twin.pk), reason="court", expires_on=date(2040, 1, 1), by=by)
        assert LegalHold.objects.count() == 1
    with as_owner():
        assert work_for(Person.objects.get(pk=person.pk)).open, "the brother's file is held"
        assert work_for(person).ended == date(2010, 1, 1)
