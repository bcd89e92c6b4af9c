"""Letters: numbered, kept as they were made, worded by their date."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction

from himaya.access.actions import open_dossier
from himaya.access.models import AuditEvent
from himaya.access.roles import SocialWorker, Supervisor
from himaya.kit import clock
from himaya.registry.models import Person
from himaya.workflow.actions import load_templates, make_paper
from himaya.workflow.models import Paper, PaperTemplate
from himaya.workflow.papers.queries import content_of
from tests import factories
from tests.pdf import is_tagged, language_of, text_of

pytestmark = pytest.mark.django_db

LAYOUT = """#let d = json(bytes(sys.inputs.data))
#set document(title: d.words.title)
#set text(lang: d.language)
= #d.words.title
#d.number #d.body"""


def write(folder: Path, number: int, start: str, title: str) -> None:
    (folder / "plain.typ").write_text(LAYOUT)
    wording = {language: {"title": f"{title} {language}"} for language in ("az", "en", "ru")}
    data = {
        "key": "test.letter",
        "number": number,
        "series": "TS",
        "valid_from": start,
        "layout": "plain.typ",
    }
    (folder / f"test.letter-{number}.json").write_text(json.dumps({**data, "wording": wording}))


@pytest.fixture
def office(as_owner: Any, tmp_path: Path) -> Iterator[dict[str, Any]]:
    write(tmp_path, 1, "2020-01-01", "Əvvəlki")
    with as_owner():
        load_templates(folder=tmp_path)
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        people = {
            "folder": tmp_path,
            "worker": factories.user((SocialWorker, here)),
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there)),
            "subject": Person.objects.create(
                dossier=open_dossier(kind="person", unit=here), family_name="Sınaq"
            ),
        }
    with clock.fixed("2026-03-02 10:00"):
        yield people


def made(office: Any, by: Any, body: str = "Mətn", language: str = "az") -> Paper:
    return make_paper(
        subject=office["subject"],
        process="test",
        key="test.letter",
        language=language,
        data={"body": body},
        by=by,
    )


def test_letters_are_numbered_in_their_series_and_year(office: Any, acting_as: Any) -> None:
    with acting_as(office["supervisor"]) as by:
        assert [made(office, by).number, made(office, by).number] == ["TS-2026-000001", "TS-2026-000002"]
        with clock.fixed("2027-01-01 10:00"):
            assert made(office, by).number == "TS-2027-000001"


def test_a_letter_that_is_not_kept_takes_no_number(office: Any, acting_as: Any) -> None:
    with acting_as(office["supervisor"]) as by:
        with transaction.atomic():
            made(office, by)
            transaction.set_rollback(True)
        assert made(office, by).number == "TS-2026-000001"


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_a_letter_speaks_its_language_and_is_tagged(office: Any, acting_as: Any, language: str) -> None:
    with acting_as(office["supervisor"]) as by:
        content = content_of(made(office, by, language=language))
    assert f"Əvvəlki {language}" in text_of(content)
    assert language_of(content) == language
    assert is_tagged(content)


def test_what_is_typed_is_never_carried_out(office: Any, acting_as: Any) -> None:
    typed = '#panic("x") = Başlıq $x$ "; <b> \\ 😀 ₼'
    with acting_as(office["supervisor"]) as by:
        text = text_of(content_of(made(office, by, body=typed)))
    assert '#panic("x") = Başlıq $x$ "; <b> \\' in text


def test_wording_goes_by_the_day_and_letters_keep_theirs(office: Any, acting_as: Any, as_owner: Any) -> None:
    write(office["folder"], 2, "2026-04-01", "Yeni")
    with as_owner():
        assert load_templates(folder=office["folder"]) == 1
        assert load_templates(folder=office["folder"]) == 0
    with acting_as(office["supervisor"]) as by:
        with clock.fixed("2026-03-31 23:59"):
            assert "Əvvəlki" in text_of(content_of(made(office, by)))
        with clock.fixed("2026-04-01 00:00"):
            later = made(office, by)
            assert "Yeni" in text_of(content_of(later))
        assert PaperTemplate.objects.get(pk=later.template_id).number == 2


def test_a_template_loaded_once_is_never_rewritten(office: Any, as_owner: Any) -> None:
    write(office["folder"], 1, "2020-01-01", "Başqa")
    with as_owner(), pytest.raises(ValueError, match="says something else"):
        load_templates(folder=office["folder"])


def test_a_letter_never_changes(office: Any, acting_as: Any) -> None:
    with acting_as(office["supervisor"]) as by:
        made(office, by)
        with pytest.raises(Error), transaction.atomic():
            Paper.objects.update(number="x")


def test_opening_a_letter_is_audited_and_closed_to_strangers(
    office: Any, acting_as: Any, browser_of: Any, as_owner: Any
) -> None:
    with acting_as(office["supervisor"]) as by:
        paper = made(office, by)
    assert paper.stored_as.startswith("papers/")
    assert paper.number not in paper.stored_as
    answer = browser_of(office["supervisor"]).get(paper.get_absolute_url())
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    with as_owner():
        assert AuditEvent.objects.filter(verb="paper.downloaded", object_id=paper.pk).count() == 1
    for stranger in ("neighbour", "worker"):
        assert browser_of(office[stranger]).get(paper.get_absolute_url()).status_code == 404
