"""The hotline at national size: lists of contacts with filters, and their search by words with Azerbaijani folding.

Contacts are made up: words of the line with their endings, drawn unevenly as in speech, so that some stand in every third
contact and some in one of a hundred thousand. Lists go through the whole application as the web's own login role; the
search goes through its door, against plain full-text SQL without any question of who may see what, as the owner, in the
same run. Run by `himaya bench hotline`, or alone: `python -m bench.hotline --quick`. Fails below the floors when quick.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import psycopg

from bench.hotline_web import CLIENTS
from bench.house import busy, options, p95, serve_as, server, set_up, tell, timed

SEED = 7
ROUNDS = 200
SEARCH = 50.0  # ms, p95: the aim
# Floors of the small version, on a busy machine: it tells a list that reads everything from one that does not.
QUICK_LIST, QUICK_SEARCH, QUICK_TIMES = 1000.0, 250.0, 60.0
STEMS = """
məktəb ata ana qardaş bacı müəllim ev küçə qorxu gecə telefon dost sinif yemək pul iş həkim polis qonşu uşaq
söz vaxt gün axşam səhər otaq qapı pəncərə kitab dərs imtahan yuxu ağrı əl üz göz baş ürək hava yol maşın park bağ oyun
şəkil video mesaj internet hesab şifrə nənə baba əmi dayı xala bibi kənd şəhər rayon xəstə dərman su çörək paltar ayaqqabı
soyuq isti sevinc kədər hirs ümid kömək söhbət sual cavab fikir hiss yaş ad sirr günah həqiqət yalan cəza mükafat yarış
mahnı rəqs idman komanda məşq qələbə bayram hədiyyə qonaq toy yas xəbər televizor film səs səssizlik qaranlıq işıq
"""
ENDINGS = [
    "",
    "ə",
    "i",
    "in",
    "də",
    "dən",
    "lər",
    "lərə",
    "imiz",
    "im",
    "siz",
    "li",
    "çi",
    "lik",
    "mi",
    "dir",
    "miş",
    "ımı",
]
LOAD = """
with made as (
  insert into access_dossier (kind, unit_id, sensitivity) select 'contact', %(unit)s, 1 from generate_series(1, %(many)s)
  returning id, zone)
insert into hotline_contact (dossier_id, zone, version, created_at, public_id, status, reference, channel, channel_key,
  arrived_at, ended_at, counsellor_id, entered_by_id, kind, caller_key, caller_number, caller_name, caller_kind,
  caller_relation, language, needs, place_text, place_code, territory_id, narrative, main_reason, other_reason, perpetrator,
  perpetrator_near, advice, steps_taken, consent, safe_way, safe_number, safe_time, risk, risk_computed, risk_proposed,
  report_reference, is_sample)
select m.id, m.zone, 1, t.at, 'c' || lpad(m.id::text, 11, '0'),
  case when random() < 0.002 then 'counselling' when random() < 0.3 then 'set_aside' else 'closed' end,
  'Q-' || m.id, (array['phone', 'phone', 'phone', 'sms', 'chat'])[1 + floor(random() * 5)], '', t.at,
  t.at + interval '9 min', %(by)s, %(by)s, (array['counselling', 'counselling', 'prank', 'silent'])[1 + floor(random() * 4)],
  md5(floor(random() * 200000)::text), '', '', 'child', '', 'az', '', '', '', p.id,
  (select string_agg((%(words)s::text[])[1 + floor(power(random(), 3) * %(vocabulary)s + 0 * g)::int], ' ')
   from generate_series(1, 24 + 0 * m.id::int) g),
  (%(reasons)s::text[])[1 + floor(random() * cardinality(%(reasons)s::text[]))], '', '', '', '', '{}', '', '', '', '',
  (array['low', 'low', 'low', 'medium', 'high'])[1 + floor(random() * 5)], '', '', '', false
from made m cross join lateral (select now() - random() * interval '1000 days' + 0 * m.id * interval '1 s' as at) t
cross join lateral (select (%(places)s::bigint[])
  [1 + floor(random() * cardinality(%(places)s::bigint[]) + 0 * m.id)::int] as id) p
