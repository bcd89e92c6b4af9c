"""Pages of what came from phones: who sees it, putting it in its place, putting it aside, two tabs."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.gate import acting_as
from himaya.cases.models import Case, CaseMember
from himaya.cases.questionnaires.queries import target_of
from himaya.exchange.models import FormSubmission, SubmissionFile
from himaya.exchange.openrosa.jobs import forget
from himaya.instruments.models import FormVersion, Response
from himaya.kit import clock
from himaya.workflow.models import Notice
from tests import database
from tests.exchange.collect import Collect
from tests.exchange.conftest import said
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(phone: Collect, visit: FormVersion, child: CaseMember, country: Any) -> FormSubmission:
    """A visit to somebody who was not on the phone's list, with a picture."""
    phone.fetch_forms()
    answers = phone.filled("ev_ziyareti", "later", said(front="1.jpg"))
    phone.send(answers, [("1.jpg", "image/jpeg", picture())])
    return now(country)


def now(country: Any) -> FormSubmission:
    database.settle()
    with acting_as(country["worker"]):
        return FormSubmission.objects.get()


def test_the_sender_is_told_and_finds_it(waiting: FormSubmission, country: Any, english: Any) -> None:
    worker = english(country["worker"])
    with acting_as(country["worker"]):
        assert Notice.objects.get(kind="submission.waits").url == waiting.get_absolute_url()
    page = worker.get("/phones/forms/").content.decode()
    assert waiting.get_absolute_url() in page
    assert "The phone did not say whom it is about." in page
    page = worker.get(waiting.get_absolute_url()).content.decode()
    assert "Nənə" in page
    assert "1.jpg" in page
    assert "Ülkər Ə." in page


def test_it_is_put_in_its_place(
    waiting: FormSubmission, country: Any, english: Any, child: CaseMember, case: Case
) -> None:
    worker, address = english(country["worker"]), waiting.get_absolute_url()
    sent = {"about": child.public_id, "_version": waiting.version}
    assert worker.post(address, sent).status_code == 302
    again = worker.post(address, sent)
    assert again.status_code == 200
    database.settle()
    with acting_as(country["worker"]):
        response = Response.objects.get(xform__isnull=False)
        assert (response.about_id, response.started_by_id) == (child.person_id, country["worker"].pk)
        assert not SubmissionFile.objects.exists()
    assert f"/filled-forms/{response.public_id}/" in worker.get("/phones/forms/").content.decode()
    assert "It is in its case now." in worker.get(address).content.decode()


def test_a_supervisor_settles_it_for_a_worker_who_is_away(
    waiting: FormSubmission, country: Any, english: Any, case: Case
) -> None:
    supervisor = english(country["supervisor"])
    assert waiting.get_absolute_url() in supervisor.get("/phones/forms/").content.decode()
    sent = {"about": case.public_id, "_version": waiting.version}
    assert supervisor.post(waiting.get_absolute_url(), sent).status_code == 302
    database.settle()
    with acting_as(country["worker"]):
        response = Response.objects.get(xform__isnull=False)
    assert (response.started_by_id, response.submitted_by_id, response.about_id) == (
        country["worker"].pk, country["supervisor"].pk, None,
    )  # fmt: skip


def test_a_stranger_finds_nothing(waiting: FormSubmission, country: Any, english: Any) -> None:
    for who in ("stranger", "neighbour"):
        browser = english(country[who])
        assert waiting.get_absolute_url() not in browser.get("/phones/forms/").content.decode()
        assert browser.get(waiting.get_absolute_url()).status_code == 404
        assert browser.post(waiting.get_absolute_url() + "drop/", {"reason": "test"}).status_code == 404


def test_who_works_no_cases_has_no_such_page(country: Any, english: Any) -> None:
    assert english(country["duty"]).get("/phones/forms/").status_code == 403
    assert english(None).get("/phones/forms/").status_code == 302


def test_it_is_put_aside_and_forgotten_later(
    waiting: FormSubmission, country: Any, english: Any, as_worker: Any
) -> None:
    worker, address = english(country["worker"]), waiting.get_absolute_url()
    assert worker.post(f"{address}drop/", {"_version": waiting.version}).status_code == 200
    sent = {"reason": "twice", "_version": waiting.version}
    assert worker.get(f"{address}drop/").status_code == 200
    assert worker.post(f"{address}drop/", sent).status_code == 302
    assert "This was settled before." in worker.post(f"{address}drop/", {"reason": "test"}).content.decode()
    assert "Nənə" in worker.get(address).content.decode()
    database.settle()
    with as_worker(), clock.fixed(clock.now() + timedelta(days=31)):
        forget(0)
        forget(0)
    assert "The answers are no longer kept here." in worker.get(address).content.decode()
    assert (now(country).state, SubmissionFile.objects.count()) == ("dropped", 0)


def test_a_second_tab_is_told(
    waiting: FormSubmission, country: Any, english: Any, child: CaseMember, case: Case
) -> None:
    worker, address = english(country["worker"]), waiting.get_absolute_url()
    old = {"about": child.public_id, "_version": waiting.version - 1}
    assert "Someone changed" in worker.post(address, old).content.decode()
    assert worker.post(address, {"about": "another", "_version": waiting.version}).status_code == 200
    assert now(country).state == "waiting"


def test_somebody_who_left_the_case_meanwhile_is_refused(
    waiting: FormSubmission, country: Any, child: CaseMember, as_owner: Any
) -> None:
    from himaya.exchange.openrosa.actions import place_submission
    from himaya.kit.errors import Refused

    with as_owner():
        CaseMember.objects.filter(pk=child.pk).update(ended_at=clock.now())
    database.settle()
    worker = country["worker"]
    with acting_as(worker):
        with pytest.raises(Refused):
            place_submission(submission=waiting, about=child.public_id, by=worker)
        with pytest.raises(Refused):
            place_submission(submission=waiting, about="nobodyknows1", by=worker)
        assert target_of(worker, "nobodyknows1") is None
    assert now(country).state == "waiting"


def test_a_damaged_set_of_answers_can_be_put_aside(
    phone: Collect, visit: FormVersion, country: Any, english: Any, as_owner: Any
) -> None:
    """It could be read as a form, but not as an answer to this one."""
    phone.fetch_forms()
    phone.send(
        phone.filled("ev_ziyareti", "later", said())
        .replace(b"<data ", b"<other ")
        .replace(b"</data>", b"</other>")
    )
    page = english(country["worker"]).get(now(country).get_absolute_url()).content.decode()
    assert "Nothing of it can be read." in page


def test_a_list_asks_the_same_however_long(
    waiting: FormSubmission, phone: Collect, country: Any, english: Any, django_assert_max_num_queries: Any
) -> None:
    for _n in range(3):
        phone.send(phone.filled("ev_ziyareti", "later", said()))
    database.settle()
    worker = english(country["worker"])
    worker.get("/phones/forms/")
    with django_assert_max_num_queries(25):
        worker.get("/phones/forms/")
