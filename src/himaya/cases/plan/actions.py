"""Writing, signing and approving plans."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.roles import CASE_APPROVE, CASE_WORK
from himaya.cases.casefile.actions import hold, require, rest_on_consent
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import faces_of
from himaya.cases.plan.copies import Copy, data_of, own_words_of, suspects_named, texts_of
from himaya.cases.plan.models import Goal, Plan, PlanAction, PlanCopy, PlanReading
from himaya.cases.plan.process import PlanWork
from himaya.cases.plan.rules import actions_of, another_reads, goals_of, may_start, text_of
from himaya.cases.plan.sharing import (
    OF_THE_CASE,
    OUTSIDE,
    carries_no_own_words,
    may_be_named,
    may_copy,
    may_receive,
    plain_words_are_there,
)
from himaya.cases.plan.tasks import close_action_task, follow_action, follow_actions
from himaya.cases.plan.volumes import agreed_volume
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import leave_ground
from himaya.workflow import actions as workflow
from himaya.workflow.models import Signature
from himaya.workflow.queries import digest_of

LETTERS = Path(__file__).parent / "data"
FINISHED = ("done", "not_done", "dropped")
IN_THE_MAKING = (PlanWork.draft.name, PlanWork.submitted.name)


def load_plan_letters(*, by: Any = None) -> int:
    """Loads the letters of plans; says how many were new."""
    return workflow.load_templates(folder=LETTERS, by=by)


@action(CASE_WORK, on="case")
def start_plan(*, case: Case, aim: str, by: Any, plain: str = "") -> Plan:
    """Begins a plan. Where one is in force, its open goals and what is not yet done are carried over, to be
    changed; it stays in force until the new one is approved."""
    case = hold(case)
    require(may_start(case))
    if case.plans.filter(status__in=IN_THE_MAKING).exists():
        raise Refused(_("A plan of this case is already being written."))
    before = case.plans.filter(status=PlanWork.approved.name).first()
    last = case.plans.order_by("-number").first()
    plan = Plan(
        dossier=case.dossier,
        case=case,
        number=last.number + 1 if last else 1,
        supersedes=before,
        aim=aim,
        plain=plain,
        started_by=by,
        started_at=clock.now(),
    )
    PlanWork.begin(plan, PlanWork.start, by=by, facts={"case": case.pk})
    if before is not None:
        _carry_over(before, plan)
    return plan


def _carry_over(before: Plan, plan: Plan) -> None:
    left = [a for a in actions_of(before) if a.state not in FINISHED]
    for goal in goals_of(before):
        if goal.outcome in {"met", "dropped"}:
            continue
        again = Goal.objects.create(
            dossier=plan.dossier, plan=plan, follows=goal, domain=goal.domain, strand=goal.strand,
            text=goal.text, plain=goal.plain, indicator=goal.indicator, baseline=goal.baseline, target=goal.target,
        )  # fmt: skip
        for a in left:
            if a.goal_id == goal.pk:
                PlanAction.objects.create(
                    dossier=plan.dossier, goal=again, who=a.who, responsible=a.responsible, service=a.service,
                    text=a.text, plain=a.plain, indicator=a.indicator, starts_on=a.starts_on, due_on=a.due_on,
                    state=a.state, times=a.times, minutes=a.minutes, less_because=a.less_because,
                )  # fmt: skip


@action(CASE_WORK, on="plan")
def write_plan(*, plan: Plan, aim: str, plain: str, by: Any, expected: int | None = None) -> Plan:
    """Changes what the plan is for, and what it says to the child."""
    held = _held(plan, expected=expected)
    held.aim, held.plain = aim, plain
    held.save(update_fields=["aim", "plain"])
    return held


@action(CASE_WORK, on="plan")
def write_goal(
    *, plan: Plan, by: Any, goal: Goal | None = None, expected: int | None = None, **fields: Any
) -> Goal:
    """Adds a goal, or changes one."""
    held = _held(plan)
    if goal is None:
        return Goal.objects.create(dossier=held.dossier, plan=held, **fields)
    row = Goal.objects.select_for_update().get(pk=goal.pk, plan=held)
    require_version(row, expected)
    return _changed(row, fields)


@action(CASE_WORK, on="goal")
def write_action(
    *, goal: Goal, by: Any, row: PlanAction | None = None, expected: int | None = None, **fields: Any
) -> PlanAction:
    """Adds an action to a goal, or changes one."""
    _held(goal.plan)
    if fields["due_on"] < fields["starts_on"]:
        raise Refused(_("It cannot be due before it begins."), field="due_on")
    if fields["who"] != PlanAction.Who.SERVICE:
        fields["service"] = None
    fields |= agreed_volume(fields, goal.plan.case.territory)
    if row is None:
        return PlanAction.objects.create(dossier=goal.dossier, goal=goal, **fields)
    held = PlanAction.objects.select_for_update(of=("self",)).get(pk=row.pk, goal=goal)
    require_version(held, expected)
    return _changed(held, fields)


def _changed(row: Any, fields: dict[str, Any]) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return row


@action(CASE_WORK, on="row")
def remove_row(*, row: Any, by: Any) -> Any:
    """Takes a goal (with its actions) or an action out of a plan that is still being written."""
    _held(row.plan if isinstance(row, Goal) else row.goal.plan)
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    return row


@action(CASE_WORK, on="plan")
def sign_plan(*, plan: Plan, name: str, password: str, by: Any) -> Signature:
    """The worker signs the text as it is now."""
    held = _held(plan)
    digest = digest_of(text_of(held))
    return workflow.sign(
        subject=held, process=PlanWork.code, digest=digest, part="worker", name=name, password=password, by=by
    )


@action(CASE_WORK, on="plan")
def record_family(*, plan: Plan, part: str, way: str, name: str, by: Any) -> Signature:
    """Writes down that the child, a parent or another agreed, aloud or on paper, to the text as it is now."""
    held = _in_the_making(plan)
    digest = digest_of(text_of(held))
    return workflow.record_agreement(
        subject=held, process=PlanWork.code, digest=digest, part=part, way=way, name=name, by=by
    )


@action(CASE_WORK, on="plan")
def go_ahead_without(*, plan: Plan, ground: str, note: str, by: Any, expected: int | None = None) -> Plan:
    """Names the ground on which the plan goes ahead without a parent's agreement (or takes it back)."""
    held = _in_the_making(plan)
    require_version(held, expected)
    if ground and not note.strip():
        raise Refused(_("Write what happened."), field="note")
    held.agreement_ground, held.agreement_note = ground, note
    held.save(update_fields=["agreement_ground", "agreement_note"])
    leave_ground(process=PlanWork.code, subject=held, purpose="plan")
    rest_on_consent(held.case, held, PlanWork.code, "plan", ground=ground, by=by)
    return held


