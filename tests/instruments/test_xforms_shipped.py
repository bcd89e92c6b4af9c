"""The forms that come with the product: whole in three languages, worked out rightly, taken over and approved by two."""

from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from himaya.access.roles import Methodologist, SocialWorker
from himaya.instruments.filled.rules import scored, single_answers
from himaya.instruments.models import FormVersion
from himaya.instruments.xforms.compiling import Compiled, missing_labels
from himaya.instruments.xforms.instance import read_answers
from himaya.instruments.xforms.recheck import Limits, recheck
from himaya.instruments.xforms.shape import Asked
from himaya.instruments.xforms.shipped import READY, ready_form
from himaya.kit import clock
from tests import factories
from tests.instruments.xform_cast import NOON, make

TODAY = date(2026, 3, 10)


def shipped(form_id: str, folder: Path) -> Compiled:
    found = ready_form(form_id)
    assert found is not None
    return make(found.content, folder)


def written(asked: Asked, said: dict[str, Any]) -> str:
    """The answers in the order of the form, each in its group; what is not said is empty."""
    if asked.children:
        inner = "".join(written(child, said) for child in asked.children)
        return f"<{asked.name}>{inner}</{asked.name}>"
    return f"<{asked.name}>{said.get(asked.name, '')}</{asked.name}>"


def judged(made: Compiled, said: dict[str, Any], **facts: str) -> tuple[list[tuple[str, str]], Any]:
    """What the check finds, by code and name; and the scores."""
    about = f'id="{made.shape.form_id}" version="{made.shape.version}"'
    inner = "".join(
        written(child, {**facts, **said}) for child in made.shape.top.children if child.name != "meta"
    )
    instance = f"<data {about}>{inner}<meta><instanceID>u</instanceID></meta></data>"
    answers = read_answers(instance.encode(), made.shape, megabytes=1)
    found = recheck(made.shape, answers, now=NOON, language="Azərbaycan (az)", limits=Limits(), facts=facts)
    wrong = [(one.code, one.path.rpartition("/")[2]) for one in found]
    return wrong, scored(made.scoring, single_answers(made.shape, answers), TODAY)


@pytest.mark.parametrize("name", [one.form_id for one in READY])
def test_each_is_whole_in_three_languages_and_says_its_source(name: str, tmp_path: Path) -> None:
    made = shipped(name, tmp_path)
    assert made.shape.form_id == name
    assert made.remarks == []
    assert set(missing_labels(made.shape).values()) == {0}
    assert len(made.shape.languages) == 3
    assert made.scoring["scores"]
    found = ready_form(name)
    assert found is not None
    assert "Öz ifadəmizlə" in found.source


# --- readiness to return ---------------------------------------------------------------------------------------

READY_QUESTIONS = {
    "safety": ["danger_gone", "adults_known", "helper_near"],
    "parenting": ["contact_kept", "needs_known", "no_harsh"],
    "housing": ["own_bed", "house_sound"],
    "income": ["enough_food", "benefits_taken"],
    "school": ["place_found", "learning_helped"],
    "health": ["doctor_known", "treatment_goes_on"],
    "support": ["services_agreed", "money_found", "kin_ready"],
}


def readiness(height: int, **more: str) -> dict[str, Any]:
    said: dict[str, Any] = {name: height for names in READY_QUESTIONS.values() for name in names}
    said |= {f"{domain}_score": height * len(names) for domain, names in READY_QUESTIONS.items()}
    said |= {
        "total": height * 17,
        "child_heard": "yes",
        "child_words": "Evə istəyirəm.",
        "child_wish": "home",
    }
    return said | more


@pytest.mark.parametrize(("height", "level"), [(0, "high"), (1, "high"), (2, "medium"), (3, "low")])
def test_a_return_is_ready_when_all_of_it_is(tmp_path: Path, height: int, level: str) -> None:
    wrong, found = judged(shipped("return_readiness", tmp_path), readiness(height))
    assert (wrong, found.scores["total"], found.level) == ([], height * 17, level)


