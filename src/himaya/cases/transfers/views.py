"""Pages of transfers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_TRANSFER
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.queries import faces_of, title_of
from himaya.cases.casefile.views import case_of
from himaya.cases.transfers.actions import (
    accept_transfer,
    decline_transfer,
    offer_transfer,
    withdraw_transfer,
)
from himaya.cases.transfers.forms import AcceptForm, DeclineForm, OfferForm
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.queries import open_offers, other_units, other_workers, workers_in
from himaya.cases.transfers.rules import is_receiver
from himaya.workflow.queries import typed_before


def transfer_of(request: StaffRequest, public_id: str) -> Transfer:
    """The offer, if this person sees its case."""
    rows = Transfer.objects.visible_to(request.user).select_related(
        "case__dossier__unit", "case__worker", "from_unit", "to_unit", "to_worker", "offered_by"
    )
    found: Transfer = fetch(request, rows, public_id=public_id)
    return found


@screen(CASE_TRANSFER, logs="transfers.viewed")
def transfer_list(request: StaffRequest) -> HttpResponse:
    """Offers that wait for me, and those I wait for."""
    offers = open_offers(request.user)
    faces = faces_of([transfer.case for transfer, _mine in offers])
    rows = [(t, title_of(t.case, faces.get(t.case_id, []))) for t, mine in offers if mine]
    sent = [(t, title_of(t.case, faces.get(t.case_id, []))) for t, mine in offers if not mine]
    return render(request, "cases/transfers/list.html", {"incoming": rows, "sent": sent})


@screen(CASE_TRANSFER, logs="case.viewed")
def case_transfer(request: StaffRequest, public_id: str) -> HttpResponse:
    """Offer the case to another worker or unit."""
    case = case_of(request, public_id)
    key = f"transfer-{case.public_id}"
    form = OfferForm(
        request.POST or None,
        workers=other_workers(case),
        units=other_units(case),
        version=case.version,
        initial=typed_before(request.user, key),
    )
    if form.is_valid():
        said = {n: form.cleaned_data[n] for n in ("reason", "handover")} | form.receiver(case.dossier.unit)
        made = attempt(form, offer_transfer, case=case, by=request.user, expected=form.version, **said)
        if made:
            return redirect(made)
    lead = _("The case stays yours, with every deadline, until the other side accepts.")
    draft = reverse("workflow:draft-keep", args=[key])
    return form_page(request, case, form, _("Transfer the case"), lead=lead, draft=draft)


@screen(CASE_TRANSFER, logs="case.viewed")
def transfer_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """An offer: the receiving side accepts or declines it here, the sender takes it back."""
    transfer = transfer_of(request, public_id)
    answers = transfer.status == "offered" and is_receiver(transfer, request.user)
    accept, decline = _answer_forms(request, transfer)
    if accept.is_valid():
        said = {"worker": accept.chosen(), "note": accept.cleaned_data["note"]}
        if attempt(accept, accept_transfer, transfer=transfer, by=request.user, **said):
            return redirect(transfer.case)
    if decline.is_valid() and attempt(
        decline, decline_transfer, transfer=transfer, by=request.user, **decline.cleaned_data
    ):
        return redirect("cases:transfer-list")
    return form_page(
        request,
        transfer.case,
        accept,
        _("Transfer of a case"),
        template="cases/transfers/detail.html",
        transfer=transfer,
        answers=answers,
        decline=decline,
    )


def _answer_forms(request: StaffRequest, transfer: Transfer) -> tuple[Any, Any]:
    answer = request.POST.get("answer")
    needed = transfer.between_units and transfer.case.status not in ("screened_in", "assigned")
    accept = AcceptForm(
        request.POST if answer == "accept" else None,
        workers=workers_in(transfer.to_unit) if needed else None,
    )
    return accept, DeclineForm(request.POST if answer == "decline" else None)


@require_POST
@screen(CASE_TRANSFER)
def transfer_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take the offer back."""
    transfer = transfer_of(request, public_id)
    withdraw_transfer(transfer=transfer, by=request.user)
    return redirect(transfer.case)
