"""What supervision adds to a case: what was agreed on it, and what came of that."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import moments, rare, rare_on
from himaya.cases.supervision.models import SupervisionPoint
from himaya.cases.supervision.queries import points_on
from himaya.kit.shapes import Moment

rare("supervision", "cases_supervisionpoint where case_id = %(case)s")


@moments()
def agreed(case: Case, user: User) -> Iterable[Moment]:
    """Who does what by when, and what was done. One query."""
    for point in points_on(case) if "supervision" in rare_on(case) else []:
        words = _("%(what)s (%(who)s, by %(day)s)")
        said = {"what": point.what, "who": point.owner, "day": f"{point.due_on:%d.%m.%Y}"}
        yield _moment(point, point.at, _("Agreed in supervision"), words % said, str(point.by))
        if point.done_at:
            done = _("Done, as supervision agreed")
            yield _moment(point, point.done_at, done, point.done_note, str(point.done_by))


def _moment(point: SupervisionPoint, at: object, title: str, text: str, by: str) -> Moment:
    return Moment(
        at=at,  # type: ignore[arg-type]  # a moment of the point
        title=title,
        text=text,
        by=by,
        kind="supervision",
        kind_label=_("Supervision"),
        icon="users",
        url=point.get_absolute_url(),
    )
