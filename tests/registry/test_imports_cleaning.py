"""Each cell read as its column means: names, days, numbers and words in every notation."""

from datetime import date
from typing import Any

import pytest

from himaya.kit.books.shapes import Formula
from himaya.registry.imports.cleaning.days import MONTH_FIRST, order_of, read_day
from himaya.registry.imports.cleaning.lexicon import FAMILY, GIVEN, restored
from himaya.registry.imports.cleaning.names import order_said, read_full_name, read_names
from himaya.registry.imports.cleaning.numbers import read_fin_cell, read_paper_cell, read_phones_cell
from himaya.registry.imports.cleaning.reasons import heaviest
from himaya.registry.imports.cleaning.words import (
    degree_of,
    letters_of_sex,
    read_reason,
    read_sex,
    read_yes_no,
)

ON = date(2026, 10, 1)

# --- names --------------------------------------------------------------------------------------------

WHOLE = [
    ("HƏSƏNOVA XƏDICƏ ÖZAL QIZI", "Həsənova", "Xədicə", "Özal", "female"),
    ("  Çobanov   Kənan   Mübariz   oglu ", "Çobanov", "Kənan", "Mübariz", "male"),
    ("İsmayılov Vüqar Natiq", "İsmayılov", "Vüqar", "Natiq", "male"),
    ("Кулиев Şahin Vaqif", "Quliyev", "Şahin", "Vaqif", "male"),
    ("Qаsımоv Nicаt Mübаriz оğlu", "Qasımov", "Nicat", "Mübariz", "male"),
    ("Vüqar Əliyev İsa oğlu", "Əliyev", "Vüqar", "İsa", "male"),
    ("Алиев Вугар Исаевич", "Əliyev", "Vüqar", "İsa", "male"),
    ("Гасымова Нигяр Рафиг кызы", "Qasımova", "Nigar", "Rafiq", "female"),
    ("Әлијева Ниҝар Һәсән гызы", "Əliyeva", "Nigar", "Həsən", "female"),
    ("12) Əliyev Vüqar Natiq o.", "Əliyev", "Vüqar", "Natiq", "male"),
    ("Əliyev Məmməd Əli Həsən oğlu", "Əliyev", "Məmməd Əli", "Həsən", "male"),
    ("Əliyeva Gül-Çöhrə Vaqif-qızı", "Əliyeva", "Gül-Çöhrə", "Vaqif", "female"),
    ("Əliyev Vüqar İsaoğlu", "Əliyev", "Vüqar", "İsa", "male"),
    ("Rza Nigar Əli qızı", "Rza", "Nigar", "Əli", "female"),
    ("ALİYEVA GUNEL ELCHIN GIZI", "Əliyeva", "Günel", "Elçin", "female"),
    ("Eliyeva Nermin İlham qizi", "Əliyeva", "Nərmin", "İlham", "female"),
    ("Əliyev Vüqar", "Əliyev", "Vüqar", "", "male"),
    ("Əli", "", "Əli", "", "male"),
    ("Tolunayeva Umayqız Bozdağ qızı", "Tolunayeva", "Umayqız", "Bozdağ", "female"),
]


@pytest.mark.parametrize(("typed", "family", "given", "father", "sex"), WHOLE)
def test_a_whole_name_comes_apart(typed: str, family: str, given: str, father: str, sex: str) -> None:
    names = read_full_name(typed)
    assert (names.family, names.given, names.father, names.sex) == (family, given, father, sex)


