"""Messages to the family add a part to a case, and stand in its story."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.story import moments, part, rare, rare_on
from himaya.cases.writing.queries import messages_on, text_of
from himaya.kit.shapes import Moment
from himaya.reference.queries import label

part("messages", gettext_lazy("Messages"), page="cases:case-messages", order=25, permission=CASE_WORK)


rare("messages", "cases_homemessage where case_id = %(case)s")


@moments()
def messages_told(case: Case, user: User) -> Iterable[Moment]:
    """What was written to whom."""
    said = messages_on(case) if "messages" in rare_on(case) else []
    names = {face.member_id: face.name for face in faces_on(case)} if said else {}
    for one in said:
        yield Moment(
            at=one.written_at,
            title=_("Written to %(name)s") % {"name": names.get(one.way.member_id, "—")},
            text=" · ".join((label("case.safe_way", one.way.way), text_of(one))),
            by=str(one.written_by or ""),
            kind="message",
            kind_label=_("Messages"),
            icon="message",
        )
