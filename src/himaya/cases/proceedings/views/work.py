"""Pages of a proceeding."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_APPROVE, CASE_READ, CASE_WORK
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.views import case_of
from himaya.cases.proceedings import actions, forms
from himaya.cases.proceedings.models import Hearing, ProceedingParty
from himaya.cases.proceedings.page import proceeding_of, proceeding_page
from himaya.cases.proceedings.queries import member_choices, member_of, who_may_go
from himaya.cases.voice.forms import VOICE
from himaya.cases.voice.queries import stated_before


@screen(CASE_WORK, logs="case.viewed")
def proceeding_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """A claim of ours, or a proceeding that somebody else brought."""
    case = case_of(request, public_id)
    form = forms.ProceedingForm(request.POST or None)
    if form.is_valid():
        claim = actions.Claim(**form.cleaned_data)
        if made := attempt(form, actions.open_proceeding, case=case, claim=claim, by=request.user):
            return redirect(made)
    return form_page(request, case, form, _("Court or other proceeding"), submit=_("Write it down"))


@screen(CASE_READ, logs="proceeding.viewed")
def proceeding_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One proceeding."""
    proceeding = proceeding_of(request, public_id)
    return render(request, "cases/proceedings/detail.html", proceeding_page(request, proceeding))


@screen(CASE_WORK, logs="proceeding.viewed")
def proceeding_considered(request: StaffRequest, public_id: str) -> HttpResponse:
    """Best interests and the child's view, before the claim is filed."""
    proceeding = proceeding_of(request, public_id)
    first = {name: getattr(proceeding, name) for name in VOICE}
    first["best_interests"] = first["best_interests"] or stated_before(proceeding.case)
    form = forms.ConsideredForm(request.POST or None, initial=first, version=proceeding.version)
    given: dict[str, Any] = {"proceeding": proceeding, "by": request.user, "expected": form.version}
    if form.is_valid():
        considering = actions.Considering(**form.cleaned_data)
        if attempt(form, actions.write_considered, considering=considering, **given):
            return redirect(proceeding)
    heading = _("Best interests, and the child's view")
    return form_page(request, proceeding.case, form, heading, back=proceeding.get_absolute_url())


@screen(CASE_WORK, logs="proceeding.viewed")
def proceeding_file(request: StaffRequest, public_id: str) -> HttpResponse:
    """The claim went out."""
    proceeding = proceeding_of(request, public_id)
    kind = forms.OverridingFileForm if request.user.can(CASE_APPROVE) else forms.FileForm
    form = kind(request.POST or None, version=proceeding.version)
    given: dict[str, Any] = {"proceeding": proceeding, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.file_claim, **given, **form.cleaned_data):
        return redirect(proceeding)
    return form_page(
        request,
        proceeding.case,
        form,
        _("File the claim"),
        submit=_("It was filed"),
        back=proceeding.get_absolute_url(),
    )


