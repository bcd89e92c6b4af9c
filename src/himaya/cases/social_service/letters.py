"""What the letter of a decision says."""

from typing import Any

from django.utils import translation

from himaya.cases.casefile.queries import faces_of, subjects_of
from himaya.cases.social_service.models import Application
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import label, norm
from himaya.workflow.queries import letterhead


def data_of(told: Application, language: str) -> dict[str, Any]:
    """The decision in words of one language: ground, forms, reasons, and until when it may be appealed."""
    case = told.case
    faces = faces_of([case]).get(case.pk, [])
    until = add(clock.now(), norm("appeal.term", on=clock.today(), territory=case.territory))
    with translation.override(language):
        return {
            **letterhead(told.dossier.unit, language),
            "to": ", ".join(face.full_name for face in subjects_of(faces)),
            "reference": case.reference,
            "applied": clock.local(case.reported_at).strftime("%d.%m.%Y"),
            "granted": told.decision == Application.GRANTED,
            "grounds": [label("vulnerable.group", code) for code in told.grounds_found],
            "forms": [label("service.form", code) for code in told.forms],
            "refusal": label("entitlement.refusal", told.refusal) if told.refusal else "",
            "reasons": told.reasons,
            "appeal_until": clock.local(until).strftime("%d.%m.%Y"),
            "decided_by": str(told.decided_by),
        }
