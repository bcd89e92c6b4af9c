"""A supervisor holds a session, an auditor looks through a file, and the worker mends what was missing."""

import pytest

from tests.journeys.conftest import HERE, Country, Walker, answer_all, hand_over, open_case, report
from tests.journeys.steps import day

pytestmark = pytest.mark.journey


def follow(walker: Walker, where: str, words: str) -> Walker:
    """Clicks the link in the line that holds some words."""
    link = walker.page.locator(where, has_text=words).first.locator("a").first
    return walker.go(str(link.get_attribute("href")))


def test_a_session_an_audit_and_what_was_missing(country: Country) -> None:
    """Given a worker with a case on which no child was seen yet,
    when the supervisor meets the worker, and the manager looks the file through by the checklist,
    then what was said stays between the two, what was agreed stands in the case, and the audit is over only when what was
    missing is there and somebody else has looked."""
    slip = report(country.someone(), narrative="Uşaq məktəbə getmir.", place="Sumqayıt")
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers={"alone": "yes"})
    supervisor, worker = country.sign_in("supervisor", HERE), country.sign_in("social_worker", HERE)
    hand_over(supervisor, case, worker.name)
    worker.go(case + "answer/").send("main form:has([value=accept])")

    row = supervisor.go("/supervision/").looks_well().page.locator("main tbody tr", has_text=worker.name)
    session = str(row.locator("td a").last.get_attribute("href"))
    supervisor.go(session + "hold/").choose(strain="bearable")
    supervisor.fill(workload="Yol çox vaxt aparır.", training="Məhkəmə rəyi", text="Ağır həftə idi.").send()
    supervisor.sees("Ağır həftə idi.").go(session + "agree/")
    listed = supervisor.page.locator("main select[name=case] option")
    chosen = next(
        str(one.get_attribute("value")) for one in listed.all() if str(one.get_attribute("value")) in case
    )
    supervisor.choose(case=chosen).fill(what="Məktəbin psixoloqu ilə görüşmək", due_on=day(5))
    supervisor.page.locator("main input[name=owner]").first.check(force=True)
    supervisor.send().sees("Məktəbin psixoloqu ilə görüşmək")
    manager = country.sign_in("manager", HERE)
    manager.go(session).does_not_see("Ağır həftə idi.", "Yol çox vaxt aparır.")
    worker.go(session).sees("Ağır həftə idi.").go(session + "confirm/").fill(text="Razıyam.").send()
    worker.go(case).sees("Məktəbin psixoloqu ilə görüşmək")

    manager.go(case + "audit/").fill(picked_for="Uşaq hələ görülməyib").send()
    audit = manager.page.url
    manager.go(audit + "look/").looks_well()
    answer_all(manager).fill(mend_seen_alone="Uşağı təklikdə görmək", due_on=day(10)).send()
    manager.sees("Uşağı təklikdə görmək")

    worker.go(audit).sees("Uşağı təklikdə görmək").go(audit + "answer/").fill(text="Bu həftə gedirəm.").send()
    follow(worker, "main li", "Uşağı təklikdə görmək").fill(note="Məktəbdə təklikdə görüşdük.").send()
    follow(manager.go(audit), "main li", "Uşağı təklikdə görmək").sees("Məktəbdə təklikdə görüşdük.")
    manager.choose(holds="yes").send()
    manager.go(audit).sees("Bitib", "İndi qaydasındadır")
