"""Reading letters."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from himaya.access.models import Unit
from himaya.access.queries import opened_file
from himaya.kit import clock
from himaya.reference.queries import in_language
from himaya.workflow.papers.models import Paper, PaperTemplate


class NoTemplate(LookupError):
    """No version of a letter is in force: the shipped data was not loaded."""


def template_on(key: str, on: date) -> PaperTemplate:
    """The version of a kind of letter that is used on a day."""
    found = PaperTemplate.objects.filter(key=key, valid__contains=on).first()
    if found is None:
        raise NoTemplate(f"{key} on {on}")
    return found


def letterhead(unit: Unit, language: str) -> dict[str, str]:
    """What stands on top of every letter: the body, its unit, and today."""
    body = unit.organisation
    return {
        "body": in_language(body.name_az, body.name_en, body.name_ru, language),
        "unit": in_language(unit.name_az, unit.name_en, unit.name_ru, language),
        "date": f"{clock.today():%d.%m.%Y}",
    }


def papers_of(process: str, subject_id: int) -> QuerySet[Paper]:
    """The letters of a record, newest first."""
    return Paper.objects.filter(process=process, subject_id=subject_id).order_by("-pk")


def content_of(paper: Any) -> bytes:
    """The letter's file."""
    return b"".join(opened_file(paper, paper.stored_as))
