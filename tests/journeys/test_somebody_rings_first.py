"""Somebody rings first: a rule found a child with disability who turns 3, and the family is asked, in Azerbaijani."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NATION, Country
from tests.patience import until

pytestmark = pytest.mark.journey
AGENCY = "Abşeron–Xızı şöbəsi"
RULE = "Evdə yaşayan əlilliyi olan uşaq 3 yaşına çatır"


def test_a_mother_is_asked_and_agrees(country: Country) -> None:
    """Given a child with disability who turns 3, found in the night by an approved rule,
    when a worker takes the lead and rings, and the mother agrees,
    then an application begins with what is known, and the rule's page counts it without a name."""
    worker = country.sign_in("social_worker", AGENCY, 1, width=360)
    worker.go("/outreach/?whose=nobody").looks_well()
    row = worker.page.locator("main tbody tr", has_text=RULE).first
    lead = str(row.locator("a").first.get_attribute("href"))
    worker.go(lead).sees("Əlilliyi olan uşaq", "Siqnalı götürən işçiyə göstərilir.").does_not_see("Nümunəli")
    worker.go(lead + "take/").send().sees("Əlaqə qurulmalıdır", "Nümunə")
    worker.go(lead + "contact/").choose(way="phone", outcome="reached").fill(note="Ana evdədir").send()
    worker.go(lead + "answer/").choose(agreed="yes", said_by="parent", way="phone")
    worker.fill(name="Nümunəli Sevda", note="Günərzi mərkəz axtarırıq.").send().sees("Köməyə razıdır")
    worker.go(lead + "begin/").send().sees(
        "Kömək başlayıb", "Sosial xidmət üçün müraciət edildi"
    ).looks_well()

    supervisor = country.sign_in("supervisor", AGENCY)
    case = supervisor.go(lead).page.locator("main a[href^='/cases/']").first
    supervisor.go(str(case.get_attribute("href"))).sees("Sosial xidmət", "Nümunə")
    supervisor.go("/outreach/?status=helped").sees(RULE)

    coordinator = country.sign_in("coordinator", NATION)
    counted = coordinator.go("/outreach/rules/").page.locator("main tbody tr", has_text=RULE)
    expect(counted.locator("td.hm-number").first).to_have_text(re.compile(r"^\d+"))
    coordinator.does_not_see("Nümunəli")


def test_a_rule_is_tried_and_runs_only_after_a_second_person(country: Country) -> None:
    """Given a rule that came with the product, or that somebody proposes,
    when the system has counted whom it would find,
    then only somebody else approves it."""
    coordinator = country.sign_in("coordinator", NATION)
    coordinator.go("/outreach/rules/new/lives_alone/").looks_well()
    coordinator.fill(code="tek_yasayan", name_az="80 yaşlı tək", name_en="Alone at 80", name_ru="Один в 80")
    coordinator.fill(age="80", basis="Sınaq qaydası").choose(leads_to="social_service", priority="normal")
    coordinator.send().sees("Bu qaydanı siz təklif etmisiniz")
    rule = coordinator.page.url.removeprefix(coordinator.site.url)
    coordinator.send("main form[action$='trial/']")
    counted = coordinator.page.locator("main form[action$='trial/']").locator("xpath=..")

    def told() -> bool:
        coordinator.go(rule)
        return bool(re.search(r"beşdən az|\b\d+ ", counted.inner_text().replace("Bu gün", "")))

    assert until(told), "the count never came"
    methodologist = country.sign_in("methodologist", NATION)
    methodologist.go(rule).send("main form[action$='approve/']").sees("Təsdiq edilib")
    coordinator.go("/outreach/rules/").sees("80 yaşlı tək")
