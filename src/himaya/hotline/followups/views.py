"""Pages of call-backs."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_WORK
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.views import FORM
from himaya.hotline.followups import actions
from himaya.hotline.followups.forms import CallForm
from himaya.hotline.followups.models import FollowUp
from himaya.reference.queries import label


@screen(CONTACT_WORK, logs="call_back.viewed")
def follow_up(request: StaffRequest, public_id: str) -> HttpResponse:
    """A call-back and what came of it."""
    rows = FollowUp.objects.visible_to(request.user).select_related("contact", "dossier__unit")
    call = fetch(request, rows, public_id=public_id)
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, actions.record_call, follow_up=call, by=request.user, **form.cleaned_data
    ):
        return redirect(call)
    contact = call.contact
    lead = _("Only the way and at the time called safe: %(way)s") % {
        "way": label("reporter.safe_way", contact.safe_way) or _("nothing was called safe")
    }
    return render(request, FORM, form_context(contact, form, _("Call back"), lead=lead))
