"""Conditions and definitions of questionnaires."""

import json
from typing import Any

import pytest

from himaya.instruments.library import logic
from himaya.instruments.library.actions import DATA
from himaya.instruments.library.definition import BadDefinition, read

L = ["Sual", "Question", "Вопрос"]


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("${a} = 'yes'", {"a": "yes"}, True),
        ("${a} = 'yes'", {}, False),
        ("${a} != 'yes'", {}, True),
        ("${age} < 3", {"age": 2}, True),
        ("${age} < 3", {"age": ""}, False),
        ("${age} >= 6 and not(${a} = 'no')", {"age": 6, "a": "yes"}, True),
        ("selected(${kinds}, 'sexual')", {"kinds": ["physical", "sexual"]}, True),
        ("selected(${kinds}, 'sex')", {"kinds": ["sexual"]}, False),
        ("(${a} = '1' or ${a} = '2') and ${b} = ''", {"a": 2}, True),
        ("${a} = 1 or ${b} = 1 and ${c} = 1", {"a": 1}, True),
    ],
)
def test_a_condition_means_what_it_says(condition: str, answers: dict[str, Any], expected: bool) -> None:
    assert logic.holds(logic.read(condition), answers) is expected


@pytest.mark.parametrize(
    "bad", ["", "${a}", "${a} =", "${a} = 'x' and", "drop table", "(${a} = 1", "${A} = 1", "${a} = 1 )"]
)
def test_a_condition_that_cannot_be_read_is_refused(bad: str) -> None:
    if bad == "${a}":
        assert logic.holds(logic.read(bad), {"a": "something"}) is True
        return
    with pytest.raises(logic.BadCondition):
        logic.read(bad)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda p: p.stem)
def test_what_is_shipped_can_be_read_and_says_its_licence(path: Any) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    content = read(data)
    assert content.questions
    assert content.scoring
    assert data["licence"] == "Apache-2.0"
    assert data["source"]
    assert f"{data['instrument']}-{data['number']}" == path.stem


def of(**question: Any) -> dict[str, Any]:
    return {
        "sections": [
            {"name": "s", "label": L, "questions": [{"name": "a", "type": "text", "label": L, **question}]}
        ]
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (of(type="geopoint"), "a: no type"),
        (of(type="select_one nothing"), "a: no choices"),
        (of(label=["Sual", "Question", ""]), "a: label needs the three languages"),
        (of(relevant="${b} = 1"), "a: speaks of b"),
        (of(relevant="${b"), "a: relevant cannot be read"),
        ({**of(), "scoring": [{"from": "2020-01-01", "points": {"b": {}}}]}, "points for b"),
        ({"sections": [*of()["sections"], *of()["sections"]]}, "asked twice: a"),
    ],
)
def test_a_broken_questionnaire_is_refused_with_its_place(data: dict[str, Any], said: str) -> None:
    with pytest.raises(BadDefinition, match=said):
        read(data)