@pytest.mark.parametrize(
    "typed", ["=HYPERLINK(1)", "<script>alert(1)</script>", "Əl1yev", "☺", "____ (imza)", "http://a.az"]
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    assert heaviest(list(read_full_name(typed).remarks)) == "refused"


def test_names_in_three_cells_are_put_where_they_belong() -> None:
    names = read_names("Vüqar", "Əliyev", "İsa oğlu")
    assert (names.family, names.given, names.father) == ("Əliyev", "Vüqar", "İsa")
    assert ("name_order", "name") in names.remarks
    assert read_names("Əliyev", "Vüqar", "Əliyev İsa Vəli oğlu").father == "İsa"
    assert read_names("Əliyev Vüqar", "", "İsa").given == "Vüqar"
    assert read_names("İsa", "Vüqar", "Əliyev").family == "Əliyev"
    assert read_names("Əliyev", "Vüqar İsa oğlu", "").father == "İsa"
    assert read_full_name("Əliyeva Aysel (əkiz) Rauf").twin
    assert ("name_initials", "given") in read_full_name("Əliyev V.İ.").remarks


@pytest.mark.parametrize(
    ("title", "order"),
    [
        ("Soyadı, adı, atasının adı", "family given father"),
        ("Adı, soyadı, ata adı", "given family father"),
        ("Adı, atasının adı, soyadı", "given father family"),
        ("Фамилия, имя, отчество", "family given father"),
        ("Имя Фамилия", "given family father"),
        ("A.S.A.", "given family father"),
        ("ФИО", "family given father"),
    ],
)
def test_a_title_says_the_order_of_names(title: str, order: str) -> None:
    assert order_said(title) == tuple(order.split())


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("Ehmedov", FAMILY, "Əhmədov"),
        ("Ahmadov", FAMILY, "Əhmədov"),
        ("Ахмедов", FAMILY, "Əhmədov"),
        ("?hm?dov", FAMILY, "Əhmədov"),
        ("Гусейнова", FAMILY, "Hüseynova"),
        ("Guseynova", FAMILY, "Hüseynova"),
        ("Taghizade", FAMILY, "Tağızadə"),
        ("Kengerli", FAMILY, "Kəngərli"),
        ("Петров", FAMILY, "Petrov"),
        ("Rzayev", FAMILY, "Rzayev"),
        ("Нагиев", FAMILY, "Nağıyev"),
        ("Исгандар", GIVEN, "İsgəndər"),
        ("Илгам", GIVEN, "İlham"),
        ("Кёнуль", GIVEN, "Könül"),
        ("Чинара", GIVEN, "Çinarə"),
        ("Jahangir", GIVEN, "Cahangir"),
        ("S?bin?", GIVEN, "Səbinə"),
        ("Umayqız", GIVEN, "Umayqız"),
        ("AYXAN", GIVEN, "Ayxan"),
    ],
)
def test_letters_that_were_lost_are_given_back(typed: str, kind: str, name: str) -> None:
    assert restored(typed, kind) == name


# --- days ---------------------------------------------------------------------------------------------

DAYS = [
    ("05.03.2014", "2014-03-05 exact"),
    ("5/3/2014", "2014-03-05 exact"),
    ("05,03,2014", "2014-03-05 exact"),
    ("2014-03-05", "2014-03-05 exact"),
    ("2014.03.05", "2014-03-05 exact"),
    ("05032014", "2014-03-05 exact"),
    ("20140305", "2014-03-05 exact"),
    ("05-03-2014 0:00", "2014-03-05 exact"),
    ("5 mart 2014-cü il", "2014-03-05 exact"),
    ("2014-cü ilin 5 martı", "2014-03-05 exact"),
    ("5 марта 2014 г.", "2014-03-05 exact"),
    ("March 5, 2014", "2014-03-05 exact"),
    ("12.V.2015", "2015-05-12 exact"),
    ("22 avqust 2016", "2016-08-22 exact"),
    ("03.02.16", "2016-02-03 exact"),
    ("03.02.98", "1998-02-03 exact"),
    ("03/25/2014", "2014-03-25 exact"),
    ("19 mart 22", "2022-03-19 exact"),
    ("2014", "2014-07-01 year"),
    ("2014-ci il", "2014-07-01 year"),
    ("2014 г.р.", "2014-07-01 year"),
    ("00.00.2014", "2014-07-01 year"),
    ("03.2014", "2014-03-15 month"),
    ("2014/03", "2014-03-15 month"),
    ("mart 2014", "2014-03-15 month"),
    ("00.03.2014", "2014-03-15 month"),
    ("8 yaş", "2018-04-01 estimated"),
    ("8 лет", "2018-04-01 estimated"),
    ("8 yaş 3 ay", "2018-07-01 estimated"),
    (date(2014, 3, 5), "2014-03-05 exact"),
    (41703, "2014-03-05 exact"),
    (2014, "2014-07-01 year"),
    (5032014, "2014-03-05 exact"),
    (3.2014, "2014-03-15 month"),
]


