"""Reading assessments."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import ProtectedQuerySet, User
from himaya.access.roles import CASE_WORK
from himaya.cases.assessment.models import Assessment, SafetyPlan
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import Face, faces_of
from himaya.instruments.models import Response
from himaya.kit.periods import BirthDate
from himaya.kit.shapes import Tone, Words
from himaya.reference.queries import label


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an assessment as its page lists it."""

    label: Words
    url: str
    state: Words
    tone: Tone = ""
    hint: Words = ""


def assessments() -> ProtectedQuerySet:
    """With everything an assessment's pages show."""
    return Assessment.objects.select_related(
        "case__dossier__unit", "case__worker", "child", "safety__form__instrument", "needs__form__instrument",
        "submitted_by", "approved_by", "started_by", "risk_decided_by",
    )  # fmt: skip


def face_of(case: Case, member: CaseMember | None) -> Face | None:
    """A member as everyone who sees the case may know them."""
    faces = faces_of([case]).get(case.pk, []) if member else []
    return next((face for face in faces if member and face.member_id == member.pk), None)


def born_of(case: Case, member: CaseMember | None) -> BirthDate | None:
    """The birth date of a member."""
    face = face_of(case, member)
    return face.born if face else None


def people_without(case: Case) -> list[tuple[str, str]]:
    """People the case is about of whom no assessment is under way: (public id, name)."""
    busy = set(case.assessments.filter(status__in=["draft", "submitted"]).values_list("child_id", flat=True))
    names = {face.member_id: face.name for face in faces_of([case]).get(case.pk, [])}
    members = case.members.filter(role__in=CaseMember.ABOUT, ended_at__isnull=True).order_by("role", "pk")
    return [(m.public_id, names.get(m.pk) or str(m.pk)) for m in members if m.pk not in busy]


def sections_of(assessment: Assessment, plan: SafetyPlan | None, user: User) -> list[Section]:
    """The parts in the order they are done; what is written by who works the case leads nobody else."""
    works = user.can(CASE_WORK)
    return [
        _answers(assessment, "safety", assessment.safety, _("First of all.")),
        _answers(assessment, "needs", assessment.needs, ""),
        _risk(assessment, works),
        _safety_plan(assessment, plan, works),
    ]


def _answers(assessment: Assessment, part: str, response: Response, hint: str) -> Section:
    url = reverse(f"cases:assessment-{part}", args=[assessment.public_id])
    name = str(response.questionnaire.instrument)
    if response.is_submitted:
        return Section(name, url, _("Answered"), "good")
    if response.closed:
        return Section(name, url, _("Begun"), "watch", hint)
    return Section(name, url, _("Not begun"), "", hint)


def _risk(assessment: Assessment, works: bool) -> Section:
    url = reverse("cases:assessment-risk", args=[assessment.public_id]) if works else ""
    if not assessment.risk:
        return Section(_("Risk level"), url, _("Not decided"))
    return Section(_("Risk level"), url, label("risk.level", assessment.risk), "good")


def _safety_plan(assessment: Assessment, plan: SafetyPlan | None, works: bool) -> Section:
    url = reverse("cases:case-safety-plan", args=[assessment.case.public_id]) if works else ""
    state, tone = _("Not needed yet"), ""
    if plan is not None and plan.is_usable:
        state, tone = _("Written"), "good"
    elif "critical" in {assessment.risk, assessment.case.risk}:
        state, tone = _("Must be written"), "bad"
    return Section(_("Safety plan"), url, state, tone)  # type: ignore[arg-type]  # tones, all three


def approved_for(case: Case, member_id: int | None = None) -> Assessment | None:
    """The latest approved assessment of a case (or of one child of it)."""
    rows = assessments().filter(case=case, status="approved")
    if member_id is not None:
        rows = rows.filter(child_id=member_id)
    return rows.order_by("-approved_at").first()


def changed(plan: SafetyPlan) -> dict[str, Any]:
    """The texts of a safety plan, by field."""
    return {part: getattr(plan, part) for part in SafetyPlan.PARTS}
