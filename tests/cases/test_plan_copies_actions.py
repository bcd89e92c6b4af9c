"""Copies of a plan: what each recipient gets, and who never gets one."""

from datetime import date
from typing import Any

import pytest

from himaya.access.models import AuditEvent
from himaya.cases.assessment import actions as assessing
from himaya.cases.casefile.actions import add_member
from himaya.cases.models import Case, Goal, Plan, PlanAction, PlanCopy, Reporter
from himaya.cases.plan import actions
from himaya.kit.errors import Refused
from himaya.workflow.models import Paper
from himaya.workflow.papers.queries import content_of
from tests.cases.answers import NEEDS, OWN_WORDS, SAFETY
from tests.cases.plan_cast import add_action, approved, begin, fresh, ready
from tests.pdf import is_tagged, language_of, text_of

__all__ = ["begin", "ready"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def member_of(case: Case, role: str, country: Any, make_person: Any, acting_as: Any, **person: Any) -> Any:
    made = make_person(country["here"], birth_date=date(1985, 1, 1), birth_precision="exact", **person)
    with acting_as(country["supervisor"]) as by:
        return add_member(case=case, person=made, role=role, by=by)


def released(plan: Plan, by: Any, **given: Any) -> str:
    words = {"language": "az", "confirmed": True, **given}
    return text_of(content_of(actions.release_copy(plan=fresh(plan), by=by, **words).paper))


def test_a_parent_s_copy_carries_neither_the_reporter_nor_the_child_s_words(
    begin: Any, country: Any, make_person: Any, acting_as: Any, as_owner: Any
) -> None:
    plan = begin("registered")
    with as_owner():
        report = Case.objects.get().reports.get()
        Reporter.objects.create(
            dossier=report.dossier,
            report=report,
            name="Zərifə Qonşuyeva",
            phone="+994501234567",
            organisation="5 saylı bağça",
        )
    with acting_as(country["worker"]) as by:
        child = Case.objects.get().members.get(role="child")
        assessment = assessing.start_assessment(case=Case.objects.get(), child=child, by=by)
        assessing.finish_answers(assessment=assessment, part="safety", answers=SAFETY, by=by)
        assessing.finish_answers(assessment=assessment, part="needs", answers=NEEDS, by=by)
        assessing.decide_risk(assessment=assessment, level="high", why="x", by=by)
        assessing.submit_assessment(assessment=assessment, by=by)
    with acting_as(country["supervisor"]) as by:
        assessing.approve_assessment(assessment=assessment, by=by)
    plan = approved(plan, country, acting_as)
    mother = member_of(
        plan.case, "mother", country, make_person, acting_as, given_name="Sevda", family_name="Əliyeva"
    )
    with acting_as(country["worker"]) as by:
        text = released(plan, by, recipient="parent", member=mother)
    assert "Hər gün məktəbə gedir" in text
    assert "Sevda" in text
    for secret in ("Zərifə", "Qonşuyeva", "1234567", "bağça", "Qonşu uşaq gecələr", *OWN_WORDS.split(". ")):
        assert secret.strip(".") not in text


def test_the_child_s_copy_is_in_plain_words_and_tagged(begin: Any, country: Any, acting_as: Any) -> None:
    plan = approved(begin(), country, acting_as)
    with acting_as(country["worker"]) as by:
        child = plan.case.members.get(role="child")
        copy = actions.release_copy(
            plan=plan, recipient="child", member=child, language="ru", confirmed=True, by=by
        )
        content = content_of(copy.paper)
    text = text_of(content)
    assert "Твой план" in text
    assert "Məktəbə gedəcəksən" in text
    assert "Hər gün məktəbə gedir" not in text
    assert "Nəzarətçi" not in text
    assert (language_of(content), is_tagged(content)) == ("ru", True)
    assert copy.paper.number.startswith("FP-")


def test_without_plain_words_there_is_no_child_s_copy(begin: Any, country: Any, acting_as: Any) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        add_action(Goal.objects.get(), by, text="Sudla yazışma", who="worker")
    plan = approved(plan, country, acting_as)
    with acting_as(country["worker"]) as by:
        child = plan.case.members.get(role="child")
        with pytest.raises(Refused, match="Sudla yazışma"):
            actions.release_copy(
                plan=plan, recipient="child", member=child, language="az", confirmed=True, by=by
            )


@pytest.mark.parametrize("recipient", ["parent", "guardian"])
def test_never_to_a_suspected_perpetrator_whatever_else_they_are(
    begin: Any, country: Any, make_person: Any, acting_as: Any, recipient: str
) -> None:
    plan = approved(begin(), country, acting_as)
    father = member_of(
        plan.case, "father", country, make_person, acting_as, given_name="Rəşad", family_name="Əliyev"
    )
    with acting_as(country["supervisor"]) as by:
        suspect = add_member(case=plan.case, person=father.person, role="perpetrator", by=by)
        for member in (father, suspect):
            for override in ("worker", "supervisor"):
                with (
                    acting_as(country[override]) as who,
                    pytest.raises(Refused, match="possible perpetrator"),
                ):
                    actions.release_copy(
                        plan=fresh(plan),
                        recipient=recipient,
                        member=member,
                        language="az",
                        confirmed=True,
                        by=who,
                    )
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="possible perpetrator"):
        actions.release_copy(
            plan=fresh(plan), recipient="school", name="Əliyev Rəşad, 5 saylı məktəb", language="az",
            actions=list(PlanAction.objects.all()), confirmed=True, by=by,
        )  # fmt: skip
    with acting_as(country["worker"]):
        assert not PlanCopy.objects.exists()
        assert not Paper.objects.exists()


