"""What of a case may be laid before a meeting: the plan in force and the finished forms, as they read on that day."""

from typing import Any

import pytest

from himaya.cases.assessment.actions import finish_answers, start_assessment
from himaya.cases.meetings import actions
from himaya.cases.meetings.models import AgendaItem, LaidPaper
from himaya.cases.models import Case, Plan
from himaya.cases.questionnaires.actions import begin_form, submit_form
from himaya.demo.answers import answers_for
from tests.cases.form_cast import asking
from tests.cases.meetings_cast import body, put
from tests.cases.plan_cast import approved, begin, ready
from tests.instruments.xform_cast import asked

__all__ = ["begin", "body", "ready"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_plan_is_laid_as_it_reads_and_stays_so(body: Any, begin: Any, acting_as: Any, english: Any) -> None:
    plan = approved(begin(), body, acting_as)
    put(body, Case(pk=plan.case_id), acting_as)
    with acting_as(body["worker"]) as by:
        case, item = Case.objects.get(), AgendaItem.objects.get()
        laid = actions.lay_papers(case=case, item=item, chosen=[f"plan:{plan.public_id}"], by=by)
        assert [p.title for p in laid] == ["Plan 1"]
        Plan.objects.filter(pk=plan.pk).update(number=7)
    with acting_as(body["secretary"]):
        lines = LaidPaper.objects.get().lines
    assert {"label": "Hər gün məktəbə gedir", "words": "", "heads": True} in lines
    assert any(line["label"] == "Məktəblə danışmaq" for line in lines)
    page = english(body["secretary"]).get(f"/agenda/papers/{laid[0].public_id}/").content.decode()
    assert "Hər gün məktəbə gedir" in page


def test_finished_forms_of_both_kinds_are_laid_with_their_answers(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    form = asking(as_owner, body["nation"], asked("text", "said", "Nə dedi?"))
    with acting_as(body["worker"]) as by:
        fresh = Case.objects.get(pk=case.pk)
        begun = start_assessment(case=fresh, by=by, child=fresh.members.get(role="child"))
        finish_answers(assessment=begun, part="safety", answers=answers_for(begun.safety), by=by)
        filled = begin_form(case=fresh, form=form, by=by)
        told = f'<data id="{form.form_id}" version="{form.number}"><said>Gəlirəm</said></data>'
        submit_form(response=filled, instance=told, files={}, by=by)
    put(body, case, acting_as)
    with acting_as(body["worker"]) as by:
        keys = [f"form:{filled.public_id}", f"form:{begun.safety.public_id}"]
        actions.lay_papers(
            case=Case.objects.get(pk=case.pk), item=AgendaItem.objects.get(), chosen=keys, by=by
        )
    with acting_as(body["secretary"]):
        papers = {p.source: p.lines for p in LaidPaper.objects.all()}
    assert any(line["words"] == "Gəlirəm" for line in papers[filled.public_id])
    assert len(papers[begun.safety.public_id]) > 3
