"""Writing down a complaint, acknowledging and deciding it, and telling who complained."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import grant, open_dossier, wall_off
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import APPEAL_DECIDE, APPEAL_WRITE, SENSITIVE
from himaya.cases.appeals.letters import data_of, letter_for
from himaya.cases.appeals.models import Appeal
from himaya.cases.appeals.process import AppealWork
from himaya.cases.appeals.queries import own_words_in, took_part
from himaya.cases.appeals.rules import (
    asks_whom,
    has_an_address,
    may_be_answered,
    may_have_come,
    may_write_about,
)
from himaya.cases.casefile.actions import raise_walls, require
from himaya.cases.casefile.models import CaseMember
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import load_templates, make_paper
from himaya.workflow.models import Step

LETTERS = Path(__file__).parent / "data"


def load_appeal_letters(*, by: Any = None) -> int:
    """Loads the answers; says how many were new."""
    return load_templates(folder=LETTERS, by=by)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody complains of, and how they may be answered."""

    decision: str
    what: str
    way: str
    received_at: datetime
    made_by: str = ""
    name: str = ""
    member: CaseMember | None = None
    wanted: str = ""
    answer_way: str = "nobody"
    answer_where: str = ""
    language: str = "az"
    about: User | None = None
    step: Step | None = None


@action(APPEAL_WRITE, on="origin")
def write_appeal(*, origin: Any, told: Told, by: Any) -> Appeal:
    """A complaint about a case or a report (`origin`), in a dossier of its own: whom it is about is shut out of it, as is
    whoever is shut out of the case. Spoken ones are written down by us; closed cases take them too."""
    require(may_have_come(told.received_at), "received_at")
    require(may_write_about(by, told.about), "about")
    require(asks_whom(told.decision, told.about), "about")
    require(has_an_address(told.answer_way, told.answer_where), "answer_where")
    sensitivity = max(origin.dossier.sensitivity, SENSITIVE)
    appeal = Appeal(
        dossier=open_dossier(kind="appeal", unit=origin.dossier.unit, sensitivity=sensitivity),
        written_by=by,
        **{"case" if origin._meta.model_name == "case" else "report": origin},
        **{name: getattr(told, name) for name in Told.__slots__},
    )
    raise_walls(origin.dossier, appeal.dossier, by=by)
    if told.about is not None:
        wall_off(dossier=appeal.dossier, user=told.about, reason="appeal", by=by)
    grant(dossier=appeal.dossier, user=by, ground="appeal", by=by, first=True)
    AppealWork.begin(appeal, AppealWork.receive, by=by, facts={"decision": told.decision})
    return appeal


def hold(appeal: Appeal, expected: int | None = None) -> Appeal:
    """The complaint as it is now, held until the transaction ends."""
    rows = Appeal.objects.select_for_update(of=("self",)).select_related(
        "dossier__unit", "case", "report", "written_by", "step"
    )
    held: Appeal = rows.get(pk=appeal.pk)
    require_version(held, expected)
    return held


@action(APPEAL_DECIDE, on="appeal")
def acknowledge_appeal(*, appeal: Appeal, suspends: str, by: Any, expected: int | None = None) -> Appeal:
    """Who complained was told that it came; whether the decision waits for it is decided here."""
    held = hold(appeal, expected)
    AppealWork.move(held, AppealWork.acknowledge, by=by, facts={"suspends": suspends})
    held.suspends = suspends
    held.save(update_fields=["suspends"])
    return held


def _facts(appeal: Appeal, by: Any) -> dict[str, Any]:
    return {"by": by.pk, "took_part": sorted(took_part(appeal))}


@action(APPEAL_DECIDE, on="appeal")
def decide_appeal(
    *, appeal: Appeal, outcome: str, findings: str, answer: str, by: Any, expected: int | None = None
) -> Appeal:
    """Decided by somebody who took no part, with what was found (for us) and a reasoned answer (for who complained),
    which never repeats the child's own words, unless it was the child who complained. The answer becomes a letter."""
    held = hold(appeal, expected)
    require(may_be_answered([answer], own_words_in(held.case), held.made_by), "answer")
    held.outcome, held.findings, held.answer = outcome, findings, answer
    held.decided_by, held.decided_at = by, clock.now()
    AppealWork.move(held, AppealWork.decide, by=by, reason=outcome, facts=_facts(held, by))
    held.save()
    make_paper(
        subject=held,
        process=AppealWork.code,
        key=letter_for(held),
        language=held.language,
        data=data_of(held),
        by=by,
    )
    return held


@action(APPEAL_DECIDE, on="appeal")
def tell_decision(
    *, appeal: Appeal, told_at: datetime, note: str, by: Any, expected: int | None = None
) -> Appeal:
    """Who complained has heard, in the way that was agreed; of an unnamed complaint it is written what became of it."""
    held = hold(appeal, expected)
    if told_at > clock.now():
        raise Refused(_("This moment is still to come."), "told_at")
    # moments are typed to the minute
    if held.decided_at is not None and told_at < held.decided_at.replace(second=0, microsecond=0):
        raise Refused(_("Nobody is told before it was decided."), "told_at")
    AppealWork.move(held, AppealWork.answer, by=by)
    held.told_at, held.told_note = told_at, note
    held.save(update_fields=["told_at", "told_note"])
    return held


@action(APPEAL_DECIDE, on="appeal")
def end_appeal(*, appeal: Appeal, reason: str, by: Any, expected: int | None = None) -> Appeal:
    """Ended without a decision, with a coded reason; nobody ends a complaint about themselves."""
    held = hold(appeal, expected)
    AppealWork.move(held, AppealWork.end, by=by, reason=reason, facts=_facts(held, by))
    return held
