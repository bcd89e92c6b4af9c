"""Broken workbooks: each has its clear problem, by sheet and row."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from himaya.instruments.xforms import compiling
from himaya.instruments.xforms.apart import AskedTooMuch, Bounds, TookTooLong, run_apart
from himaya.instruments.xforms.circles import circles
from himaya.instruments.xforms.compiling import compiled, missing_labels, placed
from himaya.instruments.xforms.headings import language
from himaya.instruments.xforms.problems import Broken, Problem
from himaya.instruments.xforms.workbook import Sizes, read
from tests.instruments.xform_cast import AZ, YES_NO, asked, book, broken, choice, form, make, settings

ONE = asked("text", "a", "Bir")


def with_rows(*rows: dict[str, Any], choices: Any = ()) -> bytes:
    return book([ONE, *rows], choices)


CASES: list[tuple[str, bytes, list[tuple[str, str, int]]]] = [
    ("no survey", book([], [], settings(), notes=[{"a": "b"}]), [("no_sheet", "survey", 0)]),
    ("nothing asked", book([{"type": "", "name": "", "label": ""}]), [("empty_sheet", "survey", 2)]),
    ("no names", book([{"type": "text", "label": "x"}]), [("no_column", "survey", 1)]),
    ("unknown column", with_rows(asked("text", "b", "İki", colour="red")), [("unknown_column", "survey", 1)]),
    ("misspelled column", with_rows(asked("text", "b", "İki", relevent="1")), [("meant_column", "survey", 1)]),
    ("unknown setting", book([ONE], [], settings(colour="red")), [("unknown_column", "settings", 1)]),
    ("another sheet", book([ONE], [], entities=[{"dataset": "x"}]), [("sheet_not_taken", "entities", 0)]),
    ("unknown type", with_rows(asked("poem", "b", "İki")), [("unknown_type", "survey", 3)]),
    ("misspelled type", with_rows(asked("integr", "b", "İki")), [("meant_type", "survey", 3)]),
    ("a type with files", with_rows(asked("select_one_from_file x.csv", "b", "İki")), [("type_not_taken", "survey", 3)]),
    ("no type", with_rows({"name": "b"}), [("no_type", "survey", 3)]),
    ("no name", with_rows({"type": "text", "label::English (en)": "b"}), [("no_name", "survey", 3)]),
    ("a bad name", with_rows(asked("text", "2 b", "İki")), [("bad_name", "survey", 3)]),
    ("a name twice", with_rows(asked("text", "a", "İki")), [("same_name", "survey", 3)]),
    ("no label", with_rows(asked("text", "b")), [("no_label", "survey", 3)]),
    ("ends nothing", with_rows({"type": "end group"}), [("end_without_begin", "survey", 3)]),
    ("never ends", with_rows(asked("begin repeat", "g", "Qrup")), [("begin_without_end", "survey", 3)]),
    (
        "ends the wrong thing",
        with_rows(asked("begin group", "g", "Qrup"), asked("text", "b", "İki"), {"type": "end repeat"}),
        [("wrong_end", "survey", 5)],
    ),
    ("no such list", with_rows(asked("select_one yes_no", "b", "İki")), [("no_list", "survey", 3)]),
    ("no list named", with_rows(asked("select_one", "b", "İki")), [("no_list_name", "survey", 3)]),
    ("no such question", with_rows(asked("text", "b", "${c}")), [("unknown_reference", "survey", 3)] * 2),
    (
        "one of several",
        with_rows(
            asked("begin group", "g", "Q"), asked("text", "a", "İki"), {"type": "end group"},
            asked("text", "b", "Üç", relevant="${a} = 1"),
        ),
        [("unclear_reference", "survey", 6)],
    ),
    ("an earlier form", with_rows(asked("text", "b", "x", default="${last-saved#a}")), [("last_saved", "survey", 3)]),
    (
        "a circle",
        with_rows(asked("calculate", "b", calculation="${c} + 1"), asked("calculate", "c", calculation="${b} + 1")),
        [("circle", "survey", 3)],
    ),
    (
        "a group that hides what it asks about",
        with_rows(asked("begin group", "g", "Q", relevant="${b} = 1"), asked("text", "b", "x"), {"type": "end group"}),
        [("circle", "survey", 3)],
    ),
    ("closed answers", book([ONE], [], settings(public_key="x")), [("encrypted", "settings", 1)]),
    ("a bad id", book([ONE], [], settings("a/b")), [("bad_form_id", "settings", 2)]),
    ("a long title", book([ONE], [], settings(form_title="x" * 301)), [("long_setting", "settings", 2)]),
    ("no such language", book([ONE], [], settings(default_language="Deutsch")), [("no_language", "settings", 2)]),
    ("no list of a choice", with_rows(choices=[choice("", "x", "X")]), [("no_choice_list", "choices", 2)]),
    ("no name of a choice", with_rows(choices=[choice("l", "", "X")]), [("no_choice_name", "choices", 2)]),
    ("a spaced choice", with_rows(choices=[choice("l", "a b", "X")]), [("spaced_choice", "choices", 2)]),
    ("a choice twice", with_rows(choices=[*YES_NO, choice("yes_no", "no", "X")]), [("same_choice", "choices", 4)]),
    ("no label of a choice", with_rows(choices=[{"list_name": "l", "name": "x", "label": ""}]),
     [("no_choice_label", "choices", 2)]),
    ("a formula", with_rows(asked("text", "b", "=1+1")),
     [("formula", "survey", 3), ("formula", "survey", 3), ("no_label", "survey", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), [(c, s) for _n, c, s in CASES], ids=[n for n, _c, _s in CASES])
def test_what_is_wrong_is_told_before_compiling(
    content: bytes, said: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    assert broken(content, tmp_path) == said


def test_the_settings_have_one_row_and_each_heading_stands_once(tmp_path: Path) -> None:
    two = book([ONE], [], settings())
    path = tmp_path / "form.csv"
    path.write_text(
        "survey,,,\n,type,name,label\n,text,a,Bir\nsettings,,,\n,form_title,form_id,version\n,T,f,1\n,U,g,2\n"
    )
    with pytest.raises(Broken) as again:
        compiled(path, Sizes())
    assert [one.code for one in again.value.problems] == ["several_settings"]
    path.write_text(
        "survey,,,,\n,type,name,label,label\n,text,a,Bir,İki\nsettings,,,\n,form_title,form_id,version\n,T,f,1\n"
    )
    with pytest.raises(Broken) as twice:
        compiled(path, Sizes())
    assert [one.code for one in twice.value.problems] == ["same_column"]
    assert make(two, tmp_path).shape.version == "1"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (asked("text", "b", "İki", relevant="((1"), "bad_expression"),
        (asked("calculate", "b", calculation="pulldata('x', 'y', 'z', ${a})"), "unknown_function"),
        (asked("calculate", "b", calculation="selected(${a})"), "function_arguments"),
        (asked("text", "b", "İki", constraint="regex(., '(')"), "bad_pattern"),
        (asked("text", "b", "İki", constraint="regex(., '" + "a" * 2001 + "')"), "bad_pattern"),
        (asked("text", "b", "İki", relevant="/data/zzz = 1"), "unknown_path"),
        (asked("text", "b", "İki", relevant="instance('zzz')/root/item/a = 1"), "unknown_path"),
        (asked("text", "b", "İki", constraint="@x = 1"), "bad_expression"),
        (asked("select_one yes_no", "b", "İki", choice_filter="colour=${a}"), "unknown_filter"),
    ],
)
def test_what_could_not_be_checked_again_is_refused_with_its_row(
    row: dict[str, Any], said: str, tmp_path: Path
) -> None:
    assert broken(with_rows(row, choices=YES_NO), tmp_path) == [(said, "survey", 3)]


def test_what_the_compiler_finds_stands_at_its_row(tmp_path: Path) -> None:
    found = broken(with_rows(asked("range", "b", "İki", parameters="start=x")), tmp_path)
    assert found == [("compiler", "survey", 3)]
    said = placed("[row : 7] On the 'choices' sheet, the 'name' value is invalid.")
    assert (said.sheet, said.row, said.column) == ("choices", 7, "name")
    assert "[row" not in said.text


def test_five_thousand_rows_are_refused(tmp_path: Path) -> None:
    rows = [asked("text", f"q{at}", "x") for at in range(5000)]
    assert broken(book(rows), tmp_path) == [("too_many_rows", "survey", 2002)]


def test_macros_are_refused_old_and_new(tmp_path: Path) -> None:
    out = io.BytesIO(form("visit"))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    assert broken(out.getvalue(), tmp_path) == [("macros", "", 0)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert broken(head + "_VBA_PROJECT".encode("utf-16-le"), tmp_path) == [("macros", "", 0)]
    assert broken(head + "EncryptedPackage".encode("utf-16-le"), tmp_path) == [("unreadable", "", 0)]
    assert broken(head + b"\x00" * 600, tmp_path) == [("unreadable", "", 0)]


def test_bombs_and_what_is_no_workbook_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<x/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 120_000_000)
    assert broken(out.getvalue(), tmp_path) == [("unreadable", "", 0)]
    assert broken(b"%PDF-1.7", tmp_path) == [("unreadable", "", 0)]
    assert broken(b"nothing of a form, whatever it is called", tmp_path) == [("no_form", "", 0)]
    assert broken(b"", tmp_path) == [("unreadable", "", 0)]
    assert broken(b"x" * 2_000_000, tmp_path, Sizes(megabytes=1)) == [("too_large", "", 0)]


def test_an_old_workbook_is_read_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No library here writes the old kind: its reader answers as it does for one."""
    path = tmp_path / "form.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    cells = [["type", "name", "label"], ["text", "a", "Bir"]]
    told = {
        "sheets": [["survey", cells], ["settings", [["form_title", "form_id", "version"], ["T", "f", "1"]]]]
    }
    monkeypatch.setattr("himaya.instruments.xforms.workbook.run_apart", lambda *given: told)
    assert read(path, Sizes()).sheets["survey"].lines[0]["name"] == "a"

    def slow(*given: object) -> None:
        raise TookTooLong

    monkeypatch.setattr("himaya.instruments.xforms.workbook.run_apart", slow)
    with pytest.raises(Broken) as trouble:
        read(path, Sizes())
    assert trouble.value.problems[0].code == "unreadable"


