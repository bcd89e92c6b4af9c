"""Submitted answers: tricks and damage are refused, expressions are worked out as ODK does."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from himaya.instruments.xforms import grammar, patterns
from himaya.instruments.xforms.compiling import Compiled
from himaya.instruments.xforms.instance import read_answers
from himaya.instruments.xforms.problems import Broken
from himaya.instruments.xforms.recheck import Limits
from himaya.instruments.xforms.tree import Here, Node, Run, TooHeavy
from himaya.instruments.xforms.values import text_of
from himaya.instruments.xforms.xpath import NoSuchFunction, expression, functions_of
from tests.instruments.xform_cast import asked, book, filled, form, make, wrong

GOOD = "<who>Əli</who><day>2026-03-09</day><alone>yes</alone>"


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The form of a visit."""
    return make(form("visit"), tmp_path_factory.mktemp("visit"))


def refused(made: Compiled, content: bytes) -> str:
    with pytest.raises(Broken) as trouble:
        read_answers(content, made.shape, megabytes=1)
    assert trouble.value.problems[0].text
    return trouble.value.problems[0].code


def test_entities_and_document_types_are_refused(visit: Compiled) -> None:
    plain = filled(visit, GOOD).decode()
    bomb = '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>'
    assert refused(visit, (bomb + plain.replace("Əli", "&b;")).encode()) == "doctype"
    assert refused(visit, ('<!DOCTYPE d SYSTEM "file:///etc/passwd">' + plain).encode()) == "doctype"


def test_what_is_cut_or_large_or_deep_or_of_another_form_is_refused(visit: Compiled) -> None:
    plain = filled(visit, GOOD)
    assert refused(visit, plain[:-9]) == "not_xml"
    assert refused(visit, b"") == "not_xml"
    assert refused(visit, b" " * (1024 * 1024 + 1)) == "answer_too_large"
    assert refused(visit, plain.replace(b'id="visit"', b'id="other"')) == "other_form"
    assert refused(visit, plain.replace(b'version="1"', b'version="2"')) == "other_version"
    assert refused(visit, filled(visit, "<g>" * 80 + "</g>" * 80)) == "not_xml"


def test_comments_and_templates_are_no_answers(visit: Compiled) -> None:
    template = '<who xmlns:jr="http://openrosa.org/javarosa" jr:template="">x</who><!-- so -->'
    tree = read_answers(filled(visit, template + GOOD), visit.shape, megabytes=1)
    assert [node.text for node in tree.named("who")] == ["Əli"]


def test_a_refusal_speaks_the_words_of_the_form(visit: Compiled) -> None:
    tree = read_answers(filled(visit, GOOD.replace("03-09", "03-19")), visit.shape, megabytes=1)
    from himaya.instruments.xforms.recheck import recheck

    found = recheck(visit.shape, tree, now=datetime(2026, 3, 10, tzinfo=UTC), language="Azərbaycan (az)")
    assert str(found[0]) == "Hansı gün? (/data/day): Gələcək gün ola bilməz."


def test_too_many_entries_and_too_much_work_are_refused(tmp_path: Path) -> None:
    made = make(form("household"), tmp_path)
    child = "<child><name>A</name><age>1</age><label>1. A</label></child>"
    few = Limits(entries=2)
    assert ("too_many_entries", "/data/child") in wrong(made, child * 3, limits=few)
    assert wrong(made, child, limits=Limits(steps=1)) == [("too_heavy", "")]


def test_a_pattern_made_to_run_for_ever_is_stopped(tmp_path: Path) -> None:
    rows = [asked("text", "a", "Bir", constraint="regex(., '(a+)+b')")]
    made = make(book(rows), tmp_path)
    assert wrong(made, f"<a>{'a' * 40}b</a>") == []
    assert wrong(made, f"<a>{'a' * 400}c</a>", limits=Limits(milliseconds=1)) in (
        [("too_heavy", "")],
        [("constraint", "/data/a")],
    )


def test_a_pattern_is_tried_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*given: object, **more: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(patterns.regex, "fullmatch", slow)
    with pytest.raises(patterns.TooSlow):
        patterns.fits("a", "a", 1)
    assert not patterns.fits("a", "a" * 2001, 1)


# --- expressions ---

