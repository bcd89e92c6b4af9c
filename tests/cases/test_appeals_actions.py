"""A complaint: never seen by whom it is about, decided by somebody who took no part, answered with reasons."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.models import AuditEvent
from himaya.cases.appeals import rules
from himaya.cases.appeals.actions import (
    Told,
    acknowledge_appeal,
    decide_appeal,
    end_appeal,
    load_appeal_letters,
    tell_decision,
    write_appeal,
)
from himaya.cases.appeals.letters import data_of
from himaya.cases.appeals.queries import (
    appeals_about,
    appeals_open_to,
    decisions_of,
    own_words_in,
    staff_of,
    step_of,
    took_part,
)
from himaya.cases.models import Appeal, Case, Report
from himaya.cases.visits.actions import Seen, record_visit
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock, Notice, Paper
from himaya.workflow.papers.queries import content_of
from tests import database
from tests.cases.work import Work
from tests.pdf import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = "mən o evə bir daha qayıtmaq istəmirəm"


@pytest.fixture
def case(make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


@pytest.fixture
def complained(case: Case, country: Any, acting_as: Any, as_owner: Any) -> Any:
    """`complained(by="supervisor", decision="plan")`: a mother complains, and it is written down."""

    def write(by: str = "supervisor", origin: Any = None, **told: Any) -> Appeal:
        with as_owner():
            load_appeal_letters()
        with acting_as(country[by]) as who:
            given = {
                "decision": "delay", "what": "Heç kim gəlmir", "way": "oral", "received_at": clock.now(),
                "made_by": "parent", "name": "Sevda", "answer_way": "post", "answer_where": "Sülh küçəsi 5", **told,
            }  # fmt: skip
            return write_appeal(origin=origin or case, told=Told(**given), by=who)

    return write


def again(appeal: Appeal) -> Appeal:
    with database.as_owner():
        return Appeal.objects.select_related("dossier__unit", "case", "report", "step").get(pk=appeal.pk)


def test_a_complaint_starts_its_clocks_and_its_leaders_hear(
    complained: Any, country: Any, as_owner: Any
) -> None:
    appeal = complained(by="worker")
    with as_owner():
        assert set(Clock.objects.filter(process="appeal").values_list("name", flat=True)) == {
            "acknowledgement",
            "decision",
        }
        for who in ("supervisor", "second", "manager"):
            assert Notice.objects.filter(user=country[who], kind="appeal.received").exists(), who
        assert AuditEvent.objects.filter(verb="appeals.write_appeal", object_id=appeal.pk).exists()
        assert str(appeal) == appeal.reference
        assert appeal.territory == appeal.case.territory
        assert Appeal().territory is None


def test_whom_it_is_about_never_sees_it(complained: Any, country: Any, acting_as: Any) -> None:
    appeal = complained(decision="conduct", about=country["second"])
    with acting_as(country["second"]):
        assert not Appeal.objects.exists()
        assert not Notice.objects.filter(user=country["second"], kind="appeal.received").exists()
    for who, sees in (
        ("supervisor", True),
        ("manager", True),
        ("worker", False),
        ("stranger", False),
        ("neighbour", False),
    ):
        with acting_as(country[who]) as by:
            assert Appeal.objects.filter(pk=appeal.pk).exists() is sees, who
            assert bool(appeals_open_to(by)) is sees
            assert bool(appeals_about(Case(pk=appeal.case_id), by)) is sees


def test_the_worker_of_a_case_writes_one_down_and_follows_it_but_not_their_own(
    complained: Any, country: Any, acting_as: Any
) -> None:
    complained(by="worker", made_by="", name="", answer_way="nobody", answer_where="")
    with acting_as(country["worker"]):
        assert Appeal.objects.count() == 1
    with pytest.raises(Refused, match="about you"):
        complained(by="worker", about=country["worker"], decision="conduct")
    with pytest.raises(PermissionDenied):
        complained(by="stranger")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"decision": "conduct"}, "about whom"), ({"answer_where": ""}, "where the answer goes"),
        ({"received_at": clock.now() + timedelta(days=1)}, "still to come"),
    ],
)  # fmt: skip
def test_what_a_complaint_must_say(complained: Any, told: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        complained(**told)


def decided(appeal: Appeal, by: Any, acting_as: Any, **said: Any) -> Appeal:
    given = {
        "outcome": "partly",
        "findings": "Daxili qeyd",
        "answer": "Baş çəkmə gecikib, üzr istəyirik.",
        **said,
    }
    with acting_as(by) as who:
        return decide_appeal(appeal=again(appeal), by=who, **given)


def test_it_is_acknowledged_decided_answered_and_told(
    complained: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    appeal = complained()
    with acting_as(country["manager"]) as by:
        held = acknowledge_appeal(appeal=again(appeal), suspends="safety", by=by)
        assert (held.status, held.suspends) == ("acknowledged", "safety")
        with pytest.raises(Stale):
            acknowledge_appeal(appeal=again(appeal), suspends="no", by=by, expected=99)
    done = decided(appeal, country["manager"], acting_as)
    with acting_as(country["manager"]) as by:
        paper = Paper.objects.get(process="appeal")
        words = text_of(content_of(paper))
        for moment, refused in (
            (clock.now() + timedelta(hours=1), "still to come"),
            (done.decided_at - timedelta(days=1), "before it was decided"),
        ):
            with pytest.raises(Refused, match=refused):
                tell_decision(appeal=done, told_at=moment, note="x", by=by)
        told = tell_decision(appeal=done, told_at=clock.now(), note="Poçtla", by=by)
    assert (told.status, told.told_note) == ("answered", "Poçtla")
    assert "Baş çəkmə gecikib" in words
    assert "Daxili qeyd" not in words
    assert "Ülkər" not in words, "nothing of the child stands in it"
    with as_owner():
        assert not Clock.objects.filter(process="appeal").exclude(state=Clock.MET).exists()
        assert Notice.objects.filter(user=country["supervisor"], kind="appeal.decided").exists()


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_a_child_is_answered_in_plain_words(
    complained: Any, country: Any, acting_as: Any, language: str
) -> None:
    appeal = complained(made_by="child", language=language)
    decided(appeal, country["manager"], acting_as)
    with acting_as(country["manager"]):
        assert data_of(again(appeal))["large"] is True
        title = {"az": "Şikayətinə cavab", "en": "Answer to your complaint", "ru": "Ответ на твою жалобу"}
        assert title[language] in text_of(content_of(Paper.objects.get(process="appeal")))


def test_who_took_part_does_not_decide_not_even_to_end_it(
    complained: Any, country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    work = Work(country, make_case, acting_as, as_owner)
    case = work.case("assessed")
    work.plan_in_force(case)
    with as_owner():
        case = Case.objects.select_related("dossier__unit").get(pk=case.pk)
    appeal = complained(origin=case, decision="plan")
    with acting_as(country["supervisor"]) as by:
        assert took_part(again(appeal)) == {country["worker"].pk, country["supervisor"].pk}
        with pytest.raises(Refused, match="took part"):
            end_appeal(appeal=again(appeal), reason="settled", by=by)
    with pytest.raises(Refused, match="took part"):
        decided(appeal, country["supervisor"], acting_as)
    with acting_as(country["second"]) as by:
        assert end_appeal(appeal=again(appeal), reason="settled", by=by).status == "ended"


def test_the_very_step_says_who_took_part(complained: Any, case: Case, country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]):
        choices = dict(decisions_of(case))
        offered = next(
            pk
            for pk, words in choices.items()
            if "Assigned" in words and country["supervisor"].full_name in words
        )
        step = step_of(case, offered)
        assert step_of(case, "x") is None
        assert country["worker"] in staff_of(case)
    appeal = complained(decision="other", step=step)
    with acting_as(country["manager"]):
        assert took_part(again(appeal)) == {country["supervisor"].pk}
    closing = complained(decision="closure")
    late = complained(decision="delay")
    with acting_as(country["manager"]):
        assert took_part(again(closing)) == set()
        assert took_part(again(late)) == {country["worker"].pk}
        plain = complained(decision="other")
    with acting_as(country["manager"]):
        assert took_part(again(plain)) == set()


def test_a_step_of_another_process_counts_whole(
    complained: Any, make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    work = Work(country, make_case, acting_as, as_owner)
    made = work.case("registered")
    work.submitted_assessment(made)
    with acting_as(country["supervisor"]):
        first = next(pk for pk, words in decisions_of(made) if words.startswith("Assessment"))
        step = step_of(made, first)
    with as_owner():
        made = Case.objects.select_related("dossier__unit").get(pk=made.pk)
    appeal = complained(origin=made, decision="unheard_of", step=step)
    with acting_as(country["manager"]):
        assert took_part(again(appeal)) == {country["worker"].pk}


def test_a_complaint_about_a_report_that_came_to_nothing(
    complained: Any, make_report: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    report = make_report(country["here"])
    with as_owner():
        report = Report.objects.select_related("dossier__unit").get(pk=report.pk)
    appeal = complained(origin=report, decision="screen_out")
    assert (appeal.report, appeal.case, appeal.territory) == (report, None, report.territory)
    with acting_as(country["manager"]):
        assert took_part(again(appeal)) == set()
        assert country["supervisor"] in staff_of(report)
        assert own_words_in(None) == ""
    assert decided(appeal, country["manager"], acting_as).status == "decided"


def test_the_child_s_words_stand_in_no_answer_save_the_child_s_own(
    complained: Any, case: Case, country: Any, acting_as: Any
) -> None:
    with acting_as(country["worker"]) as by:
        seen = Seen(
            done_at=clock.now(), contact_type="home", members=[case.members.get(role="child")], observations="x",
            safe_now="yes", child_words=WORDS, not_alone_reason="refused",
        )  # fmt: skip
        record_visit(case=case, seen=seen, by=by)
    appeal = complained()
    with pytest.raises(Refused, match="own words"):
        decided(appeal, country["manager"], acting_as, answer=f"Uşaq deyib: {WORDS}.")
    own = complained(made_by="child")
    assert decided(own, country["manager"], acting_as, answer=f"Sən demisən: {WORDS}.").status == "decided"


def test_an_answer_is_told_only_with_its_reasons() -> None:
    row: Any = SimpleNamespace(findings="x", answer="y")
    assert rules.answer_is_reasoned(row, {})
    row.findings = " "
    assert not rules.answer_is_reasoned(row, {})


def test_who_complains_may_stay_unnamed() -> None:
    assert rules.has_an_address("nobody", "")
    assert not rules.has_an_address("post", " ")
    assert rules.took_no_part(SimpleNamespace(), {})
    assert rules.asks_whom("unheard_of", None)