"""


def vocabulary() -> list[str]:
    """Words from the commonest to the rarest."""
    words = [stem + ending for ending in ENDINGS for stem in STEMS.split()]
    random.Random(SEED).shuffle(words)
    return words


def prepare() -> dict[str, Any]:
    """An empty country with a hotline; who reads it."""
    from django.core.management import call_command

    from himaya.access.roles import Counsellor, HotlineSupervisor
    from himaya.cli.migrate import prepare_files
    from himaya.reference.actions import load_reference
    from himaya.reference.queries import codes, units
    from tests import factories

    prepare_files()
    call_command("migrate", verbosity=0, interactive=False)
    load_reference()
    unit = factories.unit(kind="hotline")
    return {
        "unit": unit,
        "listener": factories.user((Counsellor, unit)),
        **{f"listener{n}": factories.user((Counsellor, unit)) for n in range(CLIENTS)},
        "lead": factories.user((HotlineSupervisor, unit)),
        "reasons": [item.code for item in codes("hotline.reason") if item.parent],
        "places": [one.pk for one in units()],
    }


def with_cases(owner: str, cases: int) -> dict[str, Any]:
    """A country with its people and so many cases, and who reads lists of them: a district and the nation."""
    from bench import country

    country.found(owner)
    country.load(owner, cases * 5, cases)
    readers = country.cast(owner)
    return {"district": readers.supervisor.user, "nation": readers.nation.user}


def load(owner: str, cast: dict[str, Any], many: int) -> None:
    """So many contacts more; the last three thousand are open to the counsellor too."""
    words = vocabulary()
    given = {"unit": cast["unit"].pk, "by": cast["listener"].pk, "words": words, "vocabulary": len(words)}
    given |= {"reasons": cast["reasons"], "places": cast["places"]}
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("alter table hotline_contact disable trigger user")
        connection.execute("drop index if exists contact_words")
        while many > 0:
            part = min(many, 50_000)
            connection.execute(LOAD, given | {"many": part})  # type: ignore[arg-type]
            many -= part
        connection.execute("create index contact_words on hotline_contact using gin (words)")
        connection.execute("alter table hotline_contact enable trigger user")
        connection.execute("alter table access_grant disable trigger user")
        connection.execute(
            "insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source) "
            "select dossier_id, zone, 1, now(), %s, 'contact', '' from "
            "(select dossier_id, zone from hotline_contact order by id desc limit 3000) c on conflict do nothing",
            [cast["listener"].pk],
        )
        connection.execute("alter table access_grant enable trigger user")
        connection.execute("vacuum analyze")


def questions() -> list[str]:
    """What is typed: common words, rare ones, beginnings, two together; in no order."""
    words, chance = vocabulary(), random.Random(SEED)
    asked = [*words[:40], *chance.sample(words, 80), *(word[:4] for word in words[:40])]
    asked += [f"{words[n]} {words[-n - 1]}" for n in range(40)]
    chance.shuffle(asked)
    return asked


def measure_search(owner: str, cast: dict[str, Any]) -> tuple[float, float]:
    """The search of supervisor and counsellor, and plain SQL for the same; the supervisor's p95 and its ratio."""
    from himaya.access.gate import acting_as
    from himaya.hotline.search.queries import Asked, found
    from himaya.hotline.search.rules import words_asked

    asked = questions()
    turn = iter(range(10**9))
    plain = (
        "select id from hotline_contact where words @@ to_tsquery('simple', %s) "
        "order by arrived_at desc, id desc limit 50"
    )
    with psycopg.connect(owner, autocommit=True) as connection:

        def by_hand() -> None:
            connection.execute(plain, [words_asked(asked[next(turn) % len(asked)])]).fetchall()

        by_hand_p95 = p95(timed(by_hand, ROUNDS))
    tell("hotline.search.plain.p95", by_hand_p95, "ms")
    figures = {}
    for who in ("lead", "listener"):
        with acting_as(cast[who]) as user:

            def ask(user: Any = user) -> None:
                found(Asked(words=asked[next(turn) % len(asked)]), user)

            figures[who] = p95(timed(ask, ROUNDS))
        tell(f"hotline.search.{who}.p95", figures[who], "ms", by_hand_p95)
    return figures["lead"], figures["lead"] / by_hand_p95


