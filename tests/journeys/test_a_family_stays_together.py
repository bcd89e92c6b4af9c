"""A family at risk keeps its disabled child: support instead of a boarding school, in Azerbaijani."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NATION, Country, open_case, report
from tests.journeys.steps import assess, close, day, plan, record_a_visit, register_the_person

pytestmark = pytest.mark.journey
AGENCY = "Abşeron–Xızı şöbəsi"


def test_a_family_at_risk_keeps_its_disabled_child(country: Country) -> None:
    """Given a grandmother who tells that her son wants to give his deaf boy to a boarding school,
    when the agency asks what threatens the family, warns that disability is no ground, supports it and sees it safe,
    then the boy lives with his parents, and the case says so before it ends."""
    granny = country.someone()
    slip = report(granny, narrative="Oğlum eşitməyən nəvəmi internata vermək istəyir.", place="Sumqayıt")
    officer = country.sign_in("duty_officer", NATION)
    case = open_case(officer, slip, answers={"injuries": "no"}, matter="prevention")

    supervisor = country.sign_in("supervisor", AGENCY)
    supervisor.go(case).sees("Ailədən ayrılma riski").go(case + "assign/")
    supervisor.page.locator("main input[name=worker]").first.check(force=True)
    chosen = supervisor.page.locator("main label:has(input[name=worker]:checked)").inner_text()
    supervisor.send()
    names = [country.who("social_worker", AGENCY, n)[1] for n in range(3)]
    number = next(n for n in range(3) if names[n] in chosen)
    worker = country.sign_in("social_worker", AGENCY, number, width=360)
    worker.go(case + "answer/").send("main form:has([value=accept])")
    register_the_person(worker, case, "Birgəliyev", "Səssiz", born="2017")
    record_a_visit(worker, case)
    worker.go(case + "register/").choose(consent="spoken").fill(consent_note="Ata razılıq verdi").send()

    worker.go(case + "separation/").looks_well().go(case + "separation/threat/")
    worker.choose(grounds="child_disability").choose(grounds="no_school_near")
    worker.choose(asked_by="parent", asked_for="boarding_school")
    worker.fill(what_helps="Günərzi mərkəz və jest dili kursu", kin_asked="Nənə: həftədə üç gün baxar").send()
    worker.sees("Günərzi mərkəz").go(case).sees("əlillik uşağı ailədən ayırmaq üçün əsas deyil")

    assess(worker, supervisor, case, level="medium")
    plan(worker, supervisor, case)
    supervisor.go(case).sees("Dəstək göstərilir")

    worker.go(case + "separation/outcome/").looks_well().choose(outcome="with_parents")
    worker.fill(outcome_on=day(-95), outcome_why="Mərkəzə gedir, ata kursu bitirib.").send()
    worker.sees("Valideynləri ilə")
    close(worker, supervisor, case)
    expect(supervisor.page.locator("main")).to_contain_text("Bağlanıb")
