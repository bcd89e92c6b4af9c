"""Azerbaijani text as people really write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.kit import text

SAME_PERSON = [
    ("Əliyev", "ƏLİYEV", "Aliyev", "Aliev", "Əliyeva", "Алиев", "Әлијев"),
    ("Xəlilov", "Khalilov", "Halilov", "Халилов"),
    ("Quliyev", "Guliyev", "Kuliev", "Кулиев", "Гулијев"),
    ("Cəfərov", "Jafarov", "Dzhafarov", "Djafarov", "Джафаров", "Ҹәфәров"),
    ("Qasımov", "Gasimov", "Kasumov", "Касумов"),
    ("Hüseynov", "HÜSEYNOV", "Huseinov", "Һүсејнов", "Guseynov", "Гусейнов"),
    ("Məmmədov", "Mammadov", "Mamedov", "Мамедов"),
    ("İsmayılov", "ISMAYILOV", "Ismailov", "Исмаилов"),
]
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("spellings", SAME_PERSON, ids=lambda group: group[0])
def test_every_spelling_of_a_surname_shares_a_candidate_key(spellings):
    assert frozenset.intersection(*(text.skeletons(spelling) for spelling in spellings))


def test_different_short_names_do_not_collapse():
    assert text.skeletons("Əli") != text.skeletons("Ülvi")
    assert len(next(iter(text.skeletons("Əli")))) > 1


def test_case_and_dots_do_not_matter_to_search():
    assert text.fold("İSMAYIL") == text.fold("ismayıl") == text.fold("Ismayil") == "ismayil"


def test_lookalike_letters_do_not_matter_to_search():
    assert text.fold("Kǝngǝrli") == text.fold("Kəngərli") == "kangarli"
    assert text.fold("Сəbrayıl") == "cabrayil"
    assert text.fold("Rəşаd  Əlİyev") == "rasad aliyev"
    assert text.fold("Кaримов") == text.fold("Каримов") == "karimov"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Hüseynov-Əliyev", "huseynov aliyev"),
        ("Məs'ud", "masud"),
        ("d’Artagnan", "dartagnan"),
        ("A. B.", "a b"),
        ("Е\u0308лка", "yolka"),
        ("Müller Straße Øst Łódź Æbe", "muller strasse ost lodz aebe"),
        ("Щукин Цой Юлия", "sukin tsoy yuliya"),
        ("Ə\u200bli\u202e", "ali"),
        ("😀", ""),
        ("", ""),
    ],
)
def test_the_search_key(written, key):
    assert text.fold(written) == key


def test_azerbaijani_casing():
    assert text.az_lower("IŞIQ") == "ışıq"
    assert text.az_lower("İ") == "i"
    assert text.az_upper("istiqlal ışıq") == "İSTİQLAL IŞIQ"
    assert text.az_title("ismayıl ILQAR-iMRAN") == "İsmayıl Ilqar-İmran"


def test_text_is_stored_clean():
    assert text.clean("  Kǝngǝrli\u200b \t rayonu\u202e ") == "Kəngərli rayonu"
    assert text.clean("Сəbrayıl") == "Cəbrayıl"
    assert text.clean("bir\r\n\r\n\r\n\r\niki  üç \n") == "bir\n\niki üç"
    assert text.clean("Алиев Әлијев Наташа") == "Алиев Әлијев Наташа"
    assert text.clean("S\u0327amaxı") == "Şamaxı"


def test_a_family_emoji_stays_whole_in_a_story():
    assert text.clean("ailə 👨‍👩‍👧 ❤️ evdə") == "ailə 👨‍👩‍👧 ❤️ evdə"
    assert text.clean("a\u200db\ufe0fc") == "abc"


def test_one_line():
    assert text.clean_line(" Bakı,\n Nizami  küç. \n\n 5") == "Bakı, Nizami küç. 5"


@pytest.mark.parametrize("name", ["Əli", "Anna-Maria", "O'Neil", "Məs’ud", "Гусейнов", "von der Ə.", "محمد"])
def test_a_name_is_accepted(name):
    assert text.clean_name(f" {name} ")


@pytest.mark.parametrize(
    ("typed", "why"),
    [("Əli 😀", "emoji"), ("Əli2", "digit"), ("<b>Əli", "symbol"), ("=1+1", "symbol"), ("--", "letterless")],
)
def test_what_is_no_name_is_refused_with_its_reason(typed, why):
    with pytest.raises(text.RefusedText) as refused:
        text.clean_name(typed)
    assert refused.value.code == why


def test_the_alphabet_is_the_dictionary_order():
    letters = list("abcçdeəfgğhxıijkqlmnoöprsştuüvyz")
    assert text.by_name(reversed(letters)) == letters
    assert text.by_name([letter.upper() if letter != "i" else "İ" for letter in letters]) == [
        letter.upper() if letter != "i" else "İ" for letter in letters
    ]


def test_names_sort_as_in_a_register():
    names = [
        "Əli",
        "Əli Ağa",
        "Əliyev",
        "Həsən",
        "Xalid",
        "Ilqar",
        "İlqar",
        "Qalib",
        "Lalə",
        "Zaur",
        "Анна",
        "Яна",
    ]
    assert text.by_name(sorted(names)) == names
    assert text.sort_key("Hüseyn-Əli") == text.sort_key("hüseyn əli")


@given(anything)
def test_cleaning_twice_changes_nothing(value):
    once = text.clean(value)
    assert text.clean(once) == once
    assert text.clean_line(text.clean_line(value)) == text.clean_line(value)


@given(anything)
def test_a_search_key_is_its_own_key_and_plain(value):
    key = text.fold(value)
    assert text.fold(key) == key
    assert key == key.strip()
    assert not set(key) - set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@given(st.text("abcçdeəfgğhxıijkqlmnoöprsştuüvyzАБВГДӘабвгд -'\u200b\u0301😀", max_size=20))
def test_cleaning_does_not_change_the_search_key(value):
    assert text.fold(text.clean(value)) == text.fold(value)
    assert text.sort_key(text.clean(value)) == text.sort_key(value)


@given(st.text("abcçdeəfgğhxıijkqlmnoöprsştuüvyz", max_size=20))
def test_lower_undoes_upper(value):
    assert text.az_lower(text.az_upper(value)) == value
    assert text.fold(text.az_upper(value)) == text.fold(value)
