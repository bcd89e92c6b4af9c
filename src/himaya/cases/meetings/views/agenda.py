"""Pages of the agenda: putting a case before a commission, its papers, conflicts, votes and the decision."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.queries import opened_file
from himaya.access.roles import CASE_WORK, COMMISSION_KEEP, MEETING_READ
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.views import case_of
from himaya.cases.meetings import actions, forms
from himaya.cases.meetings.laying import choices_for
from himaya.cases.meetings.models import AgendaItem, LaidPaper, Meeting
from himaya.cases.meetings.page import crumbs_to, item_page, voters_on
from himaya.cases.meetings.queries import attendees_of, items, papers_on
from himaya.cases.meetings.rules import TO_COME, item_keeper_acts, keeps_item
from himaya.cases.meetings.views.calling import act_page, kept
from himaya.kit.errors import Refused


def item_of(request: StaffRequest, public_id: str) -> AgendaItem:
    """The item, if this person may see it."""
    found: AgendaItem = fetch(request, items().visible_to(request.user), public_id=public_id)
    return found


def kept_item(request: StaffRequest, public_id: str) -> AgendaItem:
    """The item, for who keeps its meeting or commission; to anybody else the page says so."""
    item = item_of(request, public_id)
    verdict = item_keeper_acts(item, request.user)
    if not verdict:
        raise Refused(str(verdict.reason))
    return item


def item_form(request: StaffRequest, form: Any, item: AgendaItem, heading: str, **more: Any) -> HttpResponse:
    """A page with one form about an item."""
    context = {
        "form": form,
        "heading": heading,
        "lead": item.title,
        "crumbs": crumbs_to(item.meeting, request.user),
        "back": item.get_absolute_url(),
        "submit": heading,
        **more,
    }
    return render(request, "cases/meetings/act.html", context)


@screen(CASE_WORK, logs="case.viewed")
def agenda_submit(request: StaffRequest, public_id: str) -> HttpResponse:
    """Put a case before a commission."""
    case = case_of(request, public_id)
    form = forms.SubmitForm(request.POST or None, near=case.dossier.unit.path)
    if form.is_valid() and (
        done := attempt(form, actions.submit_item, case=case, by=request.user, **form.cleaned_data)
    ):
        return redirect("cases:agenda-papers", done.public_id)
    lead = _("The commission reads what you write here and lay before it. It does not see the case.")
    words = _("Put before a commission")
    return form_page(request, case, form, words, lead=lead, submit=words)


@screen(MEETING_READ, logs="meeting.viewed")
def agenda_matter(request: StaffRequest, public_id: str) -> HttpResponse:
    """A matter without a case."""
    meeting = kept(request, public_id)
    form = forms.MatterForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.put_matter, meeting=meeting, by=request.user, **form.cleaned_data
    ):
        return redirect(meeting)
    return act_page(request, form, meeting, _("Add a matter without a case"))


@screen(MEETING_READ, logs="agenda.viewed")
def agenda_item(request: StaffRequest, public_id: str) -> HttpResponse:
    """One item of an agenda."""
    item = item_of(request, public_id)
    return render(request, "cases/meetings/item.html", item_page(item, request.user))


@screen(CASE_WORK, logs="agenda.viewed")
def agenda_papers(request: StaffRequest, public_id: str) -> HttpResponse:
    """What of the case is laid before the meeting."""
    item = item_of(request, public_id)
    case = fetch(
        request, Case.objects.visible_to(request.user).select_related("dossier__unit"), pk=item.case_id
    )
    first = {"papers": [f"{p.kind}:{p.source}" for p in papers_on(item)]}
    form = forms.PapersForm(request.POST or None, choices=choices_for(case, request.user), initial=first)
    if form.is_valid():
        told = {"case": case, "item": item, "chosen": form.cleaned_data["papers"], "by": request.user}
        if attempt(form, actions.lay_papers, **told) is not None:
            return redirect(item)
    lead = _(
        "The meeting sees exactly what you choose, as it is now. Later changes of the case do not show there."
    )
    return item_form(request, form, item, _("Lay papers before the meeting"), lead=lead)


@screen(MEETING_READ, logs="agenda.paper_viewed")
def laid_paper(request: StaffRequest, public_id: str) -> HttpResponse:
    """A paper as it was laid before the meeting."""
    rows = LaidPaper.objects.visible_to(request.user).select_related("item__meeting")
    paper = fetch(request, rows, public_id=public_id, removed_at__isnull=True)
    if paper.stored_as:
        response = HttpResponse(b"".join(opened_file(paper, paper.stored_as)), content_type=paper.mime)
        response.headers["Content-Disposition"] = f'attachment; filename="{paper.public_id}"'
        response.headers["Cache-Control"] = "no-store"
        return response
    crumbs = crumbs_to(paper.item.meeting, request.user)
    return render(request, "cases/meetings/paper.html", {"paper": paper, "crumbs": crumbs})


@screen(COMMISSION_KEEP, logs="agenda.viewed")
def agenda_take(request: StaffRequest, public_id: str) -> HttpResponse:
    """Onto the agenda of a session."""
    item = kept_item(request, public_id)
    rows = Meeting.objects.filter(commission=item.commission_id, status__in=TO_COME).order_by("starts_at")
    form = forms.TakeForm(request.POST or None, sessions=rows, version=item.version)
    given: dict[str, Any] = {"item": item, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.take_item, **given, **form.cleaned_data):
        return redirect(item)
    lead = "" if form.sessions else _("No session is planned. Plan one on the page of the commission first.")
    return item_form(request, form, item, _("Put on the agenda"), **({"lead": lead} if lead else {}))


@screen(COMMISSION_KEEP, logs="agenda.viewed")
def agenda_return(request: StaffRequest, public_id: str) -> HttpResponse:
    """Back to who put it, with the reason."""
    item = kept_item(request, public_id)
    form = forms.ReturnForm(request.POST or None, version=item.version)
    given: dict[str, Any] = {"item": item, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.return_item, **given, **form.cleaned_data):
        return redirect("cases:meeting-list")
    return item_form(request, form, item, _("Return"))


@screen(COMMISSION_KEEP, logs="agenda.viewed")
def agenda_put_off(request: StaffRequest, public_id: str) -> HttpResponse:
    """To a later session."""
    item = kept_item(request, public_id)
    return _confirmed(request, item, actions.put_off_item, _("Put off to a later session"))


@screen(MEETING_READ, logs="agenda.viewed")
def agenda_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take an item back."""
    return _confirmed(request, item_of(request, public_id), actions.withdraw_item, _("Take back"))


