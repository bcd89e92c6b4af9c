"""A psychologist without an account gets a referral by a link, accepts, and tells what came of it."""

import pytest

from tests.journeys.conftest import HERE, Country, open_case, report
from tests.journeys.steps import day, register_the_person

pytestmark = pytest.mark.journey

PRACTICE = "Psixoloq Sınaqova"
DANGER = {"injuries": "yes", "repeated": "yes", "perpetrator_access": "yes"}


def test_a_psychologist_without_an_account_answers_by_a_link(country: Country) -> None:
    """Given a child whose social worker looks for a psychologist,
    when the one that fits has no account, and gets a letter with a link and, by telephone, a code,
    then they accept, begin, and tell what came of it; the worker reads it, and the link leads nowhere any more."""
    slip = report(country.someone(), narrative="Uşaq gecələr qorxudan yatmır.", place="Sumqayıt")
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers=DANGER)
    supervisor = country.sign_in("supervisor", HERE)
    supervisor.go(case + "assign/").page.locator("main input[name=worker]").first.check(force=True)
    chosen = supervisor.page.locator("main label:has(input[name=worker]:checked)").inner_text()
    supervisor.send()
    names = [country.who("social_worker", HERE, n)[1] for n in range(3)]
    worker = country.sign_in("social_worker", HERE, next(n for n in range(3) if names[n] in chosen))
    worker.go(case + "answer/").send("main form:has([value=accept])")
    register_the_person(worker, case, "Sınaqov", "Rüfət")

    worker.go(case + "services/").choose(need="relations").fill(q="sinaqova").send("main form[role=search]")
    worker.sees(PRACTICE).looks_well()
    worker.page.locator("main a", has_text="Bura yönləndir").first.click()
    worker.page.wait_for_url("**/refer/?service=*")
    worker.choose(consent_ground="consent").fill(
        who="Rüfət, 7 yaş", how_to_reach="Ana, axşam", reason="Qorxular, yuxusuzluq", consent_by="Ana"
    ).send()
    referral = worker.page.url
    worker.go(referral + "link/").sees("Qorxular").looks_well()
    worker.page.locator("main input[name=confirmed]").check(force=True)
    worker.page.locator("main form button[type=submit]").last.click()
    code = worker.page.locator("#code").inner_text().strip()
    address = worker.page.locator("main p.font-monospace").first.inner_text().strip()
    worker.looks_well()

    psychologist = country.someone(width=360)
    psychologist.go(address).does_not_see("Qorxular", "Rüfət").looks_well()
    psychologist.fill(code=code).send().sees("Qorxular").does_not_see("Ana, axşam").looks_well()
    inside = psychologist.page.url
    psychologist.go(inside + "answer/").looks_well().choose(answer="accept").fill(
        name="Sınaqova, psixoloq"
    ).send()
    psychologist.sees("Ana, axşam")
    psychologist.go(inside + "start/").fill(started_on=day(0)).send()
    psychologist.go(inside + "tell/").looks_well().choose(outcome="reached")
    psychologist.fill(name="Sınaqova, psixoloq", text="Uşaq rahat yatır.")
    psychologist.page.locator("main input[name=ends]").check(force=True)
    psychologist.send().sees("Cavabınız göndərənə çatdı").looks_well()
    country.complaints.expected("404")  # a dead link is not found, like one that never was
    psychologist.go(address).sees("Bu keçid işləmir").looks_well()

    worker.go(referral).sees("Uşaq rahat yatır.", "Məqsədə nail olundu", "Sınaqova, psixoloq")
    worker.go(case).sees("Keçid açıldı")
