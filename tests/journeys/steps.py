"""What people do with a case one after another, for the journeys that go the whole way."""

from datetime import timedelta

from himaya.kit import clock
from tests.journeys.conftest import Walker, answer_all

PASSWORD = "himaya-sample-2026"


def day(ahead: int) -> str:
    return f"{clock.today() + timedelta(days=ahead):%d.%m.%Y}"


def register_the_person(
    worker: Walker,
    case: str,
    family: str,
    given: str,
    *,
    born: str = "2019",
    sex: str = "male",
    role: str = "child",
) -> None:
    """Search first; only then a new person."""
    worker.go(case + "register/").looks_well()
    worker.page.locator("main a.btn-primary[href^='/people/?for=']").first.click()
    worker.page.locator("main [name=q]").fill(f"{family} {given} {born}")
    worker.page.keyboard.press("Enter")
    worker.page.locator("main button[formaction$='/people/begin/']").first.click()
    worker.page.locator("[name=family_name]").wait_for()
    worker.fill(family_name=family, given_name=given, fathers_name="Vaqif", born=born)
    worker.choose(sex=sex).fill(place_text="Sumqayıt")
    worker.page.keyboard.press("Escape")
    worker.send()
    if worker.page.locator("[name=different]").count():
        worker.page.locator("[name=different]").first.select_option(index=1)
        worker.send()
    worker.send(f"form[action$='/members/{role}/']").sees(family)


def record_a_visit(worker: Walker, case: str) -> None:
    """The child is seen, and seen alone."""
    worker.go(case + "visits/new/").looks_well().choose(contact_type="home", safe_now="yes")
    for seen in worker.page.locator("main form input[type=checkbox]").all():
        seen.check(force=True)
    worker.fill(observations="Uşaq sakitdir, ev təmizdir.").send()


def assess(worker: Walker, supervisor: Walker, case: str, *, level: str = "high") -> None:
    """Safety first, then the needs with the child's own view; the supervisor approves."""
    worker.go(case + "assessments/new/").send()
    address = worker.page.url
    for part in ("safety/", "needs/"):
        answer_all(worker.go(address + part).looks_well())
        worker.page.locator("main form button[type=submit]:not([name])").first.click()
        worker.page.wait_for_url(address)
    worker.go(address + "risk/").choose(level=level).fill(why="Ata spirtli içki qəbul edir").send()
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


def close(worker: Walker, supervisor: Walker, case: str) -> None:
    """Months later the child is safe and stable, and the family says what it was like; the supervisor closes."""
    answer_all(worker.go(case + "closure/answers/").looks_well()).choose(safe_now="yes", who_answers="parent")
    worker.page.locator("main form button[type=submit]:not([name])").first.click()
    worker.page.wait_for_url("**/closure/")
    worker.looks_well().choose(reason="goals_met")
    answer_all(worker).fill(stable_since=day(-120)).send()
    supervisor.go(case + "closure/decision/").looks_well()
    answer_all(supervisor).send()
    supervisor.go(case).sees("Bağlanıb")
