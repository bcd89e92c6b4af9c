"""What was forgotten, until when a contact is kept, and what holds it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CONTACT_OVERSEE
from himaya.hotline.contacts.page import crumbs
from himaya.hotline.contacts.queries import A_PAGE
from himaya.hotline.contacts.views import contact_of
from himaya.hotline.retention.forms import HoldForm
from himaya.hotline.retention.queries import holds_on, kept_until, nights, recordings_left
from himaya.kit import clock
from himaya.reference.models import Norm
from himaya.reference.queries import norm
from himaya.registry.actions import hold_record


@screen(CONTACT_OVERSEE, logs="forgetting.listed")
def forgetting(request: StaffRequest) -> HttpResponse:
    """What the hotline forgot, night by night: counts, no names."""
    today = clock.today()
    kept = [
        norm(key, on=today)
        for key in (
            "retention.hotline",
            "retention.incident",
            "retention.recordings",
            "retention.review",
            "retention.debrief",
        )
    ]
    context = {
        "page": Paginator(nights(), A_PAGE).get_page(request.GET.get("page")),
        "recordings": recordings_left(),
        "norms": [(one.name, f"{one.value} {Norm.Unit(one.unit).label}") for one in kept],
    }
    return render(request, "hotline/retention/list.html", context)


@screen(CONTACT_OVERSEE, logs="contact.keeping")
def contact_keeping(request: StaffRequest, public_id: str) -> HttpResponse:
    """Until when a contact is kept; a hold for whoever needs it longer."""
    contact = contact_of(request, public_id)
    form = HoldForm(request.POST if request.method == "POST" else None)
    given = {"dossier": contact.dossier, "by": request.user}
    if form.is_valid() and attempt(form, hold_record, **given, **form.cleaned_data):
        messages.success(request, _("The hold stands."))
        return redirect("hotline:contact-keeping", public_id)
    context = {
        "contact": contact,
        "until": kept_until(contact),
        "holds": holds_on(contact),
        "form": form if contact.forgotten_on is None else None,
        "crumbs": crumbs(contact),
    }
    return render(request, "hotline/retention/keeping.html", context)
