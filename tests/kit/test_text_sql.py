"""The database's text functions give the same results as Python's."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from himaya.kit import text

pytestmark = pytest.mark.django_db

AZ = "abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ"
AZ_CYRILLIC = "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшАБВГҒДЕӘЖЗИЫЈКҜЛМНОӨПРСТУҮФХҺЧҸШ"
RU = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯіїєґ"
LATIN_1 = "".join(map(chr, range(0xA0, 0x250)))
COMBINING = "aeiouIn\u0300\u0301\u0306\u0307\u0308\u030c\u0327\u0328\u034f\u20e3"
MARKS = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066"
    "\u2069\ufeff\ufe0f\t\n\r\u0085\u2028\u00a0\u3000"
)
SIGNS = " -–—'’ʼ`´.,;/\\_[]^{}()&*+=<>\"0123456789"
EMOJI = "😀👨👩👧🇦🇿❤☎✅𝐀🅰①℃ﬁⅧ"
LOOKALIKE = "ǝƎәӘəƏАВЕКМНОРСТХУІЈаеорсхуіјABEKMHOPCTXYIJaeopcxyijbdg"
ALPHABETS = [AZ, AZ_CYRILLIC, RU, LATIN_1, COMBINING, MARKS, SIGNS, EMOJI, LOOKALIKE]

texts = st.one_of(
    *(st.text(alphabet + " ", max_size=24) for alphabet in ALPHABETS),
    st.text("".join(ALPHABETS), max_size=24),
    st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\x00"), max_size=16),
)
many = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


def ask(call: str, values: list[str]) -> list[object]:
    """One query for many values: the property is tested on whole lists, to be quick."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {call}(v) from unnest(%s::text[]) with ordinality as t(v, n) order by n", [values]
        )
        return [row[0] for row in cursor.fetchall()]


lists = st.lists(texts, min_size=1, max_size=12)


@many
@given(lists)
def test_the_search_key_is_the_same_in_both(values):
    assert ask("himaya_fold", values) == [text.fold(value) for value in values]


@many
@given(lists)
def test_the_sort_key_is_the_same_in_both(values):
    assert ask("himaya_sort_key", values) == [text.sort_key(value) for value in values]


@many
@given(lists)
def test_duplicate_candidate_keys_are_the_same_in_both(values):
    found = ask("himaya_skeletons", values)
    assert found == [sorted(text.skeletons(value)) for value in values]


def test_nothing_gives_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "select himaya_fold(null), himaya_sort_key(null), himaya_skeletons(null), himaya_skeletons('')"
        )
        assert cursor.fetchone() == (None, None, None, [])


def test_keys_may_stand_in_stored_columns_and_survive_an_empty_search_path():
    with connection.cursor() as cursor:
        cursor.execute(
            'create temporary table named (name text, key text collate "C" generated always as '
            '(public.himaya_fold(name)) stored, place text collate "C" generated always as '
            "(public.himaya_sort_key(name)) stored, bones text[] generated always as "
            "(public.himaya_skeletons(name)) stored)"
        )
        cursor.execute("set local search_path = ''")
        cursor.execute("insert into pg_temp.named (name) values ('Hüseynova-Əliyeva') returning key, bones")
        assert cursor.fetchone() == ("huseynova aliyeva", ["hsnv l"])
        cursor.execute("set local search_path = public")


def test_the_database_sorts_by_the_azerbaijani_alphabet():
    letters = list("abcçdeəfgğhxıijkqlmnoöprsştuüvyz")
    with connection.cursor() as cursor:
        cursor.execute(
            'select v from unnest(%s::text[]) as v order by himaya_sort_key(v) collate "C"', [letters[::-1]]
        )
        assert [row[0] for row in cursor.fetchall()] == letters
