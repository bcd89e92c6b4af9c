"""What a plan must have before it moves."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from himaya.access.queries import lend_key
from himaya.cases.casefile.models import Case
from himaya.cases.plan.models import Goal, Plan, PlanAction
from himaya.kit.verdict import Verdict, no, yes
from himaya.workflow.queries import digest_of, holding

Facts = Mapping[str, Any]
CODE = "plan"
AGREES = frozenset({"parent", "guardian"})


def may_start(case: Case) -> Verdict:
    """A plan may be drafted as soon as the child is registered, and renewed while support goes on."""
    if case.status in {"registered", "assessed", "entitled", "implementing"}:
        return yes()
    return no(_("A plan begins once the person it is about is registered."))


def goals_of(plan: Plan) -> list[Goal]:
    """The goals that stand, in order."""
    return lend_key(plan, plan.goals.filter(removed_at__isnull=True))


def actions_of(plan: Plan) -> list[PlanAction]:
    """The actions that stand, by their due day."""
    rows = PlanAction.objects.filter(goal__plan=plan, goal__removed_at__isnull=True, removed_at__isnull=True)
    return lend_key(plan, rows.select_related("goal", "service"))


def text_of(plan: Plan) -> dict[str, Any]:
    """What is signed: every word and date of the plan, not how far it has come."""
    goals = [
        [g.public_id, g.domain, g.text, g.plain, g.indicator, g.baseline, g.target] for g in goals_of(plan)
    ]
    actions = [
        [a.public_id, a.goal.public_id, a.who, a.responsible, a.service_id, a.text, a.plain, a.indicator,
         a.starts_on.isoformat(), a.due_on.isoformat(), *([a.times, a.minutes, a.less_because] if a.times else [])]
        for a in sorted(actions_of(plan), key=lambda a: a.pk)
    ]  # fmt: skip
    return {"number": plan.number, "aim": plan.aim, "plain": plan.plain, "goals": goals, "actions": actions}


def signed_by(plan: Plan) -> set[str]:
    """The parts whose signature is under the text as it is now."""
    return holding(CODE, plan, digest_of(text_of(plan)))


def has_goals_and_actions(plan: Plan, facts: Facts) -> Verdict:
    """A plan says what shall change, and who does what until when (domain §3.4)."""
    goals = goals_of(plan)
    if not goals:
        return no(_("Add at least one goal."))
    acted = {a.goal_id for a in actions_of(plan)}
    bare = next((g for g in goals if g.pk not in acted), None)
    if bare is None:
        return yes()
    return no(_say("The goal “%(goal)s” has no action yet.") % {"goal": bare.text[:80]})


def worker_has_signed(plan: Plan, facts: Facts) -> Verdict:
    """Whoever submits a plan has put their name under this very text."""
    if "worker" in signed_by(plan):
        return yes()
    return no(_("Sign the plan first. A change after signing needs a new signature."))


def family_agreed(plan: Plan, facts: Facts) -> Verdict:
    """A parent or legal representative agrees (spoken counts), or the ground is named on which the plan goes
    ahead without (domain §6, consent)."""
    if plan.agreement_ground or signed_by(plan) & AGREES:
        return yes()
    return no(
        _("Record who of the family agreed (spoken counts), or on what ground the plan goes ahead without.")
    )


def case_is_assessed(plan: Plan, facts: Facts) -> Verdict:
    """What is planned follows from what was found."""
    if plan.case.status in {"assessed", "entitled", "implementing"}:
        return yes()
    return no(_("The assessment of the case is not approved yet."))


def another_reads(plan: Plan, by: Any) -> Verdict:
    """Nobody approves a plan of their own."""
    if by.pk != plan.submitted_by_id:
        return yes()
    return no(_("You submitted this plan: somebody else approves it."))
