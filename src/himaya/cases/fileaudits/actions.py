"""Drawing, picking, looking through, answering, putting right."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action, may, require_version
from himaya.access.models import Unit, User
from himaya.access.roles import FILE_AUDIT, FILE_AUDIT_READ, SENSITIVE, Supervisor
from himaya.cases.casefile.actions import raise_walls, require
from himaya.cases.casefile.models import Case
from himaya.cases.fileaudits import rules
from himaya.cases.fileaudits.evidence import evidence
from himaya.cases.fileaudits.models import AuditAnswer, AuditDraw, AuditWord, FileAudit, Mend
from himaya.cases.fileaudits.process import AuditWork
from himaya.cases.fileaudits.queries import eligible, independence, mends_of, under_audit, units_to_audit
from himaya.cases.fileaudits.rules import Found, Said
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import close_tasks, open_task, plain_subject
from himaya.workflow.tasks.actions import kind

GROUND = "file_audit"
MEND = plain_subject("mend", Mend)
DO = kind("fileaudit.mend", gettext_lazy("Put right what an audit of a file found missing"))
LOOK = kind("fileaudit.check", gettext_lazy("Look at what was put right after an audit"))


@action(FILE_AUDIT)
def draw_month(*, unit: Unit, by: User) -> AuditDraw:
    """Takes cases of a unit by lot, once a month: a share of those the auditor may look through, and at least so many, by
    a seed that is written down, so that whoever doubts the lot draws it again."""
    if unit not in units_to_audit(by):
        raise Refused(_("Choose one of your units."), "unit")
    month = clock.today().replace(day=1)
    if AuditDraw.objects.filter(unit=unit, month=month).exists():
        raise Refused(_("This month was drawn already for this unit."), "unit")
    cases = {case.public_id: case for case in eligible(unit, by)}
    if not cases:
        raise Refused(_("No file of this unit may be looked through by you: another person draws."), "unit")
    seed, least, share = (
        secrets.token_hex(8),
        rules.number("fileaudit.sample"),
        rules.number("fileaudit.share"),
    )
    taken = rules.drawn(seed, cases, rules.how_many(len(cases), least, share))
    draw = AuditDraw.objects.create(
        unit=unit, month=month, seed=seed, least=least, share=share, among=sorted(cases), taken=taken,
        drawn_at=clock.now(), drawn_by=by,
    )  # fmt: skip
    for key in taken:
        _take(cases[key], by, draw=draw)
    return draw


@action(FILE_AUDIT, on="case")
def pick_case(*, case: Case, picked_for: str, by: User) -> FileAudit:
    """Takes a file by hand, with the reason."""
    require(rules.may_be_audited(case, under_audit=under_audit(case)))
    require(independence(case, by))
    return _take(case, by, picked_for=picked_for)


def _take(case: Case, by: User, *, draw: AuditDraw | None = None, picked_for: str = "") -> FileAudit:
    audit = FileAudit(
        case=case, worker=case.worker, auditor=by, draw=draw, picked_for=picked_for, checklist_on=clock.today(),
        is_sample=case.is_sample,
    )  # fmt: skip
    home = case.dossier
    level = max(SENSITIVE, home.sensitivity)
    audit.dossier = open_dossier(kind="file_audit", unit=home.unit, sensitivity=level)
    grant(dossier=audit.dossier, user=by, ground=GROUND, by=by, first=True)
    raise_walls(home, audit.dossier, by=by)
    AuditWork.begin(audit, AuditWork.take, by=by)
    return audit


def _held(audit: FileAudit, expected: int | None) -> FileAudit:
    rows = FileAudit.objects.select_for_update(of=("self",))
    held: FileAudit = rows.select_related(
        "case__dossier__unit", "case__worker", "worker", "auditor", "dossier__unit"
    ).get(pk=audit.pk)
    require_version(held, expected)
    return held


@action(FILE_AUDIT, on="audit")
def look_through(
    *,
    audit: FileAudit,
    said: Mapping[str, Said],
    by: User,
    due_on: date | None = None,
    remark: str = "",
    expected: int | None = None,
) -> FileAudit:
    """The auditor answers every question; where the records had answered, agrees, or overrules them with a reason. What is
    to be put right has a day. The worker sees it from then on, and whoever leads them hears."""
    held = _held(audit, expected)
    require(rules.is_the_auditor(held, by))
    require(independence(held.case, by))
    checklist, found = rules.checklist_on(held.checklist_on), evidence(held.case)
    for question in checklist.questions:
        known = found.get(question.attributes.get("from", ""))
        verdict = rules.is_answered(question, said.get(question.code), known, checklist)
        require(verdict, f"comment_{question.code}")
    require(rules.has_a_day(said.values(), due_on), "due_on")
    held.worker = held.case.worker or held.worker
    held.percent, held.remark, held.looked_at = rules.percent_of(said, checklist), remark, clock.now()
    held.save()
    AuditAnswer.objects.bulk_create(_answers(held, checklist, said, found))
    for code, one in said.items():
        if one.mend and due_on is not None:
            Mend.objects.create(dossier=held.dossier, audit=held, question=code, what=one.mend, due_on=due_on)
    grant(dossier=held.dossier, user=held.worker, ground=GROUND, by=by)
    AuditWork.move(held, AuditWork.look, by=by)
    for mend in mends_of(held):
        _ask_to_mend(mend)
    return held


def _answers(
    audit: FileAudit, checklist: rules.Checklist, said: Mapping[str, Said], found: Mapping[str, Found]
) -> list[AuditAnswer]:
    rows = []
    for question in checklist.questions:
        known, one = found.get(question.attributes.get("from", "")), said[question.code]
        rows.append(
            AuditAnswer(
                dossier=audit.dossier, audit=audit, question=question.code, answer=one.answer, comment=one.comment,
                found=known.answer if known else "",
            )
        )  # fmt: skip
    return rows


def _ask_to_mend(mend: Mend) -> None:
    """A task of the worker, until its day."""
    open_task(
        kind=DO,
        key=_key(DO, mend),
        dossier=mend.dossier,
        unit=mend.dossier.unit,
        assignee=mend.audit.worker,
        due_at=clock.at(mend.due_on + timedelta(days=1)),
        process=MEND,
        subject_id=mend.pk,
    )


def _key(what: str, mend: Mend) -> str:
    return f"{what}:{mend.pk}"


@action(FILE_AUDIT_READ, on="audit")
def answer_audit(*, audit: FileAudit, text: str, by: User, expected: int | None = None) -> FileAudit:
    """The worker has read it and says something to it. Where nothing is to be put right, or all of it is, it is over."""
    held = _held(audit, expected)
    require(rules.may_answer(held, by, leads=may(by, FILE_AUDIT, held.dossier)))
    held.answered_at = clock.now()
    held.save(update_fields=["answered_at"])
    _word(held, text, by)
    AuditWork.move(held, AuditWork.answer, by=by)
    _end_if_whole(held, by)
    return held


@action(FILE_AUDIT, on="audit")
def say_to_audit(*, audit: FileAudit, text: str, by: User) -> AuditWord:
    """Who leads the worker reads it too, and says something to it."""
    if audit.status == AuditWork.drawn.name:
        raise Refused(_("This file was not looked through yet."))
    return _word(audit, text, by)


def _word(audit: FileAudit, text: str, by: User) -> AuditWord:
    return AuditWord.objects.create(dossier=audit.dossier, audit=audit, at=clock.now(), by=by, text=text)


def _end_if_whole(audit: FileAudit, by: User) -> None:
    if audit.status == AuditWork.mending.name and all(mend.checked_at for mend in mends_of(audit)):
        AuditWork.move(audit, AuditWork.close, by=by)


@action(FILE_AUDIT_READ, on="mend")
def finish_mend(*, mend: Mend, note: str, by: User) -> Mend:
    """What was missing is there now, and how; the auditor looks at it."""
    held = _mend(mend)
    require(rules.may_mend(held, by, leads=may(by, FILE_AUDIT, held.dossier)))
    held.done_at, held.done_by, held.done_note = clock.now(), by, note
    held.save(update_fields=["done_at", "done_by", "done_note"])
    close_tasks(key=_key(DO, held), by=by, outcome="done")
    auditor = held.audit.auditor if held.audit.auditor_id != by.pk else None
    open_task(
        kind=LOOK,
        key=_key(LOOK, held),
        dossier=held.dossier,
        unit=held.dossier.unit,
        assignee=auditor,
        role=Supervisor,
        process=MEND,
        subject_id=held.pk,
    )
    return held


@action(FILE_AUDIT, on="mend")
def check_mend(*, mend: Mend, holds: bool, by: User, note: str = "", due_on: date | None = None) -> Mend:
    """Somebody else has looked: it is right, or goes back to the worker with a reason and a new day. With the last thing
    put right the audit is over."""
    held = _mend(mend)
    require(rules.may_check(held, by))
    close_tasks(key=_key(LOOK, held), by=by, outcome="done")
    if holds:
        held.checked_at, held.checked_by = clock.now(), by
        held.save(update_fields=["checked_at", "checked_by"])
        _end_if_whole(held.audit, by)
        return held
    if not note:
        raise Refused(_("Write what is still missing."), "note")
    require(rules.has_a_day([Said("", mend=note)], due_on), "due_on")
    assert due_on is not None
    held.back_note, held.done_at, held.done_by, held.due_on = note, None, None, due_on
    held.save(update_fields=["back_note", "done_at", "done_by", "due_on"])
    _ask_to_mend(held)
    return held


def _mend(mend: Mend) -> Mend:
    rows = Mend.objects.select_for_update(of=("self",))
    held: Mend = rows.select_related(
        "audit__auditor", "audit__worker", "audit__dossier__unit", "dossier__unit"
    ).get(pk=mend.pk)
    return held


@action(FILE_AUDIT, on="audit")
def drop_audit(*, audit: FileAudit, reason: str, by: User, expected: int | None = None) -> FileAudit:
    """The file is not looked through, for a coded reason: it was closed, or the auditor is not independent after all."""
    held = _held(audit, expected)
    require(rules.is_the_auditor(held, by))
    AuditWork.move(held, AuditWork.drop, by=by, reason=reason)
    return held
