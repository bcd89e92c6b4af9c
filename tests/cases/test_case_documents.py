"""The documents of a case: its own, those of its people, what came with its reports; and who keeps them."""

import re
from typing import Any

import pytest
from django.urls import reverse

from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as act
from himaya.cases.documents.queries import worker_of
from himaya.cases.models import Case, CaseMember, Report
from himaya.registry.actions import keep_document, keep_files
from himaya.registry.models import Document
from tests.pictures import JPEG, PNG
from tests.registry.documents_cast import a_file, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(make_case: Any, country: Any, acting_as: Any, as_owner: Any, monkeypatch: Any) -> Case:
    """A registered case with a paper of its own, a child's card, and a photo that came with the report."""
    says(monkeypatch, "clean")
    made: Case = make_case("registered")
    with as_owner():
        report = Report.objects.get(case=made)
        keep_files(files=[a_file("qonşu.jpg", JPEG)], dossier=report.dossier, by=None)
        Document.objects.update(scan="clean")
    with acting_as(country["worker"]) as by:
        keep_document(
            dossier=made.dossier, type="court", file=a_file("qərar.png", PNG), by=by, number="2-114"
        )
    with acting_as(country["supervisor"]) as by:
        child = made.members.get().person
        keep_document(dossier=child.dossier, type="child_id_card", file=a_file(), by=by, number="AB1")
    return made


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_all_papers_of_a_case_stand_on_one_tab(case: Case, country: Any, english: Any) -> None:
    address = reverse("cases:case-documents", args=[case.public_id])
    shown = page(english(country["supervisor"]).get(address))
    for words in ("Court decision 2-114", "Child&#x27;s identity card AB1", "Add a document"):
        assert words in shown
    assert english(country["stranger"]).get(address).status_code == 404


def test_what_came_with_a_report_is_seen_by_who_reads_the_report(
    case: Case, country: Any, english: Any
) -> None:
    address = reverse("cases:case-documents", args=[case.public_id])
    assert "qonşu.jpg" not in page(english(country["worker"]).get(address)), "the report is not the worker's"
    assert "qonşu.jpg" in page(english(country["duty"]).get(address))


def test_a_paper_is_put_to_a_case_from_its_tab(case: Case, country: Any, english: Any) -> None:
    worker = english(country["worker"])
    add = reverse("people:document-add", args=["case", case.public_id])
    shown = page(worker.get(add))
    assert "Photo of the home" in shown
    assert "Passport" not in shown, "a passport is a person's"
    made = worker.post(add, {"type": "home", "file": a_file("ev.png", PNG)})
    assert "Photo of the home" in page(worker.get(made.url))
    assert case.reference in page(worker.get(made.url))


def test_the_worker_of_the_open_case_keeps_its_papers_and_those_of_its_people(
    case: Case, country: Any, as_worker: Any, as_owner: Any, make_person: Any, make_report: Any
) -> None:
    with as_owner():
        child = case.members.select_related("person__dossier").get().person
        mother, stranger = make_person(country["here"]), make_person(country["here"])
        harm = make_person(country["here"])
        for person, role in ((mother, "caregiver"), (harm, "perpetrator")):
            CaseMember.objects.create(case=case, person=person, role=role, dossier=case.dossier)
        report = make_report(country["here"])
    with as_worker(), act(SYSTEM):
        for dossier in (case.dossier, child.dossier, mother.dossier):
            assert worker_of(dossier) == country["worker"]
        for dossier in (stranger.dossier, harm.dossier, report.dossier):
            assert worker_of(dossier) is None
    with as_owner():
        Case.objects.filter(pk=case.pk).update(worker=None)
    with as_worker(), act(SYSTEM):
        assert worker_of(case.dossier) is None
