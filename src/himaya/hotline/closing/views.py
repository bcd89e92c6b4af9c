"""Pages of ending a contact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.closing import actions
from himaya.hotline.closing.forms import FinishForm, LeavingForm, LeftForm
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.process import ContactWork
from himaya.hotline.contacts.views import FORM, contact_of


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_finish(request: StaffRequest, public_id: str) -> HttpResponse:
    """Finish: once, with what is owed."""
    contact = contact_of(request, public_id)
    form = FinishForm(request.POST if request.method == "POST" else None, version=contact.version)
    if form.is_valid():
        done = attempt(form, actions.finish_contact, contact=contact, by=request.user, expected=form.version)
        if done:
            messages.success(request, str(ContactWork.state_of(done).label))
            return redirect("hotline:contacts" if done.status == "closed" else done)
    lead = _("Where danger was told, the call-backs it owes are promised now.")
    context = form_context(contact, form, _("Finish the contact"), lead=lead, submit=_("Finish the contact"))
    return render(request, FORM, context)


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_left(request: StaffRequest, public_id: str) -> HttpResponse:
    """The caller hung up."""
    contact = contact_of(request, public_id)
    form = LeftForm(request.POST if request.method == "POST" else None, version=contact.version)
    if form.is_valid() and attempt(
        form,
        actions.caller_left,
        contact=contact,
        by=request.user,
        expected=form.version,
        **form.cleaned_data,
    ):
        return redirect(contact)
    lead = _("Your supervisor hears at once and decides what follows.")
    return render(request, FORM, form_context(contact, form, _("The caller left"), lead=lead))


@screen(CONTACT_OVERSEE, logs="contact.viewed")
def contact_left_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """A supervisor decides on a caller who left."""
    contact = contact_of(request, public_id)
    form = LeavingForm(request.POST if request.method == "POST" else None, version=contact.version)
    if form.is_valid():
        given = {"trace": form.cleaned_data["trace"], "note": form.cleaned_data["note"]}
        approve = form.cleaned_data["decision"] == "approve"
        if attempt(
            form,
            actions.decide_leaving,
            contact=contact,
            approve=approve,
            by=request.user,
            expected=form.version,
            **given,
        ):
            return redirect(contact)
    leaving = contact.leavings.order_by("-pk").first()
    lead = leaving.what if leaving else ""
    return render(request, FORM, form_context(contact, form, _("Decide on the caller who left"), lead=lead))
