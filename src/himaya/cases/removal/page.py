"""What the pages of a removal show."""

from typing import Any

from himaya.access.gate import StaffRequest, fetch
from himaya.access.roles import EMERGENCY_WORK
from himaya.cases.casefile.frame import frame
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_on
from himaya.cases.proceedings.page import Row
from himaya.cases.removal.actions import Act
from himaya.cases.removal.forms import ActForm
from himaya.cases.removal.models import Removal
from himaya.cases.removal.process import RemovalWork
from himaya.cases.removal.queries import child_of, removals, who_may_agree
from himaya.cases.removal.rules import STANDING
from himaya.kit.shapes import Chip, Tone
from himaya.workflow.queries import due, next_actions, papers_of, status_bar, story

TAB = "rights"
TONES: dict[str, Tone] = {"decided": "bad", "carried_out": "watch", "claimed": "watch", "refused": "bad"}


def removal_of(request: StaffRequest, public_id: str) -> Removal:
    """The removal, if this person may see it."""
    found: Removal = fetch(request, removals().visible_to(request.user), public_id=public_id)
    return found


def chip_of(removal: Removal) -> Chip:
    """Where it stands."""
    return Chip(RemovalWork.state_of(removal).label, TONES.get(removal.status, ""))


def row_of(removal: Removal, case: Case) -> Row:
    """One line."""
    face = next((f for f in faces_on(case) if f.member_id == removal.child_id), None)
    at = removal.taken_at or removal.decided_at
    return Row(
        face.name if face else case.reference,
        f"{at:%d.%m.%Y}",
        removal.get_absolute_url(),
        [chip_of(removal)],
    )


def form_of(request: StaffRequest, case: Case, kind: type[ActForm], **more: Any) -> ActForm:
    """A form of the act, with whom it may be about and who may agree."""
    children = [(str(f.member_id), f.name) for f in faces_on(case) if f.role in CaseMember.CHILDREN]
    return kind(request.POST or None, children=children, leaders=who_may_agree(case, request.user), **more)


def act_of(case: Case, said: dict[str, Any]) -> Act:
    """What was filled in."""
    chosen = said.pop("child")
    child = CaseMember.objects.filter(case=case, pk=int(chosen)).first() if chosen else None
    return Act(child=child, **said)


def written(removal: Removal) -> dict[str, Any]:
    """What the act says now, as its form holds it."""
    said = {name: getattr(removal, name) for name in Act.__slots__}
    agreed = removal.agreed_with.public_id if removal.agreed_with else ""
    return {**said, "child": str(removal.child_id or ""), "agreed_with": agreed}


def removal_page(request: StaffRequest, removal: Removal, **more: Any) -> dict[str, Any]:
    """One removal."""
    clocks = RemovalWork.clocks_of(removal)
    steps = RemovalWork.steps_of(removal)
    works = request.user.can(EMERGENCY_WORK)
    face = child_of(removal)
    return frame(
        request,
        removal.case,
        TAB,
        removal=removal,
        child=face,
        chip=chip_of(removal),
        bar=status_bar(RemovalWork, removal, steps),
        actions=next_actions(RemovalWork, removal, request.user, clocks),
        clocks_here=[due(c) for c in clocks],
        checks=list(removal.checks.select_related("by").order_by("-at")),
        papers=list(papers_of(RemovalWork.code, removal.pk)),
        happened=story(RemovalWork, steps)[::-1],
        may_edit=works and removal.status in STANDING,
        may_print=works and removal.taken_at is not None,
        missing=[str(v.reason) for g in RemovalWork.record.needs if not (v := g(removal, {}))],
        **more,
    )
