"""Files: kept under opaque names, looked into, released knowingly, seen only with their record."""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, Error, transaction
from django.urls import reverse

from himaya.access.actions import open_dossier
from himaya.access.models import AuditEvent
from himaya.access.roles import DutyOfficer, SocialWorker
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import keep_files, release_document
from himaya.registry.documents.cleaning import cleaned
from himaya.registry.documents.jobs import sweep
from himaya.registry.documents.rules import safe_name, sniff
from himaya.registry.models import Document
from tests import factories
from tests.pictures import JPEG, photo

pytestmark = pytest.mark.django_db
KEPT = cleaned("jpeg", JPEG)


def a_file(name: str = "foto.jpg", content: bytes = JPEG) -> Any:
    file = File(BytesIO(content), name=name)
    file.size = len(content)
    return file


def stored(folder: str = "") -> set[str]:
    """Every file that lies in the store."""
    folders, files = default_storage.listdir(folder)
    below = (stored(f"{folder}/{name}".strip("/")) for name in folders)
    return {f"{folder}/{name}" for name in files}.union(*below)


@pytest.fixture
def cast(as_owner: Any) -> dict[str, Any]:
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        return {
            "here": here,
            "duty": factories.user((DutyOfficer, here)),
            "stranger": factories.user((DutyOfficer, there)),
            "worker": factories.user((SocialWorker, here)),
        }


@pytest.fixture
def kept(cast: Any) -> Document:
    return keep_files(files=[a_file()], dossier=open_dossier(kind="report", unit=cast["here"]), by=None)[0]


def test_without_a_scanner_a_file_waits_for_an_officer(
    kept: Document, cast: Any, acting_as: Any, browser_of: Any
) -> None:
    assert kept.scan == Document.QUARANTINED
    on_disk = default_storage.open(kept.stored_as).read()
    assert on_disk.startswith(b"HMF1")
    assert KEPT[:8] not in on_disk
    duty = browser_of(cast["duty"])
    assert duty.get(kept.file_url).status_code == 404
    with acting_as(cast["duty"]):
        release_document(document=kept, by=cast["duty"])
    answer = duty.get(kept.file_url)
    assert answer.content == KEPT
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_released_from_its_page_and_the_reading_is_written_down(
    kept: Document, cast: Any, browser_of: Any, as_owner: Any
) -> None:
    duty = browser_of(cast["duty"])
    address = reverse("people:document-release", args=[kept.public_id])
    assert duty.get(address).status_code == 200
    assert duty.post(f"{address}?next=//evil.example", {"csrf": "x"}).url == "/"
    duty.get(kept.file_url)
    with as_owner():
        verbs = set(AuditEvent.objects.filter(object_id=kept.pk).values_list("verb", flat=True))
    assert {"documents.release_document", "document.read"} <= verbs


def test_the_hash_of_what_was_sent_stays_and_the_place_does_not(
    cast: Any, acting_as: Any, browser_of: Any
) -> None:
    sent = photo()
    dossier = open_dossier(kind="report", unit=cast["here"])
    made = keep_files(files=[a_file(content=sent)], dossier=dossier, by=None)[0]
    assert made.original_digest == hashlib.sha256(sent).hexdigest()
    with acting_as(cast["duty"]):
        release_document(document=made, by=cast["duty"])
    answer = browser_of(cast["duty"]).get(made.file_url)
    assert hashlib.sha256(answer.content).hexdigest() == made.digest != made.original_digest
    assert (len(answer.content), b"Exif" in answer.content) == (made.size, False)


def test_a_damaged_picture_is_refused_and_nothing_of_its_company_is_kept(cast: Any) -> None:
    with pytest.raises(Refused) as refused:
        keep_files(
            files=[a_file(), a_file("zədəli.jpg", JPEG[:150])],
            dossier=open_dossier(kind="report", unit=cast["here"]),
            by=None,
        )
    assert refused.value.message.startswith("zədəli.jpg: ")
    assert refused.value.field == "attachments"
    assert Document.objects.count() == 0


def test_only_who_sees_the_record_sees_its_files(
    kept: Document, cast: Any, browser_of: Any, acting_as: Any
) -> None:
    for who, status in (("stranger", 404), ("worker", 404)):
        assert browser_of(cast[who]).get(kept.file_url).status_code == status
    with acting_as(cast["worker"]), pytest.raises(PermissionDenied):
        release_document(document=kept, by=cast["worker"])


