"""What the pages of a missing child show."""

from typing import Any

from himaya.access.gate import StaffRequest, fetch
from himaya.access.roles import EMERGENCY_WORK
from himaya.cases.casefile.frame import frame
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_on
from himaya.cases.missing.models import MissingChild
from himaya.cases.missing.process import MissingWork
from himaya.cases.missing.queries import face_of, missing_children, times_of
from himaya.cases.missing.rules import counted, times_words
from himaya.cases.proceedings.page import Row
from himaya.kit.shapes import Chip, Tone
from himaya.workflow.queries import due, next_actions, status_bar, story

TONES: dict[str, Tone] = {"missing": "grave", "found": "watch"}


def missing_of(request: StaffRequest, public_id: str) -> MissingChild:
    """The search, if this person may see it."""
    found: MissingChild = fetch(request, missing_children().visible_to(request.user), public_id=public_id)
    return found


def chip_of(missing: MissingChild) -> Chip:
    """Where it stands."""
    return Chip(MissingWork.state_of(missing).label, TONES.get(missing.status, ""))


def row_of_missing(missing: MissingChild, case: Case) -> Row:
    """One line."""
    face = next((f for f in faces_on(case) if f.member_id == missing.child_id), None)
    name = face.name if face else case.reference
    return Row(name, f"{missing.since:%d.%m.%Y}", missing.get_absolute_url(), [chip_of(missing)])


def times_said(missing: MissingChild) -> str:
    """How often, in words."""
    return times_words(counted(times_of(missing), missing.since), missing.since)


def missing_page(request: StaffRequest, missing: MissingChild) -> dict[str, Any]:
    """One search."""
    clocks = MissingWork.clocks_of(missing)
    steps = MissingWork.steps_of(missing)
    return frame(
        request,
        missing.case,
        "rights",
        missing=missing,
        child=face_of(missing),
        chip=chip_of(missing),
        times=times_said(missing),
        bar=status_bar(MissingWork, missing, steps),
        actions=next_actions(MissingWork, missing, request.user, clocks),
        clocks_here=[due(c) for c in clocks],
        search=list(missing.search.select_related("by").order_by("-at")),
        talk=getattr(missing, "talk", None),
        may_tell=request.user.can(EMERGENCY_WORK),
        happened=story(MissingWork, steps)[::-1],
    )
