"""What `himaya doctor` says of the malware scanner."""

from pathlib import Path
from typing import Any

import pytest

from himaya.cli.doctor import Finding, _scanner
from himaya.clients import scanner as port
from himaya.clients.scanner import Scanned
from himaya.kit import clock
from tests import clamd


def looked() -> Finding:
    return _scanner()


def test_without_one_it_says_what_that_means(settings: Any) -> None:
    settings.CLAMD = ""
    assert "every file waits for an officer" in looked().what
    assert not looked().remedy


def test_one_that_is_silent_is_wrong(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD = str(tmp_path / "nobody.sock")
    assert "does not answer" in looked().what
    assert "Start clamd" in looked().remedy


@clamd.needed
def test_a_real_one_is_tried_with_the_test_file(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clamd.Daemon(tmp_path) as daemon:
        settings.CLAMD = daemon.address
        assert looked().what.startswith("ClamAV ")
        assert "finds the test file" in looked().what
        assert not looked().remedy
        monkeypatch.setattr(port, "harmless_sample", lambda: b"nothing it knows")
        assert "does not find the test file" in looked().what
        assert "freshclam" in looked().remedy


@pytest.mark.parametrize(("today", "wrong"), [("2026-11-28", False), ("2026-11-29", True)])
def test_old_signatures_are_wrong(
    settings: Any, monkeypatch: pytest.MonkeyPatch, today: str, wrong: bool
) -> None:
    class Old:
        def version(self) -> str:
            return "ClamAV 1.4.6/27810/Sat Nov 21 09:24:01 2026"

        def scan(self, chunks: Any) -> Scanned:
            return Scanned("infected", "Eicar")

    settings.CLAMD = "old:3310"
    monkeypatch.setattr(port, "scanner", lambda **more: Old())
    with clock.fixed(today):
        assert bool(looked().remedy) is wrong
        assert "signatures of 21.11.2026" in looked().what
