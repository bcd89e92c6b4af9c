"""Workbooks as methodologists write them: twelve whole ones in our own words, each using what public forms use, and
what is needed to make others and to fill them in."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from himaya.instruments.xforms.compiling import Compiled, compiled
from himaya.instruments.xforms.instance import read_answers
from himaya.instruments.xforms.problems import Broken
from himaya.instruments.xforms.recheck import Limits, recheck
from himaya.instruments.xforms.workbook import Sizes

Row = Mapping[str, Any]
NOON = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)  # noon in Bakı
AZ = "label::Azərbaycan (az)"


def asked(type_: str, name: str, label: str = "", **more: Any) -> dict[str, Any]:
    """A row of the survey; its label in two languages."""
    row: dict[str, Any] = {"type": type_, "name": name}
    if label:
        row |= {AZ: label, "label::English (en)": f"{label} (en)"}
    return row | more


def choice(list_name: str, name: str, label: str, **more: Any) -> dict[str, Any]:
    """A row of the choices."""
    return {"list_name": list_name, "name": name, AZ: label, "label::English (en)": f"{label} (en)"} | more


def settings(form_id: str = "visit", version: str = "1", **more: Any) -> dict[str, Any]:
    """The one row of the settings."""
    named = {"form_title": f"Forma {form_id}", "form_id": form_id, "version": version}
    return named | {"default_language": "Azərbaycan (az)"} | more


YES_NO = [choice("yes_no", "yes", "Bəli"), choice("yes_no", "no", "Xeyr")]


def book(
    survey: Iterable[Row], choices: Iterable[Row] = (), setting: Row | None = None, **sheets: Iterable[Row]
) -> bytes:
    """A workbook (.xlsx) of these rows; a sheet without rows is left out."""
    made = Workbook()
    made.remove(made.worksheets[0])
    all_sheets = {"survey": survey, "choices": choices, "settings": [setting or settings()], **sheets}
    for name, rows in all_sheets.items():
        rows = list(rows)
        if not rows:
            continue
        sheet = made.create_sheet(name)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def make(content: bytes, folder: Path, sizes: Sizes | None = None) -> Compiled:
    """The workbook compiled; Broken where it cannot be."""
    path = folder / "form"
    path.write_bytes(content)
    return compiled(path, sizes or Sizes())


def broken(content: bytes, folder: Path, sizes: Sizes | None = None) -> list[tuple[str, str, int]]:
    """The problems of a workbook that cannot become a form: code, sheet, row."""
    with pytest.raises(Broken) as refusal:
        make(content, folder, sizes)
    assert all(problem.text for problem in refusal.value.problems)
    return [(one.code, one.sheet, one.row) for one in refusal.value.problems]


def filled(made: Compiled, answers: str) -> bytes:
    """Submitted answers of a form, as a telephone sends them."""
    shape = made.shape
    meta = "<meta><instanceID>uuid:1</instanceID></meta>"
    return f'<data id="{shape.form_id}" version="{shape.version}">{answers}{meta}</data>'.encode()


def wrong(
    made: Compiled, answers: str, *, language: str = "", limits: Limits | None = None
) -> list[tuple[str, str]]:
    """What the server finds wrong with answers: code and path."""
    tree = read_answers(filled(made, answers), made.shape, megabytes=1)
    found = recheck(made.shape, tree, now=NOON, language=language, limits=limits)
    return [(one.code, one.path) for one in found]


# Each: the survey, the choices, answers that can be taken, answers that cannot and what is said of them.
FORMS: dict[str, tuple[Sequence[Row], Sequence[Row], str, list[tuple[str, tuple[str, str]]]]] = {
    "visit": (
        [
            asked("text", "who", "Kimə baş çəkdiniz?", required="yes"),
            asked("date", "day", "Hansı gün?", required="yes", constraint=". <= today()",
                  **{"constraint_message::Azərbaycan (az)": "Gələcək gün ola bilməz."}),
            asked("select_one yes_no", "alone", "Uşaqla təklikdə danışdınız?", required="yes"),
            asked("text", "why", "Niyə yox?", relevant="${alone} = 'no'", required="yes"),
        ],
        YES_NO,
        "<who>Əli</who><day>2026-03-09</day><alone>yes</alone><why/>",
        [
            ("<who/><day>2026-03-09</day><alone>yes</alone>", ("required", "/data/who")),
            ("<who>Əli</who><day>2026-03-19</day><alone>yes</alone>", ("constraint", "/data/day")),
            ("<who>Əli</who><day>2026-03-09</day><alone>no</alone>", ("required", "/data/why")),
            ("<who>Əli</who><day>2026-03-09</day><alone>yes</alone><why>x</why>", ("not_relevant", "/data/why")),
            ("<who>Əli</who><day>2026-03-09</day><alone>maybe</alone>", ("not_a_choice", "/data/alone")),
            ("<who>Əli</who><day>9 mart</day><alone>yes</alone>", ("wrong_type", "/data/day")),
        ],
    ),
    "household": (
        [
            asked("integer", "adults", "Neçə böyük yaşayır?", constraint=". >= 1 and . <= 20"),
            asked("begin repeat", "child", "Uşaq"),
            asked("text", "name", "Adı", required="yes"),
            asked("integer", "age", "Yaşı", constraint=". < 18"),
            asked("calculate", "label", calculation="concat(position(..), '. ', ${name})"),
            asked("end repeat", ""),
            asked("calculate", "children", calculation="count(${child})"),
            asked("calculate", "people", calculation="${adults} + ${children}"),
            asked("calculate", "oldest", calculation="max(${age})"),
            asked("calculate", "first", calculation="indexed-repeat(${name}, ${child}, 1)"),
        ],
        [],
        "<adults>2</adults><child><name>Nər</name><age>5</age><label>1. Nər</label></child>"
        "<child><name>Ay</name><age>9</age><label>2. Ay</label></child>"
        "<children>2</children><people>4</people><oldest>9</oldest><first>Nər</first>",
        [
            ("<adults>2</adults><child><name>Nər</name><age>5</age><label>2. Nər</label></child>"
             "<children>1</children><people>3</people><oldest>5</oldest><first>Nər</first>",
             ("calculated", "/data/child/label")),
            ("<adults>2</adults><children>0</children><people>3</people>", ("calculated", "/data/people")),
            ("<adults>2</adults><adults>3</adults><children>0</children><people>2</people>",
             ("given_twice", "/data/adults")),
        ],
    ),
    "cascade": (
        [
            asked("select_one region", "region", "Region", required="yes"),
            asked("select_one district", "district", "Rayon", choice_filter="region=${region}", required="yes"),
            asked("select_one village", "village", "Kənd", choice_filter="district=${district}"),
        ],
        [
            choice("region", "aran", "Aran"), choice("region", "sheki", "Şəki-Zaqatala"),
            choice("district", "kurd", "Kürdəmir", region="aran"), choice("district", "zaq", "Zaqatala", region="sheki"),
            choice("village", "qara", "Qarasu", district="kurd"), choice("village", "car", "Car", district="zaq"),
        ],
        "<region>sheki</region><district>zaq</district><village>car</village>",
        [
            ("<region>sheki</region><district>kurd</district>", ("not_a_choice", "/data/district")),
            ("<region>sheki</region><district>zaq</district><village>qara</village>", ("not_a_choice", "/data/village")),
        ],
    ),
    "score": (
        [
            asked("select_one often", "sad", "Tez-tez kədərlidir?", required="yes"),
            asked("select_one often", "fear", "Tez-tez qorxur?", required="yes"),
            asked("calculate", "points", calculation="number(${sad}) + number(${fear})"),
            asked("calculate", "level", calculation="if(${points} >= 4, 'high', if(${points} > 1, 'middle', 'low'))"),
            asked("note", "advice", "Dərhal rəhbərə bildirin", relevant="${level} = 'high'"),
            asked("text", "told", "Kimə bildirdiniz?", relevant="${level} = 'high'", required="yes"),
        ],
        [choice("often", "0", "Heç vaxt"), choice("often", "1", "Bəzən"), choice("often", "3", "Həmişə")],
        "<sad>3</sad><fear>1</fear><points>4</points><level>high</level><advice/><told>Rəhbərə</told>",
        [
            ("<sad>3</sad><fear>1</fear><points>1</points><level>low</level>", ("calculated", "/data/points")),
            ("<sad>3</sad><fear>1</fear><points>4</points><level>low</level>", ("calculated", "/data/level")),
            ("<sad>3</sad><fear>1</fear><points>4</points><level>high</level>", ("required", "/data/told")),
            ("<sad>0</sad><fear>1</fear><points>1</points><level>low</level><told>x</told>", ("not_relevant", "/data/told")),
        ],
    ),
    "needs": (
        [
            asked("select_multiple need", "needs", "Nəyə ehtiyac var?", constraint="count-selected(.) <= 2"),
            asked("begin group", "housing", "Mənzil", relevant="selected(${needs}, 'home')", appearance="field-list"),
            asked("integer", "rooms", "Neçə otaq var?", required="yes"),
            asked("end group", ""),
            asked("calculate", "first", calculation="jr:choice-name(selected-at(${needs}, 0), '${needs}')"),
            asked("rank need", "order", "Əhəmiyyətinə görə düzün"),
        ],
        [choice("need", "home", "Mənzil"), choice("need", "food", "Ərzaq"), choice("need", "doctor", "Həkim")],
        "<needs>home food</needs><housing><rooms>2</rooms></housing><first>Mənzil</first><order>food home doctor</order>",
        [
            ("<needs>home food doctor</needs><housing><rooms>2</rooms></housing><first>Mənzil</first>",
             ("constraint", "/data/needs")),
            ("<needs>food</needs><housing><rooms>2</rooms></housing><first>Ərzaq</first>",
             ("not_relevant", "/data/housing")),
            ("<needs>home</needs><housing/><first>Mənzil</first>", ("required", "/data/housing/rooms")),
            ("<needs>home</needs><housing><rooms>2</rooms></housing><first>Ərzaq</first>", ("calculated", "/data/first")),
            ("<needs>food food</needs><first>Ərzaq</first>", ("wrong_type", "/data/needs")),
            ("<needs>food</needs><first>Ərzaq</first><order>food home</order>", ("not_a_choice", "/data/order")),
        ],
    ),
    "place": (
        [
            asked("geopoint", "where", "Ev harada yerləşir?", required="yes"),
            asked("geotrace", "way", "Yol"),
            asked("geoshape", "yard", "Həyət"),
            asked("image", "front", "Qapının şəkli", parameters="max-pixels=1024"),
            asked("barcode", "plate", "Lövhə"),
        ],
        [],
        "<where>40.63 48.64 10 5</where><way>40.1 48.1;40.2 48.2</way><yard>40.1 48.1;40.2 48.2;40.3 48.1;40.1 48.1</yard>"
        "<front>qapi.jpg</front><plate>AZ1000</plate>",
        [
            ("<where>140.63 48.64</where>", ("wrong_type", "/data/where")),
            ("<where>40.63</where>", ("wrong_type", "/data/where")),
            ("<where>40.63 48.64</where><front>../../etc</front>", ("wrong_type", "/data/front")),
            ("<where>40.63 48.64</where><yard>40.1 48.1;40.2 48.2</yard>", ("wrong_type", "/data/yard")),
        ],
    ),
    "times": (
        [
            asked("date", "born", "Nə vaxt doğulub?", required="yes"),
            asked("calculate", "years", calculation="int((date('2026-03-10') - ${born}) div 365.25)"),
            asked("calculate", "written", calculation="format-date(${born}, '%d.%m.%Y')"),
            asked("time", "sleeps", "Neçədə yatır?"),
            asked("datetime", "seen", "Nə vaxt görülüb?", constraint=". <= now()"),
            asked("today", "today"), asked("start", "start"),
        ],
        [],
        "<born>2015-06-01</born><years>10</years><written>01.06.2015</written><sleeps>21:30:00.000+04:00</sleeps>"
        "<seen>2026-03-09T10:00:00.000+04:00</seen><today>2026-03-10</today><start>2026-03-10T11:00:00.000+04:00</start>",
        [
            ("<born>2015-06-01</born><years>12</years><written>01.06.2015</written>", ("calculated", "/data/years")),
            ("<born>2015-06-01</born><years>10</years><written>01.06.2015</written><sleeps>late</sleeps>",
             ("wrong_type", "/data/sleeps")),
            ("<born>2015-06-01</born><years>10</years><written>01.06.2015</written><seen>2027-01-01T10:00:00</seen>",
             ("constraint", "/data/seen")),
        ],
    ),
    "telephone": (
        [
            asked("text", "number", "Telefon", constraint="regex(., '[+]994[0-9]{9}')"),
            asked("text", "again", "Bir də yazın", constraint=". = ${number}"),
            asked("calculate", "short", calculation="substr(${number}, 4)"),
            asked("acknowledge", "agreed", "Razılıq alındı", required="yes"),
        ],
        [],
        "<number>+994501234567</number><again>+994501234567</again><short>501234567</short><agreed>OK</agreed>",
        [
            ("<number>050</number><short/><agreed>OK</agreed>", ("constraint", "/data/number")),
            ("<number>+994501234567</number><again>+994</again><short>501234567</short><agreed>OK</agreed>",
             ("constraint", "/data/again")),
            ("<short/>", ("required", "/data/agreed")),
            ("<short/><agreed>yes</agreed>", ("wrong_type", "/data/agreed")),
        ],
    ),
    "counted": (
        [
            asked("integer", "many", "Neçə uşaq?", required="yes"),
            asked("begin repeat", "child", "Uşaq", repeat_count="${many}"),
            asked("text", "name", "Adı", required="yes"),
            asked("begin repeat", "school", "Məktəb"),
            asked("text", "title", "Hansı?"),
            asked("end repeat", ""),
            asked("end repeat", ""),
            asked("calculate", "names", calculation="join(', ', ${name})"),
        ],
        [],
        "<many>2</many><child><name>A</name><school><title>5</title></school></child><child><name>B</name></child>"
        "<names>A, B</names>",
        [
            ("<many>2</many><child><name>A</name></child><names>A</names>", ("wrong_count", "/data/child")),
            ("<many>1</many><child><name/></child><names/>", ("required", "/data/child/name")),
            ("<many>1</many><child><name>A</name><pet>x</pet></child><names>A</names>",
             ("unknown_field", "/data/child/pet")),
        ],
    ),
    "scale": (
        [
            asked("range", "calm", "Nə qədər sakitdir?", parameters="start=0 end=10 step=2"),
            asked("decimal", "weight", "Çəkisi", constraint=". > 0.5"),
            asked("calculate", "rounded", calculation="round(${weight}, 1)"),
            asked("text", "kept", "Dəyişməz", readonly="yes", default="sabit"),
            asked("hidden", "secret"),
        ],
        [],
        "<calm>4</calm><weight>12.34</weight><rounded>12.3</rounded><kept>sabit</kept>",
        [
            ("<calm>5</calm><rounded/>", ("wrong_type", "/data/calm")),
            ("<calm>12</calm><rounded/>", ("wrong_type", "/data/calm")),
            ("<calm>4</calm><weight>0.1</weight><rounded>0.1</rounded>", ("constraint", "/data/weight")),
            ("<calm>4</calm><rounded/><kept>başqa</kept>", ("read_only", "/data/kept")),
        ],
    ),
    "chosen_child": (
        [
            asked("begin repeat", "child", "Uşaq"),
            asked("text", "name", "Adı"),
            asked("end repeat", ""),
            asked("select_one ${name}", "eldest", "Ən böyüyü hansıdır?"),
            asked("select_one yes_no or_other", "agrees", "Razıdır?"),
        ],
        YES_NO,
        "<child><name>A</name></child><child><name>B</name></child><eldest>B</eldest><agrees>other</agrees>"
        "<agrees_other>Bilmir</agrees_other>",
        [("<child><name>A</name></child><eldest>C</eldest>", ("not_a_choice", "/data/eldest"))],
    ),
    "lookup": (
        [
            asked("select_one centre", "centre", "Mərkəz", required="yes"),
            asked("calculate", "phone", calculation="instance('centre')/root/item[name = ${centre}]/phone"),
            asked("calculate", "age", calculation="coalesce(${given}, '0')"),
            asked("integer", "given", "Yaş", constraint="not(. < 0) and boolean(1)"),
            asked("calculate", "stamp", calculation="once(uuid())"),
        ],
        [choice("centre", "c1", "Birinci", phone="142"), choice("centre", "c2", "İkinci", phone="116")],
        "<centre>c2</centre><phone>116</phone><age>0</age><stamp>anything</stamp>",
        [("<centre>c1</centre><phone>116</phone><age>0</age>", ("calculated", "/data/phone"))],
    ),
}  # fmt: skip


def form(name: str) -> bytes:
    """One of the twelve, as a workbook."""
    survey, choices, _good, _bad = FORMS[name]
    return book(survey, choices, settings(name))
