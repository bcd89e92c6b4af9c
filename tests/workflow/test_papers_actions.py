"""Letters: numbered, kept as they were made, worded by their date."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction

from himaya.access.actions import open_dossier
from himaya.access.models import AuditEvent
from himaya.access.roles import SocialWorker, Supervisor
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.models import Person
from himaya.workflow.actions import load_templates, make_paper, reword_template
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


def test_a_letter_that_does_not_say_the_same_in_three_languages_is_not_taken(
    office: Any, as_owner: Any
) -> None:
    path = office["folder"] / "test.letter-2.json"
    write(office["folder"], 2, "2026-04-01", "Yeni")
    whole = json.loads(path.read_text())
    two = {language: whole["wording"][language] for language in ("az", "en")}
    less = {**whole["wording"], "ru": {}}
    for wording in (two, less):
        path.write_text(json.dumps({**whole, "wording": wording}))
        with as_owner(), pytest.raises(ValueError, match="do not say the same"):
            load_templates(folder=office["folder"])
    assert PaperTemplate.objects.get(key="test.letter").number == 1


def words(title: str) -> dict[str, dict[str, str]]:
    return {language: {"title": f"{title} {language}"} for language in ("az", "en", "ru")}


def test_a_letter_worded_here_holds_from_its_day_and_no_release_takes_it_back(
    office: Any, acting_as: Any, as_owner: Any
) -> None:
    first = PaperTemplate.objects.get(key="test.letter")
    with as_owner():
        for number, day in ((1000, date(2026, 4, 1)), (1001, date(2026, 5, 1))):
            made_here = reword_template(template=first, wording=words(f"Öz {number}"), valid_from=day)
            assert (made_here.number, made_here.layout, made_here.series) == (number, first.layout, "TS")
        for day in (date(2026, 5, 1), date(2026, 4, 15)):
            with pytest.raises(Refused) as refused:
                reword_template(template=first, wording=words("Gec"), valid_from=day)
            assert refused.value.field == "valid_from"
        write(office["folder"], 2, "2026-06-01", "Buraxılış")
        assert load_templates(folder=office["folder"]) == 0
    for day, title in (
        ("2026-03-31", "Əvvəlki az"),
        ("2026-04-30", "Öz 1000 az"),
        ("2026-07-01", "Öz 1001 az"),
    ):
        with clock.fixed(f"{day} 10:00"), acting_as(office["supervisor"]) as by:
            assert title in text_of(content_of(made(office, by)))


def test_a_wording_says_what_the_layout_asks_for_in_each_language(office: Any, as_owner: Any) -> None:
    first = PaperTemplate.objects.get(key="test.letter")
    for wrong in ({**words("Öz"), "ru": {}}, {k: {**w, "more": "x"} for k, w in words("Öz").items()}):
        with as_owner(), pytest.raises(ValueError, match="exactly what the layout asks"):
            reword_template(template=first, wording=wrong, valid_from=date(2026, 4, 1))
    assert PaperTemplate.objects.filter(key="test.letter").count() == 1


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