@pytest.mark.parametrize(("typed", "read"), DAYS)
def test_a_day_is_read_in_every_notation(typed: Any, read: str) -> None:
    born = read_day(typed, ON).born
    assert born
    assert f"{born.day} {born.precision}" == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31.02.2014", "impossible"),
        ("32.05.2015", "impossible"),
        ("12.05.215", "impossible"),
        ("13.2014", "impossible"),
        ("3014-50-50", "impossible"),
        ("tezliklə", "unreadable"),
        (Formula("=A1"), "unreadable"),
        (99, "unreadable"),
        ("200 yaş", "unreadable"),
        ("0999", "impossible"),
        ("5 mart 20145", "impossible"),
        ("5 mart", "unreadable"),
    ],
)
def test_what_is_no_day_is_said(typed: Any, code: str) -> None:
    assert read_day(typed, ON).code == code


def test_an_empty_day_says_nothing_and_an_age_is_a_number_only_in_its_column() -> None:
    assert read_day("-", ON).born is None
    assert read_day("-", ON).code == ""
    assert read_day("yoxdur", ON).code == ""
    for cell in (8, "8"):
        born = read_day(cell, ON, age=True).born
        assert born
        assert born.age(ON) == 8
    assert read_day(41703 - 1462, ON, epoch_1904=True).on == date(2014, 3, 5)


def test_a_column_that_writes_the_month_first_is_known() -> None:
    assert order_of(["03/25/2014", "04/17/2015", "01/30/2016", "01/02/2015"]) == MONTH_FIRST
    assert order_of(["03/25/2014", "25/03/2014", "17/04/2015", "30/01/2016"]) == "dmy"
    assert read_day("03/04/2014", ON, MONTH_FIRST).on == date(2014, 3, 4)


# --- numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "fin", "code"),
    [
        ("9xs24lm", "9XS24LM", ""),
        ("OF9U649", "0F9U649", "fin_mended"),
        ("FİN: 7QUVJNJ", "7QUVJNJ", ""),
        (" 5A0 B1CD ", "5A0B1CD", ""),
        ("5АОВ1СЕ", "5A0B1CE", "fin_mended"),
        ("I282424", "1282424", "fin_mended"),
        (1282424, "1282424", ""),
        (12345, "0012345", "fin_zeros"),
        ("X3DJ8F", "", "fin_bad"),
        ("X3DJ8F*", "", "fin_bad"),
        ("-", "", ""),
        ("yoxdur", "", ""),
        (None, "", ""),
        (Formula("=A1"), "", "formula_left"),
    ],
)
def test_a_fin_is_read_as_typed(typed: Any, fin: str, code: str) -> None:
    read, remarks = read_fin_cell(typed)
    assert (read, [c for c, _f in remarks]) == (fin, [code] if code else [])


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("0501215279; 012 5551234", ["+994501215279", "+994125551234"]),
        ("(050) 774-59-61", ["+994507745961"]),
        ("+994 55 566 62 94", ["+994555666294"]),
        ("994555666294", ["+994555666294"]),
        ("00994555666294", ["+994555666294"]),
        ("55 566 62 94", ["+994555666294"]),
        ("8-055-566-6294", ["+994555666294"]),
        (555666294, ["+994555666294"]),
        ("O50 121 52 79", ["+994501215279"]),
        ("0501215279\n0551215279", ["+994501215279", "+994551215279"]),
        ("0501215279 0551215279", ["+994501215279", "+994551215279"]),
        ("0501215279 və 0551215279", ["+994501215279", "+994551215279"]),
        ("+7 916 123-45-67", ["+79161234567"]),
        ("89161234567", ["+79161234567"]),
        ("142", ["142"]),
        ("yoxdur", []),
        ("050/121 52 79", ["+994501215279"]),
    ],
)
def test_telephones_are_read_in_every_form(typed: Any, numbers: list[str]) -> None:
    assert read_phones_cell(typed) == (numbers, [])