EXPRESSIONS = [
    ("1 + 2 * 3 - 4 div 2", "5"), ("7 mod 4", "3"), ("-7 mod 4", "-3"), ("5 mod 0", "NaN"), ("-(2)", "-2"),
    ("1 div 0", "Infinity"), ("-1 div 0", "-Infinity"), ("0 div 0", "NaN"), ("'a' = 'a' and 1 != 2", "true"),
    ("1 > 2 or 2 >= 2", "true"), ("/data/n < 6 and /data/n <= 5", "true"), ("true() != false()", "true"),
    ("true() = 1", "true"), ("/data/k/v = 3", "true"), ("/data/k/v != 3", "true"), ("/data/none = ''", "false"),
    ("if(/data/n = 5, 'five', 'other')", "five"), ("if(0, 1, 2)", "2"), ("if('', 1, 2)", "2"),
    ("coalesce(/data/none, '', 'x')", "x"), ("coalesce('')", ""), ("once('new')", "here"),
    ("selected('a b', 'b')", "true"), ("selected-at('a b', 1)", "b"), ("selected-at('a b', 9)", ""),
    ("count-selected('a b c')", "3"), ("checklist(1, 2, true(), 0, 1)", "true"), ("checklist(-1, 0, 1)", "false"),
    ("concat('a', 1, true())", "a1true"), ("join('-', /data/k/v)", "2-3"), ("string(5.50)", "5.5"), ("string()", "here"),
    ("string-length()", "4"), ("string-length('abc')", "3"), ("normalize-space('  a  b ')", "a b"),
    ("substr('hello', 1, 3)", "el"), ("substr('hello', -3)", "llo"), ("substr('hello', 'x')", ""),
    ("substring('hello', 2, 3)", "ell"), ("substring('hello', 2)", "ello"), ("substring-before('a-b', '-')", "a"),
    ("substring-before('ab', '-')", ""), ("substring-after('a-b', '-')", "b"), ("contains('abc', 'b')", "true"),
    ("starts-with('abc', 'a')", "true"), ("ends-with('abc', 'c')", "true"), ("translate('abc', 'abc', 'xy')", "xy"),
    ("not(1)", "false"), ("boolean('x')", "true"), ("boolean-from-string('1')", "true"), ("number('5')", "5"),
    ("number()", "NaN"), ("int(2.9)", "2"), ("int('x')", "NaN"), ("round(2.5)", "3"), ("round(2.345, 2)", "2.35"),
    ("round('x')", "NaN"), ("floor(2.9)", "2"), ("ceiling(2.1)", "3"), ("abs(-3)", "3"), ("sqrt(9)", "3"),
    ("sqrt(-1)", "NaN"), ("pow(2, 10)", "1024"), ("pow(10, 999)", "NaN"), ("exp(0)", "1"), ("log(1)", "0"),
    ("log10(100)", "2"), ("int(pi())", "3"), ("sum(/data/k/v)", "5"), ("sum(/data/none)", "0"), ("min(/data/k/v)", "2"),
    ("max(3, /data/k/v)", "3"), ("max(/data/none)", "NaN"), ("count(/data/k)", "2"), ("count(5)", "0"),
    ("count-non-empty(/data/k/v)", "2"), ("position(/data/k[2])", "2"), ("position(/data/none)", "NaN"),
    ("/data/k[position() = last()]/v", "3"), ("/data/k[v = 2]/v", "2"), ("(/data/k)[2]/v", "3"), ("/data/*[2]", "here"),
    ("indexed-repeat(/data/k/v, /data/k, 2)", "3"), ("indexed-repeat(/data/n, /data/k, 2)", ""),
    ("instance('l')/root/item[name = 'b']/label", "B"), ("instance('none')/root", ""), ("current()/../n", "5"),
    ("count(/data/k/.. | /data/n)", "2"), ("count(. | 5)", "1"), ("../../..", ""), ("count(/data/k/v[. > 2])", "1"),
    ("randomize(/data/k)/v", "2"), ("today()", "2026-03-10"), ("today() - date('2026-03-01')", "9"),
    ("now()", "2026-03-10T12:00:00.000+04:00"), ("date(0)", "1970-01-01"), ("date('2026-03-10T11:00:00')", "2026-03-10"),
    ("date('x')", ""), ("date(99999999999)", ""), ("'2026-13-40' > 1", "false"), ("date-time('x')", "x"),
    ("decimal-date-time('1970-01-02')", "1"), ("decimal-time('1970-01-02T12:00:00')", "0.5"), ("decimal-time('x')", "NaN"),
    ("format-date('2026-03-09', '%e/%n/%y %% %Y')", "9/3/26 %% 2026"), ("format-date('', '%Y')", ""),
    ("format-date-time('2026-03-09T14:05:06.700', '%d.%m %H:%M:%S.%3 %h')", "09.03 14:05:06.700 14"),
    ("jr:choice-name('a', '/data/n')", "/data/n a"), ("jr:itext('x')", "x"), ("regex('ab', 'a.')", "true"),
    ("string-length(uuid()) > 30 and random() < 2", "true"), ("..//..", None), ("1 +", None), ("a b", None), ("f(1,)", None),
    ("'open", None), ("a[1", None), ("", None), ("x" * 20_001, None),
    ("(" * 5000 + ")" * 5000, None), ("and and and", "false"),
]  # fmt: skip


@pytest.fixture
def here() -> Here:
    """The second answer of a small form."""
    top = Node("data")
    top.add("n", "5")
    node = top.add("q", "here")
    for value in ("2", "3"):
        top.add("k").add("v", value)
    listed = Node("list")
    item = listed.add("root").add("item")
    item.add("name", "b")
    item.add("label", "B")
    run = Run(
        datetime(2026, 3, 10, 8, 0, tzinfo=UTC),
        {"l": listed},
        choice_name=lambda path, value: f"{path} {value}",
    )
    return Here(node, run, node)


@pytest.mark.parametrize(("said", "gives"), EXPRESSIONS, ids=[said[:40] for said, _g in EXPRESSIONS])
def test_an_expression_gives_what_odk_gives(said: str, gives: str | None, here: Here) -> None:
    if gives is None:
        with pytest.raises(grammar.NotRead):
            grammar.read(said)
    else:
        assert text_of(expression(said)(here)) == gives


def test_what_cannot_be_worked_out_is_said(here: Here) -> None:
    with pytest.raises(NoSuchFunction):
        expression("pulldata('a')")
    with pytest.raises(NoSuchFunction):
        expression("not()")
    here.run.steps = 0
    with pytest.raises(TooHeavy):
        expression("/data/k/v")(here)
    assert functions_of("if(a = 1, today(), -b[not(c)])") == {"if", "today", "not"}
    assert here.node.top().place == 1
    assert Node("k", here.node.top()).place == 3
