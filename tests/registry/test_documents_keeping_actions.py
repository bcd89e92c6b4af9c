"""Documents of a record: put there, replaced, corrected, put out of force; and what is not taken."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.utils import translation

from himaya.access.actions import erase_key
from himaya.access.gate import SYSTEM
from himaya.access.models import CannotDecrypt
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.actions import (
    correct_document,
    end_document,
    keep_document,
    replace_document,
)
from himaya.registry.documents.preview import preview_of
from himaya.registry.documents.queries import content_of, folder_of, is_current, running_out, versions_of
from himaya.registry.merging.actions import merge_people, unmerge_people
from himaya.registry.models import Document
from tests.pictures import JPEG, PNG, photo
from tests.registry.documents_cast import MALWARE, a_file, a_pdf, a_person, documents_cast, says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def cast(as_owner: Any) -> dict[str, Any]:
    with as_owner():
        return documents_cast()


def keep(cast: dict[str, Any], by: Any, **more: Any) -> Document:
    given: dict[str, Any] = {"type": "id_card", "file": a_file(content=photo()), **more}
    made: Document = keep_document(dossier=cast["girl"].dossier, by=by, **given)
    return made


def packed(*names: str) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as pack:
        for name in names:
            pack.writestr(
                name, "<w:document><w:p><w:r><w:t>Salam &amp; sağ ol</w:t></w:r></w:p></w:document>"
            )
    return kept.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")


def test_a_document_is_kept_with_its_type_its_day_and_without_the_place(
    cast: Any, acting_as: Any, monkeypatch: Any
) -> None:
    scanner = says(monkeypatch, "clean")
    sent = photo()
    with acting_as(cast["worker"]) as by:
        made = keep(cast, by, file=a_file(content=sent), number="AA1234567", issued_on=date(2026, 5, 4))
        assert (made.type, made.edition, made.series, made.scan) == ("id_card", 1, made.public_id, "clean")
        assert scanner.looked == [sent], "the scanner sees what was sent, before anything of ours opens it"
        assert made.valid_until == date(2036, 5, 4), (
            "the norm of the type, where the card's own day is not written"
        )
        content = b"".join(content_of(Document.objects.get(pk=made.pk)))
        assert b"Exif" not in content
        assert folder_of(cast["girl"].dossier, by).in_force == [made]
    assert default_storage.open(made.stored_as).read().startswith(b"HMF1")


@pytest.mark.parametrize(
    ("name", "content", "claimed", "words"),
    [
        ("vəsiqə.pdf", JPEG, "", "Inside it is: Photo (JPEG)"),
        ("vəsiqə.exe", JPEG, "", "By its name this file is: .exe"),
        ("vəsiqə", JPEG, "application/pdf", "By its name this file is: PDF document"),
        ("foto.jpg", b"", "", "empty"),
        ("foto.jpg", b"MZ" + b"\0" * 90, "", "not taken"),
        ("page.txt", b"<script>alert(1)</script>", "", "not taken"),
        ("foto.jpg", JPEG[:150], "", "damaged"),
        ("a.pdf", b"%PDF-1.4 nothing more", "", "damaged or closed with a password"),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "", "macros"),
        ("a.docx", DOCX[:60], "", "damaged"),
        ("a.txt", b"words " * 900 + b"\0\1", "", "not readable"),
        ("a.jpg", JPEG + b"0" * 20 * 1024 * 1024, "", "at most 20 MB"),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_plain_words(
    cast: Any, acting_as: Any, monkeypatch: Any, name: str, content: bytes, claimed: str, words: str
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by, pytest.raises(Refused) as refused:
        keep(cast, by, file=a_file(name, content, claimed))
    assert words in refused.value.message
    assert refused.value.field == "file"
    with acting_as(cast["worker"]):
        assert not Document.objects.exists()


def test_a_picture_called_by_another_kind_of_picture_gets_its_right_name(
    cast: Any, acting_as: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        assert keep(cast, by, file=a_file("foto.jpg", PNG)).name == "foto.png"
        assert keep(cast, by, file=a_file("foto", JPEG, "image/jpeg")).name == "foto.jpg"
        assert keep(cast, by, file=a_file("foto", JPEG, "application/octet-stream")).name == "foto.jpg"


def test_what_malware_is_found_in_is_locked_away_as_it_came_and_is_no_document(
    cast: Any, acting_as: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "infected")
    with acting_as(cast["worker"]) as by:
        made = keep(cast, by, file=a_file("a.pdf", MALWARE))
        assert (made.scan, made.found, made.may_be_opened) == ("infected", "Eicar", False)
        folder = folder_of(cast["girl"].dossier, by)
        assert (folder.in_force, folder.refused, folder.is_empty) == ([], [made], False)
        assert preview_of(made).is_empty
        assert not is_current(made)


@pytest.mark.parametrize(("finding", "state"), [("silent", "waiting"), ("unknown", "waiting")])
def test_what_the_scanner_does_not_answer_for_waits_closed(
    cast: Any, acting_as: Any, monkeypatch: Any, finding: str, state: str
) -> None:
    says(monkeypatch, finding)
    with acting_as(cast["worker"]) as by:
        assert (keep(cast, by).scan, preview_of(Document.objects.get()).is_empty) == (state, True)


def test_without_a_scanner_an_officer_must_look(cast: Any, acting_as: Any, settings: Any) -> None:
    settings.CLAMD = ""
    with acting_as(cast["worker"]) as by:
        assert keep(cast, by).scan == Document.QUARANTINED


def test_a_new_version_takes_the_place_and_the_older_ones_stay_readable(
    cast: Any, acting_as: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        first = keep(cast, by)
        second = replace_document(
            document=first, file=a_file("yeni.png", PNG), by=by, expected=1, valid_until=date(2031, 1, 1)
        )
        assert (second.type, second.edition, second.series) == ("id_card", 2, first.series)
        assert folder_of(cast["girl"].dossier, by).in_force == [second]
        assert versions_of(first, by) == [second, first]
        assert (is_current(first), is_current(second)) == (False, True)
        assert b"".join(content_of(Document.objects.get(pk=first.pk)))
        with pytest.raises(Stale) as behind:
            replace_document(document=first, file=a_file(), by=by, expected=1)
        assert behind.value.current == second


def test_an_infected_version_takes_no_place(cast: Any, acting_as: Any, monkeypatch: Any) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        first = keep(cast, by)
        says(monkeypatch, "infected")
        bad = replace_document(document=first, file=a_file("a.pdf", MALWARE), by=by)
        assert (bad.edition, is_current(first)) == (2, True)
        says(monkeypatch, "clean")
        good = replace_document(document=first, file=a_file(), by=by)
        assert (good.edition, is_current(good), is_current(first)) == (3, True, False)


def test_what_is_written_is_put_right_and_a_slower_hand_is_told(
    cast: Any, acting_as: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        made = keep(cast, by)
        right = correct_document(document=made, by=by, expected=1, number="AA1", valid_until=date(2027, 1, 1))
        assert (right.number, right.valid_until) == ("AA1", date(2027, 1, 1))
        with pytest.raises(Stale):
            correct_document(document=made, by=by, expected=1, number="AA2")
        assert correct_document(document=made, by=by).valid_until is None, "a day taken away stays away"
        with pytest.raises(Refused) as early:
            correct_document(document=made, by=by, issued_on=date(2026, 1, 2), valid_until=date(2026, 1, 1))
        assert early.value.field == "valid_until"
        with pytest.raises(Refused) as late:
            correct_document(document=made, by=by, issued_on=date(2026, 6, 2))
        assert late.value.field == "issued_on"


def test_a_paper_out_of_force_stays_readable_and_reminds_of_nothing(
    cast: Any, acting_as: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        made = keep(cast, by, valid_until=date(2026, 6, 10))
        assert list(running_out(by)) == [made]
        ended = end_document(document=made, reason="annulled", by=by, expected=1)
        assert (ended.ended_by, ended.ended_reason, list(running_out(by))) == (by, "annulled", [])
        assert folder_of(cast["girl"].dossier, by).ended == [made]
        with pytest.raises(Refused):
            end_document(document=made, reason="annulled", by=by)


def test_a_type_belongs_to_its_kind_of_record_and_guarded_types_to_who_may_read_them(
    cast: Any, acting_as: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        with pytest.raises(Refused) as refused:
            keep(cast, by, type="home")
        assert refused.value.field == "type"
        medical = keep(cast, by, type="medical")
        plain = keep(cast, by)
        assert (medical.guarded, plain.guarded) == (True, False)
        assert medical.valid_until == date(2026, 12, 1)
        assert keep(cast, by, type="disability").valid_until is None, "no norm says how long"
        assert keep(cast, by, type="birth_certificate").valid_until is None, "it never runs out"
    with acting_as(cast["member"]) as member:
        assert set(Document.objects.visible_to(member)) == {
            plain,
            Document.objects.get(type="birth_certificate"),
        }, "the commission reads the file, not the medical papers"
        with pytest.raises(PermissionDenied):
            keep(cast, member)
    with acting_as(cast["stranger"]) as stranger:
        assert not Document.objects.visible_to(stranger).exists()
        with pytest.raises(PermissionDenied):
            keep(cast, stranger)


def test_documents_of_a_sealed_person_are_not_there_for_the_unit(
    cast: Any, acting_as: Any, as_owner: Any, monkeypatch: Any
) -> None:
    from himaya.access.actions import grant

    says(monkeypatch, "clean")
    with as_owner():
        sealed = a_person(cast["here"], "Gizli", "Günay", sensitivity=2)
        grant(dossier=sealed.dossier, ground="guard", by=None, user=cast["worker"])
    with acting_as(cast["worker"]) as by:
        keep_document(dossier=sealed.dossier, type="id_card", file=a_file(), by=by)
    with acting_as(cast["supervisor"]) as by:
        assert not Document.objects.visible_to(by).exists()
        with pytest.raises(PermissionDenied):
            keep_document(dossier=sealed.dossier, type="id_card", file=a_file(), by=by)


def test_documents_follow_a_person_into_another_record_and_back_and_still_open(
    cast: Any, acting_as: Any, as_owner: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with as_owner():
        twice = a_person(cast["here"], "Aliyeva", "Aysel")
    with acting_as(cast["supervisor"]) as by:
        made = keep_document(dossier=twice.dossier, type="id_card", file=a_file(), by=by)
        lay = default_storage.open(made.stored_as).read()
    with acting_as(cast["judge"]) as by:
        merge = merge_people(kept=cast["girl"], merged=twice, by=by, reason="one girl")
    with acting_as(cast["worker"]) as by:  # let into the kept record only
        (moved,) = Document.objects.visible_to(by)
        assert moved.dossier_id == cast["girl"].dossier_id
        assert b"".join(content_of(moved)).startswith(b"\xff\xd8")
    with acting_as(cast["judge"]) as by:
        unmerge_people(merge=merge, reason="two girls", by=by)
    with acting_as(cast["supervisor"]):
        back = Document.objects.get()
        assert (back.dossier_id, default_storage.open(back.stored_as).read()) == (twice.dossier_id, lay)
        assert b"".join(content_of(back)).startswith(b"\xff\xd8")


def test_with_the_records_key_its_documents_are_gone_and_say_so(
    cast: Any, acting_as: Any, as_worker: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        keep(cast, by, file=a_file("a.pdf", a_pdf("Salam")))
        keep(cast, by, file=a_file())
    from himaya.access.gate import acting_as as act

    with as_worker(), act(SYSTEM):
        erase_key(dossier=cast["girl"].dossier, by=SYSTEM)
    with acting_as(cast["worker"]):
        for document in Document.objects.all():
            with pytest.raises(CannotDecrypt):
                b"".join(content_of(document))
        assert preview_of(Document.objects.get(kind="pdf")).gone


def test_what_the_screen_shows_of_each_kind(
    cast: Any, acting_as: Any, monkeypatch: Any, settings: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        pdf = keep(cast, by, file=a_file("a.pdf", a_pdf("Bir", "İki", "Üç")))
        assert (pdf.pages, len(preview_of(pdf).pictures), preview_of(pdf).more) == (3, 3, 0)
        word = keep(cast, by, file=a_file("a.docx", DOCX))
        assert preview_of(word).text == "Salam & sağ ol"
        text = keep(cast, by, file=a_file("a.txt", "Şəhadət".encode()))
        assert preview_of(text).text == "Şəhadət"
        assert len(preview_of(keep(cast, by)).pictures) == 1
        sound = keep(cast, by, file=a_file("a.mp3", b"ID3 sound"))
        assert preview_of(sound).is_empty
        Document.objects.filter(pk=pdf.pk).update(pages=None)
        assert len(preview_of(Document.objects.get(pk=pdf.pk)).pictures) == 3
        Document.objects.filter(pk=word.pk).update(kind="txt")
        Document.objects.filter(pk=text.pk).update(kind="docx")
        assert preview_of(Document.objects.get(pk=text.pk)).is_empty, "what cannot be read is not shown"
