"""Lists from institutions: how right they are read, and how fast a long one is.

The census that an institution sent; lists nobody has seen, made with seeds (`bench.lists`), in every container,
layout and dirt; and one of many rows, read, compared with itself and with a register of made-up people. The baseline
of reading is openpyxl's own streaming over the same workbook. Part of `himaya bench registry`; these figures alone:
`himaya bench imports --rows 100000`.
"""

import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.house import options, serve_as, server, set_up, tell
from bench.judging import CENSUS, Read, Score, judge_census, judge_made
from bench.lists import TODAY, make_list, make_long
from bench.search import prepare

SEED = 1000  # of the first unseen list; development looked at others
FLOORS = {"census": 0.995, "unseen": 0.995}
LONG = 100_000  # rows
SECONDS = 60  # for so many
TAKEN_IN = 10_000  # rows
ENTERED = 200  # a second, at least
QUICK = (3000, 12)  # rows and lists of the small version
FEW = 500  # rows taken in by it


def read(path: Path, by: Any, unit: Any) -> tuple[Any, dict[tuple[str, int], Read], dict[int, list[Any]]]:
    """A list sent in and read as on the site; its rows."""
    from himaya.access.gate import acting_as
    from himaya.kit import clock
    from himaya.registry.imports.actions.sending import confirm_columns, send_list
    from himaya.registry.imports.actions.working import read_list
    from himaya.registry.imports.models import ImportRow

    with clock.fixed(f"{TODAY}T10:00"):
        with acting_as(by):
            batch = send_list(name=path.name, path=path, unit=unit, by=by)
            batch = confirm_columns(batch=batch, fields={}, by=by)
        read_list(batch, by)
        with acting_as(by):
            found = list(ImportRow.objects.filter(batch=batch))
    numbers = {row.place: row.number for row in found}
    rows = {
        (row.sheet, row.number): Read(row.verdict, row.facts, frozenset(row.codes), numbers.get(row.same_as))
        for row in found
    }
    return batch, rows, {row.number: row.cells for row in found}


def _told(name: str, score: Score) -> None:
    tell(f"lists.{name}.fields_right", score.share, "share")
    tell(f"lists.{name}.fields", score.fields, "count")
    tell(f"lists.{name}.must_reject_refused", score.rejected / max(score.rejects, 1), "share")
    tell(f"lists.{name}.wrongly_refused", score.wrongly_rejected, "count")
    tell(f"lists.{name}.repeats_found", score.repeats_found / max(score.repeats, 1), "share")
    tell(f"lists.{name}.falsely_repeated", score.falsely_repeated, "count")
    tell(f"lists.{name}.twins", score.twins, "count")
    tell(f"lists.{name}.twins_merged", score.twins_merged, "count")
    tell(f"lists.{name}.strangers_taken_for_people", score.strangers, "count")


def _unseen(by: Any, unit: Any, lists: int, show: bool) -> Score:
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(SEED, SEED + lists):
            made = make_list(Path(folder), seed)
            try:
                _batch, rows, _cells = read(made.path, by, unit)
            except Exception as fault:
                score.wrong.append((made.path.name, made.container, "failed", repr(fault)))
                rows = {}
            before = len(score.wrong)
            judge_made(made, rows, score)
            if show:
                for wrong in score.wrong[before : before + 5]:
                    print("#", made.container, wrong)
    return score


