"""Two brothers of one case, of whom one moves to his grandmother: each gets the work that is his, in one story."""

import pytest

from tests.journeys.conftest import HERE, Country, open_case, report
from tests.journeys.steps import record_a_visit, register_the_person

pytestmark = pytest.mark.journey


def test_two_brothers_are_worked_with_apart(country: Country) -> None:
    """Given a case about two brothers,
    when the younger moves away and the worker gives him a case of his own,
    then it lies with the same worker with its own assessment to come, both cases say so and lead to one another,
    and the link ends only with a reason."""
    country.complaints.expected("403")  # a draft that comes after its own form was sent is turned away
    slip = report(country.someone(), narrative="İki qardaş evdə tək qalır.", place="Sumqayıt")
    case = open_case(country.sign_in("duty_officer", HERE), slip, answers={"alone": "yes"})
    supervisor = country.sign_in("supervisor", HERE).go(case + "assign/")
    supervisor.page.locator("main input[name=worker]").first.check(force=True)
    chosen = supervisor.page.locator("main label:has(input[name=worker]:checked)").inner_text()
    supervisor.send()
    names = [country.who("social_worker", HERE, n)[1] for n in range(3)]
    worker = country.sign_in(
        "social_worker", HERE, next(n for n in range(3) if names[n] in chosen), width=360
    )
    worker.go(case + "answer/").send("main form:has([value=accept])")
    register_the_person(worker, case, "Ayrılmazov", "Böyük", born="2015")
    register_the_person(worker, case, "Ayrılmazov", "Kiçik", born="2018")
    record_a_visit(worker, case)
    worker.go(case + "register/").choose(consent="spoken").fill(consent_note="Ana razılıq verdi").send()

    worker.go(case).sees("Ayrıca iş").go(case + "split/").looks_well()
    worker.page.get_by_label("Ayrılmazov Kiçik").check(force=True)
    worker.choose(reason="places").fill(note="Nənəsinin yanına köçüb, başqa məktəbə gedir.").send()
    new = worker.page.url
    assert new != worker.site.url + case
    worker.looks_well().sees("Ayrılmazov Kiçik", "Nənəsinin yanına köçüb", "Əlaqəli işlər", worker.name)
    worker.go(case).sees("Bu işdəki uşaqlara ayrıca", "Ayrılmazov Böyük")
    supervisor.go(case).sees("Əlaqəli işlər").looks_well()
    supervisor.go("/notices/").sees("İşdəki uşaqlara ayrıca iş açıldı")

    worker.go(case)
    worker.go(
        str(worker.page.locator("main a[href*='/related/'][href$='/end/']").first.get_attribute("href"))
    )
    worker.looks_well().choose(reason="no_longer").fill(note="Qardaş uzaq şəhərə köçüb.").send()
    worker.sees("ilə əlaqə bitdi", "Bu işlə əlaqələndirilmiş iş yoxdur")