@screen(CASE_WORK, logs="proceeding.viewed")
def proceeding_judge(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was decided."""
    proceeding = proceeding_of(request, public_id)
    form = forms.JudgmentForm(request.POST or None, version=proceeding.version)
    given: dict[str, Any] = {"proceeding": proceeding, "by": request.user, "expected": form.version}
    if form.is_valid():
        judgment = actions.Judged(**form.cleaned_data)
        if attempt(form, actions.record_judgment, judgment=judgment, **given):
            return redirect(proceeding)
    return form_page(
        request, proceeding.case, form, _("Write down the judgment"), back=proceeding.get_absolute_url()
    )


@screen(CASE_WORK, logs="proceeding.viewed")
def proceeding_appealed(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody appealed."""
    proceeding = proceeding_of(request, public_id)
    form = forms.ConfirmForm(request.POST or None, version=proceeding.version)
    given: dict[str, Any] = {"proceeding": proceeding, "by": request.user, "expected": form.version}
    if request.method == "POST" and form.is_valid() and attempt(form, actions.go_on_appeal, **given):
        return redirect(proceeding)
    lead = _("The proceeding goes on; the judgment is not in force.")
    return form_page(
        request,
        proceeding.case,
        form,
        _("It was appealed"),
        lead=lead,
        submit=_("It was appealed"),
        back=proceeding.get_absolute_url(),
    )


@screen(CASE_WORK, logs="proceeding.viewed")
def proceeding_in_force(request: StaffRequest, public_id: str) -> HttpResponse:
    """Since when it is in force."""
    proceeding = proceeding_of(request, public_id)
    first = {"in_force_on": proceeding.appeal_until}
    form = forms.InForceForm(request.POST or None, initial=first, version=proceeding.version)
    given: dict[str, Any] = {"proceeding": proceeding, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.enter_into_force, **given, **form.cleaned_data):
        return redirect(proceeding)
    return form_page(request, proceeding.case, form, _("It is in force"), back=proceeding.get_absolute_url())


@screen(CASE_WORK, logs="proceeding.viewed")
def proceeding_drop(request: StaffRequest, public_id: str) -> HttpResponse:
    """It ended without a judgment."""
    proceeding = proceeding_of(request, public_id)
    form = forms.DropForm(request.POST or None, version=proceeding.version)
    given: dict[str, Any] = {"proceeding": proceeding, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.drop_proceeding, **given, **form.cleaned_data):
        return redirect(proceeding)
    return form_page(
        request,
        proceeding.case,
        form,
        _("Ended without a judgment"),
        danger="yes",
        back=proceeding.get_absolute_url(),
    )


@screen(CASE_WORK, logs="proceeding.viewed")
def party_add(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody takes part."""
    proceeding = proceeding_of(request, public_id)
    form = forms.PartyForm(request.POST or None, people=member_choices(faces_on(proceeding.case)))
    if form.is_valid():
        said = dict(form.cleaned_data)
        said["member"] = member_of(proceeding.case, said["member"])
        if attempt(form, actions.add_party, proceeding=proceeding, by=request.user, **said):
            return redirect(proceeding)
    return form_page(
        request, proceeding.case, form, _("Somebody takes part"), back=proceeding.get_absolute_url()
    )


@require_POST
@screen(CASE_WORK)
def party_end(request: StaffRequest, party_id: str) -> HttpResponse:
    """Somebody no longer takes part."""
    rows = ProceedingParty.objects.visible_to(request.user).select_related("proceeding", "dossier__unit")
    party = fetch(request, rows, public_id=party_id)
    actions.end_party(party=party, by=request.user)
    return redirect(party.proceeding)


@screen(CASE_WORK, logs="proceeding.viewed")
def hearing_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """A hearing to come, or one that has been."""
    proceeding = proceeding_of(request, public_id)
    form = forms.HearingForm(request.POST or None, staff=who_may_go(proceeding.case))
    if form.is_valid():
        sitting = actions.Sitting(**form.cleaned_data)
        if attempt(form, actions.plan_hearing, proceeding=proceeding, sitting=sitting, by=request.user):
            return redirect(proceeding)
    return form_page(request, proceeding.case, form, _("A hearing"), back=proceeding.get_absolute_url())


@screen(CASE_WORK, logs="proceeding.viewed")
def hearing_close(request: StaffRequest, hearing_id: str) -> HttpResponse:
    """What came of a hearing."""
    rows = Hearing.objects.visible_to(request.user).select_related(
        "proceeding__case__dossier__unit", "dossier__unit"
    )
    hearing = fetch(request, rows, public_id=hearing_id)
    form = forms.HearingOutcomeForm(request.POST or None, version=hearing.version)
    given: dict[str, Any] = {"hearing": hearing, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.close_hearing, **given, **form.cleaned_data):
        return redirect(hearing.proceeding)
    return form_page(
        request,
        hearing.proceeding.case,
        form,
        _("What came of the hearing"),
        back=hearing.proceeding.get_absolute_url(),
    )
