"""An audit of a case file: taken by lot or by hand, looked through by somebody independent, answered by the worker, over
when what was missing is there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.fileaudits.models import FileAudit
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

SHARED = kind("fileaudit.shared", _("A file of a case of yours was looked through: read it and answer"))
TO_LEADERS = kind("fileaudit.leaders", _("A file of your unit was looked through"))
ANSWERED = kind("fileaudit.answered", _("A worker has answered an audit of yours"))
ENDED = kind("fileaudit.ended", _("An audit of a case file is over: everything is put right"))
AUDITORS = [Supervisor, UnitManager]


def worker(audit: Any) -> Any:
    """Whose file it is."""
    return audit.worker


def auditor(audit: Any) -> Any:
    """Who looks it through."""
    return audit.auditor


class AuditWork(Process):
    """From the lot to the last thing put right."""

    code = "file_audit"
    title = _("Audit of a case file")
    of = FileAudit

    drawn = State(_("To be looked through"))
    shared = State(_("With the worker"))
    mending = State(_("Being put right"))
    closed = End(_("Over"))
    dropped = End(_("Not looked through"), aside=True)

    take = Start(
        drawn,
        by=AUDITORS,
        label=_("Take for an audit"),
        starts=[Clock("look", _("Audit of a case file"), "fileaudit.look.due", Supervisor, auditor)],
    )
    look = Move(
        drawn,
        shared,
        by=AUDITORS,
        label=_("Look through by the checklist"),
        page="cases:file-audit-look",
        meets=["look"],
        starts=[Clock("answer", _("Answer to an audit"), "fileaudit.answer.due", SocialWorker, worker)],
        tells=[Tell(SHARED, worker), Tell(TO_LEADERS, Supervisor)],
        tone="primary",
    )
    answer = Move(
        shared,
        mending,
        by=[SocialWorker, *AUDITORS],
        label=_("Answer the audit"),
        page="cases:file-audit-answer",
        meets=["answer"],
        starts=[
            Clock("mending", _("What an audit found missing"), "fileaudit.mending.due", SocialWorker, worker)
        ],
        tells=[Tell(ANSWERED, auditor)],
        tone="primary",
    )
    close = Move(
        mending,
        closed,
        by=[SocialWorker, *AUDITORS],
        label=_("Everything is put right"),
        meets=["mending"],
        tells=[Tell(ENDED, worker), Tell(ENDED, auditor)],
    )
    drop = Move(
        drawn,
        dropped,
        by=AUDITORS,
        label=_("Do not look through"),
        page="cases:file-audit-drop",
        reasons="audit.dropped",
        tone="danger",
    )
