"""The country, and places as people write them."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from himaya.kit import clock
from himaya.reference.models import Settlement, Territory
from himaya.reference.queries import (
    administration_of,
    by_code,
    full_name,
    ids_downwards,
    place_by_code,
    region_of,
    resolve_place,
    same_administration,
    suggest_places,
    territories,
    tiles,
    unit_of,
    units,
)

pytestmark = pytest.mark.django_db

REPORTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "reported_places.jsonl").read_text().splitlines()
]
NAMED = [report for report in REPORTS if report["place"]]


def codes_of(match):
    return [candidate.place.code for candidate in match.candidates]


def test_the_country_has_seventy_eight_units_in_fourteen_regions():
    with clock.fixed("2026-01-01"):
        assert len(units()) == 78
        assert sum(unit.kind == "city" for unit in units()) == 11
        assert len(territories("region")) == 14
        assert all(region_of(unit) for unit in units())


def test_baku_has_twelve_districts_and_ganja_two():
    assert sum(t.parent.code == "AZ-BA" for t in territories("district")) == 12
    assert sum(t.parent.code == "AZ-GA" for t in territories("district")) == 2


def test_agdara_has_no_iso_code_and_begins_on_5_december_2023():
    agdara = by_code("X-AGD")
    assert agdara.iso_code is None
    assert agdara not in territories(on=date(2023, 12, 4))
    assert agdara in territories(on=date(2023, 12, 5))


def test_units_sort_by_the_azerbaijani_alphabet():
    names = [unit.name_az for unit in units() if unit.kind == "rayon"]
    assert names[:4] == ["Abşeron", "Ağcabədi", "Ağdam", "Ağdaş"]
    assert names.index("Xaçmaz") < names.index("Xızı") < names.index("İmişli") < names.index("Qax")
    assert names[-1] == "Zərdab"


@pytest.mark.parametrize(("city", "rayon"), [("AZ-LA", "AZ-LAN"), ("AZ-SA", "AZ-SAK"), ("AZ-YE", "AZ-YEV")])
def test_three_cities_are_run_with_their_rayon(city, rayon):
    assert administration_of(by_code(city)).code == rayon
    assert same_administration(by_code(city), by_code(rayon))
    assert by_code(city).pk in ids_downwards(by_code(rayon))
    assert not same_administration(by_code(city), by_code("AZ-BA"))


def test_a_district_lies_in_its_city():
    assert unit_of(by_code("AZ-BA-YAS")).code == "AZ-BA"
    assert unit_of(by_code("R-ARAN")) is None
    assert by_code("AZ-BA-YAS").pk in ids_downwards(by_code("R-BAKI"))


@pytest.mark.parametrize("report", NAMED, ids=lambda report: report["id"])
def test_every_place_a_reporter_names_is_found(report):
    match = resolve_place(report["place"])
    assert match.status == "exact"
    assert match.best.territory.code == report["territory"]


def test_a_place_is_found_inside_a_sentence():
    missing = next(report for report in REPORTS if report["id"] == "r15")
    assert resolve_place(missing["text"]).best.territory.code == "AZ-KAN"


@pytest.mark.parametrize("report", [r for r in REPORTS if r["id"] != "r15"], ids=lambda report: report["id"])
def test_a_story_that_names_no_place_gives_none(report):
    assert resolve_place(report["text"]).status == "none"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Boradigah", "AZ-MAS-boradigah"),
        ("Xırdalanda", "AZ-ABS-xirdalan"),
        ("Хырдалан", "AZ-ABS-xirdalan"),
        ("Bakı, Nərimanov", "AZ-BA-NAR"),
        ("Баку, Хатаинский район", "AZ-BA-XAT"),
        ("Gəncə Nizami rayonu", "AZ-GA-NIZ"),
        ("Bakının Xəzər rayonu Buzovna qəsəbəsi", "AZ-BA-XAZ-buzovna"),
        ("Bakı şəhəri, Qaradağ r., Lökbatan qəs.", "AZ-BA-QAR-lokbatan"),
        ("г. Гянджа", "AZ-GA"),
        ("Sumqayit sheheri", "AZ-SM"),
        ("Mingechevir", "AZ-MI"),
        ("Джебраил", "AZ-CAB"),
        ("Lənkəran r-nu", "AZ-LAN"),
        ("Lənkəran şəhərində", "AZ-LA"),
        ("sheki rayonu", "AZ-SAK"),
        ("Şəki 1 nömrəli məktəb", "AZ-SA"),
        ("Nizami küçəsi 5, Bakı", "AZ-BA"),
        ("Bərdə", "AZ-BAR"),
        ("Bərdədə", "AZ-BAR"),
        ("Şuşa", "AZ-SUS"),
        ("Ağdərə", "X-AGD"),
        ("AZ-QBA quba", "AZ-QBA"),
    ],
)
def test_spelling_alphabet_and_endings_are_forgiven(written, code):
    match = resolve_place(written)
    assert (match.status, match.best.code) == ("exact", code)


@pytest.mark.parametrize("written", ["Lənkəran", "Şəki", "Yevlaxda"])
def test_a_bare_name_of_a_pair_asks_but_its_administration_is_known(written):
    match = resolve_place(written)
    assert match.status == "ambiguous"
    assert match.best is None
    assert {c.territory.kind for c in match.candidates} == {"city", "rayon"}
    assert match.administration.kind == "rayon"


def test_a_name_of_two_districts_asks():
    match = resolve_place("Nizami rayonu")
    assert match.status == "ambiguous"
    assert sorted(codes_of(match)) == ["AZ-BA-NIZ", "AZ-GA-NIZ"]
    assert match.administration is None


def test_a_region_asks_which_of_its_units():
    match = resolve_place("Naxçıvan Muxtar Respublikası")
    assert match.status == "ambiguous"
    assert len(match.candidates) == 8


def test_a_slip_is_never_taken_but_asked():
    match = resolve_place("Sumqayitt")
    assert match.status == "exact"  # a doubled letter is no slip
    match = resolve_place("Masalli rayonu Boradiqan")
    assert match.best.territory.code == "AZ-MAS"
    match = resolve_place("Zaqatela")
    assert match.best.territory.code == "AZ-ZAQ"
    match = resolve_place("Goycxay")
    assert match.status == "ambiguous"
    assert codes_of(match) == ["AZ-GOY"]
    assert "Göyçay" in match.candidates[0].why


@pytest.mark.parametrize(
    "written", ["", "   ", "Москва", "asdf", "12345", "😀", "küçə", "şəhəri", "\u202e", "%_'\""]
)
def test_what_names_no_place_gives_none(written):
    assert resolve_place(written).status == "none"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_can_be_asked(written):
    match = resolve_place(written)
    assert (match.best is not None) == (match.status == "exact")
    assert len(suggest_places(written)) <= 10


def test_every_unit_is_found_by_its_full_name_in_three_languages():
    from django.utils import translation

    for language in ("az", "en", "ru"):
        with translation.override(language):
            for unit in units():
                if unit.kind == "rayon" and language != "az":
                    continue
                found = codes_of(
                    resolve_place(f"{unit.name} şəhəri" if unit.kind == "city" else f"{unit.name} rayonu")
                )
                assert unit.code in found, (unit.code, found)


def test_every_settlement_is_found_with_its_unit():
    for settlement in Settlement.objects.select_related("territory"):
        unit = unit_of(settlement.territory)
        match = resolve_place(f"{full_name(unit)}, {settlement.name_az}")
        assert match.best is not None, settlement.code
        assert match.best.territory.code == unit.code, settlement.code


def test_suggestions_begin_with_what_is_typed():
    assert [place.code for place in suggest_places("len")][:2] == ["AZ-LAN", "AZ-LA"]
    assert suggest_places("Xır")[0].code == "AZ-ABS-xirdalan"
    assert suggest_places("нарим")[0].code == "AZ-BA-NAR"
    assert suggest_places("") == []
    assert len(suggest_places("a", limit=3)) <= 3


def test_a_place_is_read_back_by_its_code():
    for code in ("AZ-QBA", "AZ-BA-YAS", "AZ-ABS-xirdalan"):
        assert place_by_code(code).code == code
    assert place_by_code("R-ARAN") is None
    assert place_by_code("nothing") is None


def test_asking_again_asks_the_database_nothing(django_assert_num_queries):
    resolve_place("Quba")
    with django_assert_num_queries(0):
        resolve_place("Masallı rayonu, Boradigah")
        units()
        administration_of(by_code("AZ-LA"))


def test_no_name_is_shared_by_two_units_save_the_pairs():
    seen = {}
    for unit in Territory.objects.filter(kind__in=["city", "rayon"]):
        seen.setdefault(unit.name_fold, []).append(unit)
    assert all(len(pair) == 1 or same_administration(*pair) for pair in seen.values())


def test_every_unit_of_today_has_one_tile_of_its_own_on_the_schematic_map() -> None:
    placed = tiles()
    assert {unit.code for unit in units()} <= set(placed)
    assert all(by_code(code) for code in placed)
    assert len(set(placed.values())) == len(placed)
    neighbours = placed["AZ-QUS"], placed["AZ-XAC"]
    assert abs(neighbours[0][0] - neighbours[1][0]) <= 1
