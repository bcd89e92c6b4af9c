"""Pages of referrals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import CASE_WORK, DESK_USE, REFERRAL_ANSWER
from himaya.cases.casefile.models import Case
from himaya.cases.referrals.actions import (
    accept_referral,
    decline_referral,
    give_feedback,
    send_referral,
    withdraw_referral,
)
from himaya.cases.referrals.forms import AnswerForm, FeedbackForm, ReferralForm, WithdrawForm
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.page import page_of_referral
from himaya.cases.referrals.queries import inbox_of, who_of
from himaya.workflow.queries import typed_before


@screen(CASE_WORK, logs="case.read")
def referral_send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Refer the family of a case to a service."""
    case = fetch(request, Case.objects.visible_to(request.user), public_id=public_id)
    draft = f"referral-{case.public_id}"
    first = typed_before(request.user, draft) or {"who": who_of(case)}
    form = ReferralForm(request.POST or None, initial=first, territory=case.territory)
    if form.is_valid() and (
        done := attempt(form, send_referral, case=case, by=request.user, **form.cleaned_data)
    ):
        return redirect(done)
    return render(request, "cases/referrals/send.html", {"form": form, "case": case, "draft": draft})


@screen(REFERRAL_ANSWER, logs="referral.list")
def referral_inbox(request: HttpRequest) -> HttpResponse:
    """Referrals to our services."""
    return render(request, "cases/referrals/inbox.html", {"referrals": inbox_of(request.user)[:100]})


@screen(DESK_USE, logs="referral.read")
def referral_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One referral, as both sides see it."""
    referral = fetch(request, Referral.objects.visible_to(request.user), public_id=public_id)
    return render(request, "cases/referrals/detail.html", page_of_referral(referral, request.user))


@screen(REFERRAL_ANSWER, logs="referral.read")
def referral_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept or decline."""
    referral = fetch(request, Referral.objects.visible_to(request.user), public_id=public_id)
    form = AnswerForm(request.POST or None, version=referral.version)
    if form.is_valid():
        given = {"referral": referral, "by": request.user, "expected": form.version}
        data = form.cleaned_data
        if data["answer"] == "accept":
            done = attempt(form, accept_referral, **given, starts_on=data["starts_on"], note=data["note"])
        else:
            done = attempt(form, decline_referral, **given, reason=data["reason"], note=data["note"])
        if done:
            return redirect("cases:referral-inbox")
    context = {"form": form, **page_of_referral(referral, request.user)}
    return render(request, "cases/referrals/answer.html", context)


@screen(REFERRAL_ANSWER, logs="referral.read")
def referral_feedback(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell back what came of it."""
    referral = fetch(request, Referral.objects.visible_to(request.user), public_id=public_id)
    form = FeedbackForm(request.POST or None)
    if form.is_valid() and attempt(
        form, give_feedback, referral=referral, by=request.user, **form.cleaned_data
    ):
        return redirect(referral)
    context = {"form": form, **page_of_referral(referral, request.user)}
    return render(request, "cases/referrals/feedback.html", context)


@screen(CASE_WORK, logs="referral.read")
def referral_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a referral back."""
    referral = fetch(request, Referral.objects.visible_to(request.user), public_id=public_id)
    form = WithdrawForm(request.POST or None, version=referral.version)
    given = {"referral": referral, "by": request.user, "expected": form.version}
    if request.method == "POST" and form.is_valid() and attempt(form, withdraw_referral, **given):
        return redirect(referral)
    context = {"form": form, **page_of_referral(referral, request.user)}
    return render(request, "cases/referrals/withdraw.html", context)
