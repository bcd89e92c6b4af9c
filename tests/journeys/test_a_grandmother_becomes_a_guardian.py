"""A grandmother becomes the guardian of the child she brings up: heard, decided, in force, and on the register."""

import re

import pytest

from tests.journeys.conftest import HERE, Country, Walker, open_case, report
from tests.journeys.steps import assess, day, record_a_visit, register_the_person

pytestmark = pytest.mark.journey
A_PERSON = re.compile(r"^/people/[0-9a-z]{12}/$")


def test_a_grandmother_becomes_a_guardian(country: Country) -> None:
    """Given a grandmother who brings up a girl whose parents are dead,
    when the worker assesses, hears the girl, goes to the hearing and writes down that guardianship was granted,
    then the register says with whom the girl lives and on what decision, and the case says that the judgment is in
    force."""
    granny = country.someone()
    slip = report(
        granny, narrative="Valideynləri vəfat edib, nəvəmə mən baxıram, sənədi yoxdur.", place="Sumqayıt"
    )
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers={"injuries": "no"})
    supervisor = country.sign_in("supervisor", HERE)
    supervisor.go(case + "assign/").page.locator("main input[name=worker]").first.check(force=True)
    chosen = supervisor.page.locator("main label:has(input[name=worker]:checked)").inner_text()
    supervisor.send()
    names = [country.who("social_worker", HERE, n)[1] for n in range(3)]
    worker = country.sign_in("social_worker", HERE, next(n for n in range(3) if names[n] in chosen))
    worker.go(case + "answer/").send("main form:has([value=accept])")
    register_the_person(worker, case, "Nənəliyeva", "Sevda", born="2018", sex="female")
    record_a_visit(worker, case)
    worker.go(case + "register/").choose(consent="spoken").fill(consent_note="Nənə razılıq verdi").send()
    assess(worker, supervisor, case, level="medium")

    claim = before_the_court(worker, case)
    girl = the_girl(worker, case)
    worker.go(f"{girl}status/").choose(status="no_parental_care", ground="parents_died", decided_by="court")
    worker.fill(started_on=day(-60), decided_on=day(-40), decision="3-77", source="Məhkəmə").send(
        "main form.hm-form"
    )
    worker.go(claim)
    worker.go(str(worker.page.locator(f"main a[href='{girl}care/placement/']").first.get_attribute("href")))
    worker.choose(code="guardianship").fill(started_on=day(-40), decision="3-77", source="Məhkəmə qərarı")
    worker.send("main form.hm-form")
    worker.go(girl).sees("Qəyyumluqda və ya himayədə")
    supervisor.go("/people/registers/parental-care/").sees("Nənəliyeva Sevda")
    supervisor.go(case + "rights/").sees("Qəyyumluq və himayə")


def before_the_court(worker: Walker, case: str) -> str:
    """The grandmother asks the court; the hearing, the judgment, and its being in force. The proceeding's address."""
    worker.go(case + "proceeding/").choose(kind="guardianship", claimant="relative")
    worker.fill(
        claimant_name="Nənəliyeva Sürəyya",
        body_name="Sumqayıt şəhər məhkəməsi",
        number="3-77",
        filed_on=day(-60),
    ).send()
    claim = worker.page.url.removeprefix(worker.site.url)
    worker.looks_well().go(claim + "judgment/").fill(on=day(-40), text="Qəyyum təyin edilsin").choose(
        kind="granted"
    ).send()
    worker.go(claim + "in-force/").fill(in_force_on=day(-5)).send()
    worker.sees("Qətnamə qüvvədədir")
    return str(claim)


def the_girl(worker: Walker, case: str) -> str:
    """The address of her file."""
    worker.go(case + "people/")
    found = worker.page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    return next(str(href) for href in found if A_PERSON.match(href))
