"""The checklist, the lot, who may look through a file, and what its records answer by themselves. Pure, save that the dated
lists are read.

The checklist is data: questions with area, weight and what counts as evidence (`audit.question`) and the answers
(`audit.answer`), each dated and sourced; as shipped it is a proposed default of this system, in its own words."""

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.certainty import in_language
from himaya.reference.queries import CodeItem, codes, norm

MET, PARTLY, NOT_MET, NOT_APPLICABLE = "met", "partly", "not_met", "na"
LACKING = (PARTLY, NOT_MET)


@dataclass(frozen=True, slots=True)
class Checklist:
    """Questions and answers in force on a day."""

    questions: list[CodeItem]
    scale: list[CodeItem]

    @property
    def most(self) -> int:
        """The highest points of an answer."""
        return max(points for item in self.scale if (points := item.attributes.get("points")) is not None)

    @property
    def sources(self) -> list[str]:
        """Where it comes from."""
        return sorted({item.source for item in [*self.questions, *self.scale] if item.source})


def checklist_on(on: date) -> Checklist:
    """The checklist in force on a day."""
    return Checklist(codes("audit.question", on), codes("audit.answer", on))


def evidence_words(question: CodeItem) -> str:
    """What counts as evidence, in the reader's language."""
    told = question.attributes.get("evidence", {})
    return in_language(told.get("az", ""), told.get("en", ""), told.get("ru", ""))


@dataclass(frozen=True, slots=True)
class Said:
    """What the auditor says to one question: code of `audit.answer`, a remark, and what is to be put right."""

    answer: str
    comment: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the records say by themselves: the answer they give, in words, and where it is seen."""

    answer: str
    words: str
    url: str = ""


def percent_of(said: Mapping[str, Said], checklist: Checklist) -> int | None:
    """Per cent of the weighted points that could be reached, half goes up; None where nothing applied."""
    points = {item.code: item.attributes.get("points") for item in checklist.scale}
    reached = possible = 0
    for question in checklist.questions:
        got, weight = points[said[question.code].answer], int(question.attributes.get("weight", 1))
        if got is not None:
            reached += got * weight
            possible += checklist.most * weight
    return (200 * reached + possible) // (2 * possible) if possible else None


def is_answered(question: CodeItem, said: Said | None, found: Found | None, checklist: Checklist) -> Verdict:
    """Every question has an answer of the list; what is lacking, and what the records say otherwise, has a reason."""
    if said is None or said.answer not in {item.code for item in checklist.scale}:
        return no(_("Answer every question: %(name)s.") % {"name": question.name})
    if said.comment:
        return yes()
    if found is not None and found.answer != said.answer:
        return no(
            _("The records say otherwise. Write why you answer so: %(name)s.") % {"name": question.name}
        )
    if said.answer in LACKING:
        return no(_("Write what is lacking: %(name)s.") % {"name": question.name})
    return yes()


def has_a_day(said: Iterable[Said], due_on: date | None) -> Verdict:
    """What is to be put right has a day to come."""
    if not any(one.mend for one in said):
        return yes()
    if due_on is None or due_on < clock.today():
        return no(_("Say by which day it is to be put right: from today on."))
    return yes()


# --- the lot --------------------------------------------------------------------------------------------


def how_many(among: int, least: int, share: int) -> int:
    """Cases taken: the share of them, rounded up, and at least so many."""
    return min(among, max(least, math.ceil(among * share / 100)))


def drawn(seed: str, among: Iterable[str], many: int) -> list[str]:
    """The lot: the same seed over the same cases takes the same ones, in whatever order they are given."""
    lots = sorted((hashlib.sha256(f"{seed}:{key}".encode()).hexdigest(), key) for key in among)
    return [key for _lot, key in lots[:many]]


def number(key: str) -> int:
    """A norm of today as a plain number."""
    return int(norm(key, on=clock.today()).number)


# --- who ------------------------------------------------------------------------------------------------


def is_independent(
    by: Any, *, worker: int | None, supervisors: Collection[int], part: Collection[int]
) -> Verdict:
    """Nobody looks through a file of a case that they work, supervise, or took part in."""
    if by.pk == worker:
        return no(_("You work on this case: somebody else looks it through."))
    if by.pk in supervisors:
        return no(_("You supervise this case: somebody else looks it through."))
    if by.pk in part:
        return no(_("You took part in this case: somebody else looks it through."))
    return yes()


def may_be_audited(case: Any, *, under_audit: bool) -> Verdict:
    """A case with a worker, which is not under audit already."""
    if case.worker_id is None:
        return no(_("Nobody works on this case yet."))
    return no(_("This file is under audit already.")) if under_audit else yes()


def is_the_auditor(audit: Any, by: Any) -> Verdict:
    """The file is looked through by who took it."""
    return (
        yes()
        if by.pk == audit.auditor_id
        else no(_("Only who took this file for an audit looks it through."))
    )


def may_answer(audit: Any, by: Any, *, leads: bool) -> Verdict:
    """The worker whose file it is answers; where they work on the case no more, who leads the unit answers for it."""
    if by.pk == audit.worker_id or (leads and audit.case.worker_id != audit.worker_id):
        return yes()
    return no(_("Only the worker whose file it is answers."))


def may_mend(mend: Any, by: Any, *, leads: bool) -> Verdict:
    """The worker says that it is put right, or who leads the unit; once, until it is sent back."""
    if mend.done_at is not None:
        return no(_("This was said to be put right already."))
    if leads or by.pk == mend.audit.worker_id:
        return yes()
    return no(_("Only the worker whose file it is, or who leads the unit, may do this."))


def may_check(mend: Any, by: Any) -> Verdict:
    """What was put right is looked at by somebody else."""
    if mend.done_at is None or mend.checked_at is not None:
        return no(_("There is nothing to look at."))
    return (
        no(_("You put this right yourself: somebody else looks at it."))
        if by.pk == mend.done_by_id
        else yes()
    )


# --- what the records answer ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """One deadline of the case: how it stands, when it was due, when it ended."""

    state: str
    due_at: datetime
    ended_at: datetime | None = None


def by_deadlines(rows: Sequence[Kept], now: datetime) -> str:
    """Kept: met; missed once and done since: partly; running late: not met; nothing due yet: does not apply."""
    counted = [row for row in rows if row.state != "cancelled"]
    if any(row.state == "running" and row.due_at < now for row in counted):
        return NOT_MET
    ended = [row for row in counted if row.state == "met" and row.ended_at is not None]
    if any(row.ended_at > row.due_at for row in ended if row.ended_at):
        return PARTLY
    return MET if ended else NOT_APPLICABLE


def by_share(good: int, many: int) -> str:
    """All: met; some: partly; none: not met; nothing to count: not met."""
    if many and good == many:
        return MET
    return PARTLY if good else NOT_MET
