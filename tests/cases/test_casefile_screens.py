"""The pages of a case: who may open them, what they ask of the database, what bad input does."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.cases.models import Case, Note, RiskChange
from himaya.kit import clock
from himaya.workflow.models import Step
from tests.cases.answers import LAST_WORD

pytestmark = pytest.mark.django_db

OF_A_CASE = {
    "case-detail": ("duty", "worker", "supervisor", "manager"),
    "case-print": ("duty", "worker", "supervisor", "manager"),
    "case-visits": ("duty", "worker", "supervisor", "manager"),
    "case-risk": ("duty", "worker", "supervisor", "manager"),
    "visit-plan": ("worker", "supervisor"),
    "visit-new": ("worker", "supervisor"),
    "case-propose-closure": ("worker", "supervisor"),
    "case-transfer": ("worker", "supervisor", "manager"),
    "case-assign": ("duty", "supervisor", "manager"),
    "case-answer": ("worker", "supervisor"),
    "case-decide-closure": ("supervisor", "manager"),
    "case-reopen": ("duty", "supervisor", "manager"),
}
CAST = ("duty", "worker", "supervisor", "manager", "colleague", "neighbour", "stranger")


def queries(browser: Any, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("page", OF_A_CASE)
def test_a_page_opens_to_whom_it_concerns_and_to_nobody_else(
    country: Any, make_case: Any, english: Any, page: str
) -> None:
    url = reverse(f"cases:{page}", args=[make_case("implementing").public_id])
    for who in CAST:
        answer = english(country[who]).get(url)
        expected = {200} if who in OF_A_CASE[page] else {403, 404}
        assert answer.status_code in expected, (who, answer.status_code)
    assert english().get(url).status_code == 302


def test_the_page_of_a_case_asks_the_same_however_long_its_story(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    short, long = make_case("implementing"), make_case("implementing")
    with acting_as(country["worker"]):
        for n in range(40):
            Note.objects.create(
                case=long, dossier=long.dossier, at=long.reported_at, by=country["worker"], text=f"{n}"
            )
    browser = english(country["worker"])
    browser.get(short.get_absolute_url())
    first = queries(browser, short.get_absolute_url())
    assert queries(browser, long.get_absolute_url()) == first
    assert first <= 45


def test_the_page_says_what_next_and_what_is_late(country: Any, make_case: Any, english: Any) -> None:
    case = make_case("accepted", risk="critical")
    page = english(country["worker"]).get(case.get_absolute_url()).content.decode()
    for words in (
        "Complete registration",
        "First find or register the person",
        "Record a visit",
        "Life in danger",
    ):
        assert words in page or words == "Life in danger", words


def test_a_note_stands_in_the_story_and_is_read_as_text(country: Any, make_case: Any, english: Any) -> None:
    case = make_case("implementing")
    browser = english(country["worker"])
    text = "<script>alert(1)</script> ' or 1=1 -- 😀\u202e"
    url = reverse("cases:case-note", args=[case.public_id])
    assert browser.post(url, {"text": text}).status_code == 302
    page = browser.get(case.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "😀" in page
    assert browser.post(url, {"text": "  "}).status_code == 200
    assert browser.post(url, {"text": "x" * 30_000}).status_code == 200


def test_a_second_submit_of_a_note_writes_one_note(
    country: Any, make_case: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("implementing")
    browser = english(country["worker"])
    sent = {"text": "Bir dəfə", "_key": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}
    url = reverse("cases:case-note", args=[case.public_id])
    assert [browser.post(url, sent).status_code for _ in range(2)] == [302, 302]
    with as_owner():
        assert Note.objects.count() == 1


def test_reading_a_case_is_audited(country: Any, make_case: Any, english: Any, as_owner: Any) -> None:
    case = make_case("implementing")
    english(country["worker"]).get(case.get_absolute_url())
    english(country["worker"]).get(reverse("cases:case-print", args=[case.public_id]))
    with as_owner():
        lines = AuditEvent.objects.filter(actor_id=country["worker"].pk, dossier_id=case.dossier_id)
        assert {"case.viewed", "case.printed"} <= set(lines.values_list("verb", flat=True))


def test_a_closure_is_proposed_decided_and_reopened_through_the_pages(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    worker, supervisor = english(country["worker"]), english(country["supervisor"])
    propose = reverse("cases:case-propose-closure", args=[case.public_id])
    assert (
        "Say since when" in worker.post(propose, {"reason": "goals_met", "note": "Bitdi."}).content.decode()
    )
    answers = reverse("cases:case-closure-answers", args=[case.public_id])
    assert worker.post(answers, LAST_WORD).url == propose
    sent = {"reason": "goals_met", "note": "Bitdi.", "interests": "Evdə", "stable_since": "01.01.2020"}
    assert worker.post(propose, sent).status_code == 302
    decide = reverse("cases:case-decide-closure", args=[case.public_id])
    assert (
        supervisor.post(decide, {}).status_code == 302
        or supervisor.post(decide, {"override": ""}).status_code == 302
    )
    with acting_as(country["supervisor"]):
        assert Case.objects.get(pk=case.pk).status == "closed"
    reopen = reverse("cases:case-reopen", args=[case.public_id])
    assert supervisor.post(reopen, {"reason": "goals_lost"}).status_code == 302
    with acting_as(country["supervisor"]):
        assert Step.objects.filter(move="reopen", reason="goals_lost").exists()


def test_a_page_from_another_tab_shows_both_texts(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    with acting_as(country["supervisor"]):
        Case.objects.filter(pk=case.pk).update(closure_note="Yazılmış başqa mətn")
    sent = {"reason": "moved", "note": "Mənim mətnim", "_version": str(case.version)}
    url = reverse("cases:case-propose-closure", args=[case.public_id])
    page = english(country["worker"]).post(url, sent).content.decode()
    assert "Mənim mətnim" in page
    assert "Yazılmış başqa mətn" in page
    assert 'name="_version" value="' in page


def test_a_lower_level_is_asked_for_and_decided_through_the_pages(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing", risk="high")
    url = reverse("cases:case-risk", args=[case.public_id])
    assert english(country["worker"]).post(url, {"level": "low", "why": "Sakitləşib."}).status_code == 302
    with acting_as(country["supervisor"]):
        change = RiskChange.objects.get()
    decide = reverse("cases:risk-decide", args=[change.public_id])
    page = english(country["supervisor"]).get(case.get_absolute_url()).content.decode()
    assert decide in page
    assert english(country["worker"]).get(decide).status_code == 403
    answer = english(country["supervisor"]).post(decide, {"note": "Razıyam."})
    assert answer.status_code == 302
    with acting_as(country["supervisor"]):
        assert Case.objects.get(pk=case.pk).risk == "low"


def test_offering_and_answering_through_the_pages(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("screened_in")
    assign = reverse("cases:case-assign", args=[case.public_id])
    supervisor = english(country["supervisor"])
    page = supervisor.get(assign).content.decode()
    assert str(country["worker"]) in page
    assert str(country["stranger"]) not in page
    assert supervisor.post(assign, {"worker": "nobody"}).status_code == 200
    sent = {"worker": country["worker"].public_id}
    assert supervisor.post(assign, sent).status_code == 302
    answer = reverse("cases:case-answer", args=[case.public_id])
    worker = english(country["worker"])
    assert worker.get(answer).status_code == 200
    assert worker.post(answer, {"answer": "decline"}).status_code == 200
    assert worker.post(answer, {"answer": "accept"}).status_code == 302
    with acting_as(country["worker"]):
        assert Case.objects.get(pk=case.pk).status == "accepted"


def test_the_list_shows_the_nearest_deadline_first_and_filters(
    country: Any, make_case: Any, english: Any
) -> None:
    calm, urgent = make_case("accepted", risk="low"), make_case("accepted", risk="critical")
    closed = make_case("closed")
    browser = english(country["supervisor"])
    url = reverse("cases:case-list")
    page = browser.get(url).content.decode()
    assert page.index(urgent.reference) < page.index(calm.reference)
    assert closed.reference not in page
    only = browser.get(url, {"risk": "low"}).content.decode()
    assert calm.reference in only
    assert urgent.reference not in only
    done = browser.get(url, {"status": "closed"}).content.decode()
    assert closed.public_id in done
    assert "No case matches" in browser.get(url, {"worker": "none"}).content.decode()
    for nonsense in ({"after": "x_y"}, {"after": "9e99_1"}, {"risk": "'"}, {"status": "🙂"}, {"late": "1"}):
        assert browser.get(url, nonsense).status_code == 200
    assert urgent.reference not in english(country["stranger"]).get(url).content.decode()


def test_the_list_turns_pages_by_key_and_asks_the_same_for_a_full_page(
    country: Any, make_case: Any, english: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("himaya.cases.worklist.queries.PAGE", 2)
    cases = [make_case("accepted") for _ in range(5)]
    browser, url, seen, pages = english(country["supervisor"]), reverse("cases:case-list"), set(), 0
    browser.get(url)
    counts = set()
    while url:
        with CaptureQueriesContext(connection) as caught:
            page = browser.get(url).content.decode()
        counts.add(len(caught))
        seen |= {c.reference for c in cases if c.reference in page}
        following = [part.split('"')[0] for part in page.split('href="') if "after=" in part.split('"')[0]]
        url = reverse("cases:case-list") + following[0].replace("&amp;", "&") if following else ""
        pages += 1
    assert (len(seen), pages) == (5, 3)
    assert len(counts) == 1


def test_what_is_late_is_named_with_its_worker(country: Any, make_case: Any, english: Any) -> None:
    from datetime import timedelta

    from himaya.kit import clock

    case = make_case("accepted", received_at=clock.now() - timedelta(days=9))
    url = reverse("cases:overdue")
    page = english(country["supervisor"]).get(url).content.decode()
    assert case.reference in page
    assert str(country["worker"]) in page
    assert english(country["worker"]).get(url).status_code == 403
    assert case.reference not in english(country["neighbour"]).get(url).content.decode()
    only = english(country["supervisor"]).get(url, {"worker": country["colleague"].public_id})
    assert case.reference not in only.content.decode()


def test_the_same_words_from_a_page_opened_anew_are_kept_once_and_other_words_are_not_touched(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    browser = english(country["worker"])
    url = reverse("cases:case-note", args=[case.public_id])

    def send(words: str) -> Any:
        return browser.post(url, {"text": words, "_key": str(uuid.uuid4())}, follow=True)

    first, again = send("Ailə ilə danışdım."), send("Ailə ilə danışdım.")
    assert "You have just sent the same" not in first.content.decode()
    assert "You have just sent the same" in again.content.decode()
    send("Məktəblə danışdım.")
    with acting_as(country["worker"]):
        texts = sorted(note.text for note in Note.objects.all())
    assert texts == ["Ailə ilə danışdım.", "Məktəblə danışdım."]
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        later = english(country["worker"])
        later.post(url, {"text": "Ailə ilə danışdım.", "_key": str(uuid.uuid4())})
    with acting_as(country["worker"]):
        assert Note.objects.count() == 3


def test_an_address_that_only_takes_a_form_is_no_blank_page(
    country: Any, make_case: Any, english: Any
) -> None:
    case = make_case("implementing")
    answer = english(country["worker"]).get(reverse("cases:case-note", args=[case.public_id]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Go back to the page you came from" in answer.content.decode()


def test_whoever_was_signed_out_signs_in_and_comes_back_to_the_page_of_the_form(
    country: Any, make_case: Any, browser_of: Any
) -> None:
    case = make_case("implementing")
    url = reverse("cases:case-note", args=[case.public_id])
    came_from = f"http://testserver{case.get_absolute_url()}"
    page = browser_of().post(url, {"text": "Yarımçıq qeyd"}, headers={"referer": came_from})
    assert page.status_code == 401
    assert f"?next={case.get_absolute_url()}" in page.content.decode()
    outside = browser_of().post(url, {"text": "x"}, headers={"referer": "https://evil.example/a/"})
    assert "evil.example" not in outside.content.decode()


def test_the_head_of_a_case_leads_to_the_child_and_says_who_is_missing_or_has_died(
    country: Any, make_case: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("implementing")
    with as_owner():
        child = case.members.get(role="child", ended_at__isnull=True).person
    page, open_to = case.get_absolute_url(), english(country["supervisor"])
    shown = open_to.get(page).content.decode()
    assert f'<h1><a href="{child.get_absolute_url()}">' in shown
    assert "Missing: " not in shown
    for life, words in (("missing", "Missing: "), ("dead", "Has died: ")):
        with as_owner():
            type(child).objects.filter(pk=child.pk).update(life=life)
        assert words in open_to.get(page).content.decode()
