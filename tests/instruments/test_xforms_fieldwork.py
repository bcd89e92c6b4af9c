"""Forms as phones take them along, and what comes back."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from himaya.instruments.xforms.fieldwork import facts_wanted, people_list, sent_back, taken_along
from himaya.instruments.xforms.problems import Broken
from himaya.instruments.xforms.shape import ABOUT, shape_of
from tests.instruments.xform_cast import FORMS, asked, book, broken, form, make, settings

XF = "{http://www.w3.org/2002/xforms}"
TELLING = [
    asked("hidden", "record_age"),
    asked("text", "record_sex", "Cinsi", readonly="yes"),
    asked("text", "record_reference", "İşin nömrəsi"),
    asked("text", "who", "Kim?"),
]


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_form_asks_first_about_whom_it_is(tmp_path: Path, name: str) -> None:
    made = make(form(name), tmp_path)
    taken = shape_of(taken_along(made.xml))
    first = taken.top.children[0]
    assert (first.name, first.kind, first.required, first.control) == (ABOUT, "question", "true()", "select1")
    assert first.labels["Azərbaycan (az)"] == "Kim haqqında?"
    assert first.labels["English (en)"] == "About whom?"
    assert [one.path for one in taken.asked if one.name != ABOUT] == [one.path for one in made.shape.asked]
    assert (taken.form_id, taken.version) == (made.shape.form_id, made.shape.version)


def test_what_the_record_knows_comes_from_the_list(tmp_path: Path) -> None:
    """Read-only facts are worked out from the choice; what may be changed is set when somebody is chosen."""
    made = make(book(TELLING), tmp_path)
    taken = ElementTree.fromstring(taken_along(made.xml))
    binds = {bind.get("nodeset"): bind.get("calculate", "") for bind in taken.iter(f"{XF}bind")}
    for name in ("record_age", "record_sex"):
        assert (
            binds[f"/data/{name}"] == f"instance('himaya_people')/root/item[name = /data/himaya_about]/{name}"
        )
    assert binds["/data/record_reference"] == ""
    [setting] = taken.iter(f"{XF}setvalue")
    assert (setting.get("event"), setting.get("ref")) == ("xforms-value-changed", "/data/record_reference")
    assert facts_wanted(made.shape) == ["record_age", "record_sex", "record_reference"]


def test_a_form_in_one_language_asks_in_azerbaijani(tmp_path: Path) -> None:
    made = make(
        book([{"type": "text", "name": "a", "label": "A"}], (), settings(default_language="")), tmp_path
    )
    assert shape_of(taken_along(made.xml)).top.children[0].label() == "Kim haqqında?"


def test_the_list_tells_only_what_the_form_asks_for(tmp_path: Path) -> None:
    shape = make(book(TELLING[1:2]), tmp_path).shape
    people = [("abc", 'Ülkər Ə., "kiçik"', {"record_sex": "female", "record_birth_date": "2016-05-03"})]
    assert people_list(shape, people, "en").splitlines() == [
        "name,label,record_sex",
        'abc,"Ülkər Ə., ""kiçik""",female',
        "later,Not on the list: I choose later,",
    ]
    assert "Siyahıda yoxdur" in people_list(shape, people, "de")


def test_no_form_has_a_question_of_our_name(tmp_path: Path) -> None:
    assert broken(book([asked("text", "himaya_about", "Kim?")]), tmp_path) == [("our_name", "survey", 2)]


def test_what_comes_back_is_read_without_our_question() -> None:
    sent = sent_back(
        b'<data id="visit" version="2" xmlns:orx="http://openrosa.org/xforms"><himaya_about>abc</himaya_about>'
        b"<who>x</who><orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>",
        megabytes=1,
    )
    assert (sent.form_id, sent.version, sent.instance_id, sent.about) == ("visit", "2", "uuid:1", "abc")
    assert "himaya_about" not in sent.instance
    assert "<who>x</who>" in sent.instance
    assert sent_back(b'<data id="v" instanceID="uuid:2"/>', megabytes=1).instance_id == "uuid:2"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_xml"),
        (b"<data>", "not_xml"),
        (b"\xff\xfe<", "not_xml"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b"<data><meta/></data>", "no_instance_id"),
        (b"<data><meta><instanceID>" + b"u" * 121 + b"</instanceID></meta></data>", "no_instance_id"),
        (b"<data>" + b"x" * 1024 * 1024 + b"</data>", "answer_too_large"),
    ],
)
def test_what_is_no_answer_is_told(content: bytes, code: str) -> None:
    with pytest.raises(Broken) as refusal:
        sent_back(content, megabytes=1)
    assert [one.code for one in refusal.value.problems] == [code]
