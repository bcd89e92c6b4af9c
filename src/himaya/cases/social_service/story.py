"""What an application adds to a case of its kind."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_READ
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import moments, part
from himaya.cases.social_service.process import SocialService
from himaya.cases.social_service.rules import application_of
from himaya.kit.shapes import Moment

part(
    "application",
    gettext_lazy("Application"),
    page="cases:case-application",
    order=15,
    permission=CASE_READ,
    kind=SocialService.variant,
)


@moments()
def tell_application(case: Case, user: User) -> Iterable[Moment]:
    """What was asked, and what was decided. One query, in cases of this kind only."""
    told = application_of(case) if case.kind == SocialService.variant else None
    if told is None:
        return
    kind = _("Application")
    yield Moment(
        at=case.reported_at,
        title=kind,
        text=told.asked,
        by=str(told.taken_by or ""),
        kind="application",
        kind_label=kind,
        icon="file-plus",
        url=told.get_absolute_url(),
    )
    if told.decided_at is not None:
        granted = told.decision == told.GRANTED
        yield Moment(
            at=told.decided_at,
            title=_("There is a right to services") if granted else _("There is no right"),
            text=told.reasons,
            by=str(told.decided_by or ""),
            kind="application",
            kind_label=kind,
            icon="gavel",
            tone="good" if granted else "watch",
            url=told.get_absolute_url(),
        )
