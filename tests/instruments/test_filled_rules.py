"""Whether a form may be filled in, and whether everything came along that its answers name."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from himaya.instruments.filled.rules import (
    Scored,
    pairs,
    require_asked,
    require_files,
    require_was_asked,
    scored,
    single_answers,
)
from himaya.instruments.models import FormVersion
from himaya.instruments.xforms.instance import read_answers
from himaya.instruments.xforms.problems import Broken
from himaya.kit.errors import Refused
from tests.instruments.xform_cast import asked, book, filled, form, make

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("valid", "may"),
    [
        (None, False),
        (DateRange(date(2026, 3, 11), None), False),
        (DateRange(date(2026, 3, 1), date(2026, 3, 10)), False),
        (DateRange(date(2026, 3, 10), None), True),
        (DateRange(date(2026, 3, 10), date(2026, 3, 11)), True),
    ],
)
def test_only_what_is_asked_today_is_begun(valid: DateRange | None, may: bool) -> None:
    version = FormVersion(form_id="visit", valid=valid)
    if may:
        require_asked(version, TODAY)
    else:
        with pytest.raises(Refused) as no:
            require_asked(version, TODAY)
        assert no.value.field == "form"


@pytest.mark.parametrize(
    ("valid", "approved", "may"),
    [
        (None, None, False),
        (DateRange(date(2026, 3, 11), None), 1, False),
        (DateRange(date(2026, 3, 10), None), 1, True),
        (DateRange(date(2026, 1, 1), date(2026, 2, 1)), 1, True),  # retired since it was taken along
        (None, 1, True),  # retired on its first day
    ],
)
def test_what_was_asked_when_it_was_taken_along_is_taken(
    valid: DateRange | None, approved: int | None, may: bool
) -> None:
    version = FormVersion(form_id="visit", valid=valid, approved_by_id=approved)
    if may:
        require_was_asked(version, TODAY)
    else:
        with pytest.raises(Refused):
            require_was_asked(version, TODAY)


def test_files_that_answers_name_must_come_along(tmp_path: object) -> None:
    made = make(form("place"), tmp_path)  # type: ignore[arg-type]  # a folder of pytest's
    answers = read_answers(
        filled(made, "<where>40.6 48.6</where><front>a.jpg</front>"), made.shape, megabytes=1
    )
    assert require_files(made.shape, answers, {"a.jpg": object(), "b.jpg": object()}) == ["a.jpg"]
    with pytest.raises(Broken) as broken:
        require_files(made.shape, answers, {"b.jpg": object()})
    assert [(one.code, one.path) for one in broken.value.problems] == [("no_file", "/data/front")]
    nothing = read_answers(filled(made, "<where>40.6 48.6</where><front/>"), made.shape, megabytes=1)
    assert require_files(made.shape, nothing, {}) == []


def test_entries_are_told_one_by_one_in_the_order_of_the_form(tmp_path: object) -> None:
    made = make(
        book(
            [
                asked("begin repeat", "child", "Uşaq"),
                asked("text", "name", "Adı"),
                asked("end repeat", ""),
                asked("text", "after", "Sonra"),
            ]
        ),
        tmp_path,  # type: ignore[arg-type]  # a folder of pytest's
    )
    content = filled(made, "<after>x</after><child><name>A</name></child><child><name>B</name></child>")
    answers = read_answers(content, made.shape, megabytes=1)
    found = [(one.name, node.text) for one, node in pairs(made.shape, answers, leave_out=("meta",))]
    assert found == [("child", ""), ("name", "A"), ("child", ""), ("name", "B"), ("after", "x")]


SHEET = {
    "scores": [{"name": "points", "labels": {"": "P"}, "most": 10}, {"name": "fear", "labels": {"": "F"}, "most": 0}],
    "cut_offs": [
        {"score": "points", "at_least": 2, "level": "medium", "labels": {"": "some"}, "since": "", "until": ""},
        {"score": "points", "at_least": 6, "level": "high", "labels": {"": "much"}, "since": "", "until": "2026-03-10"},
        {"score": "points", "at_least": 5, "level": "high", "labels": {"": "much"}, "since": "2026-03-10", "until": ""},
        {"score": "fear", "at_least": 1, "level": "critical", "labels": {"": "fear"}, "since": "2026-01-01", "until": ""},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "on", "expected"),
    [
        ({"points": "1"}, date(2026, 3, 9), Scored({"points": 1.0})),
        ({"points": "2"}, date(2026, 3, 9), Scored({"points": 2.0}, ("points:2",), "medium")),
        # the cut-off moves on 10 March: the day before, five points are some
        ({"points": "5"}, date(2026, 3, 9), Scored({"points": 5.0}, ("points:2",), "medium")),
        ({"points": "5"}, date(2026, 3, 10), Scored({"points": 5.0}, ("points:5",), "high")),
        ({"points": "6"}, date(2026, 3, 9), Scored({"points": 6.0}, ("points:6",), "high")),
        ({"points": "6"}, date(2026, 3, 10), Scored({"points": 6.0}, ("points:5",), "high")),
        ({"points": "2", "fear": "1.5"}, date(2026, 3, 10),
         Scored({"points": 2.0, "fear": 1.5}, ("points:2", "fear:1"), "critical")),
        ({"fear": "1"}, date(2025, 12, 31), Scored({"fear": 1.0})),
        ({"points": "", "fear": "NaN"}, date(2026, 3, 10), Scored({})),
        ({"points": "many"}, date(2026, 3, 10), Scored({})),
    ],
)  # fmt: skip
def test_a_score_means_what_the_cut_offs_of_the_day_say(
    answers: dict[str, str], on: date, expected: Scored
) -> None:
    assert scored(SHEET, answers, on) == expected


def test_a_form_without_scores_has_none() -> None:
    assert scored({}, {"points": "5"}, TODAY) == Scored({})


def test_what_is_asked_again_and_again_is_no_single_answer(tmp_path: object) -> None:
    rows = [asked("begin repeat", "child", "Uşaq"), asked("text", "name", "Adı"), asked("end repeat", "")]
    made = make(book([asked("integer", "age", "Yaş"), *rows]), tmp_path)  # type: ignore[arg-type]  # pytest's folder
    content = filled(made, "<age>5</age><child><name>A</name></child><child><name>B</name></child>")
    answers = read_answers(content, made.shape, megabytes=1)
    assert single_answers(made.shape, answers)["age"] == "5"
    assert "name" not in single_answers(made.shape, answers)
