"""The page on which one copy is put together, read, and released."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_WORK
from himaya.cases.plan.actions import copy_for, release_copy
from himaya.cases.plan.copies import data_of
from himaya.cases.plan.forms import CopyForm
from himaya.cases.plan.page import choices_of, surround
from himaya.cases.plan.queries import people_for_copies
from himaya.cases.plan.rules import actions_of
from himaya.cases.plan.sharing import may_copy
from himaya.cases.plan.views import plan_of
from himaya.kit import clock
from himaya.workflow.queries import template_on


@screen(CASE_WORK, logs="plan.copy_viewed")
def plan_copy(request: StaffRequest, public_id: str) -> HttpResponse:
    """First choose; then read exactly what would leave; then release, or go back."""
    plan = plan_of(request, public_id)
    rows = actions_of(plan)
    people, choices = people_for_copies(plan.case), choices_of(rows)
    form = CopyForm(request.POST or None, people=people, rows=choices)
    shown: dict[str, Any] | None = None
    if form.is_valid():
        given = _given(plan, form.cleaned_data, rows)
        if "confirmed" in request.POST:
            released = attempt(form, release_copy, plan=plan, by=request.user, confirmed=True, **given)
            if released:
                return redirect(plan)
        else:
            shown = _preview(form, plan, given)
    more = {"form": form, "shown": shown, "verdict": may_copy(plan)}
    return render(request, "cases/plan/copy.html", surround(plan, **more))


def _given(plan: Any, data: dict[str, Any], rows: list[Any]) -> dict[str, Any]:
    member = plan.case.members.filter(public_id=data["member"]).first() if data["member"] else None
    chosen = [row for row in rows if row.public_id in data["actions"]]
    return {**data, "member": member, "actions": chosen}


def _preview(form: CopyForm, plan: Any, given: dict[str, Any]) -> dict[str, Any] | None:
    copy = attempt(form, copy_for, plan=plan, **given)
    if copy is None:
        return None
    words = template_on(copy.letter, clock.today()).wording[copy.language]
    return {"data": data_of(copy), "words": words, "to": copy.name}
