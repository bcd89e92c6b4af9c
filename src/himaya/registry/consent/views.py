"""Recording consent and its withdrawal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_WRITE
from himaya.registry.consent.actions import record_consent, withdraw_consent
from himaya.registry.consent.forms import ConsentForm, WithdrawForm
from himaya.registry.consent.models import Consent
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page


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
    consent = fetch(
        request, Consent.objects.visible_to(request.user).select_related("person"), public_id=public_id
    )
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and attempt(
        form, withdraw_consent, consent=consent, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The consent is withdrawn from today."))
        return redirect(consent.person)
    return edit_page(request, consent.person, form, _("Withdraw a consent"), submit=_("Withdraw"))
