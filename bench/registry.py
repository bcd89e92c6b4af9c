"""Finding people at national size: how surely and how fast, against plain trigram similarity on the same table.

Every made-up person sought is asked for in each kind of slip (`bench.people.questions`): a name and at least one
more fact. Questions that more than ten people fit exactly do not count. Run by `himaya bench registry`, or alone:
`python -m bench.registry --people 1000000`.
"""

import argparse
import os
import random
import time
from collections import defaultdict
from typing import Any

from bench.house import server, tell
from bench.people import Made, load, make_people, questions

SOUGHT = 100  # people, each asked for in every kind of slip
SEED = 7
FLOOR = 0.98  # of recall, in the small version


def _prepare(owner: str, web: str, count: int) -> tuple[Any, list[Made], list[str], int]:
    """A migrated country with units for every place and so many people; the supervisor of the national desk."""
    os.environ["DATABASE_URL"] = owner
    os.environ["DJANGO_SETTINGS_MODULE"] = "himaya.settings.dev"
    os.environ["HIMAYA_DEMO"] = "1"
    import django

    django.setup()
    import psycopg
    from django.core.management import call_command

    from himaya.access.roles import Supervisor
    from himaya.reference.actions import load_reference
    from himaya.reference.models import Territory
    from tests import factories

    call_command("migrate", verbosity=0, interactive=False)
    load_reference()
    desk = factories.unit(national=True)
    for territory in Territory.objects.filter(kind__in=["city", "rayon", "district"]):
        factories.unit(parent=desk, kind="childrens_commission").territories.add(territory)
    chief = factories.user((Supervisor, desk))
    with psycopg.connect(owner) as connection:
        load(connection, count, SEED)
        places = [
            row[0]
            for row in connection.execute(
                "select distinct on (t.id) t.name_az from reference_territory t "
                "join access_unit_territories u on u.territory_id = t.id "
                "where t.kind in ('city', 'rayon', 'district') order by t.id, u.unit_id"
            )
        ]
        first = connection.execute("select min(id) from registry_person").fetchone()
    assert first
    return chief, list(make_people(count, SEED, len(places))), places, first[0]


def _search(chief: Any, people: list[Made], places: list[str], first: int, web: str) -> float:
    from django.db import connection, connections

    from himaya.access.gate import acting_as
    from himaya.registry.queries import find_people
    from himaya.settings.base import database

    connections.close_all()
    connection.settings_dict.update(database(web))
    dice = random.Random(SEED)
    found: dict[str, list[bool]] = defaultdict(list)
    took: list[float] = []
    with acting_as(chief):
        for number in dice.sample(range(len(people)), min(SOUGHT, len(people))):
            made = people[number]
            for kind, asked in questions(made, places[made.place], dice).items():
                began = time.perf_counter()
                matches = find_people(asked, by=chief, most=10, counted=False)
                took.append((time.perf_counter() - began) * 1000)
                exactly = sum(m.score >= matches[0].score for m in matches) if matches else 0
                hit = any(m.public_id == f"p{first + number:011d}" for m in matches)
                if hit or exactly < 10:
                    found[kind].append(hit)
    took.sort()
    for kind, hits in found.items():
        tell(f"search.recall.{kind}", sum(hits) / len(hits), "share")
    every = [hit for hits in found.values() for hit in hits]
    recall = sum(every) / len(every)
    tell("search.recall", recall, "share")
    naive = _naive(people, dice)
    tell("search.p50", took[len(took) // 2], "ms", naive[len(naive) // 2])
    tell("search.p95", took[int(len(took) * 0.95)], "ms", naive[int(len(naive) * 0.95)])
    return recall


def _naive(people: list[Made], dice: random.Random) -> list[float]:
    """The baseline: a full name with one letter wrong, by trigram similarity through an index on the folded name."""
    from himaya.kit.text import fold

    took = []
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute(
            "create index if not exists bench_naive on registry_person using gin (name_fold gin_trgm_ops)"
        )
        owner.execute("analyze registry_person")
        for made in dice.sample(people, min(40, len(people))):
            name = fold(f"{made.family_name[:3]}{made.family_name[4:]} {made.given_name} {made.fathers_name}")
            began = time.perf_counter()
            owner.execute(
                "select id, similarity(name_fold, %s) s from registry_person where name_fold %% %s order by s desc limit 10",
                [name, name],
            ).fetchall()
            took.append((time.perf_counter() - began) * 1000)
        owner.execute("drop index bench_naive")
    return sorted(took)


def main() -> None:
    """One size, in a server of its own."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--cases", type=int, default=0, help="not used")
    words.add_argument("--quick", action="store_true", help="20,000 people; fails below the floor of recall")
    given = words.parse_args()
    count = 20_000 if given.quick else given.people
    with server() as addresses:
        began = time.perf_counter()
        chief, people, places, first = _prepare(addresses.owner, addresses.web, count)
        tell("people", count, "count")
        tell("load", time.perf_counter() - began, "s")
        recall = _search(chief, people, places, first, addresses.web)
    if given.quick and recall < FLOOR:
        raise SystemExit(f"recall {recall:.3f} is below the floor of {FLOOR}")


if __name__ == "__main__":
    main()
