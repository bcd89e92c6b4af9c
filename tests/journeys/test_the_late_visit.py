"""The late visit climbs to the manager; of two supervisors who decide at once, one wins."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import HERE, Country, Walker, open_case, report
from tests.patience import LONG

pytestmark = pytest.mark.journey


def late_row(walker: Walker, reference: str, *, word: str = "", patience: float = 3 * LONG) -> str:
    """The line of a case on the page of what is late, through all its pages; the worker fires clocks every few
    seconds, so it comes by itself."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        walker.go("/overdue/")
        while True:
            rows = walker.page.locator("main tbody tr", has_text=reference)
            found = [text for text in rows.all_inner_texts() if word in text]
            if found:
                return found[0]
            following = walker.page.locator("main a[rel=next]")
            if not following.count():
                break
            walker.go(walker.page.url.split("?")[0] + str(following.first.get_attribute("href")))
        time.sleep(2)
    pytest.fail(f"{walker.name} never saw {reference} late")


def test_the_late_visit_climbs_to_the_manager(country: Country) -> None:
    """Given a case of high risk whose first contact nobody made,
    when its time passes,
    then the supervisor hears at once, the manager a little later, and both find it on the page of what is late."""
    slip = report(country.someone(), narrative="Uşağın qolunda yara izləri var.", place="Sumqayıt")
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers={"injuries": "yes"})
    supervisor = country.sign_in("supervisor", HERE)
    reference = supervisor.go(case).page.locator("h1").inner_text().split()[-1]  # no child yet: its number
    try:
        country.site.himaya("demo", "clock", "+30h")
        supervisor = country.sign_in("supervisor", HERE)  # by now the session has ended
        late_row(supervisor, reference)
        country.site.himaya("demo", "clock", "+4d")
        manager = country.sign_in("manager", HERE)
        late_row(manager, reference, word="yuxarı ötürülüb")
        manager.looks_well()
        manager.go("/notices/").sees("Gecikmiş iş sizə ötürüldü")
    finally:
        country.site.himaya("demo", "clock", "0")


def test_two_supervisors_decide_at_once(country: Country) -> None:
    """Given two supervisors with the same case on their screens,
    when both offer it to a worker,
    then one offer stands, and the other reads who was first; nothing is overwritten."""
    slip = report(country.someone(), narrative="Uşaq evdə tək qalır.", place="Sumqayıt")
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers={"alone": "yes"})
    first, second = (country.sign_in("supervisor", HERE, n) for n in range(2))
    for supervisor, n in ((first, 0), (second, 1)):
        supervisor.go(case + "assign/")
        supervisor.page.locator("main input[name=worker]").nth(n).check(force=True)
    first.send()
    country.complaints.expected("409")
    second.send()
    chosen = second.page.locator("main form [name=worker]:checked")
    expect(chosen, "what was chosen is not lost").to_have_count(1)
    expect(second.page.locator(".hm-errors, [role=alert], .hm-error-summary")).not_to_have_count(0)
