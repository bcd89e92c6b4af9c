"""The pages of documents: who opens them, what they show, what they never hand out."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from himaya.access.models import AuditEvent
from himaya.kit import clock
from himaya.kit.language import COOKIE
from himaya.registry.actions import keep_document, replace_document
from himaya.registry.documents.drawing import Undrawable, page_of, pages_of, picture_of, text_of
from himaya.registry.models import Document
from tests.pictures import PNG, photo
from tests.registry.documents_cast import (
    MALWARE,
    a_file,
    a_pdf,
    documents_cast,
    real_scanner,
    says,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def cast(as_owner: Any) -> dict[str, Any]:
    with as_owner():
        return documents_cast()


@pytest.fixture
def clean(monkeypatch: Any) -> None:
    says(monkeypatch, "clean")


def english_browser(browser_of: Any, user: Any) -> Any:
    browser = browser_of(user)
    browser.cookies[COOKIE] = "en"
    return browser


def page(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(name: str = "vəsiqə.jpg", content: bytes = b"", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or photo(), kind)


def test_a_card_is_put_to_a_person_and_shown(cast: Any, browser_of: Any, clean: None, as_owner: Any) -> None:
    worker = english_browser(browser_of, cast["worker"])
    girl = cast["girl"]
    assert "No documents yet" in page(worker.get(girl.get_absolute_url()))
    add = reverse("people:document-add", args=["person", girl.public_id])
    assert "Identity card" in page(worker.get(add))
    assert "Choose" in page(worker.post(add, {"type": ""}))
    typed = {"type": "id_card", "file": sent(), "valid_until": "10.06.2026", "number": "AA1"}
    answer = worker.post(add, typed)
    with as_owner():
        first = Document.objects.get()
    assert answer.url == first.get_absolute_url()
    shown = page(worker.get(answer.url))
    picture = reverse("people:document-picture", args=[first.public_id])
    for words in ("Nothing harmful was found", picture, "until 10.06.2026"):
        assert words in shown
    drawn = worker.get(picture)
    assert drawn["Content-Type"] == "image/jpeg"
    assert drawn["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"Exif" not in drawn.content
    assert "Identity card AA1" in page(worker.get(girl.get_absolute_url()))
    with as_owner():
        verbs = set(AuditEvent.objects.filter(object_id=first.pk).values_list("verb", flat=True))
    assert {"documents.keep_document", "document.viewed", "document.shown"} <= verbs


@pytest.fixture
def two(cast: Any, acting_as: Any, clean: None) -> tuple[Document, Document]:
    """A photograph and, in its place, a PDF of two pages."""
    with acting_as(cast["worker"]) as by:
        first = keep_document(dossier=cast["girl"].dossier, type="id_card", file=a_file(), by=by)
        new = a_file("a.pdf", a_pdf("Bir", "İki"))
        return first, replace_document(document=first, file=new, by=by, expected=1)


def test_a_new_version_is_sent_from_the_page_and_the_old_one_stays(
    cast: Any, browser_of: Any, two: tuple[Document, Document]
) -> None:
    first, second = two
    worker = english_browser(browser_of, cast["worker"])
    replace = reverse("people:document-replace", args=[second.public_id])
    assert "New version" in page(worker.get(replace))
    new = worker.post(replace, {"file": sent("c.png", PNG, "image/png"), "_version": 1})
    assert "version 3" in page(worker.get(new.url))
    assert "An older version" in page(worker.get(first.get_absolute_url()))
    assert "Someone changed this" in page(worker.post(replace, {"file": sent(), "_version": 1}))


def test_pages_are_drawn_and_what_is_no_page_is_not_there(
    cast: Any, browser_of: Any, two: tuple[Document, Document]
) -> None:
    photo, pdf = two
    worker = english_browser(browser_of, cast["worker"])
    assert "/pages/2/" in page(worker.get(pdf.get_absolute_url()))

    def drawn(document: Document, number: int) -> Any:
        return worker.get(reverse("people:document-page", args=[document.public_id, number]))

    assert drawn(pdf, 2).content.startswith(b"\x89PNG")
    assert (drawn(pdf, 3).status_code, drawn(photo, 1).status_code) == (404, 404)
    assert worker.get(reverse("people:document-picture", args=[pdf.public_id])).status_code == 404


def test_what_is_written_is_put_right_and_the_paper_put_out_of_force(
    cast: Any, browser_of: Any, two: tuple[Document, Document]
) -> None:
    _first, second = two
    worker = english_browser(browser_of, cast["worker"])
    correct = reverse("people:document-correct", args=[second.public_id])
    assert 'name="number"' in page(worker.get(correct))
    assert worker.post(correct, {"number": "AA2", "_version": 1}).url == second.get_absolute_url()
    behind = page(worker.post(correct, {"number": "AA3", "_version": 1}))
    assert "Someone changed this while you were writing" in behind
    end = reverse("people:document-end", args=[second.public_id])
    assert "Put out of force" in page(worker.get(end))
    assert worker.post(end, {"reason": "lost", "_version": 2}).url == second.get_absolute_url()
    assert "Lost by its holder" in page(worker.get(second.get_absolute_url()))


def test_a_refused_file_says_why_beside_the_field(cast: Any, browser_of: Any, clean: None) -> None:
    worker = english_browser(browser_of, cast["worker"])
    add = reverse("people:document-add", args=["person", cast["girl"].public_id])
    shown = page(
        worker.post(
            add, {"type": "id_card", "file": sent("vəsiqə.pdf", PNG, "application/pdf"), "number": "AA1"}
        )
    )
    assert "Inside it is: Picture (PNG)" in shown
    assert 'value="AA1"' in shown, "what was typed is kept"


def test_an_infected_file_is_refused_plainly_and_served_to_nobody(
    cast: Any, browser_of: Any, settings: Any, tmp_path: Path, as_owner: Any
) -> None:
    worker = english_browser(browser_of, cast["worker"])
    add = reverse("people:document-add", args=["person", cast["girl"].public_id])
    with real_scanner(tmp_path, settings):
        answer = worker.post(add, {"type": "letter", "file": sent("a.pdf", MALWARE, "application/pdf")})
    shown = page(worker.get(answer.url))
    assert "Malware was found in this file" in shown
    assert "Eicar-Test-Signature" in shown
    with as_owner():
        bad = Document.objects.get()
    for name in ("document", "document-picture"):
        assert worker.get(reverse(f"people:{name}", args=[bad.public_id])).status_code == 404
    assert worker.get(reverse("people:document-page", args=[bad.public_id, 1])).status_code == 404
    release = reverse("people:document-release", args=[bad.public_id])
    supervisor = english_browser(browser_of, cast["supervisor"])
    assert "kept as it is and not opened" in page(supervisor.post(release, {"csrf": "x"}))
    assert "Not taken: malware found" in page(
        worker.get(reverse("people:person-documents", args=[cast["girl"].public_id]))
    )


def test_a_file_nobody_looked_into_says_so_and_an_officer_may_release_it(
    cast: Any, browser_of: Any, settings: Any
) -> None:
    settings.CLAMD = ""
    worker = english_browser(browser_of, cast["worker"])
    add = reverse("people:document-add", args=["person", cast["girl"].public_id])
    made = worker.post(add, {"type": "letter", "file": sent()}).url
    shown = page(worker.get(made))
    assert "No scanner could look into this file" in shown
    assert "kept closed until it is known to be harmless" in shown
    assert ">Release<" not in shown
    assert ">Release<" in page(english_browser(browser_of, cast["supervisor"]).get(made))


def test_who_may_not_see_the_record_or_the_paper_finds_nothing(
    cast: Any, browser_of: Any, acting_as: Any, clean: None
) -> None:
    with acting_as(cast["worker"]) as by:
        medical = keep_document(dossier=cast["girl"].dossier, type="medical", file=a_file(), by=by)
        card = keep_document(dossier=cast["girl"].dossier, type="id_card", file=a_file(), by=by)
    member, stranger = browser_of(cast["member"]), browser_of(cast["stranger"])
    assert member.get(card.get_absolute_url()).status_code == 200
    assert member.get(card.file_url).status_code == 200
    for address in (medical.get_absolute_url(), medical.file_url):
        assert member.get(address).status_code == 404
    listed = page(member.get(reverse("people:person-documents", args=[cast["girl"].public_id])))
    assert card.public_id in listed
    assert medical.public_id not in listed
    for address in (
        card.get_absolute_url(),
        card.file_url,
        reverse("people:person-documents", args=[cast["girl"].public_id]),
        reverse("people:document-add", args=["person", cast["girl"].public_id]),
        reverse("people:document-replace", args=[card.public_id]),
    ):
        assert stranger.get(address).status_code == 404
    worker = browser_of(cast["worker"])
    assert worker.get(reverse("people:document-add", args=["nothing", "x"])).status_code == 404
    assert worker.get(reverse("people:document-add", args=["report", "x"])).status_code == 404


def test_what_runs_out_is_listed_for_who_may_see_it_with_as_many_questions_however_long(
    cast: Any, browser_of: Any, acting_as: Any, clean: None, django_assert_max_num_queries: Any
) -> None:
    from datetime import date

    worker = english_browser(browser_of, cast["worker"])
    address = reverse("people:documents-running-out")
    assert "Nothing runs out" in page(worker.get(address))
    with acting_as(cast["worker"]) as by:
        for n in range(6):
            made = keep_document(
                dossier=cast["girl"].dossier,
                type="passport",
                file=a_file(),
                by=by,
                valid_until=date(2026, 5, 10 + n),
            )
        replace_document(document=made, file=a_file(), by=by, valid_until=date(2036, 1, 1))
    with django_assert_max_num_queries(25):
        shown = page(worker.get(address))
    assert shown.count("ran out on") == 5
    assert "Əliyeva Aysel" in shown
    assert "Documents that run out" in page(worker.get(reverse("desk:home")))
    assert "Nothing runs out" in page(english_browser(browser_of, cast["stranger"]).get(address))


def test_nothing_of_a_strange_file_runs_where_it_is_drawn() -> None:
    assert pages_of(b"%PDF-1.4 nothing") is None
    with pytest.raises(Undrawable):
        page_of(a_pdf("Bir"), 7)
    with pytest.raises(Undrawable):
        picture_of("png", photo())
    with pytest.raises(Undrawable):
        text_of("docx", b"PK")
    assert picture_of("png", PNG).startswith(b"\xff\xd8"), "no transparent part: a JPEG is enough"


def test_the_photo_in_force_stands_in_the_header_of_the_person(
    cast: dict[str, Any], clean: None, browser_of: Any, acting_as: Any
) -> None:
    browser = english_browser(browser_of, cast["worker"])
    address = reverse("people:person-detail", args=[cast["girl"].public_id])
    assert "<img" not in page(browser.get(address)).split("</header>")[1]
    with acting_as(cast["worker"]) as by:
        made = keep_document(
            dossier=cast["girl"].dossier, type="photo_person", file=a_file(content=photo()), by=by
        )
    picture = reverse("people:document-picture", args=[made.public_id])
    assert f'src="{picture}"' in page(browser.get(address))
    assert browser.get(picture).headers["Content-Type"] == "image/jpeg"
