"""What audits add to a case: that its file was looked through, for those who may see the audit; and the way to take it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import FILE_AUDIT, FILE_AUDIT_READ
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import actions, moments, rare, rare_on
from himaya.cases.fileaudits.queries import audits_on
from himaya.kit.shapes import Moment, NextAction

rare("fileaudits", "cases_fileaudit where case_id = %(case)s")


@moments()
def looked_through(case: Case, user: User) -> Iterable[Moment]:
    """When, by whom, and how much was met. One query, for who reads audits at all."""
    if not user.can(FILE_AUDIT_READ) or "fileaudits" not in rare_on(case):
        return
    for audit in audits_on(case):
        if audit.looked_at:
            yield Moment(
                at=audit.looked_at,
                title=_("The file was looked through"),
                text="" if audit.percent is None else _("Met: %(percent)s %%") % {"percent": audit.percent},
                by=str(audit.auditor),
                kind="supervision",
                kind_label=_("Supervision"),
                icon="clipboard-check",
                url=audit.get_absolute_url(),
            )


@actions
def take_for_audit(case: Case, user: User) -> Iterable[NextAction]:
    """A file may be taken by hand by who looks files through and does not work on it; the action says the rest."""
    if is_open(case) and case.worker_id not in (None, user.pk) and user.can(FILE_AUDIT):
        yield NextAction(_("Take for an audit"), reverse("cases:file-audit-pick", args=[case.public_id]))
