"""A child without parental care stands on the central register from the day of the decision until the day it ends."""

import re
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import expect

from himaya.cli.postgres import Postgres
from tests.journeys.conftest import ELSEWHERE, HERE, NATION, Country, Walker
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


RECORDS = re.compile(r"/(?:cases|visits|reports)/([0-9a-z]{12})/")
# A child of an open case, both held by one unit, of whom nobody has said yet that they are in the group.
CHILD = """
select p.public_id from cases_case k join cases_casemember m on m.case_id = k.id and m.role = 'child' and m.ended_at is null
join registry_person p on p.id = m.person_id
join access_dossier d on d.id = k.dossier_id join access_dossier h on h.id = p.dossier_id and h.zone = d.zone
join access_unit u on u.id = d.unit_id
where u.name_az = %s and d.sensitivity = 0 and k.status not in ('closed', 'merged')
  and not exists (select from registry_groupmembership g where g.person_id = p.id and g.status = %s)
order by k.id limit 1
"""
OF_GROUP = """
with inside as (
  select m.case_id from cases_casemember m join registry_groupmembership g on g.person_id = m.person_id
  where m.role in ('child', 'sibling') and m.ended_at is null and g.status = %s
    and g.started_on <= current_date and (g.ended_on is null or g.ended_on > current_date)
    and (not %s or m.zone = g.zone))
select public_id from cases_case where id in (select case_id from inside)
union select public_id from cases_visit where case_id in (select case_id from inside)
union select public_id from cases_report where case_id in (select case_id from inside)
"""
GROUP = "idp"


def records(walker: Walker) -> set[str]:
    """The cases, visits and reports to which the lines of a list lead."""
    links = walker.page.locator("main tbody a, main .hm-rows a, main .hm-lines a")
    addresses = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return {found[1] for address in addresses if (found := RECORDS.search(address or ""))}


def test_every_list_is_narrowed_to_one_vulnerable_group(country: Country) -> None:
    """Given a child of an open case who is displaced, among all the others,
    when the supervisor writes the status and narrows cases, visits and what is late to that group, and the duty
    officer the reports,
    then each list shows the group's records and no other; the register of groups lists its people alone; and the
    analyst counts them without learning who they are."""
    supervisor, officer = (country.sign_in(role, HERE) for role in ("supervisor", "duty_officer"))
    with psycopg.connect(Postgres(country.site.var).url()) as owner:
        (child,) = owner.execute(CHILD, [HERE, GROUP]).fetchone() or ("",)
        supervisor.go(f"/people/{child}/status/").choose(status=GROUP).fill(
            started_on="01.03.2025", source="Vəsiqə"
        ).send("main form.hm-form")
    with psycopg.connect(Postgres(country.site.var).url()) as owner:
        inside, plain = (
            {row[0] for row in owner.execute(OF_GROUP, [GROUP, whose]).fetchall()} for whose in (False, True)
        )  # plain: whose child's file lies where the case lies, so that it is open to who sees the case
    for who, address in (
        (supervisor, "/cases/"),
        (supervisor, "/visits/?whose=all"),
        (officer, "/reports/?list=all"),
        (supervisor, "/overdue/"),
    ):
        everybody = records(who.go(address))
        assert everybody - inside, f"{address} shows others as well"
        narrowed = records(who.choose(group=GROUP).send("main form.hm-filters"))
        assert narrowed <= inside, f"{address} shows only the group's"
        assert everybody & plain <= narrowed, f"{address} shows the group's"
        if address == "/cases/":
            assert narrowed, "the group has open cases here"
    supervisor.page.set_viewport_size({"width": 360, "height": 800})
    supervisor.go(f"/visits/?whose=all&group={GROUP}").looks_well()
    supervisor.page.set_viewport_size({"width": 1280, "height": 800})
    supervisor.go("/people/registers/groups/").choose(group=GROUP).send("main form.hm-filters")
    name = supervisor.page.locator("main select[name=group] option:checked").inner_text()
    shown = supervisor.page.locator("main table:has(a) tbody tr").all_inner_texts()
    assert shown
    assert all(name in line for line in shown), (name, shown[:3])

    national = country.sign_in("duty_officer", NATION).go("/people/registers/groups/")
    national.page.locator("main .hm-stats").wait_for()  # comes by itself when the page stands
    expect(national.looks_well().page.locator("main .hm-stat").nth(3)).to_be_visible()

    analyst = country.sign_in("analyst", NATION)
    cells = analyst.page.locator("main .hm-cells")
    cells.first.wait_for()
    before = cells.all_inner_texts()
    analyst.choose(group=GROUP).send("main form.hm-filters")
    expect(analyst.page).to_have_url(re.compile("group="))
    expect(analyst.looks_well().page.locator("main .hm-cells")).not_to_have_text(before)
