"""A form of a methodologist with four hundred questions: how long it takes to look through and compile, and to check
one set of answers again. Needs no database."""

import argparse
import io
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bench.house import p95, tell

QUESTIONS = 400
COMPILE_AIM, CHECK_AIM = 2000.0, 50.0  # milliseconds, at four hundred questions
AZ = "label::Azərbaycan (az)"


def rows(questions: int) -> Iterator[dict[str, Any]]:
    """Blocks of ten: a group, texts, numbers with limits, choices, conditions, calculations."""
    for block in range(questions // 10):
        b = f"b{block}"
        yield {"type": "begin group", "name": b, AZ: f"Bölmə {block}"}
        yield {"type": "select_one yes_no", "name": f"{b}_a", AZ: "Var?", "required": "yes"}
        for at in range(3):
            yield {"type": "integer", "name": f"{b}_n{at}", AZ: "Neçə?", "constraint": ". >= 0 and . < 100"}
        for at in range(2):
            yield {"type": "text", "name": f"{b}_t{at}", AZ: "Nə?", "relevant": f"${{{b}_a}} = 'yes'"}
        yield {"type": "select_multiple yes_no", "name": f"{b}_m", AZ: "Hansılar?"}
        yield {"type": "date", "name": f"{b}_d", AZ: "Nə vaxt?", "constraint": ". <= today()"}
        yield {"type": "calculate", "name": f"{b}_s", "calculation": f"${{{b}_n0}} + ${{{b}_n1}} * 2"}
        yield {"type": "calculate", "name": f"{b}_w", "calculation": f"if(${{{b}_s}} > 10, 'high', 'low')"}
        yield {"type": "end group", "name": ""}


def workbook(questions: int) -> bytes:
    """The form as it is sent."""
    book = Workbook()
    book.remove(book.worksheets[0])
    choices = [{"list_name": "yes_no", "name": name, AZ: name} for name in ("yes", "no")]
    settings = [{"form_title": "Uzun forma", "form_id": "long", "version": "1"}]
    sheets = {"survey": list(rows(questions)), "choices": choices, "settings": settings}
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for line in lines for heading in line))
        sheet.append(headings)
        for line in lines:
            sheet.append([line.get(heading) for heading in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answers(questions: int) -> bytes:
    """Answers that can be taken, to every question."""
    blocks = []
    for block in range(questions // 10):
        b = f"b{block}"
        given = {"a": "yes", "n0": "5", "n1": "6", "n2": "7", "t0": "söz", "t1": "söz", "m": "yes no", "d": "2026-01-05",
                 "s": "17", "w": "high"}  # fmt: skip
        blocks.append(f"<{b}>{''.join(f'<{b}_{k}>{v}</{b}_{k}>' for k, v in given.items())}</{b}>")
    return f'<data id="long" version="1">{"".join(blocks)}</data>'.encode()


def main(given: Sequence[str] = ()) -> None:
    """Says what it measured, one JSON object a line."""
    parser = argparse.ArgumentParser(prog="himaya bench xforms", description=__doc__)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="once each")
    asked = parser.parse_args(given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "himaya.settings.test")
    import django

    django.setup()
    measure(asked.questions, 1 if asked.quick else asked.rounds)


def measure(questions: int, rounds: int) -> None:
    """Compiles apart and checks again, so many times each."""
    from himaya.instruments.xforms.compiling import compiled
    from himaya.instruments.xforms.instance import read_answers
    from himaya.instruments.xforms.looking import look
    from himaya.instruments.xforms.recheck import recheck
    from himaya.instruments.xforms.workbook import Sizes, read

    sent, now = answers(questions), datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="himaya-bench-") as folder:
        path = Path(folder) / "form"
        path.write_bytes(workbook(questions))
        looked = [timed(lambda: look(read(path, Sizes()))) for _ in range(rounds)]
        whole = [timed(lambda: compiled(path, Sizes())) for _ in range(rounds)]
        form = compiled(path, Sizes()).shape

    def check() -> None:
        found = recheck(form, read_answers(sent, form, megabytes=2), now=now)
        assert found == [], found

    check()
    checked = [timed(check) for _ in range(rounds * 10)]
    tell("xforms.questions", questions, "questions")
    tell("xforms.looked_through.p95", p95(looked), "ms")
    tell("xforms.compiled.p95", p95(whole), "ms", COMPILE_AIM)
    tell("xforms.checked_again.p95", p95(checked), "ms", CHECK_AIM)


def timed(work: Any) -> float:
    """Milliseconds that it took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
