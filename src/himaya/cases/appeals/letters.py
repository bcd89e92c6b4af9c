"""What the answer to a complaint carries: the decision and its reasons, and where one may turn next. Nothing of the case."""

from typing import Any

from django.utils import translation

from himaya.cases.appeals.models import Appeal
from himaya.cases.appeals.rules import CHILD
from himaya.kit import clock
from himaya.reference.queries import label
from himaya.workflow.queries import letterhead


def letter_for(appeal: Appeal) -> str:
    """A child reads plain words."""
    return "appeal.answer.child" if appeal.made_by == CHILD else "appeal.answer"


def data_of(appeal: Appeal) -> dict[str, Any]:
    """What the letter is set from."""
    language = appeal.language
    with translation.override(language):
        return {
            **letterhead(appeal.dossier.unit, language),
            "reference": appeal.reference,
            "to": appeal.name,
            "received": f"{clock.local(appeal.received_at):%d.%m.%Y}",
            "decision": label("appeal.decision", appeal.decision, language),
            "outcome": label("appeal.outcome", appeal.outcome, language),
            "answer": appeal.answer,
            "decided_by": str(appeal.decided_by or ""),
            "large": appeal.made_by == CHILD,
        }
