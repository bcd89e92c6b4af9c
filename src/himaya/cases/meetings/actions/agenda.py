"""Putting a case before a commission, and what its secretary does with it."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import end_grants, grant, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import CASE_WORK, COMMISSION_KEEP, MEETING_READ
from himaya.cases.casefile.actions import hold, raise_walls, require, settle_grants
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import may_write
from himaya.cases.commission.queries import KnownCommission
from himaya.cases.meetings.actions.letting import GROUND, let_keeper_in, open_item, source_of
from himaya.cases.meetings.models import AgendaItem, Meeting
from himaya.cases.meetings.process import SUBMITTED, AgendaWork
from himaya.cases.meetings.queries import open_items, title_and_duty
from himaya.cases.meetings.rules import TO_COME, item_keeper_acts, keeper_acts, may_invite_now
from himaya.kit.errors import Refused
from himaya.workflow.actions import hand_clocks, tell_all
from himaya.workflow.process import Move


def new_item(
    case: Case, *, question: str, proposal: str, by: User, meeting: Meeting | None = None
) -> AgendaItem:
    """An item about a case, in a dossier of its own that lies where the case lies. Not yet saved."""
    title, duty = title_and_duty(case)
    return AgendaItem(
        dossier=open_dossier(
            kind="agenda_item", unit=case.dossier.unit, sensitivity=case.dossier.sensitivity
        ),
        meeting=meeting,
        case=case,
        position=1 if meeting else 0,
        put_by=by,
        answer_to=case.worker or by,
        title=title,
        case_reference=case.reference,
        view_duty=duty,
        question=question,
        proposal=proposal,
    )


@action(CASE_WORK, on="case")
def submit_item(
    *, case: Case, commission: KnownCommission, question: str, proposal: str, by: User
) -> AgendaItem:
    """Puts a case before a commission. Its secretary reads this and what is laid before it, and nothing of the case."""
    case = hold(case)
    require(may_write(case))
    if commission.secretary_id is None:
        raise Refused(_("This commission has no secretary at present."), field="commission")
    if open_items(case).filter(commission_id=commission.pk).exists():
        raise Refused(_("This case already waits for a decision of this commission."), field="commission")
    secretary = User.objects.get(pk=commission.secretary_id)
    item = new_item(case, question=question, proposal=proposal, by=by)
    item.commission_id = commission.pk
    AgendaWork.begin(item, AgendaWork.submit, by=by, facts={"commission": commission.pk})
    raise_walls(case.dossier, item.dossier, by=by)
    settle_grants(case)
    let_keeper_in(item, secretary, by)
    hand_clocks(process=AgendaWork.code, subject_id=item.pk, holder=secretary, unit=item.dossier.unit)
    tell_all(
        users=[secretary], kind=SUBMITTED, key=f"{SUBMITTED}:{item.pk}", url=item.get_absolute_url(),
        reference=case.reference,
    )  # fmt: skip
    return item


@action(MEETING_READ, on="meeting")
def put_matter(*, meeting: Meeting, title: str, question: str, proposal: str, by: User) -> AgendaItem:
    """A matter without a case onto the agenda of a session."""
    require(keeper_acts(meeting, by))
    require(may_invite_now(meeting))
    if meeting.is_conference:
        raise Refused(_("A conference is about its one case."))
    item = AgendaItem(
        dossier=open_dossier(kind="agenda_item", unit=meeting.dossier.unit),
        meeting=meeting, commission_id=meeting.commission_id, position=_next(meeting), put_by=by, answer_to=by,
        title=title, question=question, proposal=proposal,
    )  # fmt: skip
    AgendaWork.begin(item, AgendaWork.put, by=by)
    let_keeper_in(item, meeting.keeper, by)
    open_item(item, meeting, by)
    return item


def _next(meeting: Meeting) -> int:
    last = meeting.items.order_by("-position").first()
    return last.position + 1 if last else 1


@action(COMMISSION_KEEP, on="item")
def take_item(*, item: AgendaItem, meeting: Meeting, by: User, expected: int | None = None) -> AgendaItem:
    """The secretary takes what was put before the commission onto the agenda of a session to come."""
    held = _held(item, AgendaWork.take, expected)
    if meeting.commission_id != held.commission_id or meeting.status not in TO_COME:
        raise Refused(_("Choose a session of this commission that is still to come."), field="meeting")
    require(item_keeper_acts(held, by))
    AgendaWork.move(held, AgendaWork.take, by=by, facts={"meeting": meeting.pk})
    held.meeting, held.position = meeting, _next(meeting)
    held.save(update_fields=["meeting", "position"])
    ground = f"case:{held.case_id}"  # as the case's own grants: whoever takes the case over has it too
    grant(dossier=meeting.dossier, user=held.answer_to, ground="case", source=ground, by=by)
    open_item(held, meeting, by)
    return held


@action(COMMISSION_KEEP, on="item")
def return_item(
    *, item: AgendaItem, reason: str, by: User, note: str = "", expected: int | None = None
) -> AgendaItem:
    """The secretary sends it back, and says why."""
    held = _held(item, AgendaWork.send_back, expected)
    require(item_keeper_acts(held, by))
    AgendaWork.move(held, AgendaWork.send_back, by=by, reason=reason)
    held.return_note = note
    held.save(update_fields=["return_note"])
    return held


@action(COMMISSION_KEEP, on="item")
def put_off_item(*, item: AgendaItem, by: User, expected: int | None = None) -> AgendaItem:
    """Leaves the agenda of this session for a later one; those invited no longer read it."""
    held = _held(item, AgendaWork.put_off, expected)
    if held.meeting is None or held.case_id is None or held.meeting.is_conference:
        raise Refused(_("Only a case on the agenda of a commission is put off."))
    require(item_keeper_acts(held, by))
    leave_agenda(held, AgendaWork.put_off, by)
    return held


@action(MEETING_READ, on="item")
def withdraw_item(*, item: AgendaItem, by: User, expected: int | None = None) -> AgendaItem:
    """Who put it takes it back; so may the secretary a matter of their own. Those invited no longer read it."""
    held = _held(item, AgendaWork.withdraw, expected)
    works = Case.objects.filter(agenda_items=held.pk).exists() and by.can(CASE_WORK)
    if not (held.put_by_id == by.pk or works):
        raise Refused(_("Only who put this on the agenda takes it back."))
    if held.meeting is not None and held.meeting.is_conference:
        raise Refused(_("Cancel the conference instead."))
    if held.meeting is not None and held.meeting.status == "held":
        raise Refused(_("The meeting has been held: the item is decided or put off."))
    leave_agenda(held, AgendaWork.withdraw, by)
    return held


def leave_agenda(item: AgendaItem, move: Move, by: Any) -> None:
    """Part of another action: those invited to a session no longer read what it does not decide."""
    meeting = item.meeting
    AgendaWork.move(item, move, by=by)
    if meeting is None:
        return
    end_grants(ground=GROUND, source=source_of(meeting), dossier=item.dossier)
    if move is AgendaWork.put_off:
        item.meeting, item.position = None, 0
        item.save(update_fields=["meeting", "position"])
        hand_clocks(
            process=AgendaWork.code, subject_id=item.pk, holder=meeting.keeper, unit=item.dossier.unit
        )


def _held(item: AgendaItem, move: Move, expected: int | None) -> AgendaItem:
    """The item as it is now, kept still; where somebody has made the move already, the move itself says who did."""
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("dossier__unit", "answer_to")
    held: AgendaItem = rows.get(pk=item.pk)
    if AgendaWork.state_of(held) in move.sources:
        require_version(held, expected)
    return held