def _in_the_making(plan: Plan) -> Plan:
    held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if held.status not in IN_THE_MAKING:
        raise Refused(_("Agreement is recorded while the plan is being made."))
    return held


@action(CASE_WORK, on="plan")
def submit_plan(*, plan: Plan, by: Any, expected: int | None = None) -> Plan:
    """Hands the plan to the supervisor."""
    held = _held(plan, expected=expected)
    held.submitted_by, held.submitted_at = by, clock.now()
    held.save(update_fields=["submitted_by", "submitted_at"])
    PlanWork.move(held, PlanWork.submit, by=by, facts=text_of(held))
    return held


@action(CASE_APPROVE, on="plan")
def approve_plan(
    *, plan: Plan, name: str, password: str, by: Any, comment: str = "", expected: int | None = None
) -> Plan:
    """A supervisor signs and approves: the plan is in force, the one before it is replaced, and the case goes on
    to its support."""
    case = hold(plan.case)
    held = _held(plan, expected=expected, state=PlanWork.submitted.name)
    held.case = case
    require(another_reads(held, by))
    text = text_of(held)
    for before in case.plans.filter(status=PlanWork.approved.name):
        end_plan(before, PlanWork.supersede, by=by)
    PlanWork.move(held, PlanWork.approve, by=by, facts=text)
    signed = {"part": "supervisor", "name": name, "password": password, "by": by}
    workflow.sign(subject=held, process=PlanWork.code, digest=digest_of(text), **signed)
    held.approved_by, held.approved_at = by, clock.now()
    held.save(update_fields=["approved_by", "approved_at"])
    _note_reading(held, PlanReading.APPROVED, comment, by)
    follow_actions(held)
    if CaseWork.own(case, CaseWork.begin_support).starts_from(case.status):
        CaseWork.move(case, CaseWork.begin_support, by=by, facts={"plan": held.pk})
    return held


def end_plan(plan: Plan, move: Any, *, by: Any) -> None:
    """Takes a plan out of force; its open tasks are closed. Runs inside another action."""
    PlanWork.move(plan, move, by=by, facts={"plan": plan.pk})
    for row in actions_of(plan):
        close_action_task(row, by=by, outcome=move.name)


