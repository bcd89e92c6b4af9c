"""Registers on a day: who stands there, who may read, what leaves the system and for what."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.registry.actions import record_care_fact
from himaya.registry.models import Person
from himaya.registry.registers import queries
from himaya.registry.registers.queries import Asked, counts, entries, leaf, listed, with_people
from himaya.registry.registers.rules import REGISTERS
from tests.registry.registers_cast import CARE, GROUPS, ON, Make, forms, hold, listed_people, names, today

__all__ = ["forms", "listed_people", "today"]
pytestmark = pytest.mark.django_db

UNSUPERVISED = REGISTERS["unsupervised"]


def test_a_list_is_of_a_day_and_in_the_order_of_our_alphabet(
    country: Any, listed_people: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]):
        assert names(CARE) == ["Babayev", "Çələbiyeva", "Zeynalov"], (
            "ç after c, the sealed and the far not there"
        )
        assert names(CARE, on=date(2023, 12, 31)) == []
        assert names(UNSUPERVISED) == ["Əliyeva"]
        assert names(UNSUPERVISED, on=date(2022, 1, 1)) == [], "written by mistake, so it never was"
        assert names(GROUPS, group="idp", on=date(2022, 6, 1)) == ["Babayev"]
        assert names(GROUPS, group="idp", on=date(2023, 1, 1)) == [], "the day of its end is no longer in it"
    with acting_as(country["neighbour"]):
        assert names(CARE) == ["Qurbanova"]
    with acting_as(country["chief"]):
        assert names(CARE) == ["Babayev", "Çələbiyeva", "Qurbanova", "Zeynalov"]


def test_a_list_is_narrowed_by_place_age_sex_and_disability(
    country: Any, listed_people: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]):
        assert names(CARE, territory=country["quba"]) == ["Babayev"]
        assert names(CARE, band=(7, 13)) == ["Babayev", "Çələbiyeva"]
        assert names(CARE, band=(60, None)) == []
        assert names(CARE, sex="female") == ["Çələbiyeva"]
        assert names(CARE, disability="yes") == ["Çələbiyeva"]
        assert names(CARE, disability="no") == ["Babayev", "Zeynalov"]


def test_the_dead_and_the_merged_stand_on_no_list(
    country: Any, listed_people: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        Person.objects.filter(pk=listed_people["boy"].pk).update(died_on=date(2025, 1, 1))
        Person.objects.filter(pk=listed_people["grown"].pk).update(merged_into=listed_people["girl"])
    with acting_as(country["supervisor"]):
        assert names(CARE) == ["Çələbiyeva"]
        assert names(CARE, on=date(2024, 12, 31)) == ["Babayev", "Çələbiyeva"]


def test_people_are_counted_once_in_all_and_once_in_each_status(
    country: Any, listed_people: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]):
        found = counts(listed(GROUPS, Asked(on=ON)), ON)
        empty = counts(listed(CARE, Asked(on=date(2000, 1, 1))), ON)
    assert (found.lines, found.people) == (5, 4)
    assert dict(found.statuses) == {
        "Child without parental care": 3, "Child with disability": 1, "Unsupervised child": 1,
    }  # fmt: skip
    assert found.ages == [("0–2", 1, 0, 0), ("7–13", 1, 1, 0), ("18–29", 0, 1, 0)]
    assert empty.people == 0


def test_lines_carry_the_facts_of_the_central_register_and_their_marks(
    country: Any, listed_people: Any, acting_as: Any
) -> None:
    by, girl = country["supervisor"], listed_people["girl"]
    said = {"started_on": date(2024, 1, 1), "source": "Qərar", "by": by, "person": girl}
    with acting_as(by):
        record_care_fact(aspect="mother", code="rights_removed", **said)
        record_care_fact(aspect="father", code="unknown", **said)
        record_care_fact(aspect="placement", code="shelter", **said)
        record_care_fact(
            aspect="placement", code="foster", detail="Quliyevlər", **{**said, "started_on": date(2025, 1, 1)}
        )
        rows = with_people(listed(CARE, Asked(on=ON, sex="female")))
        line = entries(CARE, rows, ON)[0]
        before = entries(CARE, rows, date(2024, 6, 1))[0]
    assert line.parents == ["Mother: Deprived of parental rights", "Father: Not known"]
    assert line.placement == "In a foster family, Quliyevlər"
    assert before.placement == "In a shelter"
    assert line.adoptability == ""
    assert line.marks == ["stale", "undecided", "groundless", "adoptability"]
    assert line.fin == "5A0B1CD"
    assert [str(words) for words in line.mark_words][-1] == "Adoptability missing"


def test_a_list_is_narrowed_to_a_unit_and_those_below_it(
    country: Any, listed_people: Any, acting_as: Any, browser_of: Any
) -> None:
    with acting_as(country["chief"]):
        assert names(CARE, unit=country["there"]) == ["Qurbanova"]
        assert names(CARE, unit=country["nation"]) == ["Babayev", "Çələbiyeva", "Qurbanova", "Zeynalov"]
    with acting_as(country["supervisor"]):
        assert names(CARE, unit=country["there"]) == [], "row security opens nothing more"
    address = reverse("people:register", args=["parental-care"])
    page = browser_of(country["chief"]).get(address, {"unit": country["there"].public_id})
    assert [line.person.family_name for line in page.context["lines"]] == ["Qurbanova"]
    assert page.context["asked"].unit == country["there"]
    alone = browser_of(country["supervisor"]).get(address, {"unit": country["there"].public_id})
    assert "unit" not in alone.context["form"].fields, "who has one unit is not asked which"
    assert alone.context["asked"].unit is None


@pytest.mark.parametrize("name", ["registers", "register"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200), ("supervisor", 200), ("worker", 403), ("neighbour", 200), ("counsellor", 403),
        ("provider", 403), ("analyst", 403),
    ],
)  # fmt: skip
def test_who_may_read_registers(name: str, who: str, status: int, country: Any, browser_of: Any) -> None:
    address = reverse(f"people:{name}", args=["parental-care"] if name == "register" else [])
    assert browser_of(country[who]).get(address).status_code == status


def test_a_register_shows_its_lines_counts_and_what_the_law_calls_so(
    country: Any, listed_people: Any, browser_of: Any, as_owner: Any
) -> None:
    browser = browser_of(country["supervisor"])
    page = browser.get(reverse("people:register", args=["unsupervised"])).content.decode()
    assert "Əliyeva Aytən" in page
    assert "A child whose behaviour nobody watches over" in page
    care = browser.get(reverse("people:register", args=["parental-care"]))
    text = care.content.decode()
    assert "Parents&#x27; legal status missing" in text
    assert "5A0B1CD" not in text
    assert "Qurbanova" not in text
    assert "Take out or print" not in text, "a supervisor takes nothing out"
    with as_owner():
        seen = AuditEvent.objects.filter(verb="register.viewed").values_list("dossier_id", flat=True)
        assert listed_people["girl"].dossier_id in set(seen)


def test_the_address_narrows_the_list_and_nonsense_is_left_out(
    country: Any, listed_people: Any, browser_of: Any
) -> None:
    browser = browser_of(country["supervisor"])
    address = reverse("people:register", args=["parental-care"])
    found = browser.get(address, {"sex": "male", "territory": "AZ-QBA", "band": "3-6", "on": "01.06.2025"})
    assert [line.person.family_name for line in found.context["lines"]] == ["Babayev"]
    assert found.context["asked"].on == date(2025, 6, 1)
    odd = browser.get(
        address, {"sex": "robot", "territory": "x", "band": "9", "on": "01.01.2099", "page": "77"}
    )
    assert odd.status_code == 200
    assert odd.context["asked"] == Asked(on=ON)
    groups = browser.get(reverse("people:register", args=["groups"]), {"group": "idp"})
    assert "Nobody stands on this list on this day" in groups.content.decode()
    assert browser.get(reverse("people:register", args=["nothing"])).status_code == 404


def test_a_list_is_turned_page_by_page_and_counted_apart(
    country: Any, listed_people: Any, browser_of: Any, acting_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    browser = browser_of(country["supervisor"])
    address = reverse("people:register", args=["groups"])
    first, last = browser.get(address), browser.get(address, {"page": "3"})
    shown = [row.person.family_name for row in first.context["page"].rows]
    assert shown == ["Babayev", "Çələbiyeva"], "in the order of the whole list"
    assert first.context["counts"] is None, "what would take long to count is fetched when the page stands"
    text = first.content.decode()
    assert 'rel="next"' in text
    assert 'rel="prev"' not in text
    assert "lines 1 to 2, by name" in text
    assert [row.person.family_name for row in last.context["page"].rows] == ["Zeynalov"]
    assert 'rel="prev"' in last.content.decode()
    assert 'rel="next"' not in last.content.decode()
    for way in (
        browser.get(reverse("people:register-counts", args=["groups"])),
        browser.get(address, {"counted": "1"}),
    ):
        assert (way.context["counts"].lines, way.context["counts"].people) == (5, 4)
    with acting_as(country["supervisor"]):
        rows = listed(GROUPS, Asked(on=ON))
        numbers = {said: leaf(rows, said).number for said in ("", "x", "-1", "0", "2", "77", "9" * 5000)}
        assert leaf(rows.none(), "5").rows == []
    assert numbers == {"": 1, "x": 1, "-1": 1, "0": 1, "2": 2, "77": 3, "9" * 5000: 3}


def test_a_longer_list_costs_no_more_questions(
    country: Any, listed_people: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    browser = browser_of(country["supervisor"])
    address = reverse("people:register", args=["parental-care"])
    browser.get(address)
    asked = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        asked.append(len(queries))
        for n in range(8):
            more = make_person(f"Yenisi{chr(97 + n)} Ad", "2012-01-01")
            with as_owner():
                hold(more)
    assert asked[0] == asked[1]
    assert asked[0] <= 20, "with those of the session, the gate and the audit"
