"""What closing adds to a case: a word when something happens after the end."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_ASSIGN
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import reports_open_to
from himaya.cases.casefile.story import alerts
from himaya.kit.shapes import Alert


@alerts
def told_after_the_end(case: Case, user: User) -> Iterable[Alert]:
    """A report that came after the case was closed: it is reopened with it, so that somebody answers."""
    if case.status != CaseWork.closed.name or case.closed_at is None:
        return
    later = reports_open_to(user).filter(case=case, received_at__gt=case.closed_at).order_by("-received_at")
    for report in later[:3]:
        address = f"{reverse('cases:case-reopen', args=[case.public_id])}?report={report.public_id}"
        said = _("A new report came after the case was closed: № %(number)s. Reopen the case?")
        yield Alert(said % {"number": report.reference}, "bad", address if user.can(CASE_ASSIGN) else "")


@alerts
def joined_to(case: Case, user: User) -> Iterable[Alert]:
    """Where the work goes on."""
    if case.merged_into_id is None:
        return
    into = Case.objects.visible_to(user).filter(pk=case.merged_into_id).first()
    if into is None:
        yield Alert(_("The work goes on in a case of another unit."), "info", "")
        return
    words = {"number": into.reference}
    yield Alert(_("The work goes on in case № %(number)s.") % words, "info", into.get_absolute_url())
