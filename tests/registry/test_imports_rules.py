"""Titles found and understood; rows told from totals; the same person told from a twin; who may approve."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from himaya.registry.imports.cleaning.reasons import REASONS, heaviest
from himaya.registry.imports.layout.headers import find_header, headless, is_numbering
from himaya.registry.imports.layout.rows import Seen, kind_of
from himaya.registry.imports.mapping.titles import meant
from himaya.registry.imports.matching.alike import PERHAPS, SHARED, SURELY, TWIN, alike, keys_of

ON = date(2026, 10, 1)

# --- layout -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("№", "number"),
        ("S/s", "number"),
        ("Soyadı, adı, atasının adı", "full_name"),
        ("ФИО ребёнка", "full_name"),
        ("Soyad", "family_name"),
        ("Ad", "given_name"),
        ("Ata adı", "fathers_name"),
        ("Doğum t.", "born"),
        ("Anadan olduğu gün, ay, il", "born"),
        ("Д.р.", "born"),
        ("Anasının doğum tarixi", "parent_born"),
        ("Ananın adı", "mother_name"),
        ("Valideynin adı", "guardian_name"),
        ("Telefon (valideyn)", "phones"),
        ("FİN kod (şəxsiyyət vəsiqəsi)", "fin"),
        ("Doğum haqqında şəhadətnamənin seriya və №-si", "birth_certificate"),
        ("Qeydiyyat ünvanı (rayon/şəhər)", "registered"),
        ("Адрес проживания", "lives"),
        ("Admission date", "admitted_on"),
        ("Kim tərəfindən göndərilib", "sender"),
        ("Əlillik qrupu", "disability"),
        ("Uşağın cinsi (q/k)", "sex"),
    ],
)
def test_titles_are_understood_in_three_languages(title: str, field: str) -> None:
    assert max(meant(title).items(), key=lambda pair: pair[1])[0] == field


def test_titles_are_found_under_headings_groups_and_numbers() -> None:
    rows = [
        (1, ["Uşaqların siyahısı"]),
        (2, ["01.10.2026-cı il tarixinə"]),
        (4, ["№", "Uşağın", None, None, "Doğum tarixi"]),
        (5, [None, "soyadı", "adı", "ata adı", None]),
        (6, [1, 2, 3, 4, 5]),
        (7, [1, "Əliyev", "Vüqar", "İsa", "05.03.2014"]),
    ]
    header = find_header(rows, [(4, 1, 4, 3)], ON)
    assert header
    assert header.begins == 5
    assert header.as_of == date(2026, 10, 1)
    assert [max(meant(t).items(), key=lambda p: p[1])[0] for t in header.titles] == [
        "number",
        "family_name",
        "given_name",
        "fathers_name",
        "born",
    ]
    assert find_header([(1, ["Əliyev", "5"]), (2, [])], [], ON) is None
    assert headless([(1, ["Əliyev Vüqar", "05.03.2014"])])
    assert headless([(1, ["x"])]) is None
    assert is_numbering(["(1)", "(2)", "(3)"])
    assert not is_numbering(["1", "5", "9"])


@pytest.mark.parametrize(
    ("name", "others", "texts", "kind"),
    [
        ("Əliyev Vüqar İsa oğlu", 5, ["1", "Əliyev Vüqar İsa oğlu", "x"], "person"),
        ("Əliyev Vüqar İsa", 0, ["1", "Əliyev Vüqar İsa"], "person"),
        ("CƏMİ", 0, ["CƏMİ", "34"], "is_total"),
        ("Итого детей", 1, ["Итого детей", "34"], "is_total"),
        ("Müəssisənin direktoru: ____", 0, ["Müəssisənin direktoru: ____"], "is_signature"),
        ("M.Y.", 0, ["M.Y."], "is_signature"),
        ("Qeyd: siyahı dəqiqləşir", 0, ["Qeyd: siyahı dəqiqləşir"], "is_remark"),
        ("Əliyev Vüqar", 0, ["Əliyev Vüqar"], "person"),
        ("I qrup", 0, ["I qrup"], "is_heading"),
        ("", 0, [], "blank"),
    ],
)
def test_totals_signatures_and_blank_rows_are_no_people(
    name: str, others: int, texts: list[str], kind: str
) -> None:
    told = frozenset(["sex", "phones", "reason"][:others]) if kind == "person" else frozenset()
    assert kind_of(Seen(name, texts, told, others, numbered=texts[:1] == ["1"])) == kind


def test_rows_without_a_name() -> None:
    refused_later = Seen("", ["1", "5A0B1CD"], frozenset({"fin"}), 1, numbered=True)
    assert kind_of(refused_later) == "person", "it has no name"
    assert kind_of(Seen("", ["7"], numbered=True)) == "blank"
    assert kind_of(Seen("", ["34", "20"])) == "is_total"
    assert kind_of(Seen("", ["mətn"])) == "is_remark"
    assert kind_of(Seen("", ["05.03.2014"], frozenset({"born"}), 1)) == "is_total", "a day and nothing else"


@pytest.mark.parametrize(
    ("name", "more", "kind"),
    [
        ("Nümunəyeva Ağca Tağı", {}, "person"),
        ("Nümunəyeva Nigar", {}, "person"),
        ("Nümunəyeva Ağca", {}, "is_heading"),
        ("Nümunəyeva Ağca", {"filled": 1}, "person"),
        ("Ağca Kamança", {"numbered": True}, "person"),
        ("Sosial pedaqoq Quliyeva Nərgiz", {}, "is_heading"),
        ("Quliyeva Nərgiz Həsən qızı", {}, "person"),
        ("Воспитатель Мамедова Р.", {"parted": True}, "is_heading"),
        ("Quliyeva Nərgiz", {"parted": True}, "person"),
        ("Sosial İşçi Quliyeva Nərgiz", {"ended": True}, "is_heading"),
        ("Sosial İşçi Quliyeva Nərgiz", {"numbers_run": True}, "is_heading"),
        ("Hamısı", {"filled": 2}, "is_heading"),
        ("Otaq 5 boşdur", {"numbered": True}, "is_heading"),
    ],
)
def test_a_name_alone_is_a_person_where_it_stands_among_the_people(
    name: str, more: dict[str, Any], kind: str
) -> None:
    assert kind_of(Seen(name, [name], **more)) == kind


# --- the same or another ------------------------------------------------------------------------------


def facts(name: str, born: str = "2014-03-05", fin: str = "", **more: Any) -> dict[str, Any]:
    family, given, father = [*name.split(), "", ""][:3]
    told = {"family_name": family, "given_name": given, "fathers_name": father, "fin": fin, **more}
    if born:
        day, _sep, precision = born.partition(" ")
        told["born"] = {"day": day, "precision": precision or "exact"}
    return told


HER = facts("Əliyeva Nigar Həsən", fin="5A0B1CD")


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (facts("Əliyeva Nigar Həsən", fin="5A0B1CD"), SURELY),
        (facts("Əliyev Nigar", "2014-07-01 year", fin="5A0B1CD"), SURELY),
        (facts("Quliyeva Nigar Həsən", fin="5A0B1CD"), SURELY),
        (facts("Əliyeva Leyla Həsən", fin="5A0B1CD"), SHARED),
        (facts("Quliyeva Nihar Rauf", "2009-01-02", fin="5A0B1CD"), SHARED),
        (facts("Əliyeva Nigar Həsən"), PERHAPS),
        (facts("Əliyeva Niqar Həsən", "2014-05-03"), PERHAPS),
        (facts("Əliyeva Nigar Həsən", "2014-07-01 year"), PERHAPS),
        (facts("Əliyeva Nigar Rauf", "2014-07-01 year"), ""),
        (facts("Əliyeva Nigar Həsən", fin="9Z9Z9Z9"), PERHAPS),
        (facts("Əliyeva Leyla Həsən", fin="9Z9Z9Z9"), TWIN),
        (facts("Əliyeva Leyla Həsən", "2016-03-05"), ""),
        (facts("Əliyeva Nigar Rauf"), ""),
        (facts("Əliyeva Nigar Həsən", "2016-03-05"), ""),
        (facts("Nigar"), ""),
        (facts("Əliyeva Həsən Nigar", fin="5A0B1CD"), SURELY),
        (facts("Əliyeva Həsən Nigar"), PERHAPS),
        (facts("Əliyeva Həsən Nigar", "1984-03-05", fin="5A0B1CD"), SHARED),
        (facts("Əliyeva Həsən Nigar", "2014-07-01 year"), ""),
        (facts("Quliyeva Həsən Nigar"), ""),
    ],
)
def test_two_rows_are_the_same_a_twin_or_two_people(other: dict[str, Any], how: str) -> None:
    assert alike(HER, other) == how
    assert alike(other, HER) == how
    assert not how or set(keys_of(HER)) & set(keys_of(other)), "they meet"


def test_names_of_twins_that_sound_alike_stay_two() -> None:
    assert alike(facts("Əliyev Həsən Rauf"), facts("Əliyev Hüseyn Rauf")) == TWIN
    where = {"registered": {"unit": "AZ-MAS"}, "phones": ["+994501112233"]}
    same = facts("Əliyev Həsən Rauf", "2014-07-01 year", **where)
    assert alike(facts("Əliyev Həsən Rauf", **where), same) == PERHAPS
    assert alike(facts("Əliyev H Rauf"), facts("Əliyev Həsən Rauf")) == PERHAPS
    assert alike(facts("Əliyev Həsən Rauf", ""), facts("Əliyev Həsən Rauf", "")) == ""


def test_every_remark_has_its_words_in_every_language() -> None:
    for language in ("az", "en", "ru"):
        with translation.override(language):
            assert all(str(reason.words) for reason in REASONS.values())
    assert heaviest([("fin_bad", "fin"), ("born_future", "born")]) == "refused"
    assert heaviest([]) == ""


@pytest.mark.django_db
def test_whoever_sent_a_list_in_does_not_approve_it() -> None:
    from himaya.registry.imports.rules import all_decided, another_approves, something_is_left

    batch = SimpleNamespace(uploaded_by_id=7, counts={"asking": 2, "new": 3})
    assert not another_approves(batch, {"by": SimpleNamespace(pk=7)})
    assert another_approves(batch, {"by": SimpleNamespace(pk=8)})
    assert another_approves(batch, {})
    assert another_approves(SimpleNamespace(uploaded_by_id=7, counts={}), {"by": SimpleNamespace(pk=7)})
    assert not all_decided(batch, {})
    assert all_decided(SimpleNamespace(counts={}), {})
    assert not something_is_left(batch, {})
    assert something_is_left(SimpleNamespace(counts={"joined": 1}), {})