@action(CASE_APPROVE, on="plan")
def return_plan(*, plan: Plan, comment: str, by: Any, expected: int | None = None) -> Plan:
    """Sends the plan back to its author with comments."""
    if not comment.strip():
        raise Refused(_("Write what should be changed."), field="comment")
    held = _held(plan, expected=expected, state=PlanWork.submitted.name)
    PlanWork.move(held, PlanWork.give_back, by=by, facts={})
    _note_reading(held, PlanReading.RETURNED, comment, by)
    return held


@action(CASE_WORK, on="plan")
def drop_plan(*, plan: Plan, by: Any, expected: int | None = None) -> Plan:
    """Lets a draft go; the plan in force, if any, stays so."""
    held = _held(plan, expected=expected)
    PlanWork.move(held, PlanWork.drop, by=by, facts={})
    return held


@action(CASE_WORK, on="row")
def record_progress(
    *,
    row: PlanAction,
    state: str,
    result: str,
    by: Any,
    done_on: date | None = None,
    expected: int | None = None,
) -> PlanAction:
    """How far an action of the plan in force has come."""
    held = PlanAction.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require_version(held, expected)
    if held.goal.plan.status != PlanWork.approved.name:
        raise Refused(_("Progress is recorded on the plan in force."))
    if state in {"not_done", "dropped"} and not result.strip():
        raise Refused(_("Write why."), field="result")
    held.state, held.result = state, result
    held.done_on = (done_on or clock.today()) if state == "done" else None
    held.save(update_fields=["state", "result", "done_on"])
    if state in FINISHED:
        close_action_task(held, by=by, outcome=state)
    else:
        follow_action(held, held.goal.plan)
    return held


@action(CASE_WORK, on="plan")
def release_copy(
    *,
    plan: Plan,
    recipient: str,
    language: str,
    confirmed: bool,
    by: Any,
    member: CaseMember | None = None,
    name: str = "",
    actions: Sequence[PlanAction] = (),
) -> PlanCopy:
    """One person, having read it, gives one copy to one recipient. The rules on who may have it and what it may
    carry know no exception."""
    case = hold(plan.case)
    held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    held.case = case
    require(may_copy(held))
    if not confirmed:
        raise Refused(_("Read the copy, then confirm."), field="confirmed")
    copy = copy_for(held, recipient, language=language, member=member, name=name, actions=actions)
    paper = workflow.make_paper(
        subject=held, process=PlanWork.code, key=copy.letter, language=language, data=data_of(copy), by=by
    )
    return PlanCopy.objects.create(
        dossier=held.dossier,
        plan=held,
        recipient=recipient,
        member=member,
        name=copy.name,
        actions=[a.public_id for a in copy.actions],
        paper=paper,
        released_by=by,
        released_at=clock.now(),
    )


def copy_for(
    plan: Plan,
    recipient: str,
    *,
    language: str,
    member: CaseMember | None = None,
    name: str = "",
    actions: Sequence[PlanAction] = (),
) -> Copy:
    """The copy as it would leave, or the refusal. Writes nothing: the page shows with it what is released."""
    faces = faces_of([plan.case]).get(plan.case_id, [])
    if recipient in OF_THE_CASE:
        require(may_receive(plan.case, recipient, member), "member")
        name = next((f.full_name for f in faces if member and f.member_id == member.pk), "")
    elif recipient not in OUTSIDE:
        raise Refused(_("Choose a recipient."), field="recipient")
    elif not name.strip():
        raise Refused(_("Write the name of the recipient."), field="name")
    require(may_be_named(name, suspects_named(faces)), "name")
    rows = list(actions) if recipient in {"school", "provider"} else actions_of(plan)
    if not rows:
        raise Refused(_("Choose the actions this recipient needs to know."), field="actions")
    if recipient == "child":
        require(plain_words_are_there(plan, rows))
    copy = Copy(plan, recipient, name, language, rows, faces)
    require(carries_no_own_words(texts_of(data_of(copy)), own_words_of(plan)))
    return copy


def _note_reading(plan: Plan, outcome: str, comment: str, by: Any) -> None:
    PlanReading.objects.create(
        dossier=plan.dossier, plan=plan, at=clock.now(), by=by, outcome=outcome, comment=comment
    )


def _held(plan: Plan, *, expected: int | None = None, state: str = PlanWork.draft.name) -> Plan:
    """The plan as it is now, kept still until the transaction ends, and still in the state the page showed.

    In another state the move itself says who moved it, so only writing into it is refused here."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("dossier__unit", "case")
    held: Plan = rows.get(pk=plan.pk)
    if held.status == state:
        require_version(held, expected)
    elif state == PlanWork.draft.name:
        raise Refused(_("This plan is not being written any more. Begin a new version to change it."))
    return held
