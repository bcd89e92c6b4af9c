"""The wrong district sees nothing; the reporter stays hidden; the accused never learn."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ELSEWHERE, HERE, NATION, Country, open_case, report

pytestmark = pytest.mark.journey

VIOLENCE = {"injuries": "yes", "repeated": "yes", "perpetrator_access": "yes"}


def test_the_wrong_district_sees_nothing(country: Country) -> None:
    """Given a report from Sumqayıt that became a case,
    when the officers and supervisors of another district look for it,
    then it is not there: not in a list, not by its reference, not by its address."""
    slip = report(
        country.someone(), narrative="Qonşuluqda uşağı döyürlər, qolunda göyərmə var.", place="Sumqayıt"
    )
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers=VIOLENCE)

    country.complaints.expected("404")
    for role in ("duty_officer", "supervisor", "social_worker", "manager"):
        stranger = country.sign_in(role, ELSEWHERE)
        stranger.go(case)
        expect(stranger.page.locator("h1")).to_have_count(1)
        stranger.does_not_see(slip.reference)
        if role != "social_worker":
            stranger.go("/reports/?list=all").does_not_see(slip.reference)
        stranger.go("/cases/").does_not_see(case)

    country.sign_in("supervisor", HERE).go(case).sees("Sumqayıt")


def test_the_reporter_stays_hidden(country: Country) -> None:
    """Given a neighbour who gave a name and a telephone,
    when the worker of the case reads all they may,
    then neither name nor telephone stands anywhere; and the neighbour sees that it was handled, nothing more."""
    who, phone = "Gizli Qonşu", "050 111 22 33"
    someone = country.someone()
    slip = report(
        someone, narrative="Həyətdə uşaq ac gəzir.", place="Sumqayıt", anonymous="no", name=who, phone=phone
    )  # fmt: skip
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers={"repeated": "yes"})

    supervisor = country.sign_in("supervisor", HERE)
    supervisor.go(case + "assign/").choose(
        worker=supervisor.page.locator("[name=worker]").first.get_attribute("value")
    )
    chosen = supervisor.page.locator("label:has([name=worker]:checked)").inner_text()
    supervisor.send()
    names = [country.who("social_worker", HERE, n)[1] for n in range(3)]
    worker = country.sign_in("social_worker", HERE, next(n for n in range(3) if names[n] in chosen))
    worker.go(case).does_not_see(who, "111 22 33", "0501112233")
    worker.go(case + "print/").does_not_see(who, "111 22 33", "0501112233")

    someone.go("/report/status/").fill(reference=slip.reference, pin=slip.pin).send()
    someone.does_not_see("ac gəzir").looks_well()


def test_a_report_against_an_institutions_staff_never_reaches_them(country: Country) -> None:
    """Given a report that names an official,
    when the national desk shuts that person out,
    then the person finds nothing of it, anywhere, while the national desk works on it."""
    someone = country.someone()
    slip = report(
        someone, narrative="İnternatda tərbiyəçi uşaqları qaranlıq otağa bağlayır.", place="Sumqayıt"
    )
    officer = country.sign_in("duty_officer", HERE)
    officer.go("/reports/")
    officer.page.locator("main a", has_text=slip.reference).first.click()
    officer.page.wait_for_url("**/reports/*/")
    address = officer.page.url
    officer.go(address + "screen/")
    officer.page.locator("details:has(form[action$='/insiders/']) > summary").click()
    name = officer.page.locator("form[action$='/insiders/'] [name=person_text]")
    supervisor_email = country.email("supervisor", HERE)
    name.press_sequentially(supervisor_email.split("@")[0].split(".")[0], delay=30)
    officer.page.locator("[role=option]").first.wait_for()
    officer.page.locator("[role=option]").first.click()
    officer.send("form[action$='/insiders/']")

    national = country.sign_in("duty_officer", NATION)
    national.go(address).sees(slip.reference)
    country.complaints.expected("404")
    for role in ("duty_officer", "manager"):
        other = country.sign_in(role, HERE)
        other.go(address).does_not_see(slip.reference)
