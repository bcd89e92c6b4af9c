"""The benches run to the end and say what they measured in the one form that can be compared."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"worklist", "worklist.worker", "case_page", "person_search", "report"}


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, object]]:
    return measured("spine")


def measured(name: str) -> dict[str, dict[str, object]]:
    """What `himaya bench NAME --quick` printed, by name. Below its floors it fails."""
    line = [sys.executable, "-m", "himaya", "bench", name, "--quick"]
    done = subprocess.run(line, cwd=ROOT, env=_bare(), capture_output=True, text=True, timeout=850)
    assert done.returncode == 0, done.stderr[-3000:]
    told = [json.loads(row) for row in done.stdout.splitlines()]
    assert all(set(row) == {"name", "value", "unit", "baseline", "ratio"} for row in told)
    return {str(row["name"]): row for row in told}


def _bare() -> dict[str, str]:
    """The machine's environment, without the tests' own settings."""
    import os

    own = {"DJANGO_SETTINGS_MODULE", "HIMAYA_VAR", "DATABASE_URL"}
    return {k: v for k, v in os.environ.items() if k not in own} | {"PYTHONPATH": str(ROOT / "src")}


def test_the_bench_of_the_spine_tells_every_page_it_promises(figures: dict[str, dict[str, object]]) -> None:
    told = {name.removeprefix("spine.").rpartition(".")[0] for name in figures}
    assert told >= PAGES
    for page in PAGES:
        for what in ("p50", "p95", "queries", "growth", "database", "drawing", "program"):
            row = figures[f"spine.{page}.{what}"]
            assert isinstance(row["value"], int | float), row
        assert figures[f"spine.{page}.p50"]["ratio"], "against the same rows by hand"


def test_no_page_of_the_spine_asks_more_than_25_questions(figures: dict[str, dict[str, object]]) -> None:
    asked = {name: row["value"] for name, row in figures.items() if name.endswith(".queries")}
    assert all(isinstance(n, int) and 0 < n <= 25 for n in asked.values()), asked


def test_the_bench_of_the_registry_keeps_its_floors_in_small() -> None:
    told = measured("registry")
    for kind in ("census", "unseen"):
        assert float(str(told[f"lists.{kind}.fields_right"]["value"])) >= 0.995
        for all_of in ("must_reject_refused", "repeats_found"):
            assert told[f"lists.{kind}.{all_of}"]["value"] == 1.0
        for none_of in ("twins_merged", "strangers_taken_for_people"):
            assert told[f"lists.{kind}.{none_of}"]["value"] == 0
    # Most people are on the list of all groups, few on the first: a page costs much the same.
    assert float(str(told["registers.groups.nation.page.best"]["ratio"])) <= 2, told
    assert told["lists.rows.opening"]["ratio"], "against openpyxl over the same workbook"
