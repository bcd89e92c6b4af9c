"""What a missing child adds to a case: it is said on every page of it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import EMERGENCY_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import children_of, faces_on
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import actions, alerts, moments, standing
from himaya.cases.missing.models import MissingChild, SearchStep
from himaya.cases.missing.page import times_said
from himaya.cases.missing.process import MissingWork
from himaya.cases.missing.queries import missing_on
from himaya.kit import clock
from himaya.kit.shapes import Alert, Moment, NextAction
from himaya.reference.queries import label
from himaya.workflow.queries import due


@moments()
def searched(case: Case, user: User) -> Iterable[Moment]:
    """Each step of a search. Asked only where a child was missing."""
    if not standing(case, MissingWork.code):
        return
    rows = SearchStep.objects.filter(missing__case=case).select_related("by", "missing").order_by("at")
    for row in rows:
        yield Moment(
            at=row.at,
            title=_("Search: %(who)s") % {"who": row.asked},
            text=" · ".join(filter(None, [label("missing.outcome", row.outcome), row.note])),
            by=str(row.by),
            kind="missing",
            kind_label=_("Missing child"),
            icon="search",
            url=row.missing.get_absolute_url(),
        )


@alerts
def is_missing(case: Case, user: User) -> Iterable[Alert]:
    """Since when, and for the how manieth time; and a child who is back and was not heard yet."""
    if not standing(case, MissingWork.code) & {"missing", "found"}:
        return
    names = {face.member_id: face.name for face in faces_on(case)}
    for missing in missing_on(case):
        name = names.get(missing.child_id, "") or _("A child")
        if missing.status == MissingWork.missing.name:
            yield Alert(_words(missing, name), "grave", missing.get_absolute_url())
        elif missing.status == MissingWork.found.name:
            said = _("%(name)s is back and was not heard yet") % {"name": name}
            yield Alert(said, "watch", missing.get_absolute_url())


def _words(missing: MissingChild, name: str) -> str:
    since = f"{clock.local(missing.since):%d.%m.%Y %H:%M}"
    said = _("%(name)s is missing since %(since)s") % {"name": name, "since": since}
    return ", ".join(filter(None, [said, times_said(missing)]))


@actions
def look_for(case: Case, user: User) -> Iterable[NextAction]:
    """A child is missing; go on with the search, or with the talk."""
    if not is_open(case) or not user.can(EMERGENCY_WORK) or not children_of(faces_on(case)):
        return
    if standing(case, MissingWork.code) & {"missing", "found"}:
        for missing in missing_on(case):
            if missing.status in ("missing", "found"):
                clocks = MissingWork.clocks_of(missing)
                first = due(clocks[0]) if clocks else None
                yield NextAction(_("Go on with the search"), missing.get_absolute_url(), first, primary=True)
    yield NextAction(_("A child is missing"), reverse("cases:missing-new", args=[case.public_id]))
