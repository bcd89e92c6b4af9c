"""A register is taken out by right and for a purpose, and the card of one child."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from himaya.access.models import AuditEvent
from himaya.access.roles import UnitManager
from himaya.kit.errors import Refused
from himaya.reference.actions import set_norm
from himaya.reference.models import Norm
from himaya.registry.actions import add_former_name, add_identifier, record_care_fact, record_status, relate
from himaya.registry.models import Address, Person
from himaya.registry.registers.actions import take_out_register
from himaya.registry.registers.printing import card_pdf
from himaya.registry.registers.queries import Asked
from himaya.registry.registers.rules import REGISTERS
from tests import factories
from tests.pdf import text_of
from tests.registry.registers_cast import CARE, GROUPS, ON, Make, forms, listed_people, names, today

__all__ = ["forms", "listed_people", "today"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(country: dict[str, Any], as_owner: Any) -> Any:
    with as_owner():
        return factories.user((UnitManager, country["here"]), full_name="Müdir Məlahət")


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


def test_the_card_of_a_child_tells_all_the_central_register_knows(
    listed_people: Any, country: Any, make_person: Make, acting_as: Any, browser_of: Any, as_owner: Any
) -> None:
    by, girl = country["supervisor"], listed_people["girl"]
    mother = make_person("Çələbiyeva Könül", "1990-01-01")
    said = {"person": girl, "started_on": date(2024, 1, 1), "source": "Məhkəmə", "by": by}
    with acting_as(by):
        relate(person=girl, other=mother, kind="mother", by=by)
        add_identifier(person=girl, kind="birth_certificate", value="AZ123456", by=by)
        add_former_name(person=girl, kind="birth", name="Sultanova", source="Akt", by=by)
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
        "Name at birth",
        "Sultanova",
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
