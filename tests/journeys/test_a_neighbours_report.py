"""A neighbour's report becomes a safe child: the whole way, in Azerbaijani, on a telephone and at a desk."""

import pytest

from tests.journeys.conftest import ELSEWHERE, HERE, Country, Walker, open_case, report
from tests.journeys.steps import assess, close, plan, record_a_visit, register_the_person

pytestmark = pytest.mark.journey

VIOLENCE = {"injuries": "yes", "repeated": "yes", "perpetrator_access": "yes"}

CHILDREN = {360: ("Sınaqov", "Elvin"), 1280: ("Yoxlamayev", "Turqut")}


@pytest.mark.parametrize("width", CHILDREN)
def test_a_neighbours_report_becomes_a_safe_child(country: Country, width: int) -> None:
    """Given a neighbour who reports without an account, on a telephone or at a desk,
    when duty officer, supervisor, social worker and service each do their part,
    then the child is registered, assessed, planned for, referred, visited, and the case closed;
    and the neighbour sees that the report was handled, nothing more."""
    neighbour = country.someone(width=width)
    slip = report(neighbour, narrative="Qonşuluqda 7 yaşlı uşağı hər axşam döyürlər.", place="Sumqayıt")
    case = open_case(country.sign_in("duty_officer", HERE).looks_well(), slip, answers=VIOLENCE)

    supervisor = country.sign_in("supervisor", HERE).looks_well()
    supervisor.go(case + "assign/").page.locator("main input[name=worker]").first.check(force=True)
    chosen = supervisor.page.locator("main label:has(input[name=worker]:checked)").inner_text()
    supervisor.send()
    worker = the_worker(country, chosen, width)
    worker.go(case + "answer/").looks_well().send("main form:has([value=accept])")

    register_the_person(worker, case, *CHILDREN[width])
    known_elsewhere_behind_a_door(country, *CHILDREN[width])
    record_a_visit(worker, case)
    worker.go(case + "register/").choose(consent="spoken").fill(consent_note="Ana razılıq verdi").send()
    assess(worker, supervisor, case)
    plan(worker, supervisor, case)
    worker.go(case + "reviews/new/").looks_well()
    refer(country, worker, case)
    close(worker, supervisor, case)

    neighbour.go("/report/status/").fill(reference=slip.reference, pin=slip.pin).send()
    neighbour.does_not_see("döyürlər", *CHILDREN[width]).looks_well()


def the_worker(country: Country, chosen: str, width: int) -> Walker:
    """The social worker whom the supervisor chose, on what they have at hand."""
    names = [country.who("social_worker", HERE, n)[1] for n in range(3)]
    return country.sign_in(
        "social_worker", HERE, next(n for n in range(3) if names[n] in chosen), width=width
    )


def known_elsewhere_behind_a_door(country: Country, family: str, given: str) -> None:
    """Another district finds that the child is known, not who it is; in an emergency the file opens, with a reason."""
    stranger = country.sign_in("social_worker", ELSEWHERE).go("/people/")
    stranger.page.locator("main [name=q]").fill(f"{family} {given} 2019")
    stranger.page.keyboard.press("Enter")
    stranger.page.locator("main a[href*='/account/emergency/']").first.click()
    stranger.page.wait_for_url("**/account/emergency/**")
    stranger.does_not_see(given).looks_well()


def refer(country: Country, worker: Walker, case: str) -> None:
    """A service of another organisation takes the child on."""
    worker.go(case + "refer/").looks_well()
    worker.page.locator("main select[name=service]").select_option(index=1)
    worker.choose(consent_ground="consent").fill(
        who="Uşaq, 7 yaş", how_to_reach="Ana, axşam", reason="Psixoloji dəstək", consent_by="Ana"
    ).send()
    provider = country.sign_in("provider_staff", "“Nümunə” mərkəzi, Sumqayıt").looks_well()
    provider.go("/referrals/")
    provider.page.locator("main a[href^='/referrals/']").first.click()
    provider.page.wait_for_url("**/referrals/*/")
    address = provider.page.url
    provider.does_not_see("döyürlər").go(address + "answer/").choose(answer="accept").send()
    provider.go(address + "feedback/").looks_well()
    worker.go(case)
