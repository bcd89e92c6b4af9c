"""Audits as screens need them, and from which cases a lot may be drawn."""

from typing import Any

from django.db.models import QuerySet

from himaya.access.models import ProtectedQuerySet, Unit, User
from himaya.access.queries import nearest_to, nearest_users, units_under
from himaya.access.roles import FILE_AUDIT, Supervisor
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import OPEN
from himaya.cases.fileaudits import rules
from himaya.cases.fileaudits.models import AuditAnswer, AuditDraw, AuditWord, FileAudit, Mend
from himaya.kit.verdict import Verdict
from himaya.workflow.models import Step

UNDER_WAY = ("drawn", "shared", "mending")
SHOWN = 100


def audits() -> ProtectedQuerySet:
    """With everything an audit's page shows."""
    return FileAudit.objects.select_related(
        "dossier__unit", "case__dossier__unit", "worker", "auditor", "draw"
    )


def mends() -> ProtectedQuerySet:
    """With everything the page of one thing to mend shows."""
    return Mend.objects.select_related(
        "dossier__unit", "audit__dossier__unit", "audit__worker", "audit__auditor", "done_by", "checked_by"
    )


def listed(user: User) -> list[FileAudit]:
    """The audits somebody sees, those under way first, the latest first."""
    rows = list(audits().visible_to(user).order_by("-pk")[:SHOWN])
    return sorted(rows, key=lambda one: one.status not in UNDER_WAY)


def answers_of(audit: FileAudit) -> dict[str, AuditAnswer]:
    """The answers by question."""
    return {one.question: one for one in AuditAnswer.objects.filter(audit=audit)}


def mends_of(audit: FileAudit) -> list[Mend]:
    """What must be put right, the first due first."""
    return list(mends().filter(audit=audit).order_by("due_on", "pk"))


def words_to(audit: FileAudit) -> list[AuditWord]:
    """What was said to it, the first first."""
    return list(AuditWord.objects.filter(audit=audit).select_related("by").order_by("pk"))


def audits_on(case: Case) -> QuerySet[FileAudit]:
    """The audits of a case that the reader sees, the first first."""
    rows: QuerySet[FileAudit] = audits().filter(case=case)
    return rows.order_by("pk")


def units_to_audit(user: User) -> list[Unit]:
    """The units whose files somebody may look through."""
    return list(units_under(user, FILE_AUDIT)[:SHOWN])


def draws(user: User) -> QuerySet[AuditDraw]:
    """The draws of one's units, the latest first."""
    rows = AuditDraw.objects.filter(unit__in=units_to_audit(user)).select_related("unit", "drawn_by")
    return rows.order_by("-month", "pk")[:SHOWN]


def under_audit(case: Case) -> bool:
    """Whether the file is looked through now, as far as the reader sees."""
    return FileAudit.objects.filter(case=case, status__in=UNDER_WAY).exists()


def independence(case: Case, by: User) -> Verdict:
    """Whether somebody may look through this file."""
    part = set(
        Step.objects.filter(dossier=case.dossier_id, actor__isnull=False).values_list("actor", flat=True)
    )
    supervisors = {user.pk for user in nearest_to(Supervisor, case.dossier)}
    return rules.is_independent(by, worker=case.worker_id, supervisors=supervisors, part=part)


def eligible(unit: Unit, by: User) -> list[Case]:
    """The open cases of a unit that somebody may look through: neither their own, nor supervised by them, nor ones in which
    they took part, nor under audit. Four questions, however many cases."""
    if by in nearest_users(Supervisor, unit):
        return []
    rows = Case.objects.visible_to(by).filter(dossier__unit=unit, status__in=OPEN, worker__isnull=False)
    rows = rows.exclude(worker=by).exclude(audits__status__in=UNDER_WAY)
    cases = list(rows.select_related("dossier__unit", "worker").order_by("pk"))
    mine: Any = Step.objects.filter(dossier__in=[case.dossier_id for case in cases], actor=by)
    part = set(mine.values_list("dossier_id", flat=True))
    return [case for case in cases if case.dossier_id not in part]
