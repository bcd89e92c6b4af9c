"""The commission decides and the school acts."""

from datetime import timedelta
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from himaya.kit import clock
from tests.journeys.conftest import HERE, Country, Walker

pytestmark = pytest.mark.journey
SCHOOL = "1 nömrəli tam orta məktəb (nümunə)"
PASSWORD = "himaya-sample-2026"
TICK = """([start, value]) => document.querySelectorAll(`main input[name^="${start}"][value="${value}"]`).forEach(
  box => { if (!document.querySelector(`main input[name="${box.name}"]:checked`)) box.checked = true; })"""


def day(ahead: int = 0) -> str:
    return f"{clock.today() + timedelta(days=ahead):%d.%m.%Y}"


def here(walker: Walker) -> str:
    return str(walker.page.url.removeprefix(walker.site.url))


def put(worker: Walker, question: str) -> tuple[str, str]:
    """The worker puts the first case that is not yet there before the commission; the case and the item."""
    links = worker.go("/cases/").page.locator("main a[href^='/cases/']:not([href*='?'])")
    cases = list(dict.fromkeys(link.get_attribute("href") for link in links.all()))
    for case in cases:
        worker.go(f"{case}commission/")
        value = worker.page.locator(
            "main select[name=commission] option:not([value=''])"
        ).first.get_attribute("value")
        worker.choose(commission=str(value)).fill(question=question, proposal="Məktəb dəstək versin.").send()
        if here(worker).startswith("/agenda/"):
            worker.send()  # no paper is laid before it
            return str(case), here(worker)
    pytest.fail("every case of this worker is before the commission already")


def planned(secretary: Walker, item: str) -> str:
    """A session of today with the item on its agenda, and everybody invited."""
    secretary.go("/commissions/").page.locator("main .hm-lines a").first.click()
    secretary.page.wait_for_url("**/commissions/*/")
    secretary.go(f"{here(secretary)}session/")
    secretary.fill(starts_at_day=day(), starts_at_time="23:50", place="İclas zalı").send()
    meeting = here(secretary)
    secretary.go(f"{item}take/").choose(meeting=meeting.split("/")[2]).send()
    secretary.go(f"{meeting}invite/").send().sees("Dəvət olunub")
    return meeting


def held(secretary: Walker, meeting: str) -> None:
    """Everybody is there."""
    secretary.go(f"{meeting}hold/").fill(held_at_day=day(), held_at_time="00:01")
    secretary.page.evaluate(TICK, ["at_", "present"])
    secretary.send()


def decided(secretary: Walker, item: str) -> None:
    """The decision with all votes; who has voted already keeps their vote."""
    secretary.go(f"{item}decide/").fill(
        facts="Uşaq dərslərə gəlmir.", child_view="Qayıtmaq istəyir.", family_view="Razıdır.",
        best_interests="Məktəbə qayıtmaq onun marağındadır.", decision="Məktəb fərdi dəstək versin.",
    )  # fmt: skip
    secretary.choose(child_view_method="talk", decision_kind="measures")
    secretary.page.evaluate(TICK, ["vote_", "for"])
    secretary.send()


def signed(walker: Walker, page: str) -> None:
    walker.go(page).fill(name=walker.name, password=PASSWORD).send()


def is_pdf(walker: Walker) -> None:
    """The paper linked on this page is a PDF."""
    link = walker.page.locator("main a[href*='/papers/']").first
    answer = walker.page.request.get(walker.site.url + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_the_commission_decides_and_the_school_acts(country: Country) -> None:
    """Given a case put before the commission by its worker, and members invited by the secretary,
    when one member stands aside, one is against, and the decision gives the school a task,
    then the minutes are a PDF, the school accepts and reports, and the worker confirms that it was done."""
    question = f"Məktəbə qayıtması üçün kim nə edəcək? {token_hex(3)}"
    worker = country.sign_in("social_worker", HERE, width=360)
    case, item = put(worker, question)
    secretary = country.sign_in("commission_secretary", HERE)
    secretary.go("/meetings/").sees(question)
    meeting = planned(secretary, item)

    aside = country.sign_in("commission_member", HERE, 4, width=360)
    aside.go("/meetings/").sees(question).go(f"{item}conflict/").choose(why="kin").send()
    aside.go(meeting).sees("Kənarda qaldığınız məsələlər: 1").does_not_see(question)

    held(secretary, meeting)
    against = country.sign_in("commission_member", HERE, 2, width=360)
    against.go(f"{item}vote/").choose(vote="against").fill(dissent="Əvvəlcə ailə ilə iş.").send()
    secretary.go(item).sees("yetərsay var")
    decided(secretary, item)
    secretary.sees("əleyhinə 1", "Əvvəlcə ailə ilə iş.")
    secretary.go(f"{item}duties/")
    school = secretary.page.locator("main select[name=unit] option", has_text=SCHOOL).get_attribute("value")
    task = f"Fərdi dərslər {token_hex(3)}"
    secretary.choose(unit=str(school)).fill(what=task, due_on=day(14)).send()

    secretary.go(f"{meeting}minutes/").send()
    signed(country.sign_in("commission_member", HERE), f"{meeting}minutes/chair/")
    signed(secretary, f"{meeting}minutes/sign/")
    secretary.sees("Protokol imzalanıb")
    is_pdf(secretary)
    worker.go(item)
    is_pdf(worker)

    teacher = country.sign_in("provider_staff", SCHOOL)
    teacher.go("/referrals/").page.locator("main a", has_text=task).click()
    teacher.page.wait_for_url("**/duties/*/")
    duty = here(teacher)
    teacher.does_not_see(question).go(f"{duty}answer/").choose(answer="accept").send()
    teacher.go(f"{duty}report/").fill(note="Həftədə üç dərs keçirilir.").send()
    worker.go(case).sees("Yoxlayın")
    worker.go(f"{duty}check/").choose(outcome="done").fill(note="Jurnala baxdım.").send()
    expect(worker.page.locator("main .hm-chips").first).to_contain_text("Təsdiq")
