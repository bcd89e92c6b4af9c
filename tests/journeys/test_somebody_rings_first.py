"""Somebody rings first: a rule found a child with disability who turns 3, and the family is asked, in Azerbaijani."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from himaya.kit import clock
from tests.journeys.conftest import HERE, NATION, Country
from tests.patience import LONG, until

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


def test_a_school_tells_who_was_away_and_a_rule_finds_the_child(country: Country, tmp_path: Path) -> None:
    """Given a school's list of one month with a child of the register, one who is like another, one whom nobody knows,
    and days that cannot be,
    when the registrar brings it and says who the second is,
    then both children are known to have been away, nobody is entered, and the list can be taken back;
    and of a list before, a lead waits with the agency."""
    born = f"14.05.{clock.today().year - 12}"
    path = tmp_path / "davamiyyet.csv"
    rows = [
        "Soyadı, adı, atasının adı;Doğum tarixi;FİN;Sinif;Üzrlü günlər;Üzrsüz buraxdığı günlər",
        f"Nümunəli Fikrət Rəşad oğlu;{born};7NBS1AB;6 a;0;12",
        f"Nümunəyeva Nailə Rəşad qızı;{born};;6 b;1;11",
        "Siyahısızlı Ruslan Tofiq oğlu;03.03.2013;;7 a;;13",
        "Siyahısızlı Röya Tofiq qızı;04.04.2012;;8 a;;45",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    registrar = country.sign_in("registrar", HERE)
    registrar.go("/absences/").looks_well().fill(school="12 nömrəli məktəb (səyahət)")
    registrar.page.set_input_files("main [name=file]", str(path))
    registrar.send("main form.hm-form")
    listed = registrar.page.url.removeprefix(registrar.site.url)

    def known() -> bool:
        registrar.go(listed)
        return registrar.page.locator("main", has_text="uşaq tanınır").count() > 0

    assert until(known, 3 * LONG), "the list was never held against the register"
    registrar.sees("kim olduğunu göstərin", "reyestrdə yoxdur", "düzəldilməlidir").looks_well()
    registrar.sees("Ayda bu qədər gün yoxdur")
    registrar.page.locator("main .hm-next a.btn-primary").first.click()
    registrar.sees("Bunların heç biri").looks_well()
    registrar.page.locator("main [name=person]").first.check()
    registrar.send("main form.hm-form").does_not_see("kim olduğunu göstərin")
    registrar.go(listed + "back/").looks_well().send("main form.hm-form").sees("Geri götürülüb")

    supervisor = country.sign_in("supervisor", AGENCY)
    supervisor.go("/outreach/").sees("üzrsüz səbəbdən məktəbə getməyib")
