"""Handing a referral over by a link, shown once, and ending it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_WORK
from himaya.cases.links import actions
from himaya.cases.links.forms import LinkForm, WithdrawLinkForm
from himaya.cases.links.models import OutsideLink
from himaya.cases.links.queries import links_of
from himaya.cases.links.rules import is_dead, may_be_handed, most_tries
from himaya.cases.links.secrets import code_for, token_of
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.page import page_of_referral
from himaya.cases.referrals.views import referral_of
from himaya.kit.qr import qr_picture


@screen(CASE_WORK, logs="referral.viewed")
def link(request: StaffRequest, public_id: str) -> HttpResponse:
    """What the organisation will see, and a link to it; the link and its code are shown once, on the answer."""
    referral = referral_of(request, public_id)
    form = LinkForm(request.POST or None, initial={"language": (get_language() or "az")[:2]})
    key = request.POST.get("_key", "")
    given: dict[str, Any] = {"referral": referral, "by": request.user, "form_key": key}
    if form.is_valid() and (made := attempt(form, actions.make_link, **given, **form.cleaned_data)):
        return render(request, "cases/links/shown.html", _shown(request, referral, made, key))
    return render(request, "cases/links/link.html", {"form": form, **_around(request, referral)})


def _around(request: StaffRequest, referral: Referral) -> dict[str, Any]:
    most = most_tries()
    may = may_be_handed(referral)
    links = [(one, is_dead(one, most)) for one in links_of(referral)]
    return {**page_of_referral(referral, request.user), "links": links, "may": may}


def _shown(request: StaffRequest, referral: Referral, made: OutsideLink, key: str) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("cases:outside", args=[token_of(made.public_id)]))
    # Drawn by ourselves from an address of ours: nothing in it was typed by anybody.
    picture = mark_safe(qr_picture(address))  # noqa: S308
    return {"referral": referral, "link": made, "address": address, "picture": picture, "code": code_for(key)}


@screen(CASE_WORK, logs="referral.viewed")
def link_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """The link leads nowhere any more."""
    rows = OutsideLink.objects.visible_to(request.user).select_related("dossier__unit", "referral__service")
    found: OutsideLink = fetch(request, rows, public_id=public_id)
    form = WithdrawLinkForm(request.POST or None, version=found.version)
    given: dict[str, Any] = {"link": found, "by": request.user, "expected": form.version}
    if request.method == "POST" and form.is_valid() and attempt(form, actions.withdraw_link, **given):
        return redirect("cases:link", found.referral.public_id)
    context = {"form": form, "link": found, "heading": _("End the link")}
    return render(request, "cases/links/withdraw.html", context)