def test_what_takes_too_long_or_too_much_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert broken(form("visit"), tmp_path, Sizes(apart=Bounds(20, 40))) == [("too_big", "", 0)]

    def slow(*given: object) -> None:
        raise TookTooLong

    monkeypatch.setattr(compiling, "run_apart", slow)
    assert broken(form("visit"), tmp_path) == [("too_long", "", 0)]


def test_the_process_apart_is_ended_after_its_time() -> None:
    with pytest.raises((TookTooLong, AskedTooMuch)):
        run_apart("compile", {"workbook": {}, "root": "data"}, Bounds(0, 1024))
    with pytest.raises(AskedTooMuch):
        run_apart("compile", b"no message", Bounds())


def test_circles_are_found_however_deep() -> None:
    deep = {n: {n + 1} for n in range(5000)}
    assert circles(deep) == []
    assert circles(deep | {5000: {0}})[0][0] == 0
    assert circles({"a": {"a"}}) == [["a", "a"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_languages_are_read_from_headings() -> None:
    assert language("label::English (en)") == "English (en)"
    assert language("label : Русский") == "Русский"
    assert language("label") == language("jr:count") == language("bind::odk:length") == ""


def test_a_problem_says_where_it_is() -> None:
    assert str(Problem("required", path="/data/a", label="Bir")).startswith("Bir (/data/a): ")
    assert str(Problem("required", path="/data/a")).startswith("/data/a: ")
    assert str(Problem("no_type")) == Problem("no_type").text
    made: Callable[..., Problem] = Problem
    assert made("constraint", own_words="Öz sözü").text == "Öz sözü"


SCORED = [asked("integer", "a", "Bir"), asked("calculate", "points", calculation="${a} * 2")]


def score(name: str = "points", label: str = "Bal", **more: Any) -> dict[str, Any]:
    return {"name": name, AZ: label, "most": 20, **more}


def cut_off(score: str = "points", **more: Any) -> dict[str, Any]:
    return {"score": score, "at_least": 5, AZ: "Çox", "level": "high", "from": "", "until": "", **more}


def test_scores_and_cut_offs_are_kept_with_their_days(tmp_path: Path) -> None:
    days = cut_off(**{"from": "01.03.2026", "until": "2026-06-01"}, at_least="7,5")
    made = make(book(SCORED, scores=[score()], cut_offs=[cut_off(level=""), days]), tmp_path)
    labels = {"Azərbaycan (az)": "Bal"}
    assert made.scoring["scores"] == [{"name": "points", "labels": labels, "most": 20.0}]
    first, second = made.scoring["cut_offs"]
    assert (first["at_least"], first["level"], first["since"], first["until"]) == (5.0, "", "", "")
    assert (second["at_least"], second["since"], second["until"]) == (7.5, "2026-03-01", "2026-06-01")
    assert make(book(SCORED), tmp_path).scoring == {}


REPEATED = [asked("begin repeat", "r", "Təkrar"), asked("integer", "a", "Bir"), asked("end repeat", "")]


@pytest.mark.parametrize(
    ("survey", "scores", "cut_offs", "expected"),
    [
        (SCORED, [score("nothing")], [], [("unknown_score", "scores", 2)]),
        (REPEATED, [score("a")], [], [("unknown_score", "scores", 2)]),
        (SCORED, [score(), score()], [], [("same_name", "scores", 3)]),
        (SCORED, [score(label="")], [], [("no_label", "scores", 2)]),
        (SCORED, [score(most="many")], [], [("no_number", "scores", 2)]),
        (SCORED, [score(colour="red")], [], [("unknown_column", "scores", 1)]),
        (SCORED, [score()], [cut_off("a")], [("no_score", "cut_offs", 2)]),
        (SCORED, [], [cut_off()], [("no_score", "cut_offs", 2)]),
        (SCORED, [score()], [cut_off(level="grave")], [("unknown_level", "cut_offs", 2)]),
        (SCORED, [score()], [cut_off(at_least="")], [("no_number", "cut_offs", 2)]),
        (SCORED, [score()], [cut_off(**{AZ: ""})], [("no_label", "cut_offs", 2)]),
        (SCORED, [score()], [cut_off(**{"from": "spring"})], [("no_day", "cut_offs", 2)]),
        (SCORED, [score()], [cut_off(**{"from": "2026-06-01", "until": "2026-06-01"})], [("ends_before", "cut_offs", 2)]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_scores_is_told_by_sheet_and_row(
    tmp_path: Path, survey: Any, scores: Any, cut_offs: Any, expected: Any
) -> None:
    assert broken(book(survey, scores=scores, cut_offs=cut_offs), tmp_path) == expected


def test_rows_are_told_as_the_program_numbers_them(tmp_path: Path) -> None:
    """Somebody left two rows free above the headings."""
    rows = [",type,name,label", ",text,a,Bir", ",poem,b,İki", ",text,a,Üç"]
    sheets = ["survey", "", "", *rows, "settings", ",form_title,form_id,version", ",Forma,visit,1"]
    path = tmp_path / "form.csv"
    path.write_text("\n".join(sheets), encoding="utf-8")
    with pytest.raises(Broken) as refusal:
        compiled(path, Sizes())
    found = [(one.code, one.row) for one in refusal.value.problems]
    with_headings_at_the_top = [(code, row - 2) for code, row in found]
    assert [code for code, _row in found] == ["unknown_type", "same_name"]
    path.write_text("\n".join([sheets[0], *sheets[3:]]), encoding="utf-8")
    with pytest.raises(Broken) as refusal:
        compiled(path, Sizes())
    assert [(one.code, one.row) for one in refusal.value.problems] == with_headings_at_the_top


def test_what_the_compiler_adds_speaks_the_languages_of_the_form(tmp_path: Path) -> None:
    rows = [asked("select_one yes_no or_other", "agrees", "Razıdır?")]
    choices = [{**one, "label::Русский (ru)": "x", "label::Deutsch (de)": "y"} for one in YES_NO]
    made = make(book(rows, choices), tmp_path)
    other = dict(made.shape.items("yes_no"))["other"]
    asked_then = made.shape.by_path()["/data/agrees_other"].labels
    assert [other[name] for name in ("Azərbaycan (az)", "Русский (ru)", "Deutsch (de)")] == [
        "Başqa",
        "Другое",
        "Other",
    ]
    assert asked_then["Azərbaycan (az)"] == "Dəqiq yazın"
    assert missing_labels(made.shape)["Azərbaycan (az)"] == 0
    bare = make(book([{"type": "select_one l or_other", "name": "a", "label": "A"}],
                     [{"list_name": "l", "name": "b", "label": "B"}], settings(default_language="")), tmp_path)  # fmt: skip
    assert bare.shape.by_path()["/data/a_other"].label() == "Specify other."


def test_a_real_old_workbook_becomes_the_same_form(tmp_path: Path) -> None:
    """`tests/data/old_form.xls`: the cascading form in the kind of workbook of Excel 97, its version typed as a number."""
    old = make((Path(__file__).parent.parent / "data" / "old_form.xls").read_bytes(), tmp_path)
    new = make(form("cascade"), tmp_path)
    assert (old.xml, old.shape.version) == (new.xml, "1")


# --- what is mended without asking ------------------------------------------------------------------------------


def remarked(made: Any) -> list[tuple[str, str, str]]:
    return [
        (one.code, one.sheet, str(one.said.get("name", ""))) for one in made.remarks if one.code != "compiler"
    ]


def from_file(content: bytes, folder: Path, name: str) -> Any:
    path = folder / "form"
    path.write_bytes(content)
    return compiled(path, Sizes(), name)


def test_what_the_settings_do_not_say_comes_from_the_file(tmp_path: Path) -> None:
    """The same file is the same form; a changed one is another version of it."""
    bare = book([ONE], [], {"style": "pages"})
    made = from_file(bare, tmp_path, "Ev baxışı (2026)")
    assert (made.shape.form_id, made.shape.title) == ("ev_baxisi_2026", "Ev baxışı (2026)")
    assert made.shape.version == made.digest[:8]
    given = [("setting_given", "settings", name) for name in ("form_title", "form_id", "version")]
    assert remarked(made) == given
    assert from_file(bare, tmp_path, "Ev baxışı (2026)").shape.version == made.shape.version
    other = from_file(
        book([ONE, asked("text", "b", "İki")], [], {"style": "pages"}), tmp_path, "Ev baxışı (2026)"
    )
    assert other.shape.form_id == made.shape.form_id
    assert other.shape.version != made.shape.version
    assert "“form_id” is not filled in; “ev_baxisi_2026” was taken." in [one.text for one in made.remarks]


def test_a_workbook_without_settings_is_a_form(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text("survey,,,\n,type,name,label\n,text,a,Bir\n", encoding="utf-8")
    made = compiled(path, Sizes(), "!!!")
    assert (made.shape.form_id, made.shape.title) == ("form", "!!!")


def test_what_is_meant_for_elsewhere_and_what_cannot_be_shown_is_left_out(tmp_path: Path) -> None:
    pictured = asked("text", "b", "İki", **{"media::image": "x.png", "sms_field": "b"})
    made = make(book([ONE, pictured], [], settings(submission_url="https://example.org")), tmp_path)
    assert remarked(made) == [
        ("media_column", "survey", "media::image"),
        ("left_out", "survey", "sms_field"),
        ("left_out", "settings", "submission_url"),
    ]
    assert "x.png" not in made.xml
    assert "example.org" not in made.xml


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("select one from yes_no", "select_one yes_no"),
        ("Select all that apply from yes_no", "select_multiple yes_no"),
        ("add select one prompt using yes_no", "select_one yes_no"),
        ("select one from yes_no or specify other", "select_one yes_no or_other"),
        ("gps", "geopoint"),
        ("phone number", "text"),
    ],
)
def test_old_names_of_types_are_understood(tmp_path: Path, old: str, new: str) -> None:
    was, now = (make(book([asked(kind, "b", "İki")], YES_NO), tmp_path) for kind in (old, new))
    assert was.xml == now.xml
