"""ODK Collect talks to us: fetches forms and people, goes away, comes back and sends, in one post or several."""

from typing import Any

import pytest

from himaya.access.actions import break_glass
from himaya.access.devicekeys.actions import make_key
from himaya.access.gate import acting_as
from himaya.cases.models import Case, CaseMember
from himaya.exchange.models import FormSubmission, SubmissionFile
from himaya.instruments.actions import retire_form
from himaya.instruments.models import FormVersion, Response
from himaya.instruments.queries import read
from himaya.registry.models import Document
from tests import database
from tests.exchange.collect import Collect, Failed, over
from tests.exchange.conftest import SECRET, said
from tests.pictures import picture

pytestmark = pytest.mark.django_db


def responses(country: Any) -> list[Response]:
    with acting_as(country["worker"]):
        return list(Response.objects.filter(xform__isnull=False).order_by("pk"))


def submissions(country: Any) -> list[FormSubmission]:
    database.settle()
    with acting_as(country["worker"]):
        return list(FormSubmission.objects.order_by("pk"))


def test_a_phone_fetches_the_forms_and_the_people(
    phone: Collect, visit: FormVersion, case: Case, child: CaseMember
) -> None:
    assert phone.fetch_forms() == ["ev_ziyareti"]
    assert 'src="jr://file-csv/himaya_people.csv"' in phone.forms["ev_ziyareti"]
    listed = phone.media["ev_ziyareti", "himaya_people.csv"].splitlines()
    assert listed[0] == "name,label,record_age,record_sex,record_reference"
    assert [line.split(",")[0] for line in listed[1:]] == [child.public_id, case.public_id, "later"]
    assert "Ülkər Ə." in listed[1]
    assert "Əliyeva" not in listed[1]
    assert phone.fetch_forms() == []


def test_a_changed_caseload_reaches_the_phone(
    phone: Collect, visit: FormVersion, case: Case, make_case: Any
) -> None:
    phone.fetch_forms()
    make_case("registered")
    assert phone.fetch_forms() == ["ev_ziyareti"]
    assert len(phone.people("ev_ziyareti")) == 5


def test_a_visit_sent_later_lands_on_the_right_child(
    phone: Collect, visit: FormVersion, case: Case, child: CaseMember, country: Any
) -> None:
    phone.fetch_forms()
    answers = phone.filled(
        "ev_ziyareti", child.public_id, said(record_age="10", record_reference=case.reference)
    )
    sent = phone.send(answers)
    assert (sent.status, sent.headers["X-OpenRosa-Version"]) == (201, "1.0")
    [response] = responses(country)
    assert (response.about_id, response.dossier_id, response.is_submitted) == (
        child.person_id, case.dossier_id, True,
    )  # fmt: skip
    assert response.given["record_age"] == "10"
    with acting_as(country["worker"]):
        assert [(line.label, line.words) for line in read(response)][-2:] == [
            ("Kim evdə idi?", "Nənə"),
            ("Neçə otaq var?", "2"),
        ]
    [submission] = submissions(country)
    assert (submission.state, submission.response_id, submission.closed, submission.about) == (
        "placed", response.pk, "", "",
    )  # fmt: skip


def test_sent_twice_is_taken_once(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any
) -> None:
    phone.fetch_forms()
    answers = phone.filled("ev_ziyareti", child.public_id, said())
    assert [phone.send(answers).status for _n in range(2)] == [201, 201]
    assert (len(responses(country)), len(submissions(country))) == (1, 1)


def test_pictures_come_in_several_posts(
    phone: Collect, visit: FormVersion, child: CaseMember, case: Case, country: Any
) -> None:
    phone.fetch_forms()
    front, yard = picture(size=(640, 480)), picture(size=(320, 200))
    files = [("1795.jpg", "image/jpeg", front), ("1796.jpg", "image/jpeg", yard)]
    answers = phone.filled("ev_ziyareti", child.public_id, said(front="1795.jpg", yard="1796.jpg"))
    assert phone.send(answers, files, most=len(front) + 10).status == 201
    [response] = responses(country)
    with acting_as(country["worker"]):
        assert Document.objects.filter(dossier=case.dossier_id).count() == 2
        assert {line.file for line in read(response) if line.file} == set(response.answers["files"].values())
        assert not SubmissionFile.objects.exists()


