"""The pages of assessments, plans and reviews: who may open them, what bad input and a second tab do."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.cases.models import Assessment, Case, Goal, Plan, PlanAction, PlanCopy, Review, SafetyPlan
from himaya.instruments.models import Response
from tests.cases.answers import NEEDS, SAFETY
from tests.cases.work import PASSWORD, Work

pytestmark = pytest.mark.django_db

WORK = ("worker", "supervisor")
READ = ("duty", "worker", "supervisor", "manager")
DECIDE = ("supervisor", "manager")
CAST = ("duty", "worker", "supervisor", "manager", "colleague", "neighbour", "stranger")
HARD = "O'; drop table x; -- <script>alert(1)</script> =1+1 \u202e\u200b😀 \x00 " + "ə" * 200


@pytest.fixture
def work(country: Any, make_case: Any, acting_as: Any, as_owner: Any) -> Work:
    return Work(country, make_case, acting_as, as_owner)


def opens_to(english: Any, country: Any, url: str, who: tuple[str, ...]) -> None:
    for one in CAST:
        answer = english(country[one]).get(url)
        assert answer.status_code in ({200} if one in who else {403, 404}), (url, one, answer.status_code)
    assert english().get(url).status_code == 302


def url(page: str, *ids: Any) -> str:
    return reverse(f"cases:{page}", args=[getattr(one, "public_id", one) for one in ids])


def test_pages_of_an_assessment_open_to_whom_they_concern(work: Work, country: Any, english: Any) -> None:
    case = work.case()
    assessment = work.assessment(case)
    for page, who in {
        "assessment": READ, "assessment-safety": READ, "assessment-needs": READ, "assessment-risk": WORK,
        "assessment-submit": WORK, "assessment-stop": WORK, "assessment-child": WORK, "assessment-decide": DECIDE,
    }.items():  # fmt: skip
        opens_to(english, country, url(page, assessment), who)
    for page, who in {"case-assessments": READ, "assessment-start": WORK, "case-safety-plan": WORK}.items():
        opens_to(english, country, url(page, case), who)


def test_pages_of_a_plan_open_to_whom_they_concern(
    work: Work, country: Any, english: Any, acting_as: Any
) -> None:
    case = work.case("assessed")
    plan = work.plan(case)
    with acting_as(country["worker"]):
        goal, row = plan.goals.get(), PlanAction.objects.order_by("pk").first()
    pages: list[tuple[str, tuple[Any, ...], tuple[str, ...]]] = [
        ("case-plans", (case,), READ), ("plan-start", (case,), WORK), ("plan", (plan,), READ),
        ("plan-write", (plan,), WORK), ("goal-new", (plan,), WORK), ("goal-write", (plan, goal), WORK),
        ("action-new", (goal,), WORK), ("action-write", (goal, row), WORK), ("action-progress", (row,), WORK),
        ("plan-sign", (plan,), WORK), ("plan-agree", (plan,), WORK), ("plan-submit", (plan,), WORK),
        ("plan-drop", (plan,), WORK), ("plan-decide", (plan,), DECIDE), ("plan-copy", (plan,), WORK),
    ]  # fmt: skip
    for page, ids, who in pages:
        opens_to(english, country, url(page, *ids), who)


def test_pages_of_a_review_open_to_whom_they_concern(work: Work, country: Any, english: Any) -> None:
    case = work.case("assessed")
    work.plan_in_force(case)
    review = work.review(case)
    for page, who in {
        "review": READ,
        "review-answers": WORK,
        "review-finish": WORK,
        "review-stop": WORK,
    }.items():
        opens_to(english, country, url(page, review), who)
    for page, who in {"case-reviews": READ, "review-start": WORK}.items():
        opens_to(english, country, url(page, case), who)


def test_reading_is_written_to_the_audit(work: Work, country: Any, english: Any, as_owner: Any) -> None:
    assessment = work.assessment(work.case())
    english(country["supervisor"]).get(url("assessment-needs", assessment))
    with as_owner():
        line = AuditEvent.objects.get(verb="assessment.answers_viewed")
        assert (line.actor_id, line.object_id) == (country["supervisor"].pk, assessment.pk)


def test_a_worker_goes_from_safety_to_submission(
    work: Work, country: Any, english: Any, acting_as: Any
) -> None:
    case = work.case()
    browser = english(country["worker"])
    with acting_as(country["worker"]):
        child = case.members.get(role="child")
    begun = browser.post(url("assessment-start", case), {"child": child.public_id})
    with acting_as(country["worker"]):
        assessment = Assessment.objects.get()
    assert begun.headers["Location"] == assessment.get_absolute_url()
    assert browser.post(url("assessment-safety", assessment), SAFETY).status_code == 302
    assert browser.post(url("assessment-needs", assessment), NEEDS).status_code == 302
    assert (
        browser.post(url("assessment-risk", assessment), {"level": "high", "why": "Səbəb"}).status_code == 302
    )
    assert browser.post(url("assessment-submit", assessment), {"_version": ""}).status_code == 302
    with acting_as(country["worker"]):
        assert Assessment.objects.get().status == "submitted"
    decided = english(country["supervisor"]).post(
        url("assessment-decide", assessment), {"decision": "approve"}
    )
    assert decided.status_code == 302
    with acting_as(country["supervisor"]):
        assert Case.objects.get().status == "assessed"


def test_unfinished_answers_are_kept_and_missing_ones_named(
    work: Work, country: Any, english: Any, acting_as: Any
) -> None:
    assessment = work.assessment(work.case())
    browser, there = english(country["worker"]), url("assessment-needs", assessment)
    missing = browser.post(there, {"care_who": HARD})
    assert missing.status_code == 200
    assert b"Please answer this." in missing.content
    assert b"<script>alert" not in missing.content
    saved = browser.post(there, {"care_who": HARD, "education_absent": "many", "_save": "yes"})
    assert saved.status_code == 302
    with acting_as(country["worker"]):
        kept = Assessment.objects.get().needs.answers
        assert kept["education_absent"] == "many"
        assert "\x00" not in kept["care_who"]
        assert "😀" in kept["care_who"]
    again = browser.get(there)
    assert "😀".encode() in again.content
    assert b'value="many"' in again.content


def test_a_second_tab_sees_both_texts(work: Work, country: Any, english: Any, acting_as: Any) -> None:
    assessment = work.assessment(work.case())
    with acting_as(country["worker"]):
        version = str(Response.objects.get(pk=assessment.needs_id).version)
    browser, there = english(country["worker"]), url("assessment-needs", assessment)
    assert browser.post(there, {"care_who": "Nənə", "_save": "yes", "_version": version}).status_code == 302
    clash = browser.post(there, {"care_who": "Ana", "_save": "yes", "_version": version}).content.decode()
    assert "Someone changed this while you were writing" in clash
    assert "Saved now" in clash
    assert 'data-take="Nənə"' in clash
    assert ">\nAna</textarea>" in clash
    newer = browser.post(there, {"care_who": "Ana", "_save": "yes", "_version": str(int(version) + 1)})
    assert newer.status_code == 302


def test_answers_that_cannot_be_chosen_are_refused(
    work: Work, country: Any, english: Any, acting_as: Any
) -> None:
    assessment = work.assessment(work.case())
    answer = english(country["worker"]).post(url("assessment-safety", assessment), {**SAFETY, "suicide": "x"})
    assert answer.status_code == 200
    with acting_as(country["worker"]):
        assert not Assessment.objects.get().safety.is_submitted


def test_the_safety_plan_merges(work: Work, country: Any, english: Any, acting_as: Any) -> None:
    case = work.case()
    browser, there = english(country["worker"]), url("case-safety-plan", case)
    assert browser.post(there, {"steps": "1. Zəng", "people": "Nənə"}).status_code == 302
    clash = browser.post(there, {"steps": "2. Qapını bağla", "_version": "99"}).content.decode()
    assert "1. Zəng" in clash
    assert "2. Qapını bağla" in clash
    with acting_as(country["worker"]):
        assert SafetyPlan.objects.get().steps == "1. Zəng"


def test_a_plan_is_written_signed_and_approved_on_the_screen(
    work: Work, country: Any, english: Any, acting_as: Any
) -> None:
    case = work.case("assessed")
    browser = english(country["worker"])
    assert browser.post(url("plan-start", case), {"aim": "Məqsəd"}).status_code == 302
    with acting_as(country["worker"]):
        plan = Plan.objects.get()
    goal = {"domain": "care", "strand": "integration", "text": "Ana ilə vaxt", "indicator": "Gündəlik"}
    assert browser.post(url("goal-new", plan), goal).status_code == 302
    with acting_as(country["worker"]):
        row = Goal.objects.get()
    action = {"text": "Görüş", "who": "worker", "starts_on": "02.03.2026", "due_on": "16.03.2026"}
    wrong = browser.post(url("action-new", row), {**action, "due_on": "01.03.2026"})
    assert b"cannot be due before" in wrong.content
    assert b"31.02" in browser.post(url("action-new", row), {**action, "due_on": "31.02.2026"}).content
    assert browser.post(url("action-new", row), action).status_code == 302
    assert (
        browser.post(url("plan-agree", plan), {"ground": "safety", "note": "Ana əlçatmazdır"}).status_code
        == 302
    )
    unsigned = browser.post(url("plan-submit", plan), {"_version": ""})
    assert b"Sign the plan first" in unsigned.content
    bad = browser.post(url("plan-sign", plan), {"name": "İşçi İlqar", "password": "səhv"})
    assert b"password is not right" in bad.content
    assert "səhv".encode() not in bad.content
    assert (
        browser.post(url("plan-sign", plan), {"name": "İşçi İlqar", "password": PASSWORD}).status_code == 302
    )
    assert browser.post(url("plan-submit", plan), {"_version": ""}).status_code == 302
    decision = {"decision": "approve", "name": "Nəzarətçi Nigar", "password": PASSWORD}
    assert english(country["supervisor"]).post(url("plan-decide", plan), decision).status_code == 302
    with acting_as(country["worker"]):
        assert (Plan.objects.get().status, Case.objects.get().status) == ("approved", "implementing")


def test_guessing_a_password_to_sign_is_stopped(work: Work, country: Any, english: Any) -> None:
    there, browser = url("plan-sign", work.plan(work.case("assessed"))), english(country["worker"])
    for _try in range(5):
        assert (
            b"password is not right" in browser.post(there, {"name": "İşçi İlqar", "password": "x"}).content
        )
    assert (
        b"Too many wrong passwords"
        in browser.post(there, {"name": "İşçi İlqar", "password": PASSWORD}).content
    )


def test_a_copy_is_shown_before_it_leaves_and_needs_the_confirmation(
    work: Work, country: Any, english: Any, acting_as: Any
) -> None:
    plan = work.plan_in_force(work.case("assessed"))
    browser, there = english(country["worker"]), url("plan-copy", plan)
    with acting_as(country["worker"]):
        row = PlanAction.objects.order_by("pk").first()
    assert row is not None
    chosen = {"recipient": "school", "name": "12 saylı məktəb", "language": "az", "actions": [row.public_id]}
    shown = browser.post(there, chosen).content.decode()
    assert "Fərdi plandan çıxarış" in shown
    assert "Məktəblə danışmaq" in shown
    assert "Psixoloqla görüş" not in shown
    with acting_as(country["worker"]):
        assert not PlanCopy.objects.exists()
    assert browser.post(there, {**chosen, "confirmed": "yes"}).status_code == 302
    with acting_as(country["worker"]):
        copy = PlanCopy.objects.select_related("paper").get()
    assert browser.get(copy.paper.get_absolute_url()).content.startswith(b"%PDF")
    assert english(country["stranger"]).get(copy.paper.get_absolute_url()).status_code in {403, 404}


def test_a_review_is_held_on_the_screen(work: Work, country: Any, english: Any, acting_as: Any) -> None:
    from tests.cases.test_reviews_actions import ANSWERS

    case = work.case("assessed")
    plan = work.plan_in_force(case)
    browser = english(country["worker"])
    assert browser.post(url("review-start", case), {"_key": ""}).status_code == 302
    with acting_as(country["worker"]):
        review = Review.objects.get()
        goal = plan.goals.get()
    assert browser.post(url("review-answers", review), ANSWERS).status_code == 302
    finish = {
        f"goal_{goal.public_id}": "met",
        "level": "high",
        "decision": "close",
        "conclusion": "Məqsəd çatıb",
    }
    done = browser.post(url("review-finish", review), finish)
    assert done.headers["Location"] == url("case-propose-closure", case)


def test_the_pages_ask_the_same_however_much_there_is(work: Work, country: Any, english: Any) -> None:
    plan = work.plan_in_force(work.case("assessed"))
    browser = english(country["worker"])

    def asked(there: str) -> int:
        browser.get(there)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(there).status_code == 200
        return len(caught)

    few = asked(url("plan", plan))
    assert few <= 45
    assert asked(url("case-plans", plan.case)) <= 60


@pytest.mark.parametrize("language", ["az", "ru"])
def test_the_pages_speak_every_language(work: Work, country: Any, browser_of: Any, language: str) -> None:
    case = work.case()
    assessment = work.assessment(case)
    browser = browser_of(country["worker"])
    browser.cookies["language"] = language
    page = browser.get(url("assessment-safety", assessment)).content.decode()
    expected = {"az": "Uşağın həyatı indi təhlükədədirmi?", "ru": "Жизнь ребёнка сейчас в опасности?"}
    assert expected[language] in page
    assert "Finish this part" not in page
