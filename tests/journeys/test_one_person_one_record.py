"""One person, one record: the twins stay two; a wrong merge is undone to the last byte."""

import json
from typing import Any

import psycopg
import pytest
from playwright.sync_api import expect

from himaya.cli.postgres import Postgres
from tests.journeys.conftest import ELSEWHERE, HERE, NATION, Country, Walker

pytestmark = pytest.mark.journey

# What the story of a merge adds; a row that stood before may not be touched.
STORY = {
    "registry_merge",
    "registry_mergemove",
    "registry_mergenews",
    "access_history",
    "access_auditevent",
    "access_auditseal",
    "access_grant",
    "access_dossierkey",
    "access_submission",
    "registry_pair",
    "registry_judgement",
}


def register(walker: Walker, family: str, given: str, father: str, born: str, **more: str) -> str:
    """Registers a girl as the page asks it; her address."""
    walker.go("/people/new/").fill(
        family_name=family, given_name=given, fathers_name=father, born=born, **more
    ).choose(sex="female").send("main form.hm-form")
    if walker.page.url.endswith("/people/new/"):
        walker.choose(different="seen").send("main form.hm-form")
    return walker.page.url.removeprefix(walker.site.url)


def everything(country: Country) -> dict[str, dict[str, Any]]:
    """Every row of every table of people and access, as the database holds it; versions count touches."""
    found: dict[str, dict[str, Any]] = {}
    with psycopg.connect(Postgres(country.site.var).url()) as owner:
        tables = owner.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename ~ "
            "'^(registry|access|cases|instruments)_' and tablename !~ 'name_(word|key)$'"
        ).fetchall()
        for (table,) in tables:
            if table not in STORY:
                rows = owner.execute(f"select to_jsonb(t) - 'version' from \"{table}\" t").fetchall()
                found[table] = {json.dumps(row.get("id", row), sort_keys=True): row for (row,) in rows}
    return found


def put_and_open(walker: Walker, judge: Walker, one: str, other: str) -> str:
    """Somebody says that two may be one; the adjudicator opens the pair."""
    walker.go(f"{one}same/?person={other.strip('/').split('/')[-1]}").fill(note="Bəlkə eynidir").send(
        "main form.hm-form"
    )
    judge.go("/people/pairs/")
    name = walker.go(one).page.locator("h1").inner_text().split("\n")[0]
    judge.page.locator("main .hm-lines a", has_text=name.split()[0]).first.click()
    judge.page.wait_for_url("**/people/pairs/*/")
    return str(judge.page.url.removeprefix(judge.site.url))


def test_the_twins_stay_two(country: Country) -> None:
    """Given twin sisters, registered as such,
    when somebody takes them for one girl and an adjudicator, too, says “one person”,
    then nothing is joined until a second person has looked; she sees two girls, a third agrees, and it is not
    asked again."""
    supervisor = country.sign_in("supervisor", HERE)
    first = register(supervisor, "Əkizova", "Aytac", "Kamran", "04.02.2015")
    second = register(supervisor, "Əkizova", "Aytan", "Kamran", "04.02.2015")
    supervisor.go(f"{first}relation/?person={second.strip('/').split('/')[-1]}").choose(kind="twin").send(
        "main form.hm-form"
    )
    judges = [country.sign_in("adjudicator", NATION, n) for n in range(3)]
    pair = put_and_open(supervisor, judges[0], first, second)
    judges[0].sees("İkinci əməkdaş da qərar verir").looks_well()
    judges[0].choose(verdict="same", reason="family").send("main form.hm-form")
    judges[0].go(first).sees("Aytac").go(second).sees("Aytan")
    judges[0].go(pair).choose(verdict="same", reason="family").send("main form.hm-form")
    judges[0].sees("Başqa əməkdaş baxmalıdır")
    judges[1].go(pair).choose(verdict="different", reason="twin").send("main form.hm-form")
    judges[2].go(pair).sees("İki əməkdaş razılaşmır").choose(verdict="different", reason="seen")
    judges[2].send("main form.hm-form")
    judges[2].go(pair).sees("İki şəxs")
    for address, name in ((first, "Aytac"), (second, "Aytan")):
        supervisor.go(address).sees(name)
    supervisor.go(f"{first}same/?person={second.strip('/').split('/')[-1]}").send("main form.hm-form")
    judges[0].go("/people/pairs/").does_not_see(pair)


def test_a_wrong_merge_is_undone_to_the_last_byte(country: Country) -> None:
    """Given two girls of one name in two districts, each with her telephone and address,
    when an adjudicator takes them for one and joins the records, and it proves wrong,
    then the page of either leads to the one while they are joined; and undone, every row of both stands exactly
    as it stood."""
    here, there = country.sign_in("supervisor", HERE), country.sign_in("supervisor", ELSEWHERE)
    first = register(here, "Adaşova", "Sevil", "Rasim", "11.09.2013", phone="050 311 22 33")
    second = register(there, "Adasova", "Sevil", "Rasim", "11.09.2013", phone="055 411 22 33")
    judges = [country.sign_in("adjudicator", NATION, n) for n in range(2)]
    pair = put_and_open(there, judges[0], second, first)
    before = everything(country)

    judges[0].choose(verdict="same", reason="numbers").send("main form.hm-form")
    judges[0].go(pair)
    if not judges[0].page.locator("main a[href$='/undo/']").count():
        judges[1].go(pair).choose(verdict="same", reason="numbers").send("main form.hm-form")
    judges[0].go(second)
    expect(judges[0].page, "the joined record leads to the kept one").to_have_url(f"{here.site.url}{first}")
    judges[0].page.set_viewport_size({"width": 360, "height": 800})
    for page in (pair, "/people/pairs/?state=done", "/people/pairs/statistics/"):
        judges[0].go(page).looks_well()
    judges[0].page.set_viewport_size({"width": 1280, "height": 800})
    judges[0].go(first)
    judges[0].sees("050 311 22 33", "055 411 22 33", "Adasova").looks_well()
    there.go(second).sees("Sevil")
    assert everything(country) != before

    judges[0].page.locator("main a", has_text="Geri qaytar").first.click()
    judges[0].page.wait_for_url("**/undo/")
    judges[0].looks_well().fill(reason="İki ayrı qızdır").send("main form.hm-form")
    judges[0].sees("Adasova", "055 411 22 33").does_not_see("050 311 22 33")
    judges[0].go(first).sees("050 311 22 33").does_not_see("055 411 22 33")
    after = everything(country)
    changed = {
        table: [
            (key, row, after[table].get(key)) for key, row in rows.items() if after[table].get(key) != row
        ]
        for table, rows in before.items()
    }
    assert {table: rows for table, rows in changed.items() if rows} == {}
    new = {table: set(after[table]) - set(before[table]) for table in before}
    assert {table: keys for table, keys in new.items() if keys} == {}
