"""A neighbour's report becomes a safe child: the whole way, in Azerbaijani, on a telephone and at a desk."""

from datetime import timedelta

import pytest

from himaya.kit import clock
from tests.journeys.conftest import ELSEWHERE, HERE, Country, Walker, answer_all, open_case, report

pytestmark = pytest.mark.journey

VIOLENCE = {"injuries": "yes", "repeated": "yes", "perpetrator_access": "yes"}
PASSWORD = "himaya-sample-2026"


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

    register_the_child(worker, case, *CHILDREN[width])
    known_elsewhere_behind_a_door(country, *CHILDREN[width])
    record_a_visit(worker, case)
    worker.go(case + "register/").choose(consent="spoken").fill(consent_note="Ana razılıq verdi").send()
    assess(worker, supervisor, case)
    plan(worker, supervisor, case)
    worker.go(case + "reviews/new/").looks_well()
    refer(country, worker, case)
    close(country, worker, supervisor, case)

    neighbour.go("/report/status/").fill(reference=slip.reference, pin=slip.pin).send()
    neighbour.does_not_see("döyürlər", *CHILDREN[width]).looks_well()


def day(ahead: int) -> str:
    return f"{clock.today() + timedelta(days=ahead):%d.%m.%Y}"


def the_worker(country: Country, chosen: str, width: int) -> Walker:
    """The social worker whom the supervisor chose, on what they have at hand."""
    names = [country.who("social_worker", HERE, n)[1] for n in range(3)]
    return country.sign_in(
        "social_worker", HERE, next(n for n in range(3) if names[n] in chosen), width=width
    )


def register_the_child(worker: Walker, case: str, family: str, given: str) -> None:
    """Search first; only then a new person."""
    worker.go(case + "register/").looks_well()
    worker.page.locator("main a[href^='/people/?for=']").first.click()
    worker.page.locator("main [name=q]").fill(f"{family} {given} 2019")
    worker.page.keyboard.press("Enter")
    worker.page.locator("main button[formaction$='/people/begin/']").first.click()
    worker.page.locator("[name=family_name]").wait_for()
    worker.fill(family_name=family, given_name=given, fathers_name="Vaqif", born="2019")
    worker.choose(sex="male").fill(place_text="Sumqayıt")
    worker.page.keyboard.press("Escape")
    worker.send()
    if worker.page.locator("[name=different]").count():
        worker.page.locator("[name=different]").first.select_option(index=1)
        worker.send()
    worker.send("form[action$='/members/child/']").sees(family)


def known_elsewhere_behind_a_door(country: Country, family: str, given: str) -> None:
    """Another district finds that the child is known, not who it is; in an emergency the file opens, with a reason."""
    stranger = country.sign_in("social_worker", ELSEWHERE).go("/people/")
    stranger.page.locator("main [name=q]").fill(f"{family} {given} 2019")
    stranger.page.keyboard.press("Enter")
    stranger.page.locator("main a[href*='/account/emergency/']").first.click()
    stranger.page.wait_for_url("**/account/emergency/**")
    stranger.does_not_see(given).looks_well()


def record_a_visit(worker: Walker, case: str) -> None:
    """The child is seen, and seen alone."""
    worker.go(case + "visits/new/").looks_well().choose(contact_type="home", safe_now="yes")
    for seen in worker.page.locator("main form input[type=checkbox]").all():
        seen.check(force=True)
    worker.fill(observations="Uşaq sakitdir, ev təmizdir.").send()


def assess(worker: Walker, supervisor: Walker, case: str) -> None:
    """Safety first, then the needs with the child's own view; the supervisor approves."""
    worker.go(case + "assessments/new/").send()
    address = worker.page.url
    for part in ("safety/", "needs/"):
        answer_all(worker.go(address + part).looks_well())
        worker.page.locator("main form button[type=submit]:not([name])").first.click()
        worker.page.wait_for_url(address)
    worker.go(address + "risk/").choose(level="high").fill(why="Ata spirtli içki qəbul edir").send()
    worker.go(address + "submit/").send()
    supervisor.go(address + "decide/").looks_well()
    answer_all(supervisor).send()


def plan(worker: Walker, supervisor: Walker, case: str) -> None:
    """A goal, an action, the family's word, the worker's signature; the supervisor approves with theirs."""
    worker.go(case + "plans/new/").fill(aim="Uşaq evdə təhlükəsiz yaşayır").send()
    address = worker.page.url
    worker.go(address + "goals/new/").choose(domain="safety")
    worker.fill(text="Evdə zorakılıq dayanır", indicator="Yeni hal yoxdur").send()
    worker.go(address)
    worker.go(str(worker.page.locator("main a[href*='/actions/new/']").first.get_attribute("href")))
    worker.choose(who="worker").fill(
        text="Həftəlik ziyarət", responsible=worker.name, starts_on=day(0), due_on=day(30)
    ).send()
    worker.go(address + "agreement/").looks_well()
    worker.choose(part="parent", way="spoken").fill(name="Ana").send("main form:has([name=way])")
    sign(worker.go(address + "sign/"))
    worker.go(address + "submit/").send()
    sign(supervisor.go(address + "decide/").looks_well())


def sign(walker: Walker) -> None:
    """Typed name and password, as a signature asks."""
    answer_all(walker).fill(name=walker.name, password=PASSWORD).send()


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
    provider.does_not_see("döyürlər").go(provider.page.url + "answer/").choose(answer="accept").send()
    worker.go(case)


def close(country: Country, worker: Walker, supervisor: Walker, case: str) -> None:
    """Months later the child is safe and stable, and the family says what it was like; the supervisor closes."""
    answer_all(worker.go(case + "closure/answers/").looks_well()).choose(safe_now="yes", who_answers="parent")
    worker.page.locator("main form button[type=submit]:not([name])").first.click()
    worker.page.wait_for_url("**/closure/")
    worker.looks_well().choose(reason="goals_met")
    answer_all(worker).fill(stable_since=day(-120)).send()
    supervisor.go(case + "closure/decision/").looks_well()
    answer_all(supervisor).send()
    supervisor.go(case).sees("Bağlanıb")
