"""Documents in the person's own file: looked at by a human, given as copies in the letter and as files for machines; what
is guarded, concerns others or was never checked stays in."""

import io
import json
import zipfile
from hashlib import sha256
from typing import Any

import pytest

from himaya.access.queries import opened_file
from himaya.kit.errors import Refused
from himaya.registry.actions import keep_document, replace_document
from himaya.registry.documents.queries import content_of
from himaya.registry.models import Document, OwnFile, OwnFileLine, OwnFileRelease
from himaya.registry.ownfile import actions, copies
from tests.pdf import is_tagged, text_of
from tests.pictures import photo
from tests.registry.documents_cast import a_file, a_pdf, says
from tests.registry.ownfile_cast import asked, girl, given, prepared
from tests.registry.people_cast import english, today

__all__ = ["asked", "english", "girl", "today"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def papers(country: Any, girl: Any, acting_as: Any, monkeypatch: Any) -> Any:
    """An identity card in two versions, a school paper of three pages, words in a text, a guarded decision, and a paper
    that no scanner has looked into."""
    says(monkeypatch, "clean")

    def keep(type: str, name: str, content: bytes, **more: Any) -> Document:
        file = a_file(name, content)
        made: Document = keep_document(
            dossier=girl.dossier, type=type, file=file, by=country["supervisor"], **more
        )
        return made

    with acting_as(country["supervisor"]) as by:
        card = keep("id_card", "köhnə.jpg", photo(), number="AA7654321")
        replace_document(document=card, file=a_file("Qorxulu Zalim.jpg", photo()), number="AA7654322", by=by)
        keep("other", "məktəb.pdf", a_pdf("Birinci", "İkinci", "Üçüncü"))
        keep("other", "sözlər.txt", "Bağçaya gedir".encode())
        keep("court", "məhkəmə.jpg", photo(), issuer="Masallı məhkəməsi")
        says(monkeypatch, "silent")
        keep("photo_person", "baxılmayıb.jpg", photo())
    return keep


def lines() -> dict[str, OwnFileLine]:
    rows = OwnFileLine.objects.filter(section="documents").select_related("document").order_by("position")
    return {f"{line.document.type} {line.document.kind}": line for line in rows}


def let_out(by: Any, *keys: str) -> None:
    found = lines()
    for key in keys:
        actions.let_out_line(line=found[key], by=by)


def test_a_human_lets_papers_out_one_by_one_and_they_go_as_pictures_and_as_files(
    country: Any, asked: OwnFile, papers: Any, acting_as: Any, monkeypatch: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        prepared(asked, by)
        waiting = {key: line.withheld for key, line in lines().items()}
        assert waiting == {
            "id_card jpeg": "unread", "other pdf": "unread", "other txt": "unread", "court jpeg": "guarded",
            "photo_person jpeg": "unopened",
        }, "only the newest version of each; each waits for a human"  # fmt: skip
        with pytest.raises(Refused, match="Read the lines"):
            given(asked, by)
        with pytest.raises(Refused, match="never goes out"):
            let_out(by, "photo_person jpeg")
        let_out(by, "id_card jpeg", "other pdf", "other txt")
        first = given(asked, by)
        letter = b"".join(opened_file(first.paper, first.paper.stored_as))
        words = text_of(letter)
        assert is_tagged(letter)
        assert "Copy of a document" in words
        assert "AA7654322" in words
        assert "Bağçaya gedir" in words
        assert letter.count(b"/Subtype/Image") + letter.count(b"/Subtype /Image") >= 4
        for kept_in in ("Masallı məhkəməsi", "Qorxulu", "baxılmayıb", "AA7654321"):
            assert kept_in not in words
        told, files = unpacked(first)
        assert sorted(files) == [
            "documents/01-id_card.jpg", "documents/02-other.pdf", "documents/03-other.txt",
        ]  # fmt: skip
        assert {one["name"]: one["sha256"] for one in told["files"]} == {
            name: sha256(content).hexdigest() for name, content in files.items()
        }
        card = Document.objects.get(type="id_card", edition=2)
        assert files["documents/01-id_card.jpg"] == b"".join(content_of(card))
        assert [line["file"] for line in told["lines"] if "file" in line] == sorted(files)
        assert "Qorxulu" not in json.dumps(told, ensure_ascii=False)

        let_out(by, "court jpeg")
        assert len(unpacked(given(asked, by))[1]) == 4, "guarded: because a human decided so"
        summary = given(asked, by, form="summary", given_as="self", given_to="Nigar")
        assert "Copies of your papers" in text_of(
            b"".join(opened_file(summary.paper, summary.paper.stored_as))
        )

        monkeypatch.setattr(copies, "MOST_BYTES", 1)
        few = text_of(b"".join(opened_file((paper := given(asked, by).paper), paper.stored_as)))
        assert "The rest is in the electronic copy" in few, "a letter carries only so much"


def unpacked(release: OwnFileRelease) -> tuple[Any, dict[str, bytes]]:
    kept = b"".join(opened_file(release, release.stored_as))
    assert sha256(kept).hexdigest() == release.sha256
    with zipfile.ZipFile(io.BytesIO(kept)) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    return json.loads(files.pop("own-file.json")), files


def test_what_can_no_longer_be_opened_stops_the_giving_and_what_cannot_be_drawn_goes_as_a_file(
    country: Any, asked: OwnFile, girl: Any, papers: Any, acting_as: Any, as_owner: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(country["supervisor"]) as by:
        papers("other", "səs.ogg", b"OggS" + b"\0" * 60)
        prepared(asked, by)
        let_out(by, "id_card jpeg", "other pdf", "other txt", "other ogg")
    with as_owner():
        broken = Document.objects.get(kind="pdf")
        monkeypatch.setattr(
            copies, "content_of", lambda one: iter([b"%PDF-"]) if one.pk == broken.pk else content_of(one)
        )
    with acting_as(country["supervisor"]) as by:
        annex = {
            one["title"]: one for one in copies.annex_of(Document.objects.filter(kind__in=["pdf", "ogg"]))
        }
        assert all((one["pages"], one["more"]) == ([], True) for one in annex.values())
    with as_owner():
        Document.objects.filter(type="id_card").update(scan="infected")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="cannot be opened now"):
        given(asked, by)
