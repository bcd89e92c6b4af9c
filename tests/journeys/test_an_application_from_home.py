"""A man asks for help at home from his own telephone: the number he keeps tells him where it stands."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Country

pytestmark = pytest.mark.journey
AGENCY = "Abşeron–Xızı şöbəsi"
FORM = "main form:has([name=asked])"
ASKED = "Ayaq üstə dura bilmirəm, kömək edən yoxdur."


def test_an_application_from_home_becomes_a_case(country: Country) -> None:
    """Given a man without an account who applies on his telephone, forgets his number at first and loses the page,
    when a supervisor of his district takes the application in,
    then a case waits for a worker, and he sees that it was taken in, and nothing more."""
    man = country.someone(width=360).go("/apply/").looks_well()
    man.choose(applied_by="self").fill(person_name="Evdəyazan Rasim", born_year="1951", asked=ASKED)
    man.page.locator("main select[name=territory]").select_option("AZ-SM")
    man.send(FORM).looks_well().sees("telefon: Bu xana doldurulmalıdır")
    expect(man.page.locator("main [name=asked]")).to_have_value(ASKED)
    man.go("/apply/")  # the page was closed by mistake
    expect(man.page.locator("main [name=asked]")).to_have_value(ASKED)
    man.fill(contact="050 200 00 77").send(FORM).looks_well()
    number = man.page.locator("[data-reference]").inner_text()
    pin = man.page.locator("[data-pin]").inner_text()
    man.send().does_not_see(number, ASKED)  # wiped for the next who uses this telephone

    supervisor = country.sign_in("supervisor", AGENCY).go("/applications/online/").looks_well()
    supervisor.page.locator("main a", has_text=number).first.click()
    supervisor.page.wait_for_url("**/applications/online/*/")
    supervisor.looks_well().sees("Evdəyazan Rasim", ASKED).send().looks_well()
    supervisor.sees("Sosial xidmət", "Şəxs hələ qeydiyyata alınmayıb")
    case = supervisor.page.url.removeprefix(supervisor.site.url)
    supervisor.go(case + "assign/").looks_well()

    man.go("/report/status/").fill(reference=number, pin=pin).send().looks_well()
    man.does_not_see(ASKED, "Evdəyazan", case)
