"""What each copy of a plan carries: named field by field, so that nothing else can slip in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from himaya.access.queries import unlock
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face, subjects_of
from himaya.cases.plan.models import Plan, PlanAction
from himaya.cases.plan.rules import CODE, goals_of, text_of
from himaya.cases.plan.volumes import volume_of
from himaya.instruments.models import Response
from himaya.instruments.queries import said_for
from himaya.kit import clock
from himaya.workflow.queries import digest_of, letterhead, signatures_of


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy about to be made: for whom, in which language, with which actions."""

    plan: Plan
    recipient: str
    name: str
    language: str
    actions: Sequence[PlanAction]
    faces: Sequence[Face]

    @property
    def letter(self) -> str:
        """The key of its template."""
        return CaseWork.of_record(self.plan.case).letters[self.recipient]

    @property
    def is_childs(self) -> bool:
        """In plain words, without anything beyond what the child needs."""
        return self.recipient == "child"

    @property
    def is_extract(self) -> bool:
        """Only the actions that concern the recipient: no aim, no goals, no signatures."""
        return self.recipient in {"school", "provider"}


def data_of(copy: Copy) -> dict[str, Any]:
    """What the letter is set from. The reporter, hotline contacts and the child's view are not among it."""
    plan = copy.plan
    with translation.override(copy.language):
        return {
            **letterhead(plan.dossier.unit, copy.language),
            "to": copy.name,
            "child": "" if copy.is_childs else ", ".join(face.full_name for face in subjects_of(copy.faces)),
            "worker": str(plan.case.worker or ""),
            "aim": "" if copy.is_extract else plan.plain if copy.is_childs else plan.aim,
            "goals": list(_goals(copy)),
            "signed": [] if copy.is_childs or copy.is_extract else _signatures(plan),
            "large": copy.is_childs,
        }


def _goals(copy: Copy) -> Iterable[dict[str, Any]]:
    if copy.is_extract:
        yield {"text": "", "actions": [_action(copy, a) for a in copy.actions]}
        return
    for goal in goals_of(copy.plan):
        rows = [_action(copy, a) for a in copy.actions if a.goal_id == goal.pk]
        if rows:
            yield {"text": goal.plain if copy.is_childs else goal.text, "actions": rows}


def _action(copy: Copy, action: PlanAction) -> dict[str, str]:
    return {
        "text": action.plain if copy.is_childs else action.text,
        "who": f"{who_does(action)} ({volume})" if (volume := volume_of(action)) else who_does(action),
        "from": action.starts_on.strftime("%d.%m.%Y"),
        "due": action.due_on.strftime("%d.%m.%Y"),
    }


def who_does(action: PlanAction) -> str:
    """Who carries an action, in words."""
    if action.service is not None:
        return str(action.service)
    return action.responsible or str(action.get_who_display())


def _signatures(plan: Plan) -> list[dict[str, str]]:
    """Members of staff who signed this very text; family members are not named on other people's copies."""
    digest = digest_of(text_of(plan))
    return [
        {"part": str(s.get_part_display()), "name": s.name, "on": clock.local(s.at).strftime("%d.%m.%Y")}
        for s in signatures_of(CODE, plan)
        if s.digest == digest and s.user_id is not None
    ]


def texts_of(data: dict[str, Any]) -> list[str]:
    """Every free text a copy carries, for checking what it must not repeat."""
    actions = [a for goal in data["goals"] for a in goal["actions"]]
    return [t for t in [data["aim"], *(g["text"] for g in data["goals"]), *(a["text"] for a in actions)] if t]


def own_words_of(plan: Plan) -> str:
    """Everything the child was recorded to have said, in any questionnaire of the case."""
    rows = Response.objects.filter(dossier=plan.dossier_id, form__isnull=False).select_related("form")
    return "\n".join(said_for(row, "child_view") for row in unlock(rows))


def suspects_named(faces: Iterable[Face]) -> list[str]:
    """The names of possible perpetrators of the case."""
    return [face.name for face in faces if face.role == "perpetrator"]
