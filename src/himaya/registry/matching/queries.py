"""The register as linkage reads it, and whom people have judged."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from himaya.registry.adjudication.models import Pair
from himaya.registry.adjudication.rules import Facts
from himaya.registry.linkage.words import plain, sound, stem
from himaya.registry.sources.models import SourceLink, SourceTelling
from himaya.registry.sources.rules import born_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    Connection = DuckDBPyConnection
else:  # the engine is only loaded where records are compared
    Connection = Any

AT_ONCE = 20_000
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)

# What is read is what the database's own door reads of one person (linkage/sql.py), for all of them at once.
_READ = """
select p.id, p.family_name, p.given_name, p.fathers_name, nullif(p.sex, 'unknown'),
       extract(year from p.birth_date)::int,
       case when p.birth_precision in ('exact', 'month') then extract(month from p.birth_date)::int end,
       case when p.birth_precision = 'exact' then extract(day from p.birth_date)::int end,
       case when p.birth_date is not null then p.birth_precision = 'exact' end,
       p.territory_id, a.home, f.number, i.value, t.ties, p.created_at >= %(since)s or h.row_id is not null
from registry_person p
left join (select distinct on (person_id) person_id, number from registry_phone where ended_at is null
           order by person_id, id) f on f.person_id = p.id
left join (select distinct on (person_id) person_id, registry_link_home(territory_id, line) as home
           from registry_address where ended_on is null and kind in ('actual', 'registered') and line <> ''
           order by person_id, kind) a on a.person_id = p.id
left join (select person_id, min(value) as value from registry_personidentifier
           where kind = 'fin' and ended_at is null group by 1) i on i.person_id = p.id
left join (select who, array_agg(tie order by tie) as ties from (
             select person_id as who, other_id as tie from registry_relationship where ended_on is null
             union select person_id, -household_id from registry_householdmember where ended_on is null) x
           group by 1) t on t.who = p.id
left join (select distinct row_id from access_history where table_name = 'registry_person' and at >= %(since)s) h
  on h.row_id = p.id
"""
_STANDING = "where p.merged_into_id is null"
_NAMED = "where p.id = any(%(only)s)"
_KINDS = (
    "bigint",
    *["varchar"] * 4,
    *["smallint"] * 3,
    "boolean",
    "bigint",
    *["varchar"] * 3,
    "bigint[]",
    "boolean",
)
_COLUMNS = (
    "id", "family", "given", "father", "sex", "born_year", "born_month", "born_day", "born_exact", "place", "home", "phone",
    "fin", "ties", "fresh",
)  # fmt: skip
NAMES = ("given", "family", "father")


def read_register(con: Connection, *, since: datetime = BEGINNING, only: Sequence[int] | None = None) -> int:
    """Makes the table `raw` of the people of the register (or of these, joined ones too); returns how many.

    `fresh` says who is new or changed since. Nothing of it leaves this process's memory."""
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(_COLUMNS, _KINDS, strict=True))
    con.execute(f"create or replace temp table written ({columns})")
    for rows in _chunks(since, only):
        _insert(con, "written", _KINDS, [list(column) for column in zip(*rows, strict=True)])
    _words(con)
    parts = ", ".join(
        f"{c}_w.word as {c}, {c}_w.sound as {c}_sound"
        + ("" if c == "father" else f", {c}_w.stem as {c}_stem")
        for c in NAMES
    )
    joins = " ".join(f"left join words {c}_w on {c}_w.written = t.{c}" for c in NAMES)
    con.execute(
        f"create or replace temp table raw as select t.* exclude (given, family, father), {parts} from written t {joins} "
        "order by t.id"
    )
    con.execute("drop table written")
    return int((con.execute("select count(*) from raw").fetchone() or (0,))[0])


def _chunks(since: datetime, only: Sequence[int] | None) -> Iterator[list[Any]]:
    where = _STANDING if only is None else _NAMED
    with connection.chunked_cursor() as cursor:
        cursor.execute(_READ + where, {"since": since, "only": list(only or ())})
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


def _insert(con: Connection, table: str, kinds: Sequence[str], columns: Iterable[Any]) -> None:
    spread = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(kinds, 1))
    con.execute(f"insert into {table} select {spread}", list(columns))


def _words(con: Connection) -> None:
    """Each spelling once: the word it is compared as, its stem, its sound."""
    every = " union ".join(f"select {c} from written where {c} <> ''" for c in NAMES)
    spelt = [row[0] for row in con.execute(every).fetchall()]
    words = [plain(name) or None for name in spelt]
    con.execute(
        "create or replace temp table words (written varchar, word varchar, stem varchar, sound varchar)"
    )
    if spelt:
        stems = [stem(word) if word else None for word in words]
        _insert(con, "words", ("varchar",) * 4, [spelt, words, stems, [sound(name) for name in spelt]])


def known_pairs() -> set[tuple[int, int]]:
    """Pairs that were put before people already, whatever became of them."""
    return set(Pair.objects.values_list("one_id", "other_id"))


def judged_pairs() -> list[tuple[int, int, bool]]:
    """Pairs on which people have the last word: the two, and whether they are one."""
    rows = Pair.objects.filter(status__in=["same", "different"], judgements__final=True).distinct()
    return [
        (one, other, status == "same")
        for one, other, status in rows.values_list("one_id", "other_id", "status")
    ]


def rows_with_fin() -> QuerySet[SourceTelling]:
    """What was last told in the rows that are nobody's yet and bear a FIN."""
    standing = SourceLink.objects.filter(record=OuterRef("record"), cut__isnull=True)
    newer = SourceTelling.objects.filter(record=OuterRef("record"), number__gt=OuterRef("number"))
    once_cut = SourceLink.objects.filter(record=OuterRef("record"), cut__isnull=False)
    return (
        SourceTelling.objects.filter(~Exists(standing), ~Exists(newer), ~Exists(once_cut), facts__fin__gt="")
        .annotate(fin=F("facts__fin"))
        .select_related("record")
        .order_by("pk")
    )


def facts_of_row(told: dict[str, Any]) -> Facts:
    """A source's row as the rules read it."""
    return Facts(
        family_name=told.get("family_name") or "",
        given_name=told.get("given_name") or "",
        fathers_name=told.get("fathers_name") or "",
        sex=told.get("sex") or "",
        born=born_of(told.get("born")),
        fins=frozenset(filter(None, [told.get("fin")])),
        phones=frozenset(told.get("phones") or ()),
    )