def _confirmed(request: StaffRequest, item: AgendaItem, action: Any, heading: str) -> HttpResponse:
    form = forms.ConfirmForm(request.POST or None, version=item.version)
    given: dict[str, Any] = {"item": item, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, action, **given):
        return redirect(item)
    return item_form(request, form, item, heading)


@screen(MEETING_READ, logs="agenda.viewed")
def agenda_conflict(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody stands aside from an item."""
    item = item_of(request, public_id)
    people = attendees_of(item.meeting) if item.meeting else []
    if not keeps_item(item, request.user):
        people = [p for p in people if p.user_id == request.user.pk]
    if not people:
        raise Refused(_("Only who takes part in the meeting stands aside."))
    form = forms.ConflictForm(
        request.POST or None,
        people=people,
        initial={"attendee": people[0].public_id if len(people) == 1 else ""},
    )
    if form.is_valid() and attempt(
        form, actions.declare_conflict, item=item, by=request.user, **form.cleaned_data
    ):
        return redirect(item.meeting or "cases:meeting-list")
    lead = _(
        "Who stands aside sees nothing more of this item, is not counted and does not vote. It is not taken back."
    )
    return item_form(
        request, form, item, _("Conflict of interest"), lead=lead, submit=_("Stand aside"), danger="yes"
    )


@screen(MEETING_READ, logs="agenda.viewed")
def agenda_vote(request: StaffRequest, public_id: str) -> HttpResponse:
    """One's own voice."""
    item = item_of(request, public_id)
    own = item.votes.filter(attendee__user=request.user).first()
    first = {"vote": own.vote, "dissent": own.dissent} if own else {}
    form = forms.VoteForm(request.POST or None, initial=first)
    if form.is_valid() and attempt(form, actions.cast_vote, item=item, by=request.user, **form.cleaned_data):
        return redirect(item)
    return item_form(request, form, item, _("Vote"))


@screen(MEETING_READ, logs="agenda.viewed")
def agenda_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was heard and decided."""
    item = kept_item(request, public_id)
    voters = voters_on(item)
    form = forms.DecideForm(
        request.POST or None, item=item, voters=voters, initial=_written(item), version=item.version
    )
    given: dict[str, Any] = {"item": item, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.record_decision, votes=form.votes(), **given, **form.told()):
        return redirect(item)
    return item_form(request, form, item, _("Decision"), submit=_("Write the decision"))


def _written(item: AgendaItem) -> dict[str, Any]:
    names = (
        "facts",
        "child_view_method",
        "child_view",
        "family_view",
        "best_interests",
        "decision_kind",
        "decision",
    )
    first: dict[str, Any] = {name: getattr(item, name) for name in (*names, "without_quorum_why")}
    for vote in item.votes.select_related("attendee"):
        first |= {
            f"vote_{vote.attendee.public_id}": vote.vote,
            f"dissent_{vote.attendee.public_id}": vote.dissent,
        }
    return first
