"""What the pages of closing show."""

from typing import Any

from himaya.access.gate import StaffRequest
from himaya.cases.casefile.models import Case
from himaya.cases.closing.queries import answers_of
from himaya.instruments.sheet import ResponseForm
from himaya.workflow.queries import typed_before


def answers_key(case: Case) -> str:
    """Where the half-typed answers of one person are kept."""
    return f"closure-answers-{case.public_id}"


def answers_form(request: StaffRequest, case: Case) -> ResponseForm:
    """The form of the questions before closing."""
    submitting = request.method == "POST" and "_save" not in request.POST
    draft = typed_before(request.user, answers_key(case)) if request.method == "GET" else {}
    return ResponseForm(answers_of(case), request.POST or None, submitting=submitting, draft=draft)


def proposed_in(case: Case) -> dict[str, Any]:
    """What the record holds of a proposal now, by field of its form."""
    return {
        "reason": case.closure_reason,
        "note": case.closure_note,
        "stable_since": case.stable_since,
        "interests": case.closure_interests,
    }
