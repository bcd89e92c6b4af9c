"""Files, scanners and people of the tests of documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import typst
from django.core.files.base import File

from himaya.access.actions import grant, open_dossier
from himaya.access.roles import Adjudicator, CommissionMember, DutyOfficer, SocialWorker, Supervisor
from himaya.clients.scanner import Scanned, harmless_sample
from himaya.registry.models import Person
from tests import clamd, factories
from tests.pictures import JPEG

MALWARE = b"%PDF-1.4\n" + harmless_sample() + b"\n%%EOF\n"


def a_file(name: str = "foto.jpg", content: bytes = JPEG, claimed: str = "") -> Any:
    """A file as a browser sends it."""
    file: Any = File(BytesIO(content), name=name)
    file.size = len(content)
    file.content_type = claimed
    return file


def a_pdf(*pages: str) -> bytes:
    """A PDF of our own."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "x.typ"
        source.write_text("\n#pagebreak()\n".join(pages))
        return bytes(typst.compile(source))


class Says:
    """A scanner that says one thing."""

    def __init__(self, finding: Any, looked: list[bytes] | None = None) -> None:
        self.finding, self.looked = finding, looked if looked is not None else []

    def version(self) -> str:
        return "" if self.finding == "silent" else "Says 1"

    def scan(self, chunks: Any) -> Scanned:
        self.looked.append(b"".join(chunks))
        finding = "unknown" if self.finding == "silent" else self.finding
        return Scanned(finding, "Eicar" if finding == "infected" else "")


def says(monkeypatch: pytest.MonkeyPatch, finding: str) -> Says:
    """From now on the scanner says this."""
    scanner = Says(finding)
    for place in ("actions", "scanning", "jobs"):
        monkeypatch.setattr(f"himaya.registry.documents.{place}.scanner", lambda **more: scanner)
    return scanner


@contextmanager
def real_scanner(folder: Path, settings: Any) -> Iterator[clamd.Daemon]:
    """The settings name a real clamd; without ClamAV the test is skipped and says so."""
    if clamd.PROGRAM is None:
        clamd.absent()
    with clamd.Daemon(folder) as daemon:
        settings.CLAMD = daemon.address
        yield daemon


def documents_cast() -> dict[str, Any]:
    """Two districts and their people; a girl whose file the worker holds. Made by the owner."""
    nation = factories.unit(national=True)
    here, there = factories.unit(parent=nation), factories.unit(parent=nation)
    cast: dict[str, Any] = {
        "here": here,
        "worker": factories.user((SocialWorker, here)),
        "supervisor": factories.user((Supervisor, here)),
        "duty": factories.user((DutyOfficer, here)),
        "member": factories.user((CommissionMember, here)),
        "judge": factories.user((Adjudicator, nation)),
        "stranger": factories.user((SocialWorker, there)),
    }
    cast["girl"] = a_person(here, "Əliyeva", "Aysel")
    for who in ("worker", "member"):
        grant(dossier=cast["girl"].dossier, ground="assignment", by=None, user=cast[who])
    return cast


def a_person(unit: Any, family: str, given: str, sensitivity: int = 0) -> Person:
    """Somebody in the register."""
    dossier = open_dossier(kind="person", unit=unit, sensitivity=sensitivity)
    person: Person = Person.objects.create(
        dossier=dossier, family_name=family, given_name=given, sex="female"
    )
    return person