def test_pieces_of_telephones_are_said_not_guessed() -> None:
    assert read_phones_cell("0501215279; 55512") == (["+994501215279"], [("phone_bad", "phones")])
    assert read_phones_cell("12 yaş") == ([], [("phone_bad", "phones")])
    assert read_phones_cell(Formula("=A1")) == ([], [("formula_left", "phones")])


def test_papers_are_read_as_printed() -> None:
    assert read_paper_cell("AZE № 12345678", "id_card", "id_card") == ("AZE12345678", [])
    assert read_paper_cell("seriya I-BK nömrə 123456", "birth_certificate", "x")[0].endswith("123456")
    assert read_paper_cell("12", "id_card", "id_card")[1] == [("paper_bad", "id_card")]
    assert read_paper_cell("yoxdur", "id_card", "id_card") == ("", [])
    assert read_paper_cell(Formula("=A1"), "id_card", "id_card")[1] == [("formula_left", "id_card")]


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("ж", "female"),
        ("Q", "female"),
        ("qız", "female"),
        ("Qız uşağı", "female"),
        ("girl", "female"),
        ("K", "male"),
        ("oğlan", "male"),
        ("м", "male"),
        ("M", "male"),
        ("kişi cinsi", "male"),
        ("-", ""),
    ],
)
def test_sex_is_read_in_three_languages(typed: str, sex: str) -> None:
    assert read_sex(typed) == (sex, [])


def test_letters_mean_what_their_column_says() -> None:
    assert read_sex("K", letters_of_sex(["E", "K", "E"]))[0] == "female"
    assert read_sex("K", letters_of_sex(["Q", "K"]))[0] == "male"
    assert read_sex("2", letters_of_sex(["1", "2", ""]))[0] == "female"
    assert read_sex("hə")[1] == [("sex_unreadable", "sex")]
    assert read_sex(Formula("=A1"))[1] == [("formula_left", "sex")]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("var", "yes"),
        ("əlilliyi var", "yes"),
        ("I qrup", "yes"),
        ("2-ci qrup", "yes"),
        ("sağlamlıq imkanları məhdud", "yes"),
        ("+", "yes"),
        (True, "yes"),
        ("да", "yes"),
        ("yox", "no"),
        ("нет", "no"),
        (False, "no"),
        ("-", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_disability_is_told_or_not(typed: Any, answer: str) -> None:
    assert read_yes_no(typed, "disability") == (answer, [])


def test_words_that_are_none_of_ours_are_said() -> None:
    assert read_yes_no("qırmızı", "disability")[1] == [("words_unknown", "disability")]
    assert read_yes_no(Formula("=A1"), "disability")[1] == [("formula_left", "disability")]
    assert (degree_of("II qrup"), degree_of("var"), degree_of("3-cü dərəcə")) == ("2", "", "3")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Yetim", "orphan"),
        ("Polis tərəfindən gətirilib", "police"),
        ("лишение родительских прав", "deprived"),
        ("Maddi çetinlik", "poverty"),
        ("Tərk edilmiş uşaq", "abandoned"),
        ("əlilliyinə görə qəbul", "disability"),
        ("ay işığı", "other"),
        ("", ""),
    ],
)
def test_why_a_child_was_admitted_becomes_a_code(typed: str, code: str) -> None:
    assert read_reason(typed)[0] == code
    assert read_reason(Formula("=A1"))[1] == [("formula_left", "reason")]
