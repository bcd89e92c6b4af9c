"""Translations: from the text catalogues to what Django reads, without the machine's gettext tools."""

import csv
import os
from pathlib import Path

import polib

from himaya.settings import place

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("az", "ru")
PLURALS = {
    "az": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}


def catalogue(language: str) -> polib.POFile:
    """The translations of one language: its catalogue, with `parts/*.tsv` (msgid, az, ru) laid over it."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    found = polib.pofile(str(path)) if path.exists() else polib.POFile()
    found.metadata = {
        "Project-Id-Version": "himaya",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    entries = {(entry.msgctxt, entry.msgid): entry for entry in found}
    for msgid, text in parts(language).items():
        entry = entries.get((None, msgid))
        if entry is None:
            found.append(polib.POEntry(msgid=msgid, msgstr=text))
        else:
            entry.msgstr = text
    return found


def parts(language: str) -> dict[str, str]:
    """What the parts say in one language; later files win."""
    told: dict[str, str] = {}
    for path in sorted((LOCALE / "parts").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if len(row) > LANGUAGES.index(language) + 1 and row[0] != "msgid":
                    msgid, text = (
                        cell.replace("\\n", "\n") for cell in (row[0], row[LANGUAGES.index(language) + 1])
                    )
                    if text:
                        told[msgid] = text
    return told


def compile_changed() -> bool:
    """Write what Django reads, under `var`, where its sources are newer; True when something was written."""
    sources = [*LOCALE.glob("*/LC_MESSAGES/django.po"), *LOCALE.glob("parts/*.tsv"), Path(__file__)]
    newest = max(path.stat().st_mtime_ns for path in sources)
    written = False
    for language in LANGUAGES:
        target = compiled(language)
        if target.exists() and target.stat().st_mtime_ns >= newest:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        # Whole from the first moment: other processes may be reading.
        whole = target.with_suffix(f".{os.getpid()}")
        catalogue(language).save_as_mofile(str(whole))
        whole.replace(target)
        written = True
    return written


def compiled(language: str) -> Path:
    """The file Django reads (setting `LOCALE_PATHS`)."""
    return place.VAR / "locale" / language / "LC_MESSAGES" / "django.mo"
