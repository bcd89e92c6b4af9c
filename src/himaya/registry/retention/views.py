"""What has fallen due, one file on its way to anonymisation, and what holds a person's file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import StaffRequest, attempt, fetch, may, screen
from himaya.access.roles import PERSON_READ, RETENTION_DECIDE
from himaya.kit import clock
from himaya.kit.shapes import Crumb
from himaya.registry.documents.homes import home_of
from himaya.registry.people.models import Person
from himaya.registry.retention import actions, forms
from himaya.registry.retention.models import LegalHold, Retention
from himaya.registry.retention.process import RetentionWork
from himaya.registry.retention.queries import held, queue, schedules
from himaya.workflow.queries import due, next_actions, state_of, status_bar, story


@require_GET
@screen(RETENTION_DECIDE, logs="retention.listed")
def retention_list(request: StaffRequest) -> HttpResponse:
    """What has fallen due, the oldest first; and the schedules with their sources."""
    done = request.GET.get("state") == "done"
    rows = [(row, state_of(row)) for row in queue(request.user, done=done)[:200]]
    context = {"rows": rows, "done": done, "schedules": schedules(clock.today())}
    return render(request, "registry/retention/list.html", context)


def _files(request: HttpRequest) -> Any:
    return Retention.objects.visible_to(request.user).select_related(
        "person", "dossier__unit", "proposed_by", "approved_by"
    )


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Files whose time is over"), reverse("people:retention-list")), *more]


@require_GET
@screen(RETENTION_DECIDE, logs="retention.viewed")
def retention(request: StaffRequest, public_id: str) -> HttpResponse:
    """One file: by which schedule it fell due, who decided what, what was done."""
    found = fetch(request, _files(request), public_id=public_id)
    steps, clocks = RetentionWork.steps_of(found), RetentionWork.clocks_of(found)
    context = {
        "retention": found,
        "marks": status_bar(RetentionWork, found, steps),
        "story": story(RetentionWork, steps),
        "due": due(clocks[0]) if clocks else None,
        "next": next_actions(RetentionWork, found, request.user, clocks),
        "schedules": schedules(found.found_on),
        "crumbs": _crumbs(),
    }
    return render(request, "registry/retention/detail.html", context)


def _step(
    request: StaffRequest, public_id: str, make: Any, act: Callable[..., Any], title: str, lead: str
) -> HttpResponse:
    """One move of a file: a form, the action, back to the file."""
    found = fetch(request, _files(request), public_id=public_id)
    form = make(request.POST or None, version=found.version)
    given = {"retention": found, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, act, **given, **form.cleaned_data):
        messages.success(request, _("Written down."))
        return redirect(found)
    back = found.get_absolute_url()
    crumbs = _crumbs(Crumb(found.reference, back))
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": back,
        "crumbs": crumbs,
        "about": found.person,
    }
    return render(request, "registry/retention/form.html", context)


@screen(RETENTION_DECIDE)
def retention_propose(request: StaffRequest, public_id: str) -> HttpResponse:
    """The first of two says that the file has no more use."""
    lead = _("Another person decides after you. Nothing is erased before that.")
    title = _("Propose anonymisation")
    return _step(request, public_id, forms.DecideForm, actions.propose_anonymisation, title, lead)


@screen(RETENTION_DECIDE)
def retention_approve(request: StaffRequest, public_id: str) -> HttpResponse:
    """The second of two decides."""
    lead = _("The coming night everything that tells who this is will be taken away, for good. Counts stay.")
    title = _("Decide: anonymise")
    return _step(request, public_id, forms.DecideForm, actions.approve_anonymisation, title, lead)


@screen(RETENTION_DECIDE)
def retention_keep(request: StaffRequest, public_id: str) -> HttpResponse:
    """The file is kept longer."""
    lead = _("It comes back on the list on the day you name.")
    return _step(request, public_id, forms.KeepForm, actions.keep_longer, _("Keep longer"), lead)


@screen(PERSON_READ, logs="keeping.viewed")
def keeping(request: StaffRequest, public_id: str) -> HttpResponse:
    """What holds a person's file, and placing a hold."""
    people = Person.objects.visible_to(request.user).select_related("dossier__unit")
    person = fetch(request, people, public_id=public_id)
    decides = may(request.user, RETENTION_DECIDE, person.dossier)
    form = forms.HoldForm(request.POST or None) if decides else None
    if (
        form
        and form.is_valid()
        and attempt(form, actions.place_hold, person=person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The hold stands."))
        return redirect("people:keeping", public_id)
    context = {
        "person": person,
        "holds": [(hold, state_of(hold)) for hold in held(person)],
        "schedules": schedules(clock.today()),
        "form": form,
        "crumbs": [Crumb(str(person), person.get_absolute_url())],
    }
    return render(request, "registry/retention/keeping.html", context)


@screen(RETENTION_DECIDE)
def hold_release(request: StaffRequest, public_id: str) -> HttpResponse:
    """A hold is no longer needed."""
    holds = LegalHold.objects.visible_to(request.user).select_related("person", "dossier__unit")
    hold = fetch(request, holds, public_id=public_id)
    home = home_of(hold.dossier, request.user)
    back = hold.get_absolute_url() if hold.person else home.url if home else "/"
    form = forms.ReleaseForm(request.POST or None, version=hold.version)
    given = {"hold": hold, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.release_hold, **given):
        messages.success(request, _("The hold is released."))
        return redirect(back)
    lead = _("From now on the file may fall due again.")
    crumbs = [Crumb(str(hold.person or (home.title if home else hold.reference)), back)]
    context = {"form": form, "title": _("Release the hold"), "lead": lead, "back": back, "crumbs": crumbs}
    return render(request, "registry/retention/form.html", context)
