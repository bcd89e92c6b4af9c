"""An old woman who lives alone gets help at home: the law's way from the application to the plan, in Azerbaijani."""

import pytest

from tests.journeys.conftest import Country, answer_all
from tests.journeys.steps import assess, plan, record_a_visit, register_the_person

pytestmark = pytest.mark.journey
AGENCY = "Abşeron–Xızı şöbəsi"


def test_an_old_woman_alone_gets_help_at_home(country: Country) -> None:
    """Given an old woman who asks at a desk for help with cooking,
    when a social worker comes and assesses, and somebody else decides on a ground of the law,
    then she has a letter that says why and how to appeal, and a plan of her own."""
    desk = country.sign_in("duty_officer", AGENCY)
    desk.go("/applications/new/").looks_well()
    desk.choose(channel="desk", applied_by="self")
    desk.page.locator("main select[name=territory]").select_option(index=3)
    desk.fill(person_name="Yalquzova Sənəm", asked="Tək yaşayıram, yemək bişirə bilmirəm.")
    desk.choose(grounds="no_self_care")
    desk.send().sees("Sosial xidmət", "Şəxs hələ qeydiyyata alınmayıb")
    case = desk.page.url.removeprefix(desk.site.url)

    supervisor = country.sign_in("supervisor", AGENCY)
    supervisor.go(case + "assign/").page.locator("main input[name=worker]").first.check(force=True)
    chosen = supervisor.page.locator("main label:has(input[name=worker]:checked)").inner_text()
    supervisor.send()
    names = [country.who("social_worker", AGENCY, n)[1] for n in range(3)]
    number = next(n for n in range(3) if names[n] in chosen)
    worker = country.sign_in("social_worker", AGENCY, number, width=360)
    worker.go(case + "answer/").send("main form:has([value=accept])")
    register_the_person(worker, case, "Yalquzova", "Sənəm", born="1946", sex="female", role="person")
    record_a_visit(worker, case)
    worker.go(case + "register/").choose(consent="spoken").fill(consent_note="Özü razıdır").send()
    assess(worker, supervisor, case, level="low")

    supervisor.go(case + "application/").looks_well().go(case + "application/decide/").looks_well()
    supervisor.choose(decision="granted", language="az").fill(
        reasons="Özünə tam qulluq edə bilmir, tək yaşayır."
    )
    supervisor.choose(grounds="elderly")
    supervisor.choose(forms_of="home")
    supervisor.send().sees("Xidmət hüququ var", "SX-").looks_well()
    plan(worker, supervisor, case)
    supervisor.go(case).sees("Dəstək göstərilir", "Yalquzova Sənəm")

    worker.go(case + "messages/way/").page.locator("main input[name=member]").first.check(force=True)
    worker.choose(way="sms", language="az").fill(address="050 200 00 78").send()
    worker.go(case + "messages/write/").page.locator("main input[name=way]").first.check(force=True)
    worker.looks_well().choose(words="call_us").fill(call="012 555 01 02").send().sees("zəng edin")

    answer_all(worker.go(case + "closure/answers/")).sees("İndi təhlükəsizlikdədirmi?")