def test_a_broken_off_conversation_goes_on_later(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any
) -> None:
    """The network went away after the first post; the phone begins anew, as Collect does."""
    phone.fetch_forms()
    files = [
        (name, "image/jpeg", picture(size=(size, 99))) for name, size in (("1.jpg", 400), ("2.jpg", 300))
    ]
    answers = phone.filled("ev_ziyareti", child.public_id, said(front="1.jpg", yard="2.jpg"))
    first = phone.post("/openrosa/submission", answers, files[:1], more=True)
    assert first.status == 202
    assert ([one.state for one in submissions(country)], responses(country)) == (["coming"], [])
    assert phone.send(answers, files, most=len(files[0][2])).status == 201
    assert ([one.state for one in submissions(country)], len(responses(country))) == (["placed"], 1)


def test_a_picture_that_never_came_leaves_it_to_a_human(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any
) -> None:
    phone.fetch_forms()
    answers = phone.filled("ev_ziyareti", child.public_id, said(front="lost.jpg"))
    assert "gözləyir" in phone.send(answers).words
    [submission] = submissions(country)
    assert (submission.state, submission.why) == ("waiting", "refused")
    assert "lost.jpg" in submission.told[0]


@pytest.mark.parametrize(
    ("about", "answers", "why"),
    [
        ("", said(), "unplaced"),
        ("later", said(), "unplaced"),
        ("nobodyknows1", said(), "unseen"),
        ("child", said(rooms="77"), "refused"),
        ("child", said(who=""), "refused"),
    ],
)
def test_what_has_no_place_waits_for_a_human(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any, about: str, answers: str, why: str
) -> None:
    phone.fetch_forms()
    named = child.public_id if about == "child" else about
    assert phone.send(phone.filled("ev_ziyareti", named, answers)).status == 201
    [submission] = submissions(country)
    assert (submission.state, submission.why, responses(country)) == ("waiting", why, [])
    assert str(submission.closed)


def test_one_visit_sent_by_two_phones_waits(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any
) -> None:
    phone.fetch_forms()
    for who in ("Nənə", "Baba"):
        assert phone.send(phone.filled("ev_ziyareti", child.public_id, said(who=who))).status == 201
    assert [(one.state, one.why) for one in submissions(country)] == [("placed", ""), ("waiting", "twin")]


def test_the_same_id_with_other_answers_waits(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any
) -> None:
    phone.fetch_forms()
    for who in ("Nənə", "Baba"):
        phone.send(phone.filled("ev_ziyareti", child.public_id, said(who=who), "uuid:1"))
    assert [(one.state, one.why) for one in submissions(country)] == [("placed", ""), ("waiting", "changed")]


def test_a_stranger_reaches_no_case_of_others(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any, browser_of: Any
) -> None:
    """A worker of another district has the public id of a child, and sends something about it."""
    stranger = country["stranger"]
    with acting_as(stranger):
        key = make_key(name="Yad", secret=SECRET[::-1], by=stranger)
    theirs = Collect(over(browser_of()), "/openrosa", key.public_id, SECRET[::-1])
    theirs.fetch_forms()
    assert list(theirs.people("ev_ziyareti").values()) == ["later"]
    theirs.send(theirs.filled("ev_ziyareti", child.public_id, said()))
    with acting_as(stranger):
        assert FormSubmission.objects.get().why == "unseen"
    assert (responses(country), submissions(country)) == ([], [])