def test_no_readiness_without_the_child_or_the_reason(tmp_path: Path) -> None:
    made = shipped("return_readiness", tmp_path)
    unheard = readiness(3, child_heard="no", child_words="", child_wish="")
    assert judged(made, unheard)[0] == [("required", "why_unheard")]
    assert judged(made, {**unheard, "why_unheard": "Körpədir."})[0] == []
    assert judged(made, readiness(3, left_to_do="school"))[0] == [("required", "left_words")]


# --- home study ------------------------------------------------------------------------------------------------

HOME = {
    "home": ["room_for_child", "warm_and_dry", "dangers_secured"],
    "people": ["all_adults_met", "children_met", "no_conviction", "health_fit", "income_steady"],
    "caring": [
        "why_sound",
        "no_harsh",
        "parents_accepted",
        "trauma_known",
        "disability_ready",
        "siblings_ready",
    ],
    "around": ["school_near", "references_good", "help_in_need"],
}


def family(*no: str, opinion: str = "fit", **more: str) -> dict[str, Any]:
    said: dict[str, Any] = {name: "no" if name in no else "yes" for names in HOME.values() for name in names}
    said |= {f"{group}_score": sum(said[name] == "yes" for name in names) for group, names in HOME.items()}
    said["total"] = sum(said[f"{group}_score"] for group in HOME)
    musts = ("dangers_secured", "all_adults_met", "no_conviction", "health_fit", "no_harsh")
    said["missing_musts"] = sum(said[name] == "no" for name in musts)
    said |= {"first_visit": "2026-02-01", "last_visit": "2026-03-01", "visits": 3, "places": 1}
    said |= {"age_from": 0, "age_to": 6, "care_kinds": "short respite", "strengths": "Səbirlidir."}
    return said | {"support_needed": "Təlim.", "opinion": opinion, "why": "Baxışlar."} | more


def test_a_family_is_not_called_fit_while_a_basic_demand_is_not_met(tmp_path: Path) -> None:
    made = shipped("home_study", tmp_path)
    wrong, found = judged(made, family("siblings_ready"))
    assert (wrong, found.scores["total"], found.level) == ([], 16, "")
    wrong, found = judged(made, family("no_conviction"))
    assert (wrong, found.scores["missing_musts"], found.level) == ([("constraint", "opinion")], 1, "high")
    assert judged(made, family("no_conviction", opinion="unfit"))[0] == []


def test_the_days_and_ages_of_a_study_fit_together(tmp_path: Path) -> None:
    made = shipped("home_study", tmp_path)
    assert judged(made, family(last_visit="2026-01-31"))[0] == [("constraint", "last_visit")]
    assert judged(made, family(first_visit="2026-03-11"))[0][0] == ("constraint", "first_visit")
    assert judged(made, family(age_from="7"))[0] == [("constraint", "age_to")]


# --- goal attainment -------------------------------------------------------------------------------------------


def t_score(*goals: tuple[int, int]) -> float:
    """Kiresuk and Sherman (1968), for (weight, reached)."""
    weights = sum(weight for weight, _reached in goals)
    squares = sum(weight * weight for weight, _reached in goals)
    attained = sum(weight * reached for weight, reached in goals)
    return 50 + 10 * attained / sqrt(0.7 * squares + 0.3 * weights * weights)


@pytest.mark.parametrize(
    ("goals", "level"),
    [
        ([(1, 0)], "low"),
        ([(1, 1)], "low"),
        ([(3, -2), (1, 2)], "medium"),
        ([(1, 1), (2, 0), (3, 2), (1, -1), (2, 1)], "low"),
        ([(2, -1)] * 5, "medium"),
    ],
)
def test_goals_reached_become_one_figure(tmp_path: Path, goals: list[tuple[int, int]], level: str) -> None:
    said: dict[str, Any] = {"goals": len(goals)}
    for number, (weight, reached) in enumerate(goals, 1):
        said |= {f"words_{number}": "Məqsəd", f"expected_{number}": "Hər gün"}
        said |= {f"weight_{number}": weight, f"reached_{number}": reached}
    said |= {
        "weights": sum(weight for weight, _reached in goals),
        "squares": sum(weight * weight for weight, _reached in goals),
        "attained": sum(weight * reached for weight, reached in goals),
        "t_score": f"{round(t_score(*goals), 1):g}",
    }
    made = shipped("goal_attainment", tmp_path)
    wrong, found = judged(made, said)
    assert (wrong, found.scores["t_score"], found.level) == ([], round(t_score(*goals), 1), level)
    assert judged(made, {**said, "t_score": "99"})[0] == [("calculated", "t_score")]


