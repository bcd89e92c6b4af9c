"""The run of everything goes on where it was cut, and says which steps fell short."""

import json
from pathlib import Path

import pytest

from bench import full

STEPS = [
    full.Step("short", ("short",)),
    full.Step("filling", ("country",), fills=True),
    full.Step("measuring", ("country",), empties=True),
]


class Runs:
    """Steps that only say that they ran; one may fall short, one may be cut."""

    def __init__(self, kept: Path, *, short: str = "", cut: str = "") -> None:
        self.kept, self.short, self.cut, self.ran = kept, short, cut, list[str]()

    def __call__(self, step: full.Step, kept: Path) -> int:
        assert kept == self.kept
        self.ran.append(step.name)
        (kept / full.COUNTRY).mkdir(exist_ok=step.empties)
        if step.name == self.cut:
            raise KeyboardInterrupt
        (kept / f"{step.name}.log").write_text("warm\ntoo slow\n", encoding="utf-8")
        return int(step.name == self.short)

    def go(self, of: str = "a1") -> list[str]:
        full.go_through(STEPS, self.kept, of, self)
        return self.ran


def test_a_run_that_was_cut_goes_on_and_an_ended_step_is_not_measured_twice(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        Runs(tmp_path, cut="filling").go()
    assert (tmp_path / full.COUNTRY).exists(), "half filled"
    assert full.summary(STEPS, tmp_path)[1] is False
    assert Runs(tmp_path).go() == ["filling", "measuring"], "the half filled country is filled anew"
    assert not (tmp_path / full.COUNTRY).exists()
    assert Runs(tmp_path).go() == []
    table, fine = full.summary(STEPS, tmp_path)
    assert fine
    assert table.count("as wanted") == 3
    assert Runs(tmp_path).go("b2") == [step.name for step in STEPS], "another state of the program"


def test_what_falls_short_is_told_with_its_reason(tmp_path: Path) -> None:
    Runs(tmp_path, short="short").go()
    table, fine = full.summary(STEPS, tmp_path)
    assert not fine
    assert "falls short: too slow" in table.splitlines()[0]
    assert json.loads((tmp_path / "short.json").read_text(encoding="utf-8"))["of"] == "a1"


def test_each_step_names_a_bench_that_there_is(tmp_path: Path) -> None:
    wanted = full.steps(tmp_path)
    assert len({step.name for step in wanted}) == len(wanted)
    for step in wanted:
        assert (full.ROOT / "bench" / f"{step.words[0]}.py").exists()
