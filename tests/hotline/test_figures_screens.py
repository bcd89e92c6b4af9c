"""The hotline's figures: counts alone, small ones kept back, for whoever works with figures."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from himaya.access.gate import acting_as
from himaya.access.roles import Analyst
from himaya.hotline.contacts.actions import receive_contact, set_kind, write_child, write_contact
from himaya.hotline.figures.queries import Cell, figures, spikes
from himaya.hotline.figures.rules import period
from himaya.hotline.models import Arrival
from himaya.hotline.queue.actions import accept, ended
from himaya.hotline.search.queries import Asked
from himaya.hotline.search.queries import found as found_contacts
from himaya.hotline.triage.actions import ask_about_danger
from himaya.kit import clock
from himaya.reference.models import Territory
from himaya.reference.queries import ids_downwards
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOW = "2026-03-25T12:00"  # a Wednesday


@pytest.fixture
def analyst(line: Any, as_owner: Any) -> Any:
    """Somebody who reads figures and sees no contact."""
    with as_owner():
        return factories.user((Analyst, line["nation"]))


@pytest.fixture
def busy(line: Any) -> None:
    """Six calls about bullying in the week before, two about lessons, five pranks."""
    by, week_before = line["listener"], clock.at(date(2026, 3, 18), 15)
    with acting_as(by):
        for n in range(13):
            with clock.fixed(week_before + timedelta(minutes=n)):
                contact = receive_contact(channel="phone", by=by, caller_number="050 000 00 01")
                if n < 5:
                    set_kind(contact=contact, kind="prank", by=by)
                    continue
                reason = "marks" if n > 10 else "bullying"
                write_contact(
                    contact=contact, by=by, said={"caller_kind": "child", "main_reason": reason, "place_code": "AZ-SM",
                                                  "feeling_before": 3, "feeling_after": 3 + n % 2},
                )  # fmt: skip
                write_child(contact=contact, said={"age_years": 8, "sex": "female"}, by=by)
                ask_about_danger(contact=contact, answers={"hurt_now": "no"}, by=by)


def test_counts_below_five_and_what_tells_them_are_kept_back(busy: None, analyst: Any) -> None:
    with acting_as(analyst), clock.fixed(NOW):
        found = figures(*(period("2026") or ()))
        rates = {one.definition.code: (one.many, one.whole) for one in found.rates}
        assert rates["HL1"] == (13, 13)
        assert rates["HL2"] == (8, 13)
        assert rates["HL3"] == (0, 0)
        assert rates["K5"] == (None, 8), "four of eight would tell of few"
        assert rates["K7"] == (13, 13)
        assert found.tables["kind"] == [Cell("", "counselling", 8), Cell("", "prank", 5)]
        assert found.tables["reason"] == [Cell("", "bullying", None), Cell("", "marks", None)]
        assert found.tables["sex"] == [Cell("7-9", "female", 8)]
        assert found.tables["district"] == [Cell("", "AZ-SM", 8)]
        assert spikes(clock.today())[0].many == 8, "eight from one district, none in the weeks before"


def test_only_who_works_with_figures_reads_them(line: Any, analyst: Any) -> None:
    for who in ("listener", "duty", "supervisor"):
        with acting_as(line[who]), pytest.raises(ProgrammingError), transaction.atomic():
            figures(*(period("2026") or ()))
    with acting_as(line["lead"]):
        assert figures(*(period("2026") or ())).tables == {}


def test_the_pages_and_the_yearly_return(line: Any, busy: None, analyst: Any, english: Any) -> None:
    browser = english(analyst)
    assert browser.get(reverse("hotline:figures-now")).url.startswith("/hotline/figures/20")
    shown = browser.get(reverse("hotline:figures", args=["2026"])).content.decode()
    for words in ("Answer rate", "13", "&lt;5", "Kinds of contact", "2026-03", "Sumgayit: 8", "Lerik: 0"):
        assert words in shown
    assert "Bullying, 2026-12: &lt;5" in shown
    assert browser.get(reverse("hotline:figures", args=["2026-03"])).status_code == 200
    assert (
        "Contacts by district" not in browser.get(reverse("hotline:figures", args=["2025"])).content.decode()
    )
    assert browser.get(reverse("hotline:figures", args=["never"])).status_code == 404
    book = browser.get(reverse("hotline:figures-return", args=[2026]))
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    assert sheets.sheetnames[:3] == ["Rates", "Reasons", "Age and sex"]
    assert browser.get(reverse("hotline:figures-return", args=[0])).status_code == 404
    assert english(line["listener"]).get(reverse("hotline:figures", args=["2026"])).status_code == 403


def test_a_call_that_nobody_took_counts_among_those_offered(
    line: Any, analyst: Any, ready: Any, arrive: Any, does: Any, as_owner: Any
) -> None:
    with clock.fixed("2026-03-18T15:00"):
        ready("listener")
        for n in range(5):
            taken = does("listener", accept, arrival=arrive("phone", f"taken-{n}"))
            does("listener", ended, arrival=taken)
            arrive("sms", f"no-call-{n}")
        for n in range(6):
            arrive("phone", f"lost-{n}")
        arrive("phone", "still-waits")
        with as_owner():
            Arrival.objects.filter(channel_key__startswith="lost").update(state="told", why="late")
            Arrival.objects.filter(channel_key="still-waits").update(state="waiting")
    with acting_as(analyst), clock.fixed(NOW):
        found = {one.definition.code: (one.many, one.whole) for one in figures(*(period("2026") or ())).rates}
    assert found["HL1"] == (5, 11)


def test_a_district_of_a_city_is_counted_apart_from_the_city(
    line: Any, analyst: Any, english: Any, call: Any, at: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-18T15:00"):
        for code in ["AZ-BA-BIN-28-may", "AZ-BA-BIN", *["AZ-BA-BIN"] * 4, *["AZ-BA"] * 5, *["AZ-GA-NIZ"] * 7]:
            at(call(), write_contact, said={"place_code": code})
    with acting_as(analyst):
        found = figures(*(period("2026") or ())).tables["district"]
    assert {(cell.what, cell.many) for cell in found} == {("AZ-GA-NIZ", 7), ("AZ-BA-BIN", 6), ("AZ-BA", 5)}
    shown = english(analyst).get(reverse("hotline:figures", args=["2026"])).content.decode()
    for words in (
        "Binagadi, Baku: 6",
        "Baku, district not known: 5",
        "Nizami, Ganja: 7",
        "Nizami, Baku: 0",
        "Lankaran: 0",
    ):
        assert words in shown
    with acting_as(line["lead"]):
        for place, many in (("AZ-BA", 11), ("AZ-BA-BIN", 6), ("AZ-LER", 0)):
            asked = Asked(territories=ids_downwards(Territory.objects.get(code=place)))
            assert len(found_contacts(asked, line["lead"]).rows) == many, (
                "a city is sought with its districts"
            )
