"""A country of made-up people, loaded by COPY, and the slips with which people ask for them.

`load(owner, count, seed)` fills an empty register in a migrated database (reference data and units present) with
people, FINs and telephones. Distinct names follow a Zipf curve, one person in a hundred has a twin.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import psycopg

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
NEWEST = date(2026, 6, 30)


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


def make_people(count: int, seed: int, places: int) -> Iterator[Made]:
    """So many people, the same for the same seed."""
    dice = random.Random(seed)
    male, female, stems = _zipf(MALE), _zipf(FEMALE), _zipf(STEMS)
    last: Made | None = None
    for _ in range(count):
        if last and dice.random() < 0.01:
            pool = female if last.sex == "female" else male
            given = dice.choice([n for n in pool[0] if n != last.given_name])
            last = last._replace(given_name=given, fin=_fin(dice))
            yield last
            continue
        is_female = dice.random() < 0.5
        born = NEWEST - timedelta(days=dice.randrange(80 * 365))
        last = Made(
            _surname(dice.choices(*[stems[0]], cum_weights=stems[1])[0], is_female, dice),
            dice.choices(female[0] if is_female else male[0], cum_weights=(female if is_female else male)[1])[
                0
            ],
            dice.choices(male[0], cum_weights=male[1])[0],
            "female" if is_female else "male",
            born,
            dice.choices(["exact", "year", "estimated"], [0.96, 0.02, 0.02])[0],
            _fin(dice) if dice.random() < 0.6 else "",
            f"+994{dice.choice(PREFIXES)}{dice.randrange(2_000_000, 9_999_999)}"
            if dice.random() < 0.65
            else "",
            dice.randrange(places),
        )
        yield last


def _fin(dice: random.Random) -> str:
    return "".join(dice.choices(FIN_LETTERS, k=7))


def load(owner: psycopg.Connection[Any], count: int, seed: int = 7) -> None:
    """Fills the register. The connection is the owner's, the register empty, units and territory present."""
    held = owner.execute(
        "select distinct on (t.id) t.id, u.unit_id from reference_territory t "
        "join access_unit_territories u on u.territory_id = t.id where t.kind in ('city', 'rayon', 'district') "
        "order by t.id, u.unit_id"
    ).fetchall()
    if not held:
        raise SystemExit("no unit has a territory: load the reference data and units first")
    first = owner.execute("select coalesce(max(id), 0) from access_dossier").fetchone()
    start = first[0] + 1 if first else 1
    people = list(make_people(count, seed, len(held)))
    rows = [(start + n, made, *held[made.place]) for n, made in enumerate(people)]
    with owner.transaction():
        for table in ("registry_person", "registry_personidentifier", "registry_phone"):
            owner.execute(f"alter table {table} disable trigger user")
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
                for key, made, _place, unit in _once(rows)
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
        for table in ("access_dossier", "registry_person", "registry_personidentifier", "registry_phone"):
            owner.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), {start + count})")
        owner.execute("set constraints all immediate")
        for table in ("registry_person", "registry_personidentifier", "registry_phone"):
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


def _once(rows: list[tuple[int, Made, int, int]]) -> Iterator[tuple[int, Made, int, int]]:
    seen = {""}
    for row in rows:
        if row[1].fin not in seen:
            seen.add(row[1].fin)
            yield row


def _copy(owner: psycopg.Connection[Any], target: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with owner.cursor() as cursor, cursor.copy(f"copy {target} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


# --- the slips with which people ask ------------------------------------------------------------------

_PLAIN = str.maketrans("əƏşŞçÇöÖüÜğĞıİ", "eEsScCoOuUgGiI")
_CYRILLIC = {
    "a": "а", "b": "б", "v": "в", "q": "г", "g": "ҝ", "d": "д", "e": "е", "ə": "ә", "j": "ж", "z": "з", "i": "и",
    "ı": "ы", "y": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "ö": "ө", "p": "п", "r": "р", "s": "с",
    "t": "т", "u": "у", "ü": "ү", "f": "ф", "x": "х", "h": "һ", "ç": "ч", "c": "ҹ", "ş": "ш", "ğ": "ғ",
}  # fmt: skip
_RUSSIAN = _CYRILLIC | {
    "g": "г", "q": "г", "ə": "а", "ö": "о", "ü": "у", "h": "г", "c": "дж", "ğ": "г", "y": "й", "ı": "ы",
}  # fmt: skip
_ENGLISH = {
    "ə": "a",
    "x": "kh",
    "q": "g",
    "c": "j",
    "ş": "sh",
    "ç": "ch",
    "ö": "o",
    "ü": "u",
    "ğ": "gh",
    "ı": "i",
}


def _lower(text: str) -> str:
    return text.replace("İ", "i").replace("I", "ı").lower()


def _spell(text: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(c, c) for c in _lower(text)).title()


def _typo(text: str, dice: random.Random) -> str:
    if len(text) < 4:
        return text
    at = dice.randrange(1, len(text) - 1)
    kind = dice.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + dice.choice("abdeiklmnorstuyz") + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _longest(words: list[str], change: Callable[[str], str]) -> list[str]:
    at = max(range(len(words)), key=lambda n: len(words[n]))
    return [change(w) if n == at else w for n, w in enumerate(words)]


def _other_ending(word: str) -> str:
    for ending in ("yeva", "ova", "yev", "ov", "zadə", "li", "lı"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            return stem + {"yeva": "yev", "ova": "ov", "yev": "yeva", "ov": "ova"}.get(ending, "yev")
    return word


def questions(made: Made, place: str, dice: random.Random) -> dict[str, str]:
    """The same person asked for in each kind of slip: a name and at least one more fact."""
    name = [made.family_name, made.given_name]
    day = made.born.strftime("%d.%m.%Y")
    swapped = made.born.strftime("%m.%d.%Y") if made.born.day <= 12 else day
    full = [*name, made.fathers_name]
    asked = {
        "exact": [*name, day],
        "any order": [made.given_name, day, made.family_name],
        "father too": [*full, str(made.born.year)],
        "given and father swapped": [made.family_name, made.fathers_name, made.given_name, day],
        "prefix": [made.family_name[:5], made.given_name[:3], day],
        "typo": [*_longest(name, lambda w: _typo(w, dice)), day],
        "no diacritics": [*(w.translate(_PLAIN) for w in name), day],
        "ə as e, ı as i": [*(_lower(w).replace("ə", "e").replace("ı", "i") for w in name), day],
        "Azerbaijani Cyrillic": [*(_spell(w, _CYRILLIC) for w in name), day],
        "Russian": [*(_spell(w, _RUSSIAN) for w in name), day],
        "English": [*(_spell(w, _ENGLISH) for w in name), day],
        "other ending": [*_longest(name, _other_ending), made.fathers_name, day],
        "oğlu or qızı": [*full, "qızı" if made.sex == "female" else "oğlu", place],
        "day and month swapped": [*name, swapped],
        "district": [*full, place],
    }
    if made.fin:
        asked["FIN with O for 0"] = [made.fin.replace("0", "O"), made.family_name]
        at = dice.randrange(7)
        wrong = dice.choice([c for c in FIN_LETTERS if c != made.fin[at]])
        asked["FIN one sign wrong"] = [made.fin[:at] + wrong + made.fin[at + 1 :], made.given_name]
    if made.phone:
        asked["phone in any form"] = [
            f"0{made.phone[4:6]} {made.phone[6:9]}-{made.phone[9:11]}-{made.phone[11:]}",
            name[0],
        ]
    return {kind: " ".join(words) for kind, words in asked.items()}
