"""A backup's files are as closed as they lay, and open again where the keys came back; without them they do not."""

import os
import subprocess
import sys
from pathlib import Path

WRITE = """
from himaya.access.actions import open_dossier, store_closed
from himaya.access.gate import SYSTEM, acting_as
from himaya.access.units.actions import load_national_desk
from himaya.registry.documents.actions import keep_document, keep_files, replace_document
from django.core.files.base import ContentFile
from tests.pictures import photo
with acting_as(SYSTEM):
    dossier = open_dossier(kind="report", unit=load_national_desk())
    keep_files(files=[ContentFile(photo(), "foto.jpg")], dossier=dossier, by=None)
    home = open_dossier(kind="person", unit=load_national_desk())
    card = keep_document(dossier=home, type="id_card", file=ContentFile(photo(), "foto.jpg"), by=SYSTEM)
    replace_document(document=card, file=ContentFile(photo(), "foto.jpg"), by=SYSTEM)
"""


def himaya(*words: object, var: Path, ok: bool = True) -> str:
    clean = {
        n: v
        for n, v in os.environ.items()
        if n not in {"DATABASE_URL", "HIMAYA_KEYS", "HIMAYA_MASTER_KEYS", "DJANGO_SETTINGS_MODULE"}
    }
    told = {**clean, "HIMAYA_VAR": str(var), "PYTHONPATH": f"src{os.pathsep}."}
    done = subprocess.run(
        [sys.executable, "-m", "himaya", *map(str, words)], env=told, capture_output=True, text=True
    )
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_drill_with_real_files(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    himaya("migrate", var=here)
    himaya("manage", "shell", "-c", WRITE, var=here)
    himaya("backup", tmp_path / "backups", "--keys", tmp_path / "safe", var=here)
    folder, keys = next((tmp_path / "backups").iterdir()), next((tmp_path / "safe").iterdir())
    packed = (folder / "uploads.tar").read_bytes()
    assert b"HMF1" in packed
    assert b"JFIF" not in packed, "the backup holds no picture anybody can open"
    said = himaya("restore", folder, "--keys", keys, "--verify", var=there)
    assert "every row is the same" in said
    assert "All 3 files that records name are there" in said
    assert "Every key opens, and every file." in himaya("keys", "check", "--files", var=there)
    himaya("keys", "rotate", var=there)
    assert "Every key opens, and every file." in himaya("keys", "check", "--files", var=there)
    file, *_others = [path for path in (there / "uploads").rglob("*") if path.is_file()]
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert "1 files do not open" in himaya("keys", "check", "--files", var=there, ok=False)
    elsewhere = tmp_path / "elsewhere"
    himaya("restore", folder, "--verify", var=elsewhere)
    assert "do not open with the master keys" in himaya("keys", "check", "--files", var=elsewhere, ok=False)
    file.unlink()
