"""A child is taken to safety in the night: the act, the prosecutor, the court, and an order that ends."""

import re
from datetime import timedelta

import pytest

from himaya.kit import clock
from tests.journeys.conftest import HERE, Country, Walker
from tests.pdf import text_of

pytestmark = pytest.mark.journey
A_CASE = re.compile(r"^/cases/[0-9a-z]{12}/$")
WATCH = "from himaya.cases.proceedings.jobs import watch_all; print(watch_all())"
WORDS = "mən bu gecə orada qalmaq arzusunda olmadım"


def day(ahead: int = 0) -> str:
    return f"{clock.local(clock.now()).date() + timedelta(days=ahead):%d.%m.%Y}"


def case_with_a_child(worker: Walker) -> str:
    """An open case of this worker with a child of whom no removal stands."""
    worker.go("/cases/")
    found = worker.page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    for address in dict.fromkeys(href for href in found if A_CASE.match(href)):
        worker.go(address + "rights/")
        if not worker.page.locator("main a[href^='/removals/']").count() and (
            worker.page.locator(f"main a[href='{address}removal/']").count()
        ):
            worker.go(address + "removal/")
            if worker.page.locator("main select[name=child] option").count() > 1:
                return str(address)
    pytest.fail("no case with a child")


def test_a_child_is_removed(country: Country) -> None:
    """Given a worker at night in a home where a child's life is in danger,
    when the child is taken and little is written, then the supervisor hears, the gaps are named, and the prosecutor,
    the act and the court follow; the judgment brings an order, whose end the case announces and then tells."""
    country.complaints.expected("403")  # a draft that comes after its own form was sent is turned away
    worker = country.sign_in("social_worker", HERE)
    case = case_with_a_child(worker)
    removal = taken_at_night(worker)
    country.sign_in("supervisor", HERE).go("/notices/").sees("Uşaq təhlükəsiz yerə aparılıb")
    told_with_the_act(worker, removal)
    claim = judged(worker, removal)
    ordered(worker, case, claim)
    try:
        country.site.himaya("demo", "clock", "+50d")
        watched = country.site.himaya("manage", "shell", "-c", WATCH)
        assert watched.returncode == 0, watched.stderr
        worker = country.sign_in("social_worker", HERE)  # by now the session has ended
        worker.go("/notices/").sees("Uşağı qoruyan orderin müddəti bitmək üzrədir")
        worker.go(case + "rights/").sees("qalan gün: 9")
        country.site.himaya("demo", "clock", "+61d")
        country.sign_in("social_worker", HERE).go(case).sees("uşağı qoruyan başqa order yoxdur")
    finally:
        country.site.himaya("demo", "clock", "0")


def taken_at_night(worker: Walker) -> str:
    """Little is written, and the address is hidden; the address of the removal."""
    worker.page.locator("main select[name=child]").select_option(index=1)
    worker.page.locator("main select[name=agreed_with]").select_option(index=1)
    worker.choose(grounds="life").fill(
        taken_at_day=day(),
        taken_at_time="00:01",
        danger="Bıçaqla hədə var, uşaq qorxur",
        place_words="Saxlanc küçə 1",
    )
    worker.fill(child_words=WORDS).send()
    worker.sees("Təcili götürülmə", "Hələ çatışmır", "Uşağın haradan götürüldüyünü").does_not_see(
        "Saxlanc küçə"
    )
    return str(worker.page.url)


def told_with_the_act(worker: Walker, removal: str) -> None:
    """The prosecutor is told; the act carries neither the child's words nor the hidden address."""
    worker.page.locator("main a.btn-danger[href*='/notices/']").first.click()
    worker.page.wait_for_url("**/notices/**")
    worker.fill(told_whom="Növbətçi prokuror", their_number="12/7").send()
    worker.go(removal).sees("Prokurora məlumat verilib", "12/7")
    worker.send("form[action$='/act/']")
    address = worker.page.locator("main a[href*='/papers/']").first.get_attribute("href")
    act = text_of(worker.page.request.get(f"{worker.site.url}{address}").body())
    assert "Bıçaqla hədə var, uşaq qorxur" in act
    assert WORDS not in act
    assert "Saxlanc küçə" not in act


def judged(worker: Walker, removal: str) -> str:
    """The claim goes to court, which upholds the removal; the address of the proceeding."""
    worker.go(removal + "claim/").fill(filed_on=day(), body_name="Sumqayıt şəhər məhkəməsi").send()
    worker.sees("İddia məhkəmədədir")
    claim = str(worker.page.locator("main a[href^='/proceedings/']").first.get_attribute("href"))
    worker.go(claim + "judgment/").fill(on=day()).choose(kind="granted").send()
    worker.go(removal).sees("Məhkəmə təsdiq edib")
    return claim


def ordered(worker: Walker, case: str, claim: str) -> None:
    """An order that is too long is refused; the right one stands on the case."""
    worker.go(claim + "order/").fill(from_on=day(), until_on=day(60), bound_name="Nümunə Şəxs")
    worker.choose(kind="short_protection", issuer_kind="court")
    worker.page.locator("main input[name=protected]").first.check(force=True)
    worker.send().sees("61 gün çoxdur, ən çox 60 gün ola bilər")
    worker.fill(until_on=day(59)).send()
    worker.go(case).sees(f"{day(59)} tarixinədək qüvvədədir")
