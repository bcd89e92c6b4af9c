"""Spark: what is missing is said in words. That it says what DuckDB says takes a minute, and is held by `himaya bench
spark` in `make bench-full`, which fails where one pair or weight is another."""

import importlib.util
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bench import spark as bench
from himaya.registry.linkage import spark


@pytest.mark.parametrize(
    ("told", "lacks"),
    [
        ('openjdk version "17.0.15" 2025-04-15', ""),
        ('openjdk version "25" 2025-09-16', ""),
        ('java version "1.8.0_402"', "Java is version 8, 17 is needed"),
        ("no such thing", "there is no Java runtime"),
    ],
)
def test_java_must_be_new_enough(told: str, lacks: str, monkeypatch: Any, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 0, "", told))
    assert spark.lacking() == lacks


def test_without_the_package_or_java_it_says_which(monkeypatch: Any) -> None:
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    assert spark.lacking() == "there is no Java runtime"
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert "pyspark is not installed" in spark.lacking()


def test_another_weight_or_another_pair_is_below_the_floor() -> None:
    good = {"pairs": 9, "unlike": 0, "weight": 1e-12}
    assert bench.falls_short(good) == []
    for worse in ({"pairs": 0}, {"unlike": 1}, {"weight": 0.001}):
        assert len(bench.falls_short(good | worse)) == 1
