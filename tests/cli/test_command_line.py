"""The command line teaches, and offers only what is there."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from himaya.cli import COMMANDS, NEEDS, cli, exists, fingerprint, messages, site
from himaya.cli.environment import Trouble, port


def every_command() -> list[list[str]]:
    """The words of each command that is offered; a group's own commands one by one."""
    found = []
    for name in COMMANDS:
        command = (
            cli.get_command(click.Context(cli), name) if name != "manage" else None
        )  # its words are Django's
        if isinstance(command, click.Group):
            found += [[name, inner] for inner in command.commands]
        elif command is not None:
            found.append([name])
    return found


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_says_what_it_does_and_shows_an_example(words: list[str], monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "argv", ["himaya", *words, "--help"])
    told = CliRunner().invoke(cli, [*words, "--help"], prog_name="himaya")
    assert told.exit_code == 0
    assert len(told.output.splitlines()) > 6
    assert f"himaya {' '.join(words)}" in told.output.split("\n", 2)[2]


def test_a_command_whose_part_is_not_built_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NEEDS, "doctor", "himaya.no_such_part.at_all")
    assert not exists("doctor")
    assert CliRunner().invoke(cli, ["doctor"]).exit_code == 2
    assert "doctor " not in CliRunner().invoke(cli, ["--help"]).output.split("Commands:")[1]


def test_a_wrong_port_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("eighty", "0", "70000", "-1"):
        monkeypatch.setenv("PORT", wrong)
        with pytest.raises(Trouble, match="1 to 65535"):
            port()
    monkeypatch.delenv("PORT")
    assert port() == 8000


def test_trouble_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    told = {**os.environ, "HIMAYA_VAR": str(tmp_path), "PORT": "none", "PYTHONPATH": "src"}
    done = subprocess.run([sys.executable, "-m", "himaya", "run"], env=told, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == "Error: PORT is “none”: give a number from 1 to 65535."


def test_the_events_keep_their_port_while_it_is_free(tmp_path: Path) -> None:
    first = site.kept_port(tmp_path, "127.0.0.1", "events")
    assert site.kept_port(tmp_path, "127.0.0.1", "events") == first


def test_a_changed_file_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("one")
    before = fingerprint.files([tmp_path])
    assert fingerprint.files([tmp_path]) == before
    (tmp_path / "a.css").write_text("three")
    assert fingerprint.files([tmp_path]) != before


def test_parts_are_laid_over_the_catalogue_and_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages.place, "VAR", tmp_path / "var")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.tsv").write_text(
        "msgid\taz\tru\nHello\\nyou\tSalam\\nsənə\tПривет\n", encoding="utf-8"
    )
    assert messages.compile_changed()
    assert not messages.compile_changed()
    assert (tmp_path / "var" / "locale" / "az" / "LC_MESSAGES" / "django.mo").stat().st_size > 100
    assert {entry.msgid: entry.msgstr for entry in messages.catalogue("az")} == {"Hello\nyou": "Salam\nsənə"}


def test_the_first_master_key_is_made_before_production_has_one(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "himaya", "keys", "new"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "src"),
             "DJANGO_SETTINGS_MODULE": "himaya.settings.production", "HIMAYA_VAR": str(tmp_path)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    assert len(told.stdout.strip()) >= 43