def _long(by: Any, unit: Any, count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = make_long(Path(folder) / "long.xlsx", count, SEED)
        small = make_long(Path(folder) / "small.xlsx", count // 10, SEED + 1)
        tell("lists.rows.tenth.seconds", _timed(small, by, unit), "s")
        began = _processor()
        with _Memory() as memory:
            took = _timed(path, by, unit)
        tell("lists.rows.seconds", took, "s")
        for who, spent in _processor().items():  # what it costs however busy the machine is
            tell(f"lists.rows.processor.{who}", spent - began[who], "s")
        for part, most in memory.most.items():
            tell(f"lists.rows.memory.{part}", most, "MB")
        tell("lists.rows.opening", _opening(path), "s", _openpyxl(path))
    return took


def _processor() -> dict[str, float]:
    """Seconds that this process and its backend of the database have had a core to themselves."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        told = (
            Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        )
    ticks = os.sysconf("SC_CLK_TCK")
    return {"program": time.process_time(), "database": (int(told[11]) + int(told[12])) / ticks}


class _Memory:
    """The most memory that this process held in each tenth of the work on a list: what is constant does not grow."""

    def __init__(self) -> None:
        self.most: dict[str, float] = {}

    def __enter__(self) -> "_Memory":
        from himaya.registry.imports.actions import staging, working

        self.places, self.beat = (staging, working), staging.beat
        for place in self.places:
            place.beat = self.watch
        return self

    def __exit__(self, *fault: object) -> None:
        for place in self.places:
            place.beat = self.beat

    def watch(self, batch: Any, progress: int) -> None:
        part = f"at_{min(progress // 100, 9) * 10}_percent"
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
        self.most[part] = max(self.most.get(part, 0.0), held / 1024 / 1024)
        self.beat(batch, progress)


def _timed(path: Path, by: Any, unit: Any) -> float:
    from himaya.access.gate import acting_as
    from himaya.kit import clock
    from himaya.registry.imports.actions.sending import confirm_columns, send_list
    from himaya.registry.imports.actions.working import read_list

    with clock.fixed(f"{TODAY}T10:00"):
        began = time.perf_counter()
        with acting_as(by):
            batch = send_list(name=path.name, path=path, unit=unit, by=by)
            batch = confirm_columns(batch=batch, fields={}, by=by)
        read_list(batch, by)
        took = time.perf_counter() - began
    for verdict, number in batch.counts.items():
        tell(f"lists.rows.{batch.status}.{verdict}", number, "count")
    return took


def _taking_in(by: Any, unit: Any, count: int) -> float:
    """An approved list of so many rows on its way into the register, and out again; the rows entered a second."""
    from himaya.access.gate import acting_as
    from himaya.kit import clock
    from himaya.registry.imports.actions.applying import take_back, take_in
    from himaya.registry.imports.actions.staging import beat
    from himaya.registry.imports.queries import tally

    with tempfile.TemporaryDirectory() as folder:
        batch, _rows, _cells = read(make_long(Path(folder) / "in.xlsx", count, SEED + 2), by, unit)
    speeds = []
    for name, work in (("taking_in", take_in), ("taking_back", take_back)):
        began = time.perf_counter()
        with clock.fixed(f"{TODAY}T10:00"):
            work(batch, by, beat)
        with acting_as(by):
            done = tally(batch)
        rows = sum(done.get(outcome, 0) for outcome in ("created", "joined", "failed", "undone", "kept"))
        speeds.append(rows / (time.perf_counter() - began))
        tell(f"lists.{name}.rows", rows, "count")
        tell(f"lists.{name}.failed", done.get("failed", 0) + done.get("kept", 0), "count")
        tell(f"lists.{name}.rows_a_second", speeds[-1], "rows")
    return speeds[0]


def _opening(path: Path) -> float:
    from himaya.kit.books.opening import open_book

    began = time.perf_counter()
    with open_book(path) as book:
        for sheet in book.sheets:
            for _row in sheet.rows:
                pass
    return time.perf_counter() - began


def _openpyxl(path: Path) -> float:
    import openpyxl

    began = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets:
        for _row in sheet.iter_rows(values_only=True):
            pass
    return time.perf_counter() - began


def measure(by: Any, unit: Any, rows: int, lists: int, *, taken: int = FEW, show: bool = False) -> str:
    """The census, so many unseen lists, one of so many rows and one of `taken` rows that is taken in and back, sent in
    by somebody; says what is below the floors."""
    _batch, found, cells = read(CENSUS / "institution_census.xlsx", by, unit)
    census = judge_census(found, cells)
    _told("census", census)
    unseen = _unseen(by, unit, lists, show)
    _told("unseen", unseen)
    for name, count in sorted(unseen.by_field.items()):
        if name.endswith(" wrong"):
            of = unseen.by_field[name.removesuffix(" wrong")]
            tell(f"lists.unseen.{name.replace(' ', '_')}", count, "count", of)
    took = _long(by, unit, rows) if rows else 0.0
    faults = _faults(census, unseen, took if rows == LONG else 0.0)
    entered = _taking_in(by, unit, taken)
    if taken >= TAKEN_IN and entered < ENTERED:
        faults.append(f"{entered:.0f} rows a second were taken in, {ENTERED} wanted")
    return "; ".join(faults)


def main() -> None:
    """The lists alone, in a server of its own; fails below the floors."""
    words = options("imports", __doc__)
    words.add_argument("--people", type=int, default=100_000, help="how many the register holds")
    words.add_argument("--rows", type=int, default=LONG)
    words.add_argument("--lists", type=int, default=200)
    words.add_argument("--taken", type=int, default=TAKEN_IN, help="how many rows are taken in and back")
    words.add_argument("--show", action="store_true", help="what was read wrong")
    words.add_argument("--quick", action="store_true", help="12 lists, 3,000 rows, 2,000 people")
    given = words.parse_args()
    if given.quick:
        given.people, given.rows, given.lists, given.taken = 2000, *QUICK, FEW
    with server() as addresses:
        set_up(addresses.owner)
        country = prepare(addresses.owner, given.people)
        tell("people", given.people, "count")
        serve_as(addresses.worker)
        faults = measure(
            country.chief, country.unit, given.rows, given.lists, taken=given.taken, show=given.show
        )
    if faults:
        raise SystemExit(faults)


def _faults(census: Score, unseen: Score, took: float) -> list[str]:
    faults = []
    for name, score in (("census", census), ("unseen", unseen)):
        if score.share < FLOORS[name]:
            faults.append(f"{name}: {score.share:.4f} of the fields are right, {FLOORS[name]} wanted")
        if score.rejected < score.rejects:
            faults.append(f"{name}: {score.rejects - score.rejected} rows that must be refused were not")
        if score.twins_merged or score.strangers:
            faults.append(
                f"{name}: {score.twins_merged} twins merged, {score.strangers} strangers taken for people"
            )
        if score.repeats_found < score.repeats:
            faults.append(f"{name}: {score.repeats - score.repeats_found} repeats were not found")
    if took > SECONDS:
        faults.append(f"100,000 rows took {took:.0f} s")
    return faults


if __name__ == "__main__":
    main()
