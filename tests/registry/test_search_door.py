"""The search door: who finds whom, how much of them, and what it costs to ask."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from himaya.access.actions import grant, wall_off
from himaya.access.roles import UnitManager
from himaya.kit.periods import BirthDate
from himaya.registry.models import Person, SealedSighting
from himaya.registry.search.jobs import tell_of_sightings
from himaya.registry.search.queries import Match, TooManySearches, find_people, likely_duplicates
from himaya.workflow.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]


@pytest.fixture
def find(acting_as: Any) -> Callable[..., list[Match]]:
    def search(user: Any, text: str) -> list[Match]:
        with acting_as(user):
            return find_people(text, by=user)

    return search


WAYS = [
    "Əliyeva Nigar",
    "nigar əliyeva",
    "NİGAR ƏLİYEVA",
    "Eliyeva Nigar",
    "Aliyeva Nigar 05.03.2014",
    "Alieva Nigar",
    "Алиева Нигяр 2014",
    "Әлијева Ниҝар",
    "Əliyev Nigar Həsən qızı",
    "Əlizadə Nigar 05.03.2014",
    "Əliyeva Nihar",
    "Əliyeva Ngiar",
    "Əlieva Nigr",
    "Əliyeva Həsən Nigar",
    "əliy nig",
    "Nigar 03.05.2014 Əliyeva",
    "Əliyeva 2014 Masallı",
    "Əliyeva, Masallıda, 12 yaş",
    "qız, 12 yaş, Masallı",
    "5A0B1CD",
    "5aOb1cd",
    "5A0B1CE",
    "050 321-45-67",
    "+994 (50) 321 45 67",
    "503214567",
]


@pytest.mark.parametrize("typed", WAYS)
def test_she_is_found_in_whatever_way_she_is_asked_for(
    typed: str, country: Any, make_person: Make, find: Any
) -> None:
    from himaya.kit import clock

    make_person("Məmmədov Anar Vaqif", "1980-01-02", sex="male")
    make_person("Quliyeva Aysel Rauf", "2009-05-06", unit="there")
    her = make_person(fin="5A0B1CD", phone="+994503214567")
    with clock.fixed("2026-06-01"):
        found = find(country["supervisor"], typed)
    assert found, typed
    assert found[0].person == her
    assert found[0].why


def test_another_district_s_child_is_known_but_masked(country: Any, make_person: Make, find: Any) -> None:
    her = make_person(fin="5A0B1CD")
    (match,) = find(country["neighbour"], "Əliyeva Nigar 05.03.2014")
    assert match.is_masked
    assert match.person is None
    assert match.initials == "Ə. N."
    assert match.age_band == "11–14"
    assert match.territory == country["masalli"]
    assert match.unit == country["here"]
    assert match.public_id == her.public_id
    assert not any(reason.word for reason in match.reasons)
    (by_number,) = find(country["neighbour"], "5A0B1CD")
    assert by_number.is_masked


def test_a_social_worker_sees_in_full_only_whom_they_were_granted(
    country: Any, make_person: Make, find: Any, acting_as: Any
) -> None:
    her, other = make_person(), make_person("Əliyeva Nigar Rauf", "2013-01-01")
    with acting_as(country["supervisor"]):
        grant(
            dossier=her.dossier,
            user=country["worker"],
            ground="case",
            source="case:1",
            by=country["supervisor"],
        )
    found = find(country["worker"], "Əliyeva Nigar")
    assert [m.person for m in found if not m.is_masked] == [her]
    assert [m.public_id for m in found if m.is_masked] == [other.public_id]


def test_the_sealed_are_not_there_and_their_guardians_are_told(
    country: Any, sealed: Person, find: Any, as_owner: Any
) -> None:
    for typed in ("Gizliyeva Sara Murad", "5SEC7E7", "+994501112233", "Gizliyeva Sara 09.07.2018"):
        assert find(country["supervisor"], typed) == []
        assert find(country["chief"], typed) == []
    with as_owner():
        noted = list(SealedSighting.objects.order_by("pk"))
        assert {s.seeker for s in noted} == {country["supervisor"], country["chief"]}
        assert {s.dossier for s in noted} == {sealed.dossier}
        assert len(noted) == 2, "once a day for each seeker"


def test_where_nobody_was_let_in_the_heads_of_the_unit_are_told_and_not_of_their_own_search(
    country: Any, sealed: Person, find: Any, as_owner: Any, as_worker: Any
) -> None:
    with as_owner():
        seeking, other = (factories.user((UnitManager, country["here"])) for _head in range(2))
    assert find(seeking, "5SEC7E7") == []
    with as_worker():
        assert tell_of_sightings() == 1
    with as_owner():
        assert [notice.user for notice in Notice.objects.filter(kind="person.sighted")] == [other]


def test_a_sealed_person_is_there_in_full_for_who_was_let_in(
    country: Any, sealed: Person, find: Any, as_owner: Any
) -> None:
    with as_owner():
        grant(dossier=sealed.dossier, user=country["worker"], ground="sealed_team", by=None)
    (match,) = find(country["worker"], "Gizliyeva Sara")
    assert match.person == sealed


def test_a_passing_likeness_to_the_sealed_alarms_nobody(
    country: Any, sealed: Person, find: Any, as_owner: Any
) -> None:
    assert find(country["supervisor"], "Sara") == []
    with as_owner():
        assert not SealedSighting.objects.exists()


def test_who_is_walled_off_finds_nothing(country: Any, make_person: Make, find: Any, as_owner: Any) -> None:
    her = make_person()
    with as_owner():
        wall_off(dossier=her.dossier, user=country["supervisor"], reason="named", by=None)
    assert find(country["supervisor"], "Əliyeva Nigar") == []
    assert find(country["chief"], "Əliyeva Nigar")


def test_nobody_and_the_departed_find_nobody(
    country: Any, make_person: Make, as_owner: Any, acting_as: Any
) -> None:
    make_person()
    with acting_as(None):
        assert find_people("Əliyeva Nigar", by=None) == []
    with as_owner():
        country["supervisor"].memberships.update(ended_at="2026-01-01T00:00:00Z")
    with acting_as(country["supervisor"]):
        assert find_people("Əliyeva Nigar", by=country["supervisor"]) == []


def test_at_most_twenty_are_shown_whatever_is_asked(country: Any, make_person: Make) -> None:
    for n in range(25):
        make_person("Əliyeva Nigar", f"20{n:02d}-01-01")
    from himaya.access.gate import acting_as as act

    with act(country["supervisor"]), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from registry_find_people(%s, 5000, false)",
            ['{"groups": [{"n": 1, "weight": 1, "word": "nigar"}]}'],
        )
        assert cursor.fetchone() == (20,)


def test_too_many_searches_are_refused_and_typing_on_counts_little(
    country: Any, make_person: Make, acting_as: Any
) -> None:
    make_person()
    with acting_as(country["supervisor"]):
        for n in range(100):
            find_people(f"Əliyeva Nigar{'abcdefghij'[n % 10]}", by=country["supervisor"])
        for n in range(100):
            find_people(f"{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10]}a", by=country["supervisor"])
        with pytest.raises(TooManySearches):
            _ask_much(country["supervisor"])


def _ask_much(user: Any) -> None:
    for n in range(40):
        find_people(f"{'uvxyz'[n % 5]}{'klmnopqr'[n // 5]}b", by=user)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "'; drop table registry_person; --",
        "😀😀",
        "%_%",
        "=HYPERLINK(1)",
        "\u202eabc",
        "a" * 5000,
        "''''",
        "\\",
        "1",
        "()",
    ],
)
def test_odd_text_finds_nobody_and_breaks_nothing(
    typed: str, country: Any, make_person: Make, find: Any
) -> None:
    make_person()
    assert find(country["supervisor"], typed) == []


@pytest.mark.parametrize(
    "call",
    [
        "select registry_words_meant('a', true)",
        "select registry_sighted(array[1]::bigint[], 'x')",
        "select registry_learn(array['x'])",
        "select * from registry_name_word",
        "select * from registry_search_rate",
    ],
)
def test_what_lies_behind_the_door_is_closed_to_the_web_role(call: str, country: Any) -> None:
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(call)


NAMES = st.sampled_from(
    ["Əliyeva Nigar", "Hüseynov Çingiz", "İsmayılov Şükür", "Quliyeva Ülkər", "Cəfərov Ömər"]
)
FORMS = st.sampled_from(
    [
        str.upper,
        lambda s: s.translate(str.maketrans("əƏşŞçÇöÖüÜğĞıİ", "aAsScCoOuUgGiI")),
        lambda s: s.translate(str.maketrans("əƏ", "eE")),
        lambda s: " ".join(reversed(s.split())),
        lambda s: s.replace("ə", "ә").replace("a", "а"),
        lambda s: f"  {s.replace(' ', '   ')},",
        lambda s: s.replace("İ", "İ").lower(),
    ]
)


@given(name=NAMES, form=FORMS, second=FORMS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spelling_never_decides_whether_someone_is_found(
    name: str, form: Any, second: Any, country: Any, make_person: Make, find: Any, as_owner: Any
) -> None:
    with as_owner():
        known = {str(p) for p in Person.objects.all()}
    if name not in known:
        make_person(name, "2014-03-05")
    found = find(country["chief"], second(form(name)))
    assert str(found[0].person) == name


def test_likely_duplicates_are_those_who_may_be_the_same(
    country: Any, make_person: Make, acting_as: Any
) -> None:
    her = make_person()
    twin = make_person("Əliyeva Nərgiz Həsən", multiple_birth=True)
    make_person("Əliyeva Lalə Kamran", "1990-01-01")
    with acting_as(country["supervisor"]):
        found = likely_duplicates(
            by=country["supervisor"],
            family_name="Aliyeva",
            given_name="Nigar",
            fathers_name="Hasan",
            born=BirthDate.of_year(2014),
            fin="5A0B1CD",
        )
        assert found[0].person == her
        exact = likely_duplicates(
            by=country["supervisor"],
            family_name="Əliyeva",
            given_name="Nigar",
            fathers_name="Həsən",
            born=her.born,
        )
    assert [m.person for m in exact] == [her, twin], "a twin is shown, for a human to tell apart"
