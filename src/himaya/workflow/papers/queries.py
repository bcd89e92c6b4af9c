"""Reading letters."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from himaya.access.queries import opened_file
from himaya.workflow.papers.models import Paper, PaperTemplate


class NoTemplate(LookupError):
    """No version of a letter is in force: the shipped data was not loaded."""


def template_on(key: str, on: date) -> PaperTemplate:
    """The version of a kind of letter that is used on a day."""
    found = PaperTemplate.objects.filter(key=key, valid__contains=on).first()
    if found is None:
        raise NoTemplate(f"{key} on {on}")
    return found


def papers_of(process: str, subject_id: int) -> QuerySet[Paper]:
    """The letters of a record, newest first."""
    return Paper.objects.filter(process=process, subject_id=subject_id).order_by("-pk")


def content_of(paper: Any) -> bytes:
    """The letter's file."""
    return b"".join(opened_file(paper, paper.stored_as))
