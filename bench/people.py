"""A country of made-up people, loaded by COPY.

`load(owner, count, seed)` fills an empty register in a migrated database (reference data and units present) with
people, FINs and telephones. Distinct names follow a Zipf curve, one person in a hundred has a twin.
"""

import multiprocessing
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from typing import Any, NamedTuple

import psycopg
import psycopg.conninfo

MALE = (  # noqa: SIM905 -- a list of so many names reads badly
    "Əli Murad Elçin Rəşad Orxan Tural Vüsal Anar Emin Samir Ramil Elvin Nicat Cavid Fərid Kamran Rauf Rövşən "
    "Azər Natiq İlqar İlham Vüqar Zaur Ceyhun Elşad Elnur Rüfət Şahin Hikmət Mahir Nəsib Qabil Bəhruz Toğrul Ülvi "
    "Xəyal Yusif Ömər Hüseyn Həsən Əhməd Məhəmməd İbrahim Davud Süleyman Ramin Sənan Tahir Araz Polad Fuad Eldar "
    "Mübariz Əkbər Kərim Nadir Valeh Zakir Aqil Fikrət Oqtay Rafiq Sabir Tofiq Vaqif Yaşar Əlövsət Ələkbər Mirzə"
).split()
FEMALE = (  # noqa: SIM905 -- a list of so many names reads badly
    "Aysel Günel Nigar Leyla Sevinc Könül Aynur Gülnar Lalə Nərmin Fidan Ülviyyə Röya Zeynəb Fatimə Aygün Sevda "
    "Təranə Vəfa Xədicə Məryəm Səbinə Arzu Ülkər Jalə Elnarə Turanə Sona Şəbnəm Nuranə Afaq Dilarə Esmira Gülşən "
    "Həcər İradə Kəmalə Mehriban Nəzakət Pərvanə Rəna Səmayə Solmaz Şəfiqə Tamilla Validə Yeganə Zəhra Ruhiyyə "
    "Aydan Nuray Ayan Dəniz Məlahət Zümrüd"
).split()
STEMS = (  # noqa: SIM905 -- a list of so many names reads badly
    "Məmməd Əli Hüseyn Həsən Quli İsmayıl İbrahim Əhməd Abbas Rəhim Kərim Hacı Mirzə Süleyman Cəfər Babay Qasım "
    "Vəli Nəbi Nəsib Orucu Rüstəm Səfər Şahmar Tağı Umud Xəlil Yusif Zeynal Ağay Bayram Cavad Dadaş Eyvaz Fərzəl "
    "İskəndər Kazım Lətif Mahmud Novruz Pənah Qurban Rəcəb Salman Tahir Vahab Yaqub Zaman Əsgər Əzim Şükür Çıraq "
    "Allahverdi Əliyar Muradxan Mustafa Nağı Sadıq Heydər Bəşir Talıb Aslan Fətəli Camal Kamal Şirin Müseyib "
    "Məhərrəm Ramazan Seyid Əkbər Tapdıq Turab"
).split()
FIN_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PREFIXES = ("50", "51", "55", "70", "77", "99")
FIN_STEP = 27_182_818_283
NEWEST = date(2026, 6, 30)
CHUNK = 50_000  # people of one transaction
TABLES = ("access_dossier", "registry_person", "registry_personidentifier", "registry_phone")


class Made(NamedTuple):
    """One made-up person."""

    family_name: str
    given_name: str
    fathers_name: str
    sex: str
    born: date
    precision: str
    fin: str
    phone: str
    place: int


def _zipf(names: list[str], power: float = 0.9) -> tuple[list[str], list[float]]:
    total = 0.0
    upto = []
    for rank in range(1, len(names) + 1):
        total += rank**-power
        upto.append(total)
    return names, upto


def _surname(stem: str, female: bool, dice: random.Random) -> str:
    vowel = stem[-1] in "aeəiıoöuü"
    ending = dice.choices(["ov", "li", "zadə", ""], [0.7, 0.12, 0.1, 0.08])[0]
    if ending == "ov":
        ending = ("yev" if vowel else "ov") + ("a" if female else "")
    if ending == "li":
        ending = "li" if any(v in stem[-3:] for v in "eəiöü") else "lı"
    return stem + ending


