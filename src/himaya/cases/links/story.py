"""What links add to the story of a case: handed over, opened, withdrawn."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import moments
from himaya.cases.duties.story import duties_on
from himaya.cases.links.models import OutsideLink
from himaya.cases.links.queries import links_on
from himaya.cases.referrals.story import referrals_on
from himaya.kit.shapes import Moment


@moments()
def links(case: Case, user: User) -> Iterable[Moment]:
    """By which link a referral or a task left, and whenever somebody came in by it. One query."""
    if not referrals_on(case) and not duties_on(case):
        return
    for link in links_on(case):
        words = {"service": link.referral.service if link.referral else link.duty.unit}
        yield _moment(link, link.made_at, _("Handed over by a link: %(service)s") % words, str(link.made_by))
        for at in link.opened:
            yield _moment(link, at, _("The link was opened: %(service)s") % words, "")
        if link.withdrawn_at:
            yield _moment(link, link.withdrawn_at, _("The link was ended: %(service)s") % words, "")


def _moment(link: OutsideLink, at: datetime, title: str, by: str) -> Moment:
    return Moment(
        at=at,
        title=title,
        text="",
        by=by,
        kind="referral",
        kind_label=_("Referrals"),
        icon="link",
        url=link.matter.get_absolute_url(),
    )
