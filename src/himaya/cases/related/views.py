"""Pages on which cases are linked and split."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face
from himaya.cases.casefile.views import case_of
from himaya.cases.related.actions import SIBLINGS, end_link, link_cases, split_case
from himaya.cases.related.forms import EndForm, LinkForm, SplitForm
from himaya.cases.related.models import CaseLink
from himaya.cases.related.queries import (
    case_numbered,
    links_between,
    members_of,
    opened_from,
    those_who_may_go,
)
from himaya.reference.queries import label
from himaya.workflow.queries import typed_before


@screen(CASE_WORK, logs="case.viewed")
def related_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """Link the case to another of the same story."""
    case = case_of(request, public_id)
    key = f"related-{case.public_id}"
    form = LinkForm(request.POST or None, initial=_meant(request) | typed_before(request.user, key))
    if form.is_valid() and attempt(
        form,
        link_cases,
        case=case,
        other=case_numbered(form.cleaned_data.pop("number"), request.user),
        by=request.user,
        **form.cleaned_data,
    ):
        return redirect(case)
    draft = reverse("workflow:draft-keep", args=[key])
    lead = _("Whoever may not open one of them sees only that there is another, and who is responsible.")
    return form_page(request, case, form, _("Link to another case"), lead=lead, draft=draft)


def _meant(request: StaffRequest) -> dict[str, Any]:
    """The case of a brother or sister that was pressed."""
    other = opened_from(request.GET.get("other", ""), request.user)
    return {"number": other.reference, "kind": SIBLINGS} if other else {}


@screen(CASE_WORK, logs="case.viewed")
def related_end(request: StaffRequest, public_id: str, link_id: str) -> HttpResponse:
    """End a link, with its reason."""
    case = case_of(request, public_id)
    link: CaseLink = fetch(request, links_between(case, request.user), public_id=link_id)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(
        form, end_link, case=case, link=link, by=request.user, **form.cleaned_data
    ):
        return redirect(case)
    lead = _("It stays in both stories, with its end.")
    return form_page(request, case, form, _("End this link"), lead=lead, danger="yes")


@screen(CASE_WORK, logs="case.viewed")
def case_split(request: StaffRequest, public_id: str) -> HttpResponse:
    """Give children of the case a case of their own."""
    case = case_of(request, public_id)
    key = f"split-{case.public_id}"
    children, adults = those_who_may_go(case)
    form = SplitForm(
        request.POST or None,
        children=_named(children),
        adults=_named(adults),
        version=case.version,
        initial={"adults": [str(face.member_id) for face in adults]} | typed_before(request.user, key),
    )
    if form.is_valid():
        new = attempt(
            form, split_case, case=case, by=request.user, expected=form.version, **_chosen(form, case)
        )
        if new:
            return redirect(new)
    lead = _("It begins with its own assessment and plan, with the same worker, and is linked to this one.")
    draft = reverse("workflow:draft-keep", args=[key])
    return form_page(request, case, form, _("A case of their own"), lead=lead, draft=draft)


def _named(faces: list[Face]) -> list[tuple[str, str]]:
    return [(str(f.member_id), f"{f.name} ({label('case.member_role', f.role)})") for f in faces]


def _chosen(form: SplitForm, case: Case) -> dict[str, Any]:
    """The members by what was ticked."""
    rows = members_of(case)
    said = form.cleaned_data
    return {
        "children": [rows[pk] for pk in said["children"]],
        "adults": [rows[pk] for pk in said.get("adults", [])],
        "reason": said["reason"],
        "note": said["note"],
    }
