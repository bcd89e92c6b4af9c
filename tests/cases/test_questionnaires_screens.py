"""Forms on a case's pages: listed, begun, refused with every problem told, read; closed to others; few questions asked."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.cases.models import Case
from himaya.cases.questionnaires.actions import begin_form, submit_form
from himaya.instruments.models import FormVersion, Response
from tests.cases.form_cast import asking, in_force
from tests.instruments.xform_cast import YES_NO, asked, book

pytestmark = pytest.mark.django_db
SURVEY = [
    asked("text", "who", "**Kim** danışdı?", required="yes"),
    asked("select_one yes_no", "alone", "Təklikdə?", required="yes"),
    asked("begin repeat", "child", "Uşaq"),
    asked("decimal", "weight", "Çəkisi"),
    asked("datetime", "seen", "Nə vaxt görülüb?"),
    asked("time", "sleeps", "Neçədə yatır?"),
    asked("end repeat", ""),
    asked("acknowledge", "agreed", "Razıdır"),
    asked("begin group", "empty", "Boş"),
    asked("text", "nothing", "Heç nə"),
    asked("end group", ""),
]
GOOD = (
    "<who>Nənə&#10;Baba</who><alone>yes</alone>"
    "<child><weight>12.5</weight><seen>2026-03-09T10:00:00.000+04:00</seen><sleeps>21:30:00</sleeps></child>"
    "<agreed>OK</agreed>"
)


@pytest.fixture
def case(make_case: Any) -> Case:
    made: Case = make_case("registered")
    return made


@pytest.fixture
def version(as_owner: Any, country: Any) -> FormVersion:
    return asking(as_owner, country["nation"], *SURVEY, choices=YES_NO)


def answers(version: FormVersion, said: str) -> str:
    about = f'id="{version.form_id}" version="{version.number}"'
    return f"<data {about}>{said}<meta><instanceID>uuid:1</instanceID></meta></data>"


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def begun(case: Case, country: Any, version: FormVersion, acting_as: Any) -> Response:
    with acting_as(country["worker"]) as by:
        return begin_form(case=case, form=version, by=by)


def test_a_form_is_chosen_and_begun_about_a_child(
    case: Case, country: Any, version: FormVersion, english: Any, acting_as: Any
) -> None:
    worker = english(country["worker"])
    there = reverse("cases:case-forms", args=[case.public_id])
    assert "No form is filled in yet" in page(worker.get(there))
    begin = reverse("cases:case-form-begin", args=[case.public_id])
    with acting_as(country["worker"]):
        member = case.members.get(role="child")
    assert version.title in page(worker.get(begin))
    assert page(worker.post(begin, {"about": member.public_id}))  # nothing chosen: asked again
    answer = worker.post(begin, {"form": version.public_id, "about": member.public_id})
    assert answer.status_code == 302
    shown = page(worker.get(answer.headers["Location"]))
    assert "data-xform=" in shown
    listed = page(worker.get(there))
    assert version.title in listed
    assert "Begun" in listed


def test_only_the_page_of_a_form_runs_compiled_code_and_asks_where_it_is(
    case: Case, country: Any, version: FormVersion, english: Any, acting_as: Any
) -> None:
    response = begun(case, country, version, acting_as)
    worker = english(country["worker"])
    headers = worker.get(reverse("cases:filled-form", args=[response.public_id])).headers
    assert "script-src 'self' 'wasm-unsafe-eval';" in headers["Content-Security-Policy"]
    assert "style-src 'self';" in headers["Content-Security-Policy"]
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    headers = worker.get(reverse("cases:case-forms", args=[case.public_id])).headers
    assert "wasm" not in headers["Content-Security-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    xml = worker.get(reverse("cases:filled-form-xml", args=[response.public_id]))
    assert xml.headers["Content-Type"].startswith("text/xml")
    assert b"<h:html" in xml.content


def test_every_problem_is_told_and_nothing_typed_is_lost(
    case: Case, country: Any, version: FormVersion, english: Any, acting_as: Any
) -> None:
    response = begun(case, country, version, acting_as)
    worker = english(country["worker"])
    there = reverse("cases:filled-form", args=[response.public_id])
    shown = page(worker.post(there, {"answers": answers(version, "<nothing>Kept</nothing>"), "_version": 1}))
    assert "/data/who" in shown
    assert "/data/alone" in shown
    assert "Kept" in shown
    assert page(worker.post(there, {"answers": "", "_version": 1}))
    kept = worker.post(there, {"answers": answers(version, GOOD), "_version": 1, "_save": "yes"})
    assert kept.status_code == 302
    assert "Nənə" in page(worker.get(there))
    late = page(worker.post(there, {"answers": answers(version, GOOD), "_version": 1, "_save": "yes"}))
    assert "while you were writing" in late
    assert worker.post(there, {"answers": answers(version, GOOD), "_version": 2}).status_code == 302
    with acting_as(country["worker"]):
        assert Response.objects.get(pk=response.pk).is_submitted


@pytest.mark.parametrize(
    ("language", "words"),
    [("az", ["12,5", "Bəli"]), ("en", ["12.5", "Bəli (en)", "Uşaq (en) 1", "Kim danışdı? (en)"])],
)
def test_it_is_read_as_people_write(
    case: Case, country: Any, version: FormVersion, browser_of: Any, acting_as: Any, language: str, words: list[str]
) -> None:  # fmt: skip
    response = begun(case, country, version, acting_as)
    there = reverse("cases:filled-form", args=[response.public_id])
    leader = browser_of(country["manager"])
    leader.cookies["language"] = language
    assert "data-xform=" not in page(leader.get(there)), "who leads the work only reads"
    with acting_as(country["worker"]) as by:
        submit_form(response=response, instance=answers(version, GOOD), files={}, by=by)
    shown = page(leader.get(there))
    for said in [*words, "09.03.2026 10:00", "21:30", "Nənə Baba"]:
        assert said in shown
    assert "Boş" not in shown, "a group without answers says nothing"
    assert version.title in page(leader.get(case.get_absolute_url())), "told in the story"


def test_a_form_is_closed_to_strangers(
    case: Case, country: Any, version: FormVersion, english: Any, acting_as: Any
) -> None:
    response = begun(case, country, version, acting_as)
    for name in ("filled-form", "filled-form-xml"):
        address = reverse(f"cases:{name}", args=[response.public_id])
        assert english(country["stranger"]).get(address).status_code == 404
        assert english().get(address).status_code == 302
    address = reverse("cases:case-forms", args=[case.public_id])
    assert english(country["stranger"]).get(address).status_code == 404


def test_without_a_form_in_force_the_page_says_so(case: Case, country: Any, english: Any) -> None:
    begin = reverse("cases:case-form-begin", args=[case.public_id])
    assert "No form is asked today" in page(english(country["worker"]).get(begin))


def test_the_list_asks_the_same_however_long_it_is(
    case: Case, country: Any, version: FormVersion, english: Any, acting_as: Any
) -> None:
    worker = english(country["worker"])
    there = reverse("cases:case-forms", args=[case.public_id])

    def cost() -> int:
        worker.get(there)
        with CaptureQueriesContext(connection) as asked_for:
            worker.get(there)
        return len(asked_for)

    begun(case, country, version, acting_as)
    few = cost()
    for _n in range(4):
        begun(case, country, version, acting_as)
    assert cost() == few


NAMES = ("sad", "fear", "anger")


def scores_form(as_owner: Any, unit: Any) -> FormVersion:
    survey = [asked("integer", name, name) for name in NAMES]
    scores = [{"name": name, "label::Azərbaycan (az)": f"Bal {name}", "most": 10} for name in NAMES]
    cut = {"score": "sad", "at_least": 5, "label::Azərbaycan (az)": "Çox kədərli", "level": "high"}
    return in_force(as_owner, unit, book(survey, scores=scores, cut_offs=[cut]))


def test_scores_are_told_with_what_they_mean_and_drawn_once_there_are_two(
    case: Case, country: Any, as_owner: Any, browser_of: Any, acting_as: Any
) -> None:
    version = scores_form(as_owner, country["nation"])
    pages = []
    for sad in (8, 2):
        response = begun(case, country, version, acting_as)
        said = f"<sad>{sad}</sad><fear>3</fear><anger>1</anger>"
        with acting_as(country["worker"]) as by:
            sent = submit_form(response=response, instance=answers(version, said), files={}, by=by)
        assert (sent.level, sent.flags) == (("high", ["sad:5"]) if sad == 8 else ("", []))
        there = reverse("cases:filled-form", args=[response.public_id])
        pages.append(page(browser_of(country["worker"]).get(there)))
    assert "Çox kədərli" in pages[0]
    assert "hm-draw" not in pages[0].replace("drawing.css", "")
    assert "Çox kədərli" not in pages[1]
    assert "Balların dəyişməsi" in pages[1]
    assert "İlk və son" in pages[1]
    methodologist = browser_of(version.brought_by)
    shown = page(methodologist.get(version.get_absolute_url()))
    assert "Bal sad" in shown
    assert "Çox kədərli" in shown


def test_a_closed_case_says_so_before_anything_is_chosen(
    make_case: Any, as_owner: Any, country: Any, english: Any
) -> None:
    asking(as_owner, country["nation"], asked("text", "who", "Kim?"))
    closed = make_case("closed")
    begin = reverse("cases:case-form-begin", args=[closed.public_id])
    shown = page(english(country["worker"]).get(begin))
    assert "Reopen it before adding to it." in shown
    assert 'name="form"' not in shown