def test_a_file_is_released_once_and_only_out_of_quarantine(
    kept: Document, cast: Any, acting_as: Any
) -> None:
    with acting_as(cast["duty"]) as by:
        released = release_document(document=kept, by=by)
        assert (released.scan, released.released_by) == (Document.RELEASED, by)
        with pytest.raises(Refused):
            release_document(document=kept, by=by)
        assert Document.objects.get().released_at == released.released_at


def test_a_file_whose_line_is_refused_leaves_nothing_on_disk(
    cast: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        theirs = open_dossier(kind="report", unit=cast["here"])
    before = stored()
    with acting_as(cast["stranger"]) as by, pytest.raises(Error), transaction.atomic():
        keep_files(files=[a_file()], dossier=theirs, by=by)
    assert stored() == before


def test_a_file_whose_line_cannot_be_written_is_taken_off_the_disk_again(
    cast: Any, acting_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying: list[set[str]] = []

    def full(*args: Any, **kwargs: Any) -> None:
        lying.append(stored())
        raise DatabaseError("no room is left")

    monkeypatch.setattr(Document, "save", full)
    before = stored()
    with acting_as(cast["duty"]) as by, pytest.raises(DatabaseError):
        keep_files(files=[a_file()], dossier=open_dossier(kind="report", unit=cast["here"]), by=by)
    assert len(lying[0] - before) == 1, "it lay there when its line failed"
    assert stored() == before


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.jpg", b"", "boş"),
        ("a.jpg", b"MZ" + b"0" * 90, "növ"),
        ("a.html", b"<html><script>x</script>", "növ"),
        ("a.jpg", JPEG + b"0" * 10 * 1024 * 1024, "böyük"),
    ],
)
def test_a_file_that_may_not_be_taken_is_named(cast: Any, name: str, content: bytes, word: str) -> None:
    with pytest.raises(Refused) as refused:
        keep_files(
            files=[a_file(), a_file(name, content)],
            dossier=open_dossier(kind="report", unit=cast["here"]),
            by=None,
        )
    assert word in refused.value.message
    assert Document.objects.count() == 0, "none of them is kept"


def test_too_many_files_are_refused(cast: Any) -> None:
    with pytest.raises(Refused):
        keep_files(files=[a_file()] * 6, dossier=open_dossier(kind="report", unit=cast["here"]), by=None)


def test_a_file_whose_record_never_came_to_be_is_swept_after_a_day(
    kept: Document, as_worker: Any, monkeypatch: Any
) -> None:
    lost = default_storage.save("documents/zz/lost", a_file())
    with as_worker():
        sweep()
        assert default_storage.exists(lost), "it may belong to a transaction under way"
        with clock.fixed(clock.now() + timedelta(days=2)):
            assert sweep() >= 1
    assert not default_storage.exists(lost)
    assert default_storage.exists(kept.stored_as)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\şəkil 1.png", "şəkil 1.png"),
        ("a\u202egpj.exe", "a gpj.exe"),
        ("<b>\n.pdf", "b .pdf"),
        ("", "file"),
        ("x" * 300 + ".jpeg", "x" * 145 + ".jpeg"),
    ],
)
def test_a_name_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (JPEG, "jpeg"),
        (b"RIFF0000WEBPVP8 ", "webp"),
        (b"0000ftypheic", "heic"),
        (b"0000ftypM4A ", "m4a"),
        (b"0000ftypisom", "mp4"),
        (b"%PDF-1.7", "pdf"),
        (b"PK\x03\x04" + b"0" * 26 + b"[Content_Types].xml", "docx"),
        (b"PK\x03\x04" + b"0" * 26 + b"evil.exe", ""),
        (b"GIF89a", ""),
        ("\ufeffŞəhadət".encode()[:-1], "txt"),
        (b"\xff\xfe\xfa\xf0words", ""),
        (b"words\x00", ""),
        (b"", ""),
    ],
)
def test_a_kind_is_told_by_what_is_inside(head: bytes, kind: str) -> None:
    assert sniff(head) == kind
