"""Registers on a day: who stands there, who may read, what leaves the system and for what."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from himaya.access.models import AuditEvent
from himaya.access.roles import SEALED, UnitManager
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.actions import set_norm
from himaya.reference.models import Norm
from himaya.registry.actions import add_identifier, record_care_fact, record_status, relate
from himaya.registry.models import Address, GroupMembership, Person
from himaya.registry.registers.actions import take_out_register
from himaya.registry.registers.printing import card_pdf, load_register_forms
from himaya.registry.registers.queries import Asked, counts, entries, listed, with_people
from himaya.registry.registers.rules import REGISTERS
from tests import factories
from tests.pdf import text_of

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]
CARE, UNSUPERVISED, GROUPS = (REGISTERS[key] for key in ("parental-care", "unsupervised", "groups"))
ON = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today(settings: Any) -> Any:
    settings.LANGUAGE_CODE = "en"
    with clock.fixed("2026-06-01T10:00"), translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def forms(as_owner: Any) -> None:
    with as_owner():
        load_register_forms()


@pytest.fixture
def manager(country: dict[str, Any], as_owner: Any) -> Any:
    with as_owner():
        return factories.user((UnitManager, country["here"]), full_name="Müdir Məlahət")


def hold(
    person: Person, status: str = "no_parental_care", since: str = "2024-01-01", **more: Any
) -> GroupMembership:
    """A status written past the actions."""
    return GroupMembership.objects.create(
        dossier=person.dossier, person=person, status=status, started_on=since, source="Qərar", **more
    )


@pytest.fixture
def listed_people(country: Any, make_person: Make, as_owner: Any) -> dict[str, Person]:
    """Six people with statuses of several kinds and times."""
    made = {
        "girl": make_person("Çələbiyeva Nigar Həsən", "2014-03-05", fin="5A0B1CD"),
        "boy": make_person("Babayev Murad Rauf", "2019-01-01", sex="male", territory=country["quba"]),
        "baby": make_person("Əliyeva Aytən", "2025-01-01", precision="estimated"),
        "grown": make_person("Zeynalov Tural", "2007-01-01", sex="male"),
        "far": make_person("Qurbanova Sona", "2013-01-01", unit="there"),
        "hidden": make_person("Gizlinova Sara", "2013-01-01", sensitivity=SEALED),
    }
    with as_owner():
        for name in ("girl", "boy", "grown", "far", "hidden"):
            hold(made[name])
        hold(made["baby"], "neglected", "2025-06-01")
        hold(made["girl"], "child_disability", "2020-01-01", degree="p61_80")
        hold(made["boy"], "idp", "2020-01-01", ended_on="2023-01-01")
        hold(made["boy"], "endangered", "2020-01-01", end_reason="mistake", ended_on="2026-05-01")
    return made


def names(register: Any, **asked: Any) -> list[str]:
    return [
        row.person.family_name
        for row in with_people(listed(register, Asked(on=asked.pop("on", ON), **asked)))
    ]


# --- who stands there ---------------------------------------------------------------------------------


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
    assert found.people == 4
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


# --- pages --------------------------------------------------------------------------------------------


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


# --- taking out ---------------------------------------------------------------------------------------


def test_a_workbook_holds_the_list_with_its_purpose_and_a_trace_of_each_person(
    listed_people: Any, manager: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        Person.objects.filter(pk=listed_people["boy"].pk).update(given_name='=HYPERLINK("x")')
    with acting_as(manager):
        taken = take_out_register(
            register=CARE, asked=Asked(on=ON), purpose="reporting", form="xlsx", by=manager
        )
    assert (taken.count, taken.name) == (3, "parental-care-2026-06-01.xlsx")
    page = load_workbook(io.BytesIO(taken.content)).active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    told = "\n".join(str(cell) for row in rows for cell in row)
    assert "special category" in told
    assert "Law 998-IIIQ" in told
    assert "Reporting" in told
    assert "5A•••CD" in told
    assert "5A0B1CD" not in told
    assert "Gizlinova" not in told
    assert any(
        cell.value == '=HYPERLINK("x")' and cell.data_type == "s" for row in page.iter_rows() for cell in row
    )
    with as_owner():
        lines = AuditEvent.objects.filter(verb="register.taken_out")
        assert lines.count() == 3
        assert {(line.reason, len(line.digest)) for line in lines} == {("reporting", 64)}
        assert AuditEvent.objects.filter(verb="registers.take_out_register").count() == 1


def test_whole_numbers_leave_only_for_a_purpose_that_needs_them(
    listed_people: Any, manager: Any, acting_as: Any
) -> None:
    with acting_as(manager):
        taken = take_out_register(register=CARE, asked=Asked(on=ON), purpose="court", form="csv", by=manager)
    rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig")), delimiter=";"))
    assert "5A0B1CD" in rows[2]
    assert rows[0][1] == "Family name [personal data]"


def test_the_sealed_leave_in_no_file_even_for_who_may_see_them(
    listed_people: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    from himaya.access.actions import grant

    with as_owner():
        boss = factories.user((UnitManager, country["nation"]))
        grant(dossier=listed_people["hidden"].dossier, user=boss, ground="seal", by=None)
    with acting_as(boss):
        assert "Gizlinova" in names(CARE)
        taken = take_out_register(register=CARE, asked=Asked(on=ON), purpose="court", form="csv", by=boss)
    assert "Gizlinova" not in taken.content.decode()
    assert taken.count == 4


def test_an_empty_list_is_a_file_and_a_trace_too(manager: Any, acting_as: Any, as_owner: Any) -> None:
    asked = Asked(on=ON, sex="male", band=(0, 2), disability="no", group="idp")
    with acting_as(manager):
        for form in ("pdf", "csv", "xlsx"):
            taken = take_out_register(register=GROUPS, asked=asked, purpose="planning", form=form, by=manager)
            assert taken.count == 0
    with as_owner():
        assert AuditEvent.objects.filter(verb="register.taken_out", dossier_id=None).count() == 3


def test_what_cannot_be_taken_out_is_refused(
    listed_people: Any, manager: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    asked = Asked(on=ON, territory=country["masalli"], band=(60, None), disability="yes")
    with acting_as(manager):
        for wrong, field in (({"purpose": "whim"}, "purpose"), ({"form": "exe"}, "form")):
            said = {"purpose": "court", "form": "csv", **wrong}
            with pytest.raises(Refused) as refused:
                take_out_register(register=CARE, asked=asked, by=manager, **said)
            assert refused.value.field == field
        taken = take_out_register(register=CARE, asked=asked, purpose="court", form="xlsx", by=manager)
        assert "with disability" in str(
            [c.value for r in load_workbook(io.BytesIO(taken.content)).active for c in r]
        )  # type: ignore[union-attr]
    with as_owner():
        for key in ("register.export.rows", "register.print.rows"):
            act = Norm.objects.get(key=key).act
            set_norm(key=key, value="2", unit="count", valid_from=ON, act=act, by=None)
    with acting_as(manager), pytest.raises(Refused, match="More than 2 lines"):
        take_out_register(register=CARE, asked=Asked(on=ON), purpose="court", form="csv", by=manager)
    with acting_as(country["supervisor"]), pytest.raises(PermissionDenied):
        take_out_register(
            register=CARE, asked=Asked(on=ON), purpose="court", form="csv", by=country["supervisor"]
        )


@pytest.mark.parametrize("key", ["parental-care", "unsupervised", "groups"])
def test_a_list_is_printed_as_tagged_pdf(
    key: str, listed_people: Any, manager: Any, acting_as: Any, country: Any
) -> None:
    by = country["supervisor"]
    with acting_as(by):
        record_care_fact(
            person=listed_people["girl"],
            aspect="mother",
            code="died",
            started_on=date(2024, 1, 1),
            source="x",
            by=by,
        )
    with acting_as(manager):
        taken = take_out_register(
            register=REGISTERS[key], asked=Asked(on=ON), purpose="court", form="pdf", by=manager
        )
    assert taken.content.startswith(b"%PDF")
    told = text_of(taken.content)
    assert str(REGISTERS[key].title)[:20] in told
    assert "Gizlinova" not in told


def test_a_register_is_taken_out_from_its_page(
    listed_people: Any, manager: Any, country: Any, browser_of: Any
) -> None:
    browser = browser_of(manager)
    page = browser.get(reverse("people:register", args=["parental-care"]), {"sex": "female"})
    assert b"take-out/?sex=female" in page.content
    address = reverse("people:register-take-out", args=["parental-care"]) + "?sex=female"
    asked = browser.get(address)
    assert "1 lines" in asked.content.decode()
    lacking = browser.post(address, {"form": "csv"})
    assert "purpose" in lacking.context["form"].errors
    taken = browser.post(address, {"form": "csv", "purpose": "planning"})
    assert taken["Content-Disposition"] == 'attachment; filename="parental-care-2026-06-01.csv"'
    assert taken["Cache-Control"] == "no-store"
    assert "Çələbiyeva" in taken.content.decode()
    assert "Babayev" not in taken.content.decode()
    assert browser_of(country["supervisor"]).get(address).status_code == 403


# --- the card -----------------------------------------------------------------------------------------


def test_the_card_of_a_child_tells_all_the_central_register_knows(
    listed_people: Any, country: Any, make_person: Make, acting_as: Any, browser_of: Any, as_owner: Any
) -> None:
    by, girl = country["supervisor"], listed_people["girl"]
    mother = make_person("Çələbiyeva Könül", "1990-01-01")
    said = {"person": girl, "started_on": date(2024, 1, 1), "source": "Məhkəmə", "by": by}
    with acting_as(by):
        relate(person=girl, other=mother, kind="mother", by=by)
        add_identifier(person=girl, kind="birth_certificate", value="AZ123456", by=by)
        record_care_fact(
            aspect="mother", code="rights_removed", decision="№ 7", decided_on=date(2024, 1, 1), **said
        )
        record_status(
            person=girl,
            status="neglected",
            started_on=date(2023, 1, 1),
            source="Polis",
            decided_by="police",
            by=by,
        )
        with as_owner():
            Address.objects.create(
                dossier=girl.dossier, person=girl, kind="actual", territory=country["masalli"]
            )
            Address.objects.create(dossier=girl.dossier, person=girl, kind="safe", territory=country["quba"])
    browser = browser_of(by)
    answer = browser.get(reverse("people:register-card", args=[girl.public_id]))
    told = text_of(answer.content)
    for words in (
        "AZ123456",
        "Könül",
        "Deprived of parental rights",
        "№ 7",
        "Record card",
        "Masally",
        "police",
    ):
        assert words in told, words
    assert not {"Quba", "Guba"} & set(told.split()), "a safe address stands on no paper"
    with as_owner():
        assert (
            AuditEvent.objects.filter(verb="register.card_printed", dossier_id=girl.dossier_id).count() == 1
        )
    assert (
        browser_of(country["neighbour"])
        .get(reverse("people:register-card", args=[girl.public_id]))
        .status_code
        == 404
    )
    with acting_as(by):
        bare = make_person("", None)
        assert text_of(card_pdf(bare, "xx", "Kimsə"))
