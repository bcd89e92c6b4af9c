"""Planning and recording visits. A child seen meets the case's clock and starts the next one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.queries import nearest_to
from himaya.access.roles import CASE_WORK, Supervisor
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.rules import may_write, subjects_in
from himaya.cases.visits.models import Presence, Visit
from himaya.cases.visits.process import UNSAFE, VisitWork
from himaya.cases.visits.rules import may_plan_for, meets_the_norm
from himaya.kit import clock
from himaya.workflow.actions import end_clock, end_clocks, start_clock, tell


@dataclass(frozen=True, slots=True)
class Seen:
    """What a record of a visit says."""

    done_at: datetime
    contact_type: str
    members: list[CaseMember] = field(default_factory=list)
    alone: list[CaseMember] = field(default_factory=list)
    # Only while no child of the case is registered yet; otherwise told from `members`.
    child_seen: bool = False
    child_seen_alone: bool = False
    not_seen_reason: str = ""
    not_alone_reason: str = ""
    others_seen: str = ""
    observations: str = ""
    changes: str = ""
    child_words: str = ""
    safe_now: str = ""


@action(CASE_WORK, on="case")
def plan_visit(
    *,
    case: Case,
    worker: User,
    contact_type: str,
    planned_for: datetime,
    by: Any,
    place: str = "",
    purpose: str = "",
    alone: bool = True,
) -> Visit:
    """A visit to come. Its record is due a norm's time after the planned hour; without one it shouts."""
    require(may_write(case))
    require(may_plan_for(planned_for), "planned_for")
    visit = Visit(
        case=case,
        dossier=case.dossier,
        worker=worker,
        contact_type=contact_type,
        planned_for=planned_for,
        place=place,
        purpose=purpose,
        alone=alone,
    )
    VisitWork.begin(visit, VisitWork.plan, by=by, facts={"for": planned_for, "type": contact_type})
    return visit


@action(CASE_WORK, on="visit")
def postpone_visit(
    *, visit: Visit, planned_for: datetime, reason: str, by: Any, expected: int | None = None
) -> Visit:
    """The visit is moved to another hour, for a coded reason. The case's own clock runs on."""
    visit = _hold(visit, expected)
    require(may_plan_for(planned_for), "planned_for")
    visit.planned_for = planned_for
    VisitWork.move(visit, VisitWork.postpone, by=by, reason=reason, facts={"for": planned_for})
    visit.save(update_fields=["planned_for"])
    return visit


@action(CASE_WORK, on="visit")
def cancel_visit(*, visit: Visit, reason: str, by: Any) -> Visit:
    """The visit will not take place, for a coded reason."""
    visit = _hold(visit)
    VisitWork.move(visit, VisitWork.cancel, by=by, reason=reason)
    return visit


@action(CASE_WORK, on="visit")
def go_in(*, visit: Visit, by: Any) -> Visit:
    """The worker goes in. If no word comes that they are out again, the supervisor is alarmed."""
    visit = _hold(visit)
    visit.went_in_at = clock.now()
    VisitWork.move(visit, VisitWork.go_in, by=by)
    visit.save(update_fields=["went_in_at"])
    return visit


@action(CASE_WORK, on="visit")
def come_out(*, visit: Visit, by: Any) -> Visit:
    """The worker is out and safe; the record may follow."""
    visit = _hold(visit)
    end_clock(process=VisitWork.code, subject_id=visit.pk, name="safe_return", met=True)
    visit.came_out_at = clock.now()
    visit.save(update_fields=["came_out_at"])
    return visit


@action(CASE_WORK, on="case")
def record_visit(
    *, case: Case, seen: Seen, by: Any, visit: Visit | None = None, expected: int | None = None
) -> Visit:
    """What was seen and heard, of a planned visit or of one that was not planned."""
    case = hold(case)
    require(may_write(case))
    planned = visit is not None
    visit = (
        _hold(visit, expected) if visit else Visit(case=case, dossier=case.dossier, worker=by, alone=False)
    )
    visit.case = case
    _fill(visit, seen, by)
    facts = {"done": seen.done_at, "type": seen.contact_type, "seen": visit.child_seen}
    if planned:
        VisitWork.move(visit, VisitWork.record, by=by, facts=facts)
        visit.save()
    else:
        VisitWork.begin(visit, VisitWork.report, by=by, facts=facts)
    _note_presences(visit, seen)
    _answer_the_clocks(case, visit)
    if visit.safe_now == "no":
        _alarm(case, visit)
    return visit


def _hold(visit: Visit, expected: int | None = None) -> Visit:
    held = (
        Visit.objects.select_for_update(of=("self",)).select_related("case", "dossier__unit").get(pk=visit.pk)
    )
    if not VisitWork.state_of(held).is_end:
        require_version(held, expected)
    return held


def _fill(visit: Visit, seen: Seen, by: Any) -> None:
    visit.done_at, visit.contact_type = seen.done_at, seen.contact_type
    visit.not_seen_reason, visit.not_alone_reason = seen.not_seen_reason, seen.not_alone_reason
    visit.others_seen, visit.observations = seen.others_seen, seen.observations
    visit.changes, visit.child_words, visit.safe_now = seen.changes, seen.child_words, seen.safe_now
    visit.recorded_by, visit.recorded_at = by, clock.now()
    children = _subjects(visit.case)
    met, alone = {m.pk for m in seen.members}, {m.pk for m in seen.alone}
    visit.child_seen = children <= (met | alone) if children else seen.child_seen
    visit.child_seen_alone = children <= alone if children else seen.child_seen_alone
    if visit.came_out_at is None and visit.went_in_at is not None:
        visit.came_out_at = clock.now()


def _subjects(case: Case) -> set[int]:
    return set(subjects_in(case).values_list("pk", flat=True))


def _note_presences(visit: Visit, seen: Seen) -> None:
    alone = {m.pk for m in seen.alone}
    present: Iterable[CaseMember] = {m.pk: m for m in [*seen.members, *seen.alone]}.values()
    for member in present:
        Presence.objects.create(visit=visit, dossier=visit.dossier, member=member, alone=member.pk in alone)


def _answer_the_clocks(case: Case, visit: Visit) -> None:
    """A child seen face to face meets what was due and starts the next visit's clock; anything less does not."""
    done_at = visit.done_at
    if done_at is None or not meets_the_norm(visit) or (case.last_seen_at and done_at <= case.last_seen_at):
        return
    word = CaseWork.of_record(case).clocks["visit"]
    end_clocks(process=CaseWork.code, subject_id=case.pk, met=("contact", word.name))
    case.first_contact_at = case.first_contact_at or done_at
    case.last_seen_at = done_at
    case.save(update_fields=["first_contact_at", "last_seen_at"])
    following = start_clock(
        subject=case,
        process=CaseWork.code,
        name=word.name,
        norm_key=word.norm_for(case),
        since=done_at,
        holder=case.worker,
        role=word.role,
        ladder=word.ladder_for(case),
        first=True,
    )
    visit.next_due_at = following.due_at
    visit.save(update_fields=["next_due_at"])


def _alarm(case: Case, visit: Visit) -> None:
    for person in nearest_to(Supervisor, case.dossier):
        tell(
            user=person,
            kind=UNSAFE,
            key=f"{UNSAFE}:{visit.pk}",
            url=visit.get_absolute_url(),
            reference=case.reference,
            urgent=True,
        )
