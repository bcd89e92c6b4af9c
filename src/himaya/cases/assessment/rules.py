"""What must be true of an assessment before it moves, and what it advises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.assessment.models import Assessment, SafetyPlan
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import subjects_in
from himaya.instruments.queries import highest, is_lower, reason_words, said_for
from himaya.kit.periods import BirthDate
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import norm

Facts = Mapping[str, Any]
OBLIGATORY, POSSIBLE, NONE = "obligatory", "possible", "none"


@dataclass(frozen=True)
class Advice:
    """The level the score rules advise, and their reasons: (code, words)."""

    level: str
    reasons: tuple[tuple[str, str], ...]


def view_duty(born: BirthDate | None, on: date) -> str:
    """Must the child's view be heard? Obligatory from the norm's age, possible from a younger one (Family Code,
    art. 52; norms `childs_view.*`). A badly known age is read in favour of hearing; of an unknown one, possible."""
    if born is None:
        return POSSIBLE
    oldest = born.ages(on)[1]
    if oldest >= int(norm("childs_view.obligatory_age", on=on).value):
        return OBLIGATORY
    return POSSIBLE if oldest >= int(norm("childs_view.may_age", on=on).value) else NONE


def facts_for(born: BirthDate | None, on: date) -> dict[str, Any]:
    """What the record tells the questionnaires: the youngest age the child may have (danger to the small counts
    in doubt), and whether the child's view must be heard."""
    return {"age": "" if born is None else born.ages(on)[0], "view": view_duty(born, on)}


def advice(assessment: Assessment) -> Advice:
    """The gravest level that any submitted answers call for, with all their reasons."""
    reasons: dict[str, str] = {}
    levels = []
    for response in (assessment.safety, assessment.needs):
        if response.is_submitted:
            levels.append(response.level)
            content = response.questionnaire.content
            reasons.update({flag: reason_words(content, flag) for flag in response.flags})
    return Advice(highest(*levels), tuple(reasons.items()))


def may_start(case: Case) -> Verdict:
    """Somebody has accepted the case and works on it."""
    if case.status in {"accepted", "registered", "assessed", "entitled", "implementing"}:
        return yes()
    return no(_("An assessment begins once a worker has accepted the case."))


def is_about(case: Case, member: CaseMember) -> Verdict:
    """An assessment is about somebody its case is about, named there now."""
    if member.case_id == case.pk and member.role in CaseMember.ABOUT and member.ended_at is None:
        return yes()
    return no(_("Choose somebody this case is about."))


def safety_is_answered(assessment: Assessment, facts: Facts) -> Verdict:
    """Safety comes first (domain §3.4)."""
    return yes() if assessment.safety.is_submitted else no(_("Answer “Safety now” first."))


def child_is_named(assessment: Assessment, facts: Facts) -> Verdict:
    """The assessment says which child it is about."""
    return (
        yes() if assessment.child_id else no(_("Register the child, then say whom the assessment is about."))
    )


def domains_are_answered(assessment: Assessment, facts: Facts) -> Verdict:
    """Every domain was looked at (domain §3.4)."""
    return yes() if assessment.needs.is_submitted else no(_("Answer the comprehensive assessment."))


def best_interests_are_stated(assessment: Assessment, facts: Facts) -> Verdict:
    """No decision about a child without the statement of best interests (domain §6)."""
    if said_for(assessment.needs, "best_interests").strip():
        return yes()
    return no(_("Write the statement of best interests."))


def risk_is_decided(assessment: Assessment, facts: Facts) -> Verdict:
    """The score advises; a person decides (domain §6, fairness)."""
    return yes() if assessment.risk else no(_("Decide the level of risk."))


def child_was_heard(assessment: Assessment, facts: Facts) -> Verdict:
    """From the norm's age on the child's view is there, in whatever way it was heard."""
    if assessment.needs.given.get("view") != OBLIGATORY or said_for(assessment.needs, "child_view").strip():
        return yes()
    return no(_("Their view is obligatory at this age. Hear them, or have a supervisor say why not."))


def safety_plan_is_there(assessment: Assessment, facts: Facts) -> Verdict:
    """At critical risk nothing is approved without a safety plan; measures themselves never wait for it."""
    if "critical" not in {assessment.risk, assessment.case.risk}:
        return yes()
    plan = SafetyPlan.objects.filter(case_id=assessment.case_id).first()
    if plan is not None and plan.is_usable:
        return yes()
    return no(_("The risk is critical: write the safety plan (at least the steps, and whom to turn to)."))


def another_reads(assessment: Assessment, by: Any) -> Verdict:
    """Nobody approves an assessment of their own."""
    if by.pk not in {assessment.submitted_by_id, assessment.risk_decided_by_id}:
        return yes()
    return no(_("You wrote this assessment: somebody else reads it."))


def level_still_stands(assessment: Assessment) -> Verdict:
    """A lower level is not taken over a newer judgement: the case's level is the one it was decided against."""
    if (
        not is_lower(assessment.risk, than=assessment.case.risk)
        or assessment.case.risk == assessment.risk_before
    ):
        return yes()
    return no(
        _("The level of risk of the case was changed since this was written. Return it, to be decided anew.")
    )


def reason_is_given(level: str, why: str, suggested: str, present: str) -> Verdict:
    """A level that differs from what the rules advise, or from the case's present one, is explained."""
    if why.strip() or level == suggested == present:
        return yes()
    return no(_("Say why you decide so."))


def everyone_is_assessed(case: Case) -> bool:
    """Each person the case is about has an approved assessment."""
    people = subjects_in(case).values_list("pk", flat=True)
    approved = set(case.assessments.filter(status="approved").values_list("child_id", flat=True))
    return bool(people) and set(people) <= approved