def make_people(count: int, seed: int, places: int, first: int = 0) -> Iterator[Made]:
    """People number `first` and on, as many as `count`: the same for the same seed, chunk by chunk."""
    for chunk in range(first // CHUNK, (first + count - 1) // CHUNK + 1):
        for n, made in enumerate(_chunk(chunk, seed, places), chunk * CHUNK):
            if first <= n < first + count:
                yield made


def _chunk(chunk: int, seed: int, places: int) -> Iterator[Made]:
    dice = random.Random(f"{seed}:{chunk}")
    male, female, stems = _zipf(MALE), _zipf(FEMALE), _zipf(STEMS)
    last: Made | None = None
    for n in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        if last and dice.random() < 0.01:
            pool = female if last.sex == "female" else male
            given = dice.choice([n for n in pool[0] if n != last.given_name])
            last = last._replace(given_name=given, fin=_fin(n))
            yield last
            continue
        is_female = dice.random() < 0.5
        names, upto = female if is_female else male
        last = Made(
            _surname(dice.choices(stems[0], cum_weights=stems[1])[0], is_female, dice),
            dice.choices(names, cum_weights=upto)[0],
            dice.choices(male[0], cum_weights=male[1])[0],
            "female" if is_female else "male",
            NEWEST - timedelta(days=dice.randrange(80 * 365)),
            dice.choices(["exact", "year", "estimated"], [0.96, 0.02, 0.02])[0],
            _fin(n) if dice.random() < 0.6 else "",
            f"+994{dice.choice(PREFIXES)}{dice.randrange(2_000_000, 9_999_999)}"
            if dice.random() < 0.65
            else "",
            dice.randrange(places),
        )
        yield last


def _fin(number: int) -> str:
    """A FIN of its own for each number: a step that shares no factor with the count of all FINs meets each once."""
    left = (number + 1) * FIN_STEP % len(FIN_LETTERS) ** 7
    signs = []
    for _ in range(7):
        left, at = divmod(left, len(FIN_LETTERS))
        signs.append(FIN_LETTERS[at])
    return "".join(signs)


def load(owner: psycopg.Connection[Any], count: int, seed: int = 7) -> None:
    """Fills the register, many people at a time on both cores, few at once. The connection is the owner's, the
    register empty, units and territory present."""
    held = owner.execute(
        "select distinct on (t.id) t.id, u.unit_id from reference_territory t "
        "join access_unit_territories u on u.territory_id = t.id where t.kind in ('city', 'rayon', 'district') "
        "order by t.id, u.unit_id"
    ).fetchall()
    if not held:
        raise SystemExit("no unit has a territory: load the reference data and units first")
    row = owner.execute("select coalesce(max(id), 0) from access_dossier").fetchone()
    start = row[0] + 1 if row else 1
    pieces = [Piece(at, min(CHUNK, count - at), start, seed, tuple(held)) for at in range(0, count, CHUNK)]
    indexes = _indexes(owner) if len(pieces) > 1 else []
    for table in TABLES[1:]:
        owner.execute(f"alter table {table} disable trigger user")
    for name, _definition in indexes:
        owner.execute(f"drop index {name}")
    owner.commit()
    _fill(owner, pieces)
    for _name, definition in indexes:
        owner.execute(definition)
    for table in TABLES:
        owner.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), {start + count})")
    for table in TABLES[1:]:
        owner.execute(f"alter table {table} enable trigger user")
    owner.execute(
        "select registry_learn(array(select distinct unnest(string_to_array(name_fold, ' ')) from registry_person))"
    )
    owner.commit()
    with_autocommit = owner.autocommit
    owner.autocommit = True
    owner.execute(
        "vacuum analyze registry_person, registry_personidentifier, registry_phone, registry_name_key"
    )
    owner.autocommit = with_autocommit


class Piece(NamedTuple):
    """People loaded in one transaction: from number `at` on, `count` of them, with keys from `start` + `at`."""

    at: int
    count: int
    start: int
    seed: int
    held: tuple[tuple[int, int], ...]


def _indexes(owner: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Those that no constraint needs: built once at the end, in a fraction of the time."""
    owner.execute("set maintenance_work_mem = '1GB'")
    return owner.execute(
        "select c.relname, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid "
        "where i.indrelid = any(%s::regclass[]) and not i.indisunique",
        [list(TABLES)],
    ).fetchall()


def _fill(owner: psycopg.Connection[Any], pieces: list[Piece]) -> None:
    if len(pieces) == 1:
        _copy_piece(owner, pieces[0])
        return
    address = psycopg.conninfo.make_conninfo(owner.info.dsn, password=owner.info.password)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for _ in pool.map(_load_piece, [address] * len(pieces), pieces):
            pass


def _load_piece(address: str, piece: Piece) -> None:
    with psycopg.connect(address) as connection:
        _copy_piece(connection, piece)


def _copy_piece(owner: psycopg.Connection[Any], piece: Piece) -> None:
    first = piece.start + piece.at
    people = make_people(piece.count, piece.seed, len(piece.held), piece.at)
    rows = [(first + n, made, *piece.held[made.place]) for n, made in enumerate(people)]
    _copy(owner, "access_dossier (id, kind, unit_id, sensitivity)",
          ((key, "person", unit, 0) for key, _made, _place, unit in rows))  # fmt: skip
    _copy(
        owner,
        "registry_person (id, dossier_id, zone, version, created_at, public_id, family_name, given_name, "
        "fathers_name, sex, birth_date, birth_precision, multiple_birth, citizenship, language, territory_id, "
        "is_sample)",
        (
            (key, key, unit * 4, 1, NEWEST, f"p{key:011d}", made.family_name, made.given_name, made.fathers_name,
             made.sex, made.born, made.precision, False, "", "", place, True)
            for key, made, place, unit in rows
        ),
    )  # fmt: skip
    _copy(
        owner,
        "registry_personidentifier (id, dossier_id, zone, version, created_at, public_id, person_id, kind, value, "
        "country, issuer, standing)",
        (
            (key, key, unit * 4, 1, NEWEST, f"i{key:011d}", key, "fin", made.fin, "AZ", "", "sole")
            for key, made, _place, unit in rows
            if made.fin
        ),
    )  # fmt: skip
    _copy(
        owner,
        "registry_phone (id, dossier_id, zone, version, created_at, public_id, person_id, number, note)",
        (
            (key, key, unit * 4, 1, NEWEST, f"t{key:011d}", key, made.phone, "")
            for key, made, _place, unit in rows
            if made.phone
        ),
    )  # fmt: skip
    owner.commit()


def _copy(owner: psycopg.Connection[Any], target: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with owner.cursor() as cursor, cursor.copy(f"copy {target} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
