"""Hearings and judgments."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import require
from himaya.cases.proceedings.actions.work import hold
from himaya.cases.proceedings.models import Hearing, Judgment, Proceeding
from himaya.cases.proceedings.process import HEARING, ProceedingWork
from himaya.cases.proceedings.queries import hearings_ahead
from himaya.cases.proceedings.rules import appeal_until, hearing_is_near, may_be_judged
from himaya.cases.proceedings.signals import judged
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import norm
from himaya.workflow.actions import tell_all

RUNNING = ("prepared", "filed", "judged")


@dataclass(frozen=True, slots=True)
class Sitting:
    """When a hearing is, where, and who goes."""

    at: datetime
    place: str = ""
    goes: User | None = None


@action(CASE_WORK, on="proceeding")
def plan_hearing(*, proceeding: Proceeding, sitting: Sitting, by: Any) -> Hearing:
    """A hearing of a proceeding that still runs. One that has been may be written down afterwards too."""
    held = hold(proceeding)
    if held.status not in RUNNING:
        raise Refused(_("This proceeding has ended."))
    return _hearing(held, sitting, by)


def _hearing(proceeding: Proceeding, sitting: Sitting, by: Any) -> Hearing:
    return Hearing.objects.create(
        dossier=proceeding.dossier,
        proceeding=proceeding,
        at=sitting.at,
        place=sitting.place,
        goes=sitting.goes,
        written_by=by,
    )


@action(CASE_WORK, on="hearing")
def close_hearing(
    *,
    hearing: Hearing,
    outcome: str,
    by: Any,
    said: str = "",
    next_at: datetime | None = None,
    expected: int | None = None,
) -> Hearing:
    """What came of a hearing. Adjourned to a moment, the next one stands at once, with who goes."""
    held = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    require_version(held, expected)
    if held.outcome:
        raise Refused(_("This was already recorded."))
    if outcome == "held" and held.at > clock.now():
        raise Refused(_("This hearing is still to come."), "outcome")
    if outcome != "adjourned" and next_at is not None:
        raise Refused(_("A new time goes with an adjourned hearing only."), "next_at")
    if next_at is not None and next_at <= held.at:
        raise Refused(_("The new time lies before the old one."), "next_at")
    held.outcome, held.said, held.written_by = outcome, said, by
    held.save()
    if next_at is not None:
        _hearing(hold(held.proceeding), Sitting(next_at, held.place, held.goes), by)
    return held


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgment: its day, what it gives, and its text. `appeal_until` where the judgment says it; else the norm."""

    on: date
    kind: str
    text: str = ""
    appeal_until: date | None = None


@action(CASE_WORK, on="proceeding")
def record_judgment(
    *, proceeding: Proceeding, judgment: Judged, by: Any, expected: int | None = None
) -> Judgment:
    """What the body decided. The time to appeal runs from its day; who works the case and the supervisor hear."""
    held = hold(proceeding, expected)
    require(may_be_judged(judgment.on, held.filed_on), "on")
    until = judgment.appeal_until or appeal_until(judgment.on, held.case.territory)
    if until < judgment.on:
        raise Refused(_("The last day lies before the first."), "appeal_until")
    held.outcome, held.judged_on, held.appeal_until = judgment.kind, judgment.on, until
    ProceedingWork.move(held, ProceedingWork.judge, by=by, facts={"kind": judgment.kind, "on": judgment.on})
    held.save(update_fields=["outcome", "judged_on", "appeal_until"])
    row = Judgment.objects.create(
        dossier=held.dossier,
        proceeding=held,
        given_on=judgment.on,
        kind=judgment.kind,
        text=judgment.text,
        appeal_until=until,
        written_by=by,
    )
    judged.send(sender=Judgment, proceeding=held, judgment=row, by=by)
    return row


def watch_hearings() -> int:
    """Tells whoever goes to a hearing, or works the case, that it is near; once each. Run by the system."""
    now = clock.now()
    until = now + timedelta(days=int(norm("hearing.alert", clock.today()).number))
    told = 0
    for hearing in hearings_ahead(now, until):
        person = hearing.goes or hearing.proceeding.case.worker
        if person is not None and hearing_is_near(hearing.at, now):
            told += tell_all(
                users=[person],
                kind=HEARING,
                key=f"{HEARING}:{hearing.pk}",
                url=hearing.proceeding.get_absolute_url(),
                reference=hearing.proceeding.reference,
            )
    return told
