"""Supervision in the district shown first: a session held and read, with what it agreed on a case; one that waits for the
worker's word; and the next ones. The files of a month drawn by lot, one of them looked through and being put right."""

from datetime import timedelta

from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.fileaudits.actions import answer_audit, draw_month, finish_mend, look_through, pick_case
from himaya.cases.fileaudits.evidence import evidence
from himaya.cases.fileaudits.models import FileAudit, Mend
from himaya.cases.fileaudits.queries import eligible
from himaya.cases.fileaudits.rules import LACKING, Said, checklist_on
from himaya.cases.models import Case, Supervision
from himaya.cases.supervision.actions import (
    Talk,
    add_session,
    agree_point,
    confirm_session,
    hold_session,
    owe_session,
)
from himaya.demo.country import Country
from himaya.kit import clock


def make_supervision(country: Country) -> None:
    """By the actions that supervisors and workers use."""
    unit = country.districts[0]
    leader = country.staff[(unit.pk, Supervisor.code)][0]
    workers = country.staff[(unit.pk, SocialWorker.code)]
    now = clock.now()
    with acting_as(leader):
        owed = [
            owe_session(worker=worker, unit=unit, since=now - timedelta(days=25 - n), by=leader)
            for n, worker in enumerate(workers)
        ]
    _held(owed[0], leader)
    with acting_as(leader):
        words = "Ailənin hədələri barədə danışdıq, təhlükəsizlik qaydalarını təkrar etdik (nümunə)."
        talk = Talk(now - timedelta(hours=20), kind="ad_hoc", strain="bearable", text=words)
        add_session(worker=workers[0], talk=talk, by=leader)
    _audits(workers[0], country.staff[(unit.pk, UnitManager.code)][0])


def _held(owed: Supervision, leader: User) -> None:
    worker = owed.worker
    with acting_as(leader):
        talk = Talk(
            clock.now() - timedelta(days=6),
            strain="bearable",
            workload="Yol çox vaxt aparır, iki iş çox ağırdır.",
            training="Məhkəmə üçün rəyin yazılması.",
            text="İşlər bir-bir nəzərdən keçirildi.",
            next_on=clock.today() + timedelta(days=10),
        )
        held = hold_session(session=owed, talk=talk, by=leader)
        cases = Case.objects.filter(worker=worker, status__in=("registered", "assessed", "implementing"))
        for case in cases.select_related("dossier__unit").order_by("pk")[:1]:
            agree_point(
                session=held,
                case=case,
                what="Məktəbin psixoloqu ilə görüşmək və nəticəni plana yazmaq.",
                owner=worker,
                due_on=clock.today() + timedelta(days=5),
                by=leader,
            )
    with acting_as(worker):
        fresh = Supervision.objects.select_related("dossier__unit").get(pk=held.pk)
        confirm_session(session=fresh, text="Razıyam.", by=worker)


def _audits(worker: User, auditor: User) -> None:
    """Two of the worker's files are picked: one is looked through and answered, one waits; then the month is drawn."""
    with acting_as(auditor):
        unit = next(m.unit for m in auditor.current_memberships if m.role == UnitManager.code)
        files = [case for case in eligible(unit, auditor) if case.worker == worker][:2]
        taken = [pick_case(case=case, picked_for="Uzun müddət davam edən iş", by=auditor) for case in files]
        for audit in taken[:1]:
            look_through(
                audit=audit, said=_said(audit.case), due_on=clock.today() + timedelta(days=14),
                remark="Qeydlər səliqəlidir, uşağın səsi az eşidilir (nümunə).", by=auditor,
            )  # fmt: skip
        draw_month(unit=unit, by=auditor)
    for audit in taken[:1]:
        _answered(audit, worker)


def _said(case: Case) -> dict[str, Said]:
    """What the records say, and one thing to be put right."""
    found, said = evidence(case), {}
    for question in checklist_on(clock.today()).questions:
        known = found.get(question.attributes.get("from", ""))
        answer = known.answer if known else "met"
        said[question.code] = Said(answer, "Qeydlərdə görünmür." if answer in LACKING else "")
    mends = ("views", "reasons")
    told = {
        code: Said("partly", "Tam deyil.", f"{n}. Çatışmayanı qeydlərə əlavə etmək.")
        for n, code in enumerate(mends, 1)
    }
    return {**said, **told}


def _answered(audit: FileAudit, worker: User) -> None:
    with acting_as(worker):
        held = FileAudit.objects.select_related("dossier__unit").get(pk=audit.pk)
        answer_audit(audit=held, text="Razıyam, bu ay düzəldəcəyəm.", by=worker)
        first = Mend.objects.filter(audit=held).select_related("dossier__unit").order_by("pk")[0]
        finish_mend(mend=first, note="Son baş çəkmənin qeydinə uşağın sözləri əlavə olundu.", by=worker)