def test_who_was_once_named_a_suspect_stays_refused(
    begin: Any, country: Any, make_person: Any, acting_as: Any
) -> None:
    from himaya.cases.casefile.actions import end_member

    plan = approved(begin(), country, acting_as)
    father = member_of(plan.case, "father", country, make_person, acting_as, given_name="Rəşad")
    with acting_as(country["supervisor"]) as by:
        suspect = add_member(case=plan.case, person=father.person, role="perpetrator", by=by)
        end_member(member=suspect, by=by)
        with pytest.raises(Refused, match="possible perpetrator"):
            actions.release_copy(
                plan=fresh(plan), recipient="parent", member=father, language="az", confirmed=True, by=by
            )


def test_a_school_gets_only_what_concerns_it(begin: Any, country: Any, acting_as: Any) -> None:
    plan = approved(begin(), country, acting_as)
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused) as refused:
            released(plan, by, recipient="school", name="12 saylı məktəb")
        assert refused.value.field == "actions"
        chosen = [a for a in PlanAction.objects.all() if a.text == "Məktəblə danışmaq"]
        text = released(plan, by, recipient="school", name="12 saylı məktəb", actions=chosen)
    assert "Məktəblə danışmaq" in text
    for kept in ("Psixoloqla görüş", "Uşaq təhlükəsiz yaşasın", "Hər gün məktəbə gedir", "Nəzarətçi Nigar"):
        assert kept not in text


def test_a_plan_that_repeats_the_child_is_not_copied(begin: Any, country: Any, acting_as: Any) -> None:
    from himaya.cases.assessment.actions import start_assessment

    plan = begin("registered")
    with acting_as(country["worker"]) as by:
        add_action(Goal.objects.get(), by, text="Uşaq: " + OWN_WORDS, who="worker", plain="p")
        child = plan.case.members.get(role="child")
        assessment = start_assessment(case=plan.case, child=child, by=by)
        assessing.finish_answers(assessment=assessment, part="needs", answers=NEEDS, by=by)
        Plan.objects.filter(pk=plan.pk)
        with pytest.raises(Refused, match="own words"):
            actions.copy_for(fresh(plan), "commission", language="az", name="Komissiya")


def test_nothing_leaves_unread_and_each_copy_is_written_down(
    begin: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="in force only"):
        released(plan, by, recipient="commission", name="Komissiya")
    plan = approved(plan, country, acting_as)
    with acting_as(country["worker"]) as by:
        for wrong, field in (
            ({"confirmed": False}, "confirmed"),
            ({"recipient": "newspaper"}, "recipient"),
            ({"name": " "}, "name"),
        ):
            with pytest.raises(Refused) as refused:
                released(plan, by, **{"recipient": "commission", "name": "Komissiya", **wrong})
            assert refused.value.field == field
        assert not PlanCopy.objects.exists()
        released(plan, by, recipient="commission", name="Komissiya")
        copy = PlanCopy.objects.get()
        assert (copy.released_by, copy.recipient, copy.name) == (by, "commission", "Komissiya")
    with as_owner():
        assert AuditEvent.objects.filter(verb="plan.release_copy").count() == 1
