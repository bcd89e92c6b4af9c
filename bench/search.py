"""Finding people at national size: how surely, how fast, against plain trigram similarity on the same table; and the
warning that somebody about to be registered may be known, against plain Splink asked the same.

Every made-up person sought is asked for in each kind of slip (`bench.slips`): a name and at least one more fact.
Questions that more than ten people fit exactly, spelled right, do not count. Part of `himaya bench registry`.
"""

import random
import time
from collections import Counter, defaultdict
from contextlib import suppress
from typing import Any, NamedTuple

import psycopg

from bench.house import busy, p95, serve_as, tell
from bench.people import CHUNK, Made, load, make_people
from bench.slips import Fits, Question, questions
from bench.warning import TYPED, publish, warn

SEED = 7
SUITED = 12  # so many people are looked through for each question: one in nine has a FIN with a 0 in it
STRETCHES = 20  # of the register, from which those sought are taken: made anew, they need not be kept
MOST = 10
PLAIN = 40  # questions that plain trigrams are asked
FLOOR, FLOOR_OF_A_KIND = 0.98, 0.95  # of recall; the small version fails below


class Country(NamedTuple):
    """What the searches need to know: who asks, the places by number, the key of the first person, how many."""

    chief: Any
    places: list[str]
    first: int
    count: int

    @property
    def unit(self) -> Any:
        """The unit of who asks."""
        return self.chief.current_memberships[0].unit


class Sought(NamedTuple):
    """One question, and whether the one meant was among the first ten."""

    question: Question
    hit: bool
    took: float


def prepare(owner: str, count: int) -> Country:
    """A migrated country with units for every place and so many people; the supervisor of the national desk."""
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
    factories.user((Supervisor, desk))
    with psycopg.connect(owner) as connection:
        load(connection, count, SEED)
        connection.execute("create table bench_loaded ()")  # a load that was cut short is not measured
    return known(owner)


def is_loaded(owner: str) -> bool:
    """Whether an earlier run has filled this server."""
    with psycopg.connect(owner) as connection:
        begun, done = connection.execute(
            "select to_regclass('registry_person') is not null, to_regclass('bench_loaded') is not null"
        ).fetchone() or (False, False)
    if begun and not done:
        raise SystemExit("The filling of this server was cut short: remove its folder and fill it again.")
    return bool(done)


def known(owner: str) -> Country:
    """The country that an earlier run has made."""
    from django.core.management import call_command

    from himaya.access.models import Membership

    call_command("migrate", verbosity=0, interactive=False)
    chief = Membership.objects.get(unit__is_national_desk=True, role="supervisor").user
    with psycopg.connect(owner) as connection:
        places = connection.execute(
            "select distinct on (t.id) t.name_az from reference_territory t "
            "join access_unit_territories u on u.territory_id = t.id "
            "where t.kind in ('city', 'rayon', 'district') order by t.id, u.unit_id"
        ).fetchall()
        first = connection.execute("select min(id), count(*) from registry_person").fetchone()
    assert first
    return Country(chief, [name for (name,) in places], *first)


