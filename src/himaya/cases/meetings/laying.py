"""Which papers of a case may be laid before a meeting, and how each reads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.queries import unlock
from himaya.cases.casefile.models import Case
from himaya.cases.meetings.models import LaidPaper
from himaya.cases.plan.copies import who_does
from himaya.cases.plan.models import Plan
from himaya.cases.plan.queries import in_force
from himaya.cases.plan.rules import actions_of, goals_of
from himaya.instruments.models import Response
from himaya.instruments.queries import answered, read
from himaya.kit import clock
from himaya.reference.queries import label
from himaya.registry.documents.queries import content_of, mime_of
from himaya.registry.models import Document
from himaya.registry.queries import folder_of

# A line of a copied paper: what is asked or said, the words, and whether it is a heading.
Line = dict[str, Any]
SOUND = (Document.CLEAN, Document.RELEASED)


@dataclass(frozen=True, slots=True)
class Choice:
    """One paper of the case that may be laid before a meeting."""

    kind: str
    source: str
    title: str
    lines: Callable[[], list[Line]]
    file: Callable[[], Iterable[bytes]] | None = None
    mime: str = ""

    @property
    def key(self) -> str:
        """What the form calls it."""
        return f"{self.kind}:{self.source}"


def choices_for(case: Case, by: Any) -> list[Choice]:
    """The plan in force, the finished forms and the documents of the case itself, as far as this person sees them."""
    return [*_plan(case), *_forms(case), *_documents(case, by)]


def _plan(case: Case) -> Iterator[Choice]:
    plan = in_force(case)
    if plan is not None:
        title = _("Plan %(number)s") % {"number": plan.number}
        yield Choice(LaidPaper.PLAN, plan.public_id, title, partial(_lines_of_plan, plan))


def _lines_of_plan(plan: Plan) -> list[Line]:
    lines = [_line(_("Aim"), plan.aim)]
    actions = actions_of(plan)
    for goal in goals_of(plan):
        lines.append(_line(goal.text, heads=True))
        for one in (a for a in actions if a.goal_id == goal.pk):
            lines.append(_line(one.text, f"{who_does(one)} · {one.due_on:%d.%m.%Y}"))
    return lines


def _line(text: str, words: str = "", *, heads: bool = False) -> Line:
    return {"label": str(text), "words": str(words), "heads": heads}


def _forms(case: Case) -> Iterator[Choice]:
    rows = Response.objects.filter(dossier=case.dossier_id, state=Response.SUBMITTED).order_by(
        "-submitted_at"
    )
    for row in unlock(
        list(rows.select_related("form__instrument", "xform").defer("xform__file", "xform__xml"))
    ):
        name = str(row.brought.title if row.xform_id else row.form.instrument)
        day = f"{clock.local(row.submitted_at):%d.%m.%Y}" if row.submitted_at else ""
        yield Choice(LaidPaper.FORM, row.public_id, f"{name}, {day}", partial(_lines_of_form, row))


def _lines_of_form(response: Response) -> list[Line]:
    if response.xform_id:
        return [_line(one.label, one.words, heads=one.heads) for one in read(response)]
    lines: list[Line] = []
    for section in answered(response):
        lines.append(_line(section.label, heads=True))
        lines += [_line(row.label, row.words) for row in section.answers]
    return lines


def _documents(case: Case, by: Any) -> Iterator[Choice]:
    for one in folder_of(case.dossier, by).in_force:
        if one.scan in SOUND and one.stored_as:
            title = f"{label('document.type', one.type)}, {clock.local(one.uploaded_at):%d.%m.%Y}"
            yield Choice(
                LaidPaper.DOCUMENT, one.public_id, title, list, partial(content_of, one), mime_of(one)
            )
