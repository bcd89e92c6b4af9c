"""Reading plans."""

from dataclasses import dataclass, field
from typing import Any

from himaya.access.models import ProtectedQuerySet
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_of
from himaya.cases.plan.models import Plan, PlanAction, PlanCopy
from himaya.cases.plan.rules import CODE, actions_of, goals_of, text_of
from himaya.cases.plan.sharing import suspects_of
from himaya.cases.plan.volumes import guaranteed_for, volume_of
from himaya.kit import clock
from himaya.kit.shapes import Tone
from himaya.reference.queries import label
from himaya.services.queries import Volume
from himaya.workflow.queries import digest_of, signatures_of

STATE_TONES: dict[str, Tone] = {"done": "good", "running": "info", "not_done": "bad", "dropped": ""}
GOAL_TONES: dict[str, Tone] = {"met": "good", "partly": "watch", "not_met": "bad"}


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as the plan's page lists it."""

    row: PlanAction
    state: str
    tone: Tone
    is_late: bool
    referral: Any = None
    volume: Volume | None = None
    # What is guaranteed of it, where less was agreed.
    guaranteed: Volume | None = None


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with its actions."""

    row: Any
    domain: str
    strand: str
    outcome: str
    tone: Tone
    actions: list[ActionLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature, and whether it is under the text as it is now."""

    row: Any
    holds: bool


def plans() -> ProtectedQuerySet:
    """With everything a plan's pages show."""
    return Plan.objects.select_related(
        "case__dossier__unit__organisation", "case__worker", "case__territory", "dossier__unit__organisation",
        "submitted_by", "approved_by", "started_by",
    )  # fmt: skip


def in_force(case: Case) -> Plan | None:
    """The plan in force."""
    found: Plan | None = plans().filter(case=case, status="approved").first()
    return found


def lines_of(plan: Plan) -> list[GoalLine]:
    """Goals and actions in order, each service with the latest referral to it."""
    rows = actions_of(plan)
    referrals = _referrals(plan, [a.service_id for a in rows if a.service_id])
    found = []
    for goal in goals_of(plan):
        actions = [
            _line(a, referrals.get(a.service_id or 0), plan.case.territory)
            for a in rows
            if a.goal_id == goal.pk
        ]
        domain, outcome = label("needs.domain", goal.domain), label("plan.goal_status", goal.outcome)
        strand = label("plan.strand", goal.strand)
        found.append(GoalLine(goal, domain, strand, outcome, GOAL_TONES.get(goal.outcome, ""), actions))
    return found


def _line(action: PlanAction, referral: Any, territory: Any) -> ActionLine:
    late = action.state in {"planned", "running"} and action.due_on < clock.today()
    state = label("plan.action_status", action.state)
    volume = volume_of(action)
    least = guaranteed_for(action.service, action.starts_on, territory)
    short = least if volume and least and volume.falls_short_of(least) else None
    return ActionLine(action, state, STATE_TONES.get(action.state, ""), late, referral, volume, short)


def _referrals(plan: Plan, services: list[int]) -> dict[int, Any]:
    rows = plan.case.referrals.filter(service_id__in=services).order_by("created_at")
    return {row.service_id: row for row in rows}


def signed(plan: Plan) -> list[Signed]:
    """Every signature under the plan."""
    digest = digest_of(text_of(plan))
    return [Signed(s, s.digest == digest) for s in signatures_of(CODE, plan)]


def copies_of(plan: Plan) -> list[PlanCopy]:
    """The copies that left, newest first."""
    return list(plan.copies.select_related("paper", "released_by").order_by("-pk"))


def people_for_copies(case: Case) -> list[tuple[str, str]]:
    """Members of the case to whom a copy may go at all: (public id, name and role). Possible perpetrators are not
    offered; the rule refuses them besides."""
    suspects = suspects_of(case)
    faces = {f.member_id: f for f in faces_of([case]).get(case.pk, [])}
    members = CaseMember.objects.filter(case=case, ended_at__isnull=True).order_by("pk")
    return [
        (m.public_id, f"{faces[m.pk].full_name} ({label('case.member_role', m.role)})")
        for m in members
        if m.person_id not in suspects and m.pk in faces
    ]