def sought(country: Country, many: int, dice: random.Random) -> list[tuple[int, Made]]:
    """People to ask for, with their numbers, from all over the register, in no order."""
    size = min(CHUNK, country.count)
    starts = dice.sample(range(country.count // size), min(STRETCHES, country.count // size))
    found: list[tuple[int, Made]] = []
    for start in (chunk * size for chunk in starts):
        chosen = set(dice.sample(range(size), min(size, -(-many // len(starts)))))
        made = enumerate(make_people(size, SEED, len(country.places), start), start)
        found += [(n, one) for n, one in made if n - start in chosen]
    dice.shuffle(found)
    return found


def search(country: Country, many: int) -> list[Sought]:
    """Asks so many questions of each kind of slip, as the web's role through the search's one door. Few kinds suit
    everybody, so that more people are sought than there are questions of a kind."""
    from himaya.access.gate import acting_as
    from himaya.kit import clock
    from himaya.registry.queries import find_people

    dice = random.Random(SEED)
    found: list[Sought] = []
    asked: Counter[str] = Counter()
    with acting_as(country.chief), suppress(KeyboardInterrupt):  # cut short, it tells what was asked so far
        for number, made in sought(country, many * SUITED, dice):
            meant = f"p{country.first + number:011d}"
            for question in questions(made, country.places, dice, clock.today()):
                if asked[question.kind] == many:
                    continue
                asked[question.kind] += 1
                began = time.perf_counter()
                matches = find_people(question.text, by=country.chief, most=MOST, counted=False)
                took = (time.perf_counter() - began) * 1000
                found.append(Sought(question, any(m.public_id == meant for m in matches), took))
    return found


def counting(owner: psycopg.Connection[Any], found: list[Sought]) -> list[Sought]:
    """Those that count: at most ten people fit the question exactly."""
    owner.execute(
        "create index if not exists bench_names on registry_person (family_name text_pattern_ops, given_name)"
    )
    owner.execute("create index if not exists bench_born on registry_person (birth_date)")
    owner.execute("analyze registry_person")
    places = [
        row[0]
        for row in owner.execute(
            "select distinct t.id from reference_territory t join access_unit_territories u on u.territory_id = t.id "
            "where t.kind in ('city', 'rayon', 'district') order by t.id"
        )
    ]
    return [
        one for one in found if one.question.fits is None or _fit(owner, one.question.fits, places) <= MOST
    ]


def _fit(owner: psycopg.Connection[Any], fits: Fits, places: list[int]) -> int:
    where, given = ["true"], []
    for column in ("family_name", "given_name", "fathers_name", "sex"):
        value = getattr(fits, column)
        if value:
            where.append(f"{column} like %s" if value.endswith("%") else f"{column} = %s")
            given.append(value)
    if fits.born:
        where.append("(" + " or ".join(["birth_date between %s and %s"] * len(fits.born)) + ")")
        given += [day for span in fits.born for day in span]
    if fits.place is not None:
        where.append("territory_id = %s")
        given.append(places[fits.place])
    row = owner.execute(
        f"select count(*) from (select from registry_person where {' and '.join(where)} limit {MOST + 1}) x",
        given,
    ).fetchone()
    assert row
    return int(row[0])


def naive(owner: psycopg.Connection[Any], country: Country, many: int) -> list[float]:
    """The baseline: a full name with one letter wrong, by trigram similarity through an index on the folded name."""
    from himaya.kit.text import fold

    owner.execute("set maintenance_work_mem = '1GB'")
    owner.execute("create index bench_naive on registry_person using gin (name_fold gin_trgm_ops)")
    took = []
    for _number, made in sought(country, many, random.Random(SEED + 1)):
        name = fold(f"{made.family_name[:3]}{made.family_name[4:]} {made.given_name} {made.fathers_name}")
        began = time.perf_counter()
        owner.execute(
            "select id, similarity(name_fold, %s) s from registry_person where name_fold %% %s order by s desc limit 10",
            [name, name],
        ).fetchall()
        took.append((time.perf_counter() - began) * 1000)
    owner.execute("drop index bench_naive")
    return took


def tell_found(found: list[Sought], counted: list[Sought]) -> str:
    """How surely people are found; what is below its floor, in words."""
    kinds: dict[str, list[Sought]] = defaultdict(list)
    for one in counted:
        kinds[one.question.kind].append(one)
    low = []
    for kind, ones in kinds.items():
        share = sum(one.hit for one in ones) / len(ones)
        tell(f"search.recall.{kind}", share, "share")
        tell(f"search.counted.{kind}", len(ones), "count")
        tell(f"search.p95.{kind}", p95([one.took for one in ones]), "ms")
        low += [f"{kind} {share:.3f}"] if share < FLOOR_OF_A_KIND else []
    whole = sum(one.hit for one in counted) / len(counted)
    tell("search.questions", len(found), "count")
    tell("search.questions.counted", len(counted), "count")
    tell("search.recall", whole, "share")
    return "; ".join(([f"recall {whole:.3f}"] if whole < FLOOR else []) + low)


def tell_times(found: list[Sought], slow: list[float]) -> None:
    """How fast, beside plain trigrams."""
    took = sorted(one.took for one in found)
    tell("search.naive.questions", len(slow), "count")
    tell("search.p50", took[len(took) // 2], "ms", sorted(slow)[len(slow) // 2])
    tell("search.p95", p95(took), "ms", p95(slow))


def measure(addresses: Any, count: int, many: int, plain: int = PLAIN) -> tuple[Country, str]:
    """Fills the server, if it is empty, and measures; who asked, and what is below its floor, in words. Plain trigrams
    are asked `plain` questions: at ten million each takes them seconds."""
    began = time.perf_counter()
    country = known(addresses.owner) if is_loaded(addresses.owner) else prepare(addresses.owner, count)
    tell("search.people", country.count, "count")
    tell("search.load", time.perf_counter() - began, "s")
    serve_as(addresses.web)
    busy()
    found = search(country, many)
    busy()
    with psycopg.connect(addresses.owner, autocommit=True) as owner:
        low = tell_found(found, counting(owner, found))
        publish(country, addresses)
        typed = min(TYPED, 2 * many)
        warn(country, sought(country, typed, random.Random(SEED + 2)), typed)
        tell_times(found, naive(owner, country, min(plain, many)))
    return country, low
