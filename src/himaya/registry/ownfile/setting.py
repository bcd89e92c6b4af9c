"""The file as it is given: what the letter is set from, and the same for machines."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from himaya.access.actions import store_closed
from himaya.kit import clock
from himaya.kit.ids import new_public_id
from himaya.reference.queries import in_language, label
from himaya.registry.documents.models import Document
from himaya.registry.ownfile.copies import named, packed
from himaya.registry.ownfile.models import OwnFile, OwnFileLine, OwnFileRelease
from himaya.registry.ownfile.parts import SECTIONS

FORMAT = "himaya.own-file/1"


def letter_key(form: str) -> str:
    """Which letter."""
    return "own_file.full" if form == OwnFileRelease.FULL else "own_file.summary"


def letter_of(
    own_file: OwnFile, lines: Iterable[OwnFileLine], form: str, given_to: str, annex: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the letter is set from: the lines that go out, part by part, and copies of papers; of the summary only
    which parts there are."""
    parts = _by_section(lines)
    rows = form == OwnFileRelease.FULL
    return {
        **_head(own_file, given_to),
        "annex": annex,
        "name": own_file.person.formal_name if rows else own_file.person.given_name,
        "parts": [
            {"key": key, "rows": [_row(line) for line in parts[key]] if rows else []}
            for key in SECTIONS
            if key in parts
        ],
    }


def refusal_of(own_file: OwnFile) -> dict[str, Any]:
    """What the letter of refusal is set from."""
    return {
        **_head(own_file, own_file.asker_name),
        "name": own_file.asker_name,
        "reason": label("own_file.refusal", own_file.refusal, own_file.language),
        "note": own_file.refusal_note,
        "parts": [],
    }


def _head(own_file: OwnFile, given_to: str) -> dict[str, Any]:
    unit = own_file.dossier.unit
    return {
        "unit": in_language(unit.name_az, unit.name_en, unit.name_ru, own_file.language),
        "date": f"{clock.today():%d.%m.%Y}",
        "asked": f"{own_file.asked_on:%d.%m.%Y}",
        "reference": own_file.reference,
        "to": given_to,
        "reason": "",
        "note": "",
        "annex": [],
    }


def _by_section(lines: Iterable[OwnFileLine]) -> dict[str, list[OwnFileLine]]:
    parts: dict[str, list[OwnFileLine]] = {}
    for line in lines:
        parts.setdefault(line.section, []).append(line)
    return parts


def _row(line: OwnFileLine) -> list[str]:
    return [f"{line.day:%d.%m.%Y}" if line.day else "", line.label, line.text]


def kept_for_machines(
    own_file: OwnFile, lines: Iterable[OwnFileLine], papers: list[Document], number: str
) -> tuple[str, str]:
    """Keeps the file for machines, closed with the dossier's key: JSON, packed with the papers where there are any;
    its place and digest."""
    names = {paper.pk: name for name, paper in named(papers)}
    told = {
        "format": FORMAT,
        "number": number,
        "made_at": clock.now().isoformat(),
        "language": own_file.language,
        "lines": [
            {
                "section": line.section,
                "label": line.label,
                "text": line.text,
                "day": line.day.isoformat() if line.day else None,
                **({"file": names[line.document_id]} if line.document_id in names else {}),
            }
            for line in lines
        ],
        "files": [
            {"name": name, "type": paper.type, "kind": paper.kind, "size": paper.size, "sha256": paper.digest}
            for name, paper in named(papers)
        ],
    }
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    content = packed(content, papers) if papers else content
    name = f"own-files/{new_public_id()}{new_public_id()}"
    return store_closed([content], row=own_file, name=name), hashlib.sha256(content).hexdigest()
