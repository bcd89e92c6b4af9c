"""Names borne before, life, citizenship and language: kept, shown, found by, and right after a merge and its undoing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.language import COOKIE
from himaya.kit.periods import BirthDate
from himaya.registry.actions import add_former_name, correct_person, cut_link, receive, strike_former_name
from himaya.registry.merging.actions import merge_people, unmerge_people
from himaya.registry.models import FormerName, Person, Source, SourceLink, SourceTelling
from himaya.registry.names.rules import checks
from himaya.registry.rules import Details
from himaya.registry.search.queries import find_people, likely_duplicates
from tests.registry.merging_cast import judge

__all__ = ["judge"]
pytestmark = pytest.mark.django_db
Make = Callable[..., Person]
WHEN = {"started_on": None, "ended_on": date(2016, 6, 1)}


@pytest.fixture
def correct(browser_of: Any, country: Any) -> Any:
    """`correct(person, language="ru")`: sends the form as its page shows it, with these changes."""

    def send(person: Person, **changes: str) -> str:
        browser = browser_of(country["supervisor"])
        browser.cookies[COOKIE] = "en"
        address = reverse("people:person-correct", args=[person.public_id])
        form = browser.get(address).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        typed = {"born": "05.03.2014"} | {
            name: value for name, value in shown.items() if value not in (None, False) and name != "born"
        }
        answer = browser.post(address, {**typed, "_version": form.version, **changes}, follow=True)
        assert answer.status_code == 200, answer.context and answer.context["form"].errors
        return str(answer.content.decode())

    return send


def named(person: Person, name: str, by: Any, **more: Any) -> FormerName:
    told = {"kind": "marriage", "source": "Marriage certificate", **more}
    return add_former_name(person=person, name=name, by=by, **told)


def found_by(typed: str, by: Any) -> list[str]:
    return [match.public_id for match in find_people(typed, by=by)]


def test_a_woman_is_found_by_the_name_she_was_born_with(
    make_person: Make, browser_of: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    her = make_person("Quliyeva Nigar Həsən", "1990-03-05")
    browser = browser_of(country["supervisor"])
    browser.cookies[COOKIE] = "en"
    typed = {"name": "Mirzəxanlı", "kind": "marriage", "started_on": "05.03.1990", "ended_on": "01.06.2012",
             "source": "Nikah haqqında şəhadətnamə"}  # fmt: skip
    add = reverse("people:former-name-add", args=[her.public_id])
    page = browser.post(add, typed, follow=True).content.decode()
    for words in (
        "Name before a marriage",
        "Mirzəxanlı",
        "since 05.03.1990",
        "until 01.06.2012",
        "Nikah haqqında",
    ):
        assert words in page
    assert "already written here" in browser.post(add, {**typed, "name": "MIRZƏXANLI"}).content.decode()
    with acting_as(country["worker"]) as by:
        for words in (
            "Mirzəxanlı Nigar",
            "mirzexanli nigar 05.03.1990",
            "Мирзаханлы Нигяр",
            "Quliyeva Nigar",
        ):
            assert found_by(words, by) == [her.public_id], words
        warned = likely_duplicates(
            by=by, family_name="Mirzəxanlı", given_name="Nigar", fathers_name="Həsən",
            born=BirthDate(her.birth_date, "exact"),
        )  # fmt: skip
        assert [match.public_id for match in warned] == [her.public_id]
    shown = browser.post(reverse("people:find"), {"q": "Mirzəxanlı Nigar"}, follow=True).content.decode()
    assert "also on record: Mirzəxanlı" in shown
    with as_owner():
        her.refresh_from_db()
        former = FormerName.objects.get(person=her)
    assert her.full_name == "Quliyeva Nigar Həsən", "lists and papers show the name of today"
    assert former.period == (date(1990, 3, 5), date(2012, 6, 1))
    assert str(former) == f"former name {former.pk}"
    strike = reverse("people:former-name-strike", args=[former.public_id])
    page = browser.post(strike, follow=True).content.decode()
    assert "Taken off the page" in page
    assert "until 01.06.2012" not in page
    with acting_as(country["worker"]) as by:
        assert found_by("Mirzəxanlı Nigar", by) == []


def test_a_name_struck_twice_keeps_its_moment(make_person: Make, country: Any, acting_as: Any) -> None:
    her = make_person("Quliyeva Nigar", "1990-03-05")
    with acting_as(country["chief"]) as by:
        former = named(her, "Mirzəxanlı", by)
        with clock.fixed("2026-06-01"):
            first = strike_former_name(former=former, by=by).struck_at
        with clock.fixed("2026-06-02"):
            assert strike_former_name(former=former, by=by).struck_at == first
        named(her, "Mirzəxanlı", by)  # written anew


@pytest.mark.parametrize(
    ("name", "more", "refused"),
    [
        ("  ", {}, "name"),
        ("QULIYEVA Nigar", {}, "name"),
        ("A", {"kind": "nickname"}, "kind"),
        ("A", {"source": " "}, "source"),
        ("A", {"started_on": date(2030, 1, 1)}, "started_on"),
        ("A", {"started_on": date(1980, 1, 1)}, "started_on"),
        ("A", {"started_on": date(2012, 1, 1), "ended_on": date(2011, 1, 1)}, "ended_on"),
        ("A", {"ended_on": date(1980, 1, 1)}, "ended_on"),
    ],
)
def test_what_cannot_be_a_former_name_is_refused_beside_its_field(
    make_person: Make, country: Any, acting_as: Any, name: str, more: dict[str, Any], refused: str
) -> None:
    her = make_person("Quliyeva Nigar", "1990-03-05")
    with clock.fixed("2026-06-01"), acting_as(country["chief"]) as by:
        with pytest.raises(Refused) as why:
            named(her, name, by, **more)
        assert why.value.field == refused
        assert not FormerName.objects.exists()


def test_a_name_without_days_can_be_borne_by_who_has_no_birth_date() -> None:
    told = checks("Mirzəxanlı", None, None, now="Quliyeva", known=[], born=None, today=date(2026, 6, 1))
    assert all(verdict for _field, verdict in told)


def test_former_names_go_with_a_merged_record_and_come_back_with_it(
    make_person: Make, country: Any, acting_as: Any, as_owner: Any, judge: Any
) -> None:
    here, there = make_person("Quliyeva Nigar Həsən"), make_person("Əliyeva Nigar Həsən")
    with acting_as(country["chief"]) as by:
        named(here, "Mirzəxanlı", by, **WHEN)
        moved = named(there, "Sultanova", by, started_on=date(2015, 1, 1), kind="changed")

    def stand(person: Person) -> tuple[str, list[tuple[str, Any]]]:
        with as_owner():
            person.refresh_from_db()
            rows = FormerName.objects.filter(person=person).order_by("pk")
            return person.former_names, [(row.name, row.started_on, row.dossier_id) for row in rows]  # type: ignore[misc]

    before = stand(here), stand(there)
    with acting_as(judge) as by:
        made = merge_people(kept=here, merged=there, by=by, reason="The same girl")
        for typed in ("Mirzəxanlı Nigar", "Sultanova Nigar", "Əliyeva Nigar", "Quliyeva Nigar"):
            assert found_by(typed, by) == [here.public_id], typed
        moved.refresh_from_db()
        assert (moved.person_id, moved.started_on) == (here.pk, date(2015, 1, 1))
    assert stand(there) == ("", [])
    with acting_as(judge) as by:
        unmerge_people(merge=made, reason="Two girls after all", by=by)
        assert found_by("Sultanova Nigar", by) == [there.public_id]
        assert found_by("Mirzəxanlı Nigar", by) == [here.public_id]
    assert (stand(here), stand(there)) == before


def test_a_person_is_found_by_what_another_source_calls_them_until_it_is_cut(
    make_person: Make, country: Any, acting_as: Any
) -> None:
    her = make_person("Quliyeva Nigar Həsən")
    with acting_as(country["chief"]) as by:
        for key, facts in (("own", "Quliyeva"), ("other", "Sultanova")):
            source = Source.objects.get(code="civil_register" if key == "own" else "institution_list")
            told = {"family_name": facts, "given_name": "Nigar"}
            receive(source=source, key=key, facts=told, person=her, by=by)
        her.refresh_from_db()
        assert (her.family_name, her.former_names) == ("Quliyeva", "Sultanova")
        assert found_by("Sultanova Nigar", by) == [her.public_id]
        cut_link(link=SourceLink.objects.get(record__key="other"), reason="Another girl", by=by)
        her.refresh_from_db()
        assert her.former_names == ""
        correct_person(person=her, details=Details("Rzayeva", "Nigar", sex="female"), by=by)
        assert found_by("Rzayeva Nigar", by) == found_by("Quliyeva Nigar", by) == [her.public_id]


def test_a_former_name_borne_again_is_no_other_name(
    make_person: Make, correct: Any, country: Any, acting_as: Any
) -> None:
    her = make_person("Quliyeva Nigar Həsən")
    with acting_as(country["chief"]) as by:
        named(her, "Mirzəxanlı", by)
    correct(her, family_name="Mirzəxanlı")
    with acting_as(country["chief"]) as by:
        her.refresh_from_db()
        assert her.former_names == "Mirzəxanlı"
        assert found_by("Mirzəxanlı Nigar", by) == [her.public_id]


def test_correcting_a_name_loses_no_other_fact(make_person: Make, correct: Any, as_owner: Any) -> None:
    her = make_person(citizenship="GE", language="lez", life="missing")
    correct(her, family_name="Quliyeva")
    with as_owner():
        her.refresh_from_db()
        told = SourceTelling.objects.get(record__key=her.public_id)
    assert (her.family_name, her.citizenship, her.language, her.life) == ("Quliyeva", "GE", "lez", "missing")
    assert told.facts["life"] == "missing"


def test_a_country_that_no_list_of_ours_knows_is_kept_and_another_can_be_chosen(
    make_person: Make, correct: Any, as_owner: Any
) -> None:
    her = make_person(citizenship="NZ")
    assert "NZ" in correct(her, given_name="Nigarə")
    with as_owner():
        her.refresh_from_db()
    assert her.citizenship == "NZ"
    assert "Without citizenship" in correct(her, citizenship="XX")


def test_life_is_said_on_the_page_with_a_day_or_without(
    make_person: Make, correct: Any, as_owner: Any, browser_of: Any, country: Any
) -> None:
    her = make_person("Quliyeva Nigar")
    page = correct(her, life="missing")
    assert "tells the police at once" in page
    browser = browser_of(country["supervisor"])
    browser.cookies[COOKIE] = "en"
    found = browser.post(reverse("people:find"), {"q": "Quliyeva Nigar"}, follow=True)
    assert "Missing" in found.content.decode()
    page = correct(her, life="dead")
    assert "Has died" in page
    with as_owner():
        her.refresh_from_db()
    assert (her.has_died, her.died_on) == (True, None)
    assert "is not missing" in correct(her, life="missing", died_on="01.05.2026")
    page = correct(her, life="", died_on="01.05.2026")
    assert "Died 01.05.2026" in page
    with as_owner():
        her.refresh_from_db()
    assert her.life == "dead"
