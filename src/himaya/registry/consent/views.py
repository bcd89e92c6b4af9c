"""One consent and what rests on it; recording consent and its withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import StaffRequest, attempt, fetch, may, screen
from himaya.access.roles import PERSON_READ, PERSON_WRITE
from himaya.kit.shapes import Crumb
from himaya.registry.consent.actions import record_consent, withdraw_consent
from himaya.registry.consent.forms import ConsentForm, WithdrawForm
from himaya.registry.consent.models import Consent
from himaya.registry.consent.process import ConsentWork
from himaya.registry.consent.queries import relying_on
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page
from himaya.workflow.queries import due, next_actions, status_bar, story


def _consents(request: HttpRequest) -> Any:
    return Consent.objects.visible_to(request.user).select_related("person", "dossier__unit", "recorded_by")


@require_GET
@screen(PERSON_READ, logs="consent.viewed")
def consent_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One consent: what was said, since when and until when, and what rests on it."""
    consent = fetch(request, _consents(request), public_id=public_id)
    steps, clocks = ConsentWork.steps_of(consent), ConsentWork.clocks_of(consent)
    writes = may(request.user, PERSON_WRITE, consent.dossier)
    context = {
        "consent": consent,
        "marks": status_bar(ConsentWork, consent, steps),
        "story": story(ConsentWork, steps),
        "due": due(clocks[0]) if clocks else None,
        "next": [n for n in next_actions(ConsentWork, consent, request.user, clocks) if n.url]
        if writes
        else [],
        "relying": relying_on(consent),
        "crumbs": [Crumb(str(consent.person), consent.person.get_absolute_url())],
    }
    return render(request, "registry/consent/detail.html", context)


@screen(PERSON_WRITE)
def consent_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A consent as it was given, or the legal ground in its place."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = ConsentForm(request.POST or None)
    if form.is_valid() and attempt(form, record_consent, person=person, by=request.user, **form.cleaned_data):
        messages.success(request, _("The consent is written."))
        return redirect(person)
    return edit_page(request, person, form, _("Record a consent"))


@screen(PERSON_WRITE)
def consent_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """A consent is withdrawn: asked once more, no reason needed."""
    consent = fetch(request, _consents(request), public_id=public_id)
    form = WithdrawForm(request.POST or None, version=consent.version)
    given = {"consent": consent, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, withdraw_consent, **given, **form.cleaned_data):
        messages.success(request, _("The consent is withdrawn from today. Those who rely on it are told."))
        return redirect(consent.person)
    return edit_page(request, consent.person, form, _("Withdraw a consent"), submit=_("Withdraw"))
