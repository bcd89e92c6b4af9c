"""A child without parental care stands on the central register from the day of the decision until the day it ends."""

from pathlib import Path

import pytest

from tests.journeys.conftest import ELSEWHERE, HERE, Country, Walker
from tests.pdf import text_of

pytestmark = pytest.mark.journey
REGISTER = "/people/registers/parental-care/"


def register(walker: Walker) -> str:
    """Registers the girl; her address."""
    walker.go("/people/new/").fill(
        family_name="Reyestrova", given_name="Ceyran", fathers_name="Tofiq", born="07.05.2016"
    ).choose(sex="female").page.locator("main [name='place_text']").fill("Sumqayıt")
    walker.page.keyboard.press("Escape")
    walker.send("main form.hm-form")
    if walker.page.url.endswith("/people/new/"):
        walker.choose(different="seen").send("main form.hm-form")
    return walker.page.url.removeprefix(walker.site.url)


def taken_out(walker: Walker, address: str, form: str) -> Path:
    """The file of a register, for planning."""
    walker.go(address).choose(purpose="planning", form=form)
    with walker.page.expect_download() as waiting:
        walker.page.locator("main form.hm-form button[type=submit]").last.click()
    return Path(waiting.value.path())


def test_a_child_stands_on_the_register_from_the_decision_to_its_end(country: Country) -> None:
    """Given a girl whose parents were deprived of their rights by a court,
    when the registrar writes the status with its ground and decision, the standing of her parents and where she is,
    then she is on the central register of that day on, with what is still missing; another district does not see
    her; the manager takes the list out for a purpose and prints her card; and when she is back at home she is on the
    list of the days before, and no longer on today's."""
    registrar = country.sign_in("supervisor", HERE)
    girl = register(registrar)
    registrar.go(f"{girl}status/").choose(
        status="no_parental_care", ground="rights_removed", decided_by="court"
    ).fill(started_on="03.02.2025", decision="2-114", decided_on="03.02.2025", source="Məhkəmə").send(
        "main form.hm-form"
    )
    registrar.sees("Valideynlik hüququndan məhrum ediliblər", "Mərkəzi uçot").looks_well()
    for aspect, code in (("mother", "rights_removed"), ("father", "died"), ("placement", "foster")):
        registrar.go(f"{girl}care/{aspect}/").choose(code=code).fill(
            started_on="03.02.2025", source="Məhkəmə"
        ).send("main form.hm-form")
    registrar.go(f"{REGISTER}?sex=female&band=7-13").sees(
        "Reyestrova Ceyran", "Himayədar ailədə", "Atası: Vəfat edib", "Övladlığa götürülə bilməsi yazılmayıb"
    ).looks_well()
    registrar.go(f"{REGISTER}?on=2025-02-02").does_not_see("Reyestrova")
    country.sign_in("supervisor", ELSEWHERE).go(REGISTER).does_not_see("Reyestrova")

    manager = country.sign_in("manager", HERE)
    told = taken_out(manager, f"{REGISTER}take-out/?sex=female", "csv").read_text("utf-8-sig")
    assert "Reyestrova" in told
    assert "fərdi məlumat" in told.splitlines()[0]
    assert taken_out(manager, f"{REGISTER}take-out/?sex=female", "pdf").read_bytes().startswith(b"%PDF")
    manager.go(girl)
    with manager.page.expect_download() as waiting:
        manager.page.locator("main a[href$='/record-card/']").click()
    assert "Reyestrova" in text_of(Path(waiting.value.path()).read_bytes())

    end = registrar.go(girl).page.locator("main a[href*='/statuses/'][href$='/end/']").first
    registrar.go(str(end.get_attribute("href"))).choose(reason="back_home").send("main form.hm-form")
    registrar.sees("Ailəsinə qayıdıb")
    registrar.go(REGISTER).does_not_see("Reyestrova")
    registrar.go(f"{REGISTER}?on=2025-06-01").sees("Reyestrova Ceyran")


def test_what_is_wrong_with_the_data_is_found_and_mended(country: Country) -> None:
    """Given the counts of the night,
    when a supervisor opens data quality and one measure of the unit,
    then the records to mend are listed, and one leads to the page where it is mended."""
    supervisor = country.sign_in("supervisor", HERE)
    supervisor.go("/people/quality/").sees("Məlumatın keyfiyyəti", "FİN yoxdur")
    supervisor.page.locator("main a", has_text=HERE).first.click()
    supervisor.page.wait_for_url("**/quality/of/*/")
    supervisor.looks_well().page.locator("main a[href*='/quality/mend/fin/']").click()
    supervisor.page.wait_for_url("**/quality/mend/fin/*/")
    supervisor.looks_well().sees("Şəxsiyyət sənədini istəyin")
    supervisor.page.locator("main .hm-lines a").first.click()
    supervisor.page.wait_for_url("**/people/*/")
    supervisor.sees("Qruplar və statuslar")