def _client(user: Any) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _filters(cast: dict[str, Any]) -> list[dict[str, str]]:
    """Ten narrowings by what is coded."""
    from himaya.reference.queries import units

    reasons = [{"main_reason": one} for one in cast["reasons"][:4]]
    places = [{"territory": one.code} for one in units()[:3]]
    return [
        *reasons,
        *places,
        {"risk": "high", "kind": "counselling"},
        {"channel": "sms"},
        {"status": "counselling"},
    ]


def _filtered(user: Any, cast: dict[str, Any]) -> Callable[[], None]:
    """A list narrowed by what is coded, another filter each time, through the whole application."""
    from django.urls import reverse

    client, page = _client(user), reverse("hotline:contact-search")
    addresses = [client.post(page, one).url for one in _filters(cast)]
    turn = iter(range(10**9))

    def ask() -> None:
        answer = client.get(addresses[next(turn) % len(addresses)])
        if answer.status_code != 200:
            raise SystemExit(f"the list answered {answer.status_code}")

    return ask


def measure_web(web: str, cast: dict[str, Any], *, quick: bool) -> float:
    """Lists, taking and ending contacts, and arrivals, over HTTP; the p95 of the list for one reader."""
    from django.urls import reverse

    from bench import hotline_web as http
    from himaya.access.gate import acting_as
    from himaya.hotline.queue.actions import set_state

    serve_as(web)
    ask = _filtered(cast["lead"], cast)
    timed(ask, 20)
    tell("hotline.list.core_time", http.core_time(ask, 30 if quick else 100), "ms")
    readers = [who for who in cast if who.startswith(("lead", "listener", "district", "nation"))]
    clients = {who: _client(cast[who]) for who in readers}
    addresses = [clients["lead"].post(reverse("hotline:contact-search"), one).url for one in _filters(cast)]
    for who in readers:
        if who.startswith("listener"):
            with acting_as(cast[who]):
                set_state(state="ready", by=cast[who])
    seconds = 0.5 if quick else 6.0
    with http.serving(web, {who: http.cookie_of(one) for who, one in clients.items()}) as site:
        slow = http.lists(site, addresses, seconds)
        http.taking(site, seconds)
        line, press = site.line(), reverse("hotline:contact-answer")
        for _n in range(10 if quick else http.OPEN_CONTACTS):
            site.ask(line, "listener", press, "")
        http.arriving(site, web, cast, 5 if quick else http.ARRIVALS)
    return slow


def main() -> None:
    """Lists at a tenth, search at the whole."""
    words = options("hotline", __doc__)
    words.add_argument("--contacts", type=int, default=1_000_000)
    words.add_argument("--cases", type=int, default=21_000, help="none with --quick")
    words.add_argument("--quick", action="store_true", help="5,000 contacts; fails below the floors")
    given = words.parse_args()
    many = 5_000 if given.quick else given.contacts
    with server() as addresses:
        set_up(addresses.owner)
        officers = {} if given.quick else with_cases(addresses.owner, given.cases)
        cast = prepare() | officers
        load(addresses.owner, cast, many // 10)
        busy()
        slow = measure_web(addresses.web, cast, quick=given.quick)
        began = time.perf_counter()
        load(addresses.owner, cast, many - many // 10)
        tell("hotline.contacts", many, "count")
        tell("hotline.load", time.perf_counter() - began, "s")
        search, times = measure_search(addresses.owner, cast)
    if given.quick and (slow > QUICK_LIST or search > QUICK_SEARCH or times > QUICK_TIMES):
        raise SystemExit(f"list {slow:.0f} ms, search {search:.0f} ms, {times:.1f} × plain SQL")


if __name__ == "__main__":
    main()
