"""Pages of leads."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, noted, screen
from himaya.access.roles import CASE_ASSIGN, OUTREACH_WORK
from himaya.cases.outreach import actions, forms
from himaya.cases.outreach.page import lead_of, lead_page, rows_of, surround
from himaya.cases.outreach.process import LeadWork
from himaya.cases.outreach.queries import leads_open_to, newest_rules, workers_for
from himaya.kit import clock
from himaya.kit.shapes import Column


@screen(OUTREACH_WORK, logs="leads.listed")
def lead_list(request: StaffRequest) -> HttpResponse:
    """Leads I may see: what is late first."""
    rules = list({rule.code: rule.name for rule in newest_rules()}.items())
    states = [(name, state.label) for name, state in LeadWork.states.items()]
    form = forms.FilterForm(request.GET, rules=rules, states=states)
    found = leads_open_to(request.user, form.wanted())
    noted(request, *found)
    columns = [Column(words) for words in (_("Person"), _("Rule"), _("State"), _("Worker"), _("Deadline"))]
    return render(
        request, "cases/outreach/list.html", {"form": form, "rows": rows_of(found), "columns": columns}
    )


@screen(OUTREACH_WORK, logs="lead.viewed")
def lead_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One lead."""
    return render(request, "cases/outreach/detail.html", lead_page(request, lead_of(request, public_id)))


def _step(
    request: StaffRequest,
    public_id: str,
    make: Callable[..., Any],
    act: Callable[[Any], dict[str, Any]],
    perform: Callable[..., Any],
    words: tuple[str, str],
) -> HttpResponse:
    """A form about one lead, the action it leads to, and back: `act` gives the action its arguments."""
    lead = lead_of(request, public_id)
    form = make(lead)
    if form.is_valid():
        given = {"lead": lead, "by": request.user, "expected": form.version, **act(form)}
        if attempt(form, perform, **given):
            return redirect(lead)
    heading, text = words
    return render(request, "cases/outreach/step.html", surround(lead, form=form, heading=heading, text=text))


@screen(OUTREACH_WORK, logs="lead.viewed")
def lead_take(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take it."""
    words = (
        _("Take it"),
        _("The person's file opens to you until the lead has ended. Opening it is written down."),
    )
    sent = request.POST if request.method == "POST" else None
    make = lambda lead: forms.TakeForm(sent, version=lead.version)  # noqa: E731
    return _step(request, public_id, make, lambda form: {}, actions.take_lead, words)


@screen(CASE_ASSIGN, logs="lead.viewed")
def lead_assign(request: StaffRequest, public_id: str) -> HttpResponse:
    """Give it to a worker."""

    def make(lead: Any) -> forms.AssignForm:
        return forms.AssignForm(request.POST or None, workers=workers_for(lead), version=lead.version)

    act = lambda form: {"worker": form.cleaned_data["worker"]}  # noqa: E731
    words = _("Give it to a worker"), _("The person's file opens to the worker until the lead has ended.")
    return _step(request, public_id, make, act, actions.assign_lead, words)


@screen(OUTREACH_WORK, logs="lead.viewed")
def lead_contact(request: StaffRequest, public_id: str) -> HttpResponse:
    """A try to reach the person."""

    def make(lead: Any) -> forms.ContactForm:
        return forms.ContactForm(request.POST or None, initial={"at": clock.now()}, version=lead.version)

    act = lambda form: {"tried": actions.Tried(**form.cleaned_data)}  # noqa: E731
    text = _("Say who you are and why you ring. Tell nobody else that you looked for the person.")
    return _step(request, public_id, make, act, actions.note_contact, (_("Write down a contact"), text))


@screen(OUTREACH_WORK, logs="lead.viewed")
def lead_answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """Yes or no."""
    make = lambda lead: forms.AnswerForm(request.POST or None, version=lead.version)  # noqa: E731
    act = lambda form: {"answer": actions.Answer(**form.cleaned_data)}  # noqa: E731
    text = _(
        "For a child the parent or guardian says yes or no. If you fear for somebody, report it all the same."
    )
    return _step(request, public_id, make, act, actions.answer_lead, (_("Write down yes or no"), text))


@screen(OUTREACH_WORK, logs="lead.viewed")
def lead_begin(request: StaffRequest, public_id: str) -> HttpResponse:
    """From a yes to help."""

    def make(lead: Any) -> forms.BeginForm:
        return forms.BeginForm(request.POST or None, initial={"asked": lead.said_note}, version=lead.version)

    text = _("What is known of the person is filled in. The lead ends with the number of what begins.")
    return _step(
        request,
        public_id,
        make,
        lambda form: form.cleaned_data,
        actions.begin_help,
        (_("Begin the help"), text),
    )


@screen(OUTREACH_WORK, logs="lead.viewed")
def lead_report(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody may be in danger."""
    make = lambda lead: forms.DangerForm(request.POST or None, version=lead.version)  # noqa: E731
    words = (
        _("Somebody may be in danger"),
        _("In danger of life call 102 or 103 first. No consent is needed to report."),
    )
    return _step(request, public_id, make, lambda form: form.cleaned_data, actions.report_danger, words)


@screen(OUTREACH_WORK, logs="lead.viewed")
def lead_end(request: StaffRequest, public_id: str) -> HttpResponse:
    """It ends with a result."""
    make = lambda lead: forms.EndForm(request.POST or None, version=lead.version)  # noqa: E731
    words = (
        _("End it with a result"),
        _("The result tells how good the rule is: wrong data counts as a false lead."),
    )
    return _step(request, public_id, make, lambda form: form.cleaned_data, actions.end_lead, words)
