"""Handing a referral or a task over by a link, shown once, and ending it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_WORK, DUTY_VERIFY
from himaya.cases.duties.page import duty_page
from himaya.cases.duties.views import duty_of
from himaya.cases.links import actions
from himaya.cases.links.forms import LinkForm, WithdrawLinkForm
from himaya.cases.links.models import OutsideLink
from himaya.cases.links.queries import links_of
from himaya.cases.links.rules import is_dead, may_be_handed, most_tries
from himaya.cases.links.secrets import code_for, token_of
from himaya.cases.referrals.page import page_of_referral
from himaya.cases.referrals.views import referral_of
from himaya.kit.qr import qr_picture


@screen(CASE_WORK, logs="referral.viewed")
def link(request: StaffRequest, public_id: str) -> HttpResponse:
    """What the organisation will see of a referral, and a link to it."""
    referral = referral_of(request, public_id)
    make = lambda **given: actions.make_link(referral=referral, **given)  # noqa: E731
    return _make(request, referral, make, lambda: page_of_referral(referral, request.user))


@screen(DUTY_VERIFY, logs="duty.viewed")
def duty_link(request: StaffRequest, public_id: str) -> HttpResponse:
    """What the agency will see of a task, and a link to it."""
    duty = duty_of(request, public_id)
    make = lambda **given: actions.make_duty_link(duty=duty, **given)  # noqa: E731
    return _make(request, duty, make, lambda: duty_page(duty, request.user))


def _make(
    request: StaffRequest, matter: Any, make: Callable[..., OutsideLink], page: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The link and its code are shown once, on the answer to the form."""
    form = LinkForm(request.POST or None, initial={"language": (get_language() or "az")[:2]})
    key = request.POST.get("_key", "")
    if form.is_valid() and (made := attempt(form, make, by=request.user, form_key=key, **form.cleaned_data)):
        return render(request, "cases/links/shown.html", _shown(request, matter, made, key))
    most = most_tries()
    links = [(one, is_dead(one, most)) for one in links_of(matter)]
    around = {**page(), "matter": matter, "links": links, "may": may_be_handed(matter)}
    return render(request, "cases/links/link.html", {"form": form, **around})


def _shown(request: StaffRequest, matter: Any, made: OutsideLink, key: str) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("cases:outside", args=[token_of(made.public_id)]))
    # Drawn by ourselves from an address of ours: nothing in it was typed by anybody.
    picture = mark_safe(qr_picture(address))  # noqa: S308
    return {"matter": matter, "link": made, "address": address, "picture": picture, "code": code_for(key)}


@screen(CASE_WORK, logs="referral.viewed")
def link_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """The link to a referral leads nowhere any more."""
    found = _link(request, public_id, referral__isnull=False)
    form = WithdrawLinkForm(request.POST or None, version=found.version)
    given: dict[str, Any] = {"link": found, "by": request.user, "expected": form.version}
    if request.method == "POST" and form.is_valid() and attempt(form, actions.withdraw_link, **given):
        return redirect("cases:link", found.matter.public_id)
    return _ask(request, form, reverse("cases:link", args=[found.matter.public_id]))


@screen(DUTY_VERIFY, logs="duty.viewed")
def duty_link_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """The link to a task leads nowhere any more."""
    found = _link(request, public_id, duty__isnull=False)
    form = WithdrawLinkForm(request.POST or None, version=found.version)
    given: dict[str, Any] = {"link": found, "by": request.user, "expected": form.version}
    if request.method == "POST" and form.is_valid() and attempt(form, actions.withdraw_duty_link, **given):
        return redirect("cases:duty-link", found.matter.public_id)
    return _ask(request, form, reverse("cases:duty-link", args=[found.matter.public_id]))


def _link(request: StaffRequest, public_id: str, **only: bool) -> OutsideLink:
    rows = OutsideLink.objects.visible_to(request.user).filter(**only)
    found: OutsideLink = fetch(
        request, rows.select_related("dossier__unit", "referral", "duty"), public_id=public_id
    )
    return found


def _ask(request: StaffRequest, form: WithdrawLinkForm, back: str) -> HttpResponse:
    context = {"form": form, "back": back, "heading": _("End the link")}
    return render(request, "cases/links/withdraw.html", context)
