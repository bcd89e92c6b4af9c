"""Audits as their pages show them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import may
from himaya.access.models import User
from himaya.access.roles import FILE_AUDIT
from himaya.cases.casefile.models import Case
from himaya.cases.fileaudits import rules
from himaya.cases.fileaudits.models import FileAudit, Mend
from himaya.cases.fileaudits.process import AuditWork
from himaya.cases.fileaudits.queries import answers_of, draws, listed, mends_of, words_to
from himaya.kit import clock
from himaya.kit.shapes import Chip, Crumb, NextAction, Tone
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions, status_bar

TONES: dict[str, Tone] = {"drawn": "watch", "shared": "info", "mending": "watch", "closed": "good"}
ANSWERS: dict[str, Tone] = {"met": "good", "partly": "watch", "not_met": "bad"}


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer, what counts as evidence, and whether the records said otherwise."""

    name: str
    area: str
    evidence: str
    chip: Chip
    comment: str
    overruled: str


def chips_of(audit: FileAudit) -> list[Chip]:
    """How it came, how it stands, what it found."""
    found = [Chip(_("By lot") if audit.draw_id else _("Picked by hand"))]
    found.append(Chip(AuditWork.state_of(audit).label, TONES.get(audit.status, "")))
    if audit.percent is not None:
        found.append(Chip(_("Met: %(percent)s %%") % {"percent": audit.percent}, "info"))
    return found


def crumbs(audit: FileAudit | None = None) -> list[Crumb]:
    """The way back."""
    found = [Crumb(_("Audits of case files"), reverse("cases:file-audits"))]
    return [*found, Crumb(audit.reference, audit.get_absolute_url())] if audit else found


def list_page(user: User) -> dict[str, Any]:
    """The audits somebody sees; the draws, for who draws."""
    return {
        "rows": [(audit, chips_of(audit)) for audit in listed(user)],
        "draws_files": user.can(FILE_AUDIT),
        "draws": draws(user) if user.can(FILE_AUDIT) else [],
    }


def lines_of(audit: FileAudit) -> list[Line]:
    """The checklist with the answers; none before it was looked through."""
    answers = answers_of(audit)
    found = []
    for question in rules.checklist_on(audit.checklist_on).questions:
        one = answers.get(question.code)
        if one is None:
            continue
        overruled = label("audit.answer", one.found) if one.found and one.found != one.answer else ""
        area = label("audit.area", question.attributes.get("area", ""))
        chip = Chip(label("audit.answer", one.answer), ANSWERS.get(one.answer, ""))
        found.append(Line(question.name, area, rules.evidence_words(question), chip, one.comment, overruled))
    return found


def mend_chip(mend: Mend) -> Chip:
    """How it stands."""
    if mend.checked_at:
        return Chip(_("Right now"), "good")
    if mend.done_at:
        return Chip(_("To be looked at"), "info")
    return Chip(_("Late"), "bad") if mend.due_on < clock.today() else Chip(_("To be put right"), "watch")


def _actions(audit: FileAudit, by: User) -> list[NextAction]:
    leads = may(by, FILE_AUDIT, audit.dossier)
    barred = {
        AuditWork.look.label: rules.is_the_auditor(audit, by),
        AuditWork.drop.label: rules.is_the_auditor(audit, by),
        AuditWork.answer.label: rules.may_answer(audit, by, leads=leads),
    }
    found = [
        one if barred[one.label] else NextAction(one.label, blocked=[barred[one.label].reason])
        for one in next_actions(AuditWork, audit, by)
    ]
    if audit.looked_at and leads:
        found.append(
            NextAction(_("Say something to it"), reverse("cases:file-audit-say", args=[audit.public_id]))
        )
    return found


def audit_page(audit: FileAudit, by: User) -> dict[str, Any]:
    """The whole page of an audit. The case is linked only for who may see it."""
    case = Case.objects.visible_to(by).filter(pk=audit.case_id).first()
    return {
        "audit": audit,
        "case": case,
        "chips": chips_of(audit),
        "crumbs": crumbs(),
        "bar": status_bar(AuditWork, audit, AuditWork.steps_of(audit)),
        "clocks": [due(one) for one in AuditWork.clocks_of(audit)],
        "actions": _actions(audit, by),
        "lines": lines_of(audit),
        "mends": [(mend, mend_chip(mend)) for mend in mends_of(audit)],
        "words": words_to(audit),
    }


def form_page(audit: FileAudit, form: Any, heading: str, **more: Any) -> dict[str, Any]:
    """A page with one form about an audit."""
    return {
        "audit": audit,
        "crumbs": crumbs(audit),
        "form": form,
        "heading": heading,
        "submit": heading,
        "back": audit.get_absolute_url(),
        **more,
    }
