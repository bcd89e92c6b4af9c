"""Pages of the queue: the counsellor's desk, one waiting contact, handing over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.contacts.page import form_context
from himaya.hotline.contacts.queries import colleagues
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.hotline.queue import actions
from himaya.hotline.queue.forms import ColleagueForm, SettleForm
from himaya.hotline.queue.page import now_of, row_of
from himaya.hotline.queue.queries import at_line_of, limits_at
from himaya.kit import clock
from himaya.kit.forms import Form


def arrival_of(request: StaffRequest, public_id: str) -> Any:
    """A contact in the queue of one's own line."""
    return fetch(request, at_line_of(request.user), public_id=public_id)


@screen(CONTACT_WORK, logs="queue.viewed")
def queue(request: StaffRequest) -> HttpResponse:
    """The desk: what waits, what I hold, my call-backs, my shift."""
    actions.beat(by=request.user)
    return render(request, "hotline/queue/page.html", now_of(request.user))


@screen(CONTACT_WORK)
def queue_now(request: StaffRequest) -> HttpResponse:
    """The part that changes, asked anew when the line rings the page; also the sign that the page is open."""
    actions.beat(by=request.user)
    return render(request, "hotline/queue/now.html", now_of(request.user))


@require_POST
@screen(CONTACT_WORK)
def seat_state(request: StaffRequest) -> HttpResponse:
    """Ready, pause, off."""
    said = {name: request.POST.get(name, "") for name in ("state", "reason")}
    form = Form(request.POST)
    form.is_valid()
    if attempt(form, actions.set_state, by=request.user, **said) is None:
        messages.error(request, str(form.non_field_errors()[0]))
    return redirect("hotline:queue")


@screen(CONTACT_WORK, logs="arrival.viewed")
def arrival(request: StaffRequest, public_id: str) -> HttpResponse:
    """One contact of the queue: where it stands, and who took it."""
    row = arrival_of(request, public_id)
    shown = row_of(row, limits_at(clock.now()))
    oversees = request.user.can(CONTACT_OVERSEE)
    context = {
        "row": shown,
        "arrival": row,
        "oversees": oversees,
        "mine": row.accepted_by_id == request.user.pk,
    }
    return render(request, "hotline/queue/arrival.html", context)


@require_POST
@screen(CONTACT_WORK)
def arrival_accept(request: StaffRequest, public_id: str) -> HttpResponse:
    """One press: the contact is open, or it is said who was first."""
    row, form = arrival_of(request, public_id), Form(request.POST)
    form.is_valid()
    taken = attempt(form, actions.accept, arrival=row, by=request.user)
    if taken is None:
        messages.warning(request, str(form.non_field_errors()[0]))
        return redirect("hotline:queue")
    return redirect(taken.call_back or taken.contact)


@require_POST
@screen(CONTACT_WORK)
def arrival_end(request: StaffRequest, public_id: str) -> HttpResponse:
    """The conversation is over; time to write it up begins."""
    row = arrival_of(request, public_id)
    if row.accepted_by_id == request.user.pk:
        actions.ended(arrival=row, by=request.user)
    return redirect("hotline:queue")


@screen(CONTACT_OVERSEE, logs="arrival.viewed")
def arrival_settle(request: StaffRequest, public_id: str) -> HttpResponse:
    """A supervisor says what became of a contact nobody could open."""
    row, form = arrival_of(request, public_id), SettleForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.settle_handed, arrival=row, by=request.user, **form.cleaned_data
    ):
        return redirect("hotline:wall")
    shown = row_of(row, limits_at(clock.now()))
    return render(request, "hotline/queue/settle.html", {"form": form, "row": shown, "arrival": row})


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_hand(request: StaffRequest, public_id: str) -> HttpResponse:
    """Hands a contact to a colleague."""
    contact = contact_of(request, public_id)
    others = [
        one for one in colleagues(request.user) if one.pk not in {contact.counsellor_id, request.user.pk}
    ]
    form = ColleagueForm(request.POST or None, colleagues=others)
    if form.is_valid() and attempt(
        form, actions.hand_over, contact=contact, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Handed over: %(reference)s.") % {"reference": contact.reference})
        return redirect("hotline:queue")
    lead = _("They are let in and hear at once. You see the contact no more, unless you oversee the line.")
    return render(request, FORM, form_context(contact, form, _("Hand to a colleague"), lead=lead))
