"""Whether a form may be filled in, and whether everything came along that its answers name."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from himaya.instruments.filled.rules import pairs, require_asked, require_files
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