# --- what is refused, so that the phone keeps it -------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (b"<data", "damaged"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><data id="ev_ziyareti" version="1">&a;</data>', "document type"),
        (b'<data id="ev_ziyareti" version="1"><who>x</who></data>', "no id of their own"),
        (
            b'<data id="ev_ziyareti" version="9"><meta><instanceID>u</instanceID></meta></data>',
            "no such form",
        ),
        (b'<data id="another" version="1"><meta><instanceID>u</instanceID></meta></data>', "no such form"),
        (b"<data>" + b"x" * (2 * 1024 * 1024) + b"</data>", "larger than"),
        (b"", "missing"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(
    phone: Collect, visit: FormVersion, country: Any, as_owner: Any, answers: bytes, words: str
) -> None:
    with as_owner():
        type(country["worker"]).objects.filter(pk=country["worker"].pk).update(language="en")
    phone.fetch_forms()
    refused = phone.post("/openrosa/submission", answers, [])
    assert refused.status == 400
    assert words in refused.words
    assert submissions(country) == []


def test_a_draft_of_a_form_is_not_taken(
    phone: Collect, as_owner: Any, visit: FormVersion, country: Any
) -> None:
    phone.fetch_forms()
    with as_owner():
        FormVersion.objects.filter(pk=visit.pk).update(status="draft", valid=None, approved_by=None)
    with pytest.raises(Failed, match="400"):
        phone.send(phone.filled("ev_ziyareti", "later", said()))


def test_a_form_retired_on_the_way_is_still_taken(
    phone: Collect, visit: FormVersion, child: CaseMember, country: Any, as_owner: Any
) -> None:
    phone.fetch_forms()
    answers = phone.filled("ev_ziyareti", child.public_id, said())
    with acting_as(visit.approved_by):
        retire_form(form=FormVersion.objects.get(pk=visit.pk), by=visit.approved_by)
    assert phone.fetch_forms() == []
    assert phone.forms == {}
    assert phone.send(answers).status == 201
    assert len(responses(country)) == 1


def test_a_post_longer_than_agreed_is_refused_unread(phone: Collect, visit: FormVersion) -> None:
    phone.fetch_forms()
    answers = phone.filled("ev_ziyareti", "later", said(front="a.jpg"))
    long = phone.post("/openrosa/submission", answers, [("a.jpg", "image/jpeg", b"x" * 11 * 1024 * 1024)])
    assert long.status == 413


def test_nobody_without_a_key_gets_anything(phone: Collect, visit: FormVersion) -> None:
    phone.password = "wrong"
    for method, path in (("GET", "formList"), ("HEAD", "submission"), ("POST", "submission"),
                         ("GET", f"forms/{visit.public_id}/people.csv")):  # fmt: skip
        assert phone.ask(method, f"/openrosa/{path}").status == 401
    for header in ("Basic %%%", "Basic bm9jb2xvbg==", "Bearer x", "Basic /////w=="):
        assert phone.wire("GET", "/openrosa/formList", {"Authorization": header}, b"").status == 401


def test_a_form_that_is_not_asked_cannot_be_fetched(phone: Collect, visit: FormVersion) -> None:
    for name in ("form.xml", "manifest.xml", "people.csv"):
        assert phone.ask("GET", f"/openrosa/forms/nosuchform12/{name}").status == 404


def test_a_list_costs_the_same_however_many_cases(
    phone: Collect, visit: FormVersion, case: Case, make_case: Any, django_assert_max_num_queries: Any
) -> None:
    phone.fetch_forms()
    for _n in range(3):
        make_case("registered")
    with django_assert_max_num_queries(25):
        phone.ask("GET", f"/openrosa/forms/{visit.public_id}/people.csv")


def test_who_only_reads_a_case_in_an_emergency_puts_nothing_into_it(
    visit: FormVersion, child: CaseMember, case: Case, country: Any, browser_of: Any
) -> None:
    stranger = country["stranger"]
    database.settle()
    with acting_as(stranger):
        key = make_key(name="Yad", secret=SECRET[::-1], by=stranger)
        break_glass(
            dossier_id=case.dossier_id, reason="life_danger", words="Uşaq təkdir, təcili.", by=stranger
        )
    theirs = Collect(over(browser_of()), "/openrosa", key.public_id, SECRET[::-1])
    theirs.fetch_forms()
    theirs.send(theirs.filled("ev_ziyareti", child.public_id, said()))
    with acting_as(stranger):
        assert FormSubmission.objects.get().why == "unseen"
    assert responses(country) == []
