"""Passing a contact on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CONTACT_WORK
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.hotline.escalation.actions import pass_on
from himaya.hotline.escalation.forms import PassOnForm


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_escalate(request: StaffRequest, public_id: str) -> HttpResponse:
    """One step to a protection report."""
    contact = contact_of(request, public_id)
    form = PassOnForm(request.POST if request.method == "POST" else None, version=contact.version)
    if form.is_valid():
        passed = attempt(
            form, pass_on, contact=contact, by=request.user, expected=form.version, **form.cleaned_data
        )
        if passed:
            words = _("Passed on as report %(reference)s. You will hear what became of it.")
            messages.success(request, words % {"reference": passed.report.reference})
            return redirect(contact)
    lead = _("What was told, the children and the place go to the desk of that place at once.")
    context = form_context(contact, form, _("Pass on as a protection report"), lead=lead, submit=_("Pass on"))
    return render(request, FORM, context)