# --- what a child can do ---------------------------------------------------------------------------------------

BOTH = {"glasses": "no", "hearing_aid": "no", "walking_aid": "no"}
SMALL = ["seeing", "hearing", "walking", "dexterity", "understood", "understands", "learning", "playing"]
BIG = [
    "seeing", "hearing", "walking", "self_care", "understood", "learning", "remembering", "concentrating",
    "change", "behaviour", "friends",
]  # fmt: skip


def child(years: int, domains: int, **said: int) -> dict[str, Any]:
    names = SMALL if years < 5 else BIG
    often = {"kicking": 3} if years < 5 else {"anxious": 5, "sad": 5}
    return {**BOTH, "years": years, **dict.fromkeys(names, 1), **often, "domains": domains, **said}


@pytest.mark.parametrize(
    ("said", "level"),
    [
        (child(3, 0), ""),
        (child(3, 0, kicking=4), ""),
        (child(3, 1, kicking=5), "medium"),
        (child(3, 1, understood=3, understands=4), "medium"),
        (child(4, 2, seeing=3, playing=4), "medium"),
        (child(5, 0, seeing=2), ""),
        (child(12, 1, anxious=1), "medium"),
        (child(12, 0, anxious=2, sad=2), ""),
        (child(17, 3, friends=3, behaviour=4, sad=1), "medium"),
    ],
)
def test_domains_of_serious_difficulty_are_counted_by_age(
    tmp_path: Path, said: dict[str, Any], level: str
) -> None:
    wrong, found = judged(shipped("child_functioning", tmp_path), said, record_age=str(said["years"]))
    assert (wrong, found.scores["domains"], found.level) == ([], said["domains"], level)


def test_the_age_is_asked_where_the_record_does_not_know_it(tmp_path: Path) -> None:
    made = shipped("child_functioning", tmp_path)
    assert judged(made, {**child(7, 0), "age_asked": 7}, record_age="")[0] == []
    assert ("required", "age_asked") in judged(made, child(7, 0), record_age="")[0]


# --- taking one over -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_is_taken_over_once_and_approved_by_another(as_owner: Any, browser_of: Any) -> None:
    with as_owner():
        unit = factories.unit(national=True)
        first, second = (factories.user((Methodologist, unit)) for _n in range(2))
        stranger = factories.user((SocialWorker, unit))
    writer, reader = browser_of(first), browser_of(second)
    page = writer.get(reverse("instruments:form-ready")).content.decode()
    assert all(one.form_id in page for one in READY)
    workbook = writer.get(reverse("instruments:form-ready-workbook", args=["home_study"]))
    assert workbook.content.startswith(b"survey,")
    there = reverse("instruments:form-ready-bring", args=["home_study"])
    taken = [writer.post(there).headers["Location"] for _n in range(2)]
    brought = FormVersion.objects.get()
    assert taken == [brought.get_absolute_url()] * 2
    assert brought.status == "draft"
    assert reader.post(there).headers["Location"] == reverse("instruments:form-ready")
    assert brought.get_absolute_url() in reader.get(reverse("instruments:form-ready")).content.decode()
    approving = {"on": clock.today().isoformat(), "_version": brought.version}
    assert reader.post(f"{brought.get_absolute_url()}approve/", approving).status_code == 302
    assert FormVersion.objects.get().status == "approved"
    assert writer.post(reverse("instruments:form-ready-bring", args=["nothing"])).status_code == 404
    assert browser_of(stranger).get(reverse("instruments:form-ready")).status_code == 403
