"""Pages of referrals."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_READ, CASE_WORK, REFERRAL_ANSWER, REFERRAL_READ
from himaya.cases.casefile.frame import form_page, frame
from himaya.cases.casefile.views import case_of
from himaya.cases.duties.page import inbox_rows
from himaya.cases.referrals.actions import (
    accept_referral,
    decline_referral,
    give_feedback,
    send_referral,
    start_service,
    withdraw_referral,
)
from himaya.cases.referrals.forms import (
    AnswerForm,
    BeginForm,
    FeedbackForm,
    ReferralForm,
    SeekForm,
    WithdrawForm,
)
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.page import inbox, list_of, page_of_referral, search_page
from himaya.cases.referrals.queries import who_of
from himaya.cases.referrals.seeking import need_of, people_of
from himaya.kit.asked import asked
from himaya.workflow.queries import typed_before


def referral_of(request: StaffRequest, public_id: str) -> Referral:
    """The referral, if this person may see it."""
    rows = Referral.objects.visible_to(request.user).select_related(
        "service__unit", "sent_by", "dossier__unit"
    )
    found: Referral = fetch(request, rows, public_id=public_id)
    return found


@screen(CASE_READ, logs="case.viewed")
def case_referrals(request: StaffRequest, public_id: str) -> HttpResponse:
    """The referrals of a case."""
    case = case_of(request, public_id)
    around = frame(request, case, "referrals")
    return render(request, "cases/referrals/part.html", {**around, "referrals": list_of(case)})


@screen(CASE_WORK, logs="case.viewed")
def referral_send(request: StaffRequest, public_id: str) -> HttpResponse:
    """Refer the family of a case to a service."""
    case = case_of(request, public_id)
    draft = f"referral-{case.public_id}"
    first = typed_before(request.user, draft) or {"who": who_of(case)}
    chosen = request.GET.get("service", "")
    form = ReferralForm(request.POST or None, initial=first, territory=case.territory, chosen=chosen)
    if form.is_valid() and (
        done := attempt(form, send_referral, case=case, by=request.user, **form.cleaned_data)
    ):
        return redirect(done)
    address = reverse("workflow:draft-keep", args=[draft])
    words = {"submit": _("Send the referral"), "draft": address}
    lead = _("The service sees only what you write here. It does not see the case.")
    page = "cases/referrals/send.html"
    return form_page(request, case, form, _("Refer to a service"), lead=lead, template=page, **words)


@screen(CASE_WORK, logs="case.viewed")
def service_search(request: StaffRequest, public_id: str) -> HttpResponse:
    """Find the service that fits somebody of the case."""
    case = case_of(request, public_id)
    question = asked(request)
    if question.lead is not None:
        return question.lead
    first = {"need": need_of(case, request.GET.get("goal", ""))}
    people = [(face.person, face.full_name) for face in people_of(case)]
    form = SeekForm(question.typed, initial=first, people=people)
    return render(request, "cases/referrals/search.html", search_page(case, form))


@screen(REFERRAL_ANSWER, logs="referrals.listed")
def referral_inbox(request: StaffRequest) -> HttpResponse:
    """Referrals to our services, and what meetings asked of us."""
    waiting, others = inbox(request.user)
    found = {"waiting": waiting, "others": others, "duties": inbox_rows(request.user)}
    return render(request, "cases/referrals/inbox.html", found)


@screen(REFERRAL_READ, logs="referral.viewed")
def referral_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One referral, as both sides see it."""
    referral = referral_of(request, public_id)
    return render(request, "cases/referrals/detail.html", page_of_referral(referral, request.user))


@screen(REFERRAL_ANSWER, logs="referral.viewed")
def referral_answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """Accept or decline."""
    referral = referral_of(request, public_id)
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


@screen(REFERRAL_ANSWER, logs="referral.viewed")
def referral_start(request: StaffRequest, public_id: str) -> HttpResponse:
    """Tell the day on which the service began."""
    referral = referral_of(request, public_id)
    form = BeginForm(request.POST or None, version=referral.version)
    given = {"referral": referral, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, start_service, **given, **form.cleaned_data):
        return redirect(referral)
    context = {"form": form, **page_of_referral(referral, request.user)}
    return render(request, "cases/referrals/start.html", context)


@screen(REFERRAL_ANSWER, logs="referral.viewed")
def referral_feedback(request: StaffRequest, public_id: str) -> HttpResponse:
    """Tell back what came of it."""
    referral = referral_of(request, public_id)
    form = FeedbackForm(request.POST or None, begun=referral.started_on is not None)
    if form.is_valid() and attempt(
        form, give_feedback, referral=referral, by=request.user, **form.cleaned_data
    ):
        return redirect(referral)
    context = {"form": form, **page_of_referral(referral, request.user)}
    return render(request, "cases/referrals/feedback.html", context)


@screen(CASE_WORK, logs="referral.viewed")
def referral_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take a referral back."""
    referral = referral_of(request, public_id)
    form = WithdrawForm(request.POST or None, version=referral.version)
    given = {"referral": referral, "by": request.user, "expected": form.version}
    if request.method == "POST" and form.is_valid() and attempt(form, withdraw_referral, **given):
        return redirect(referral)
    context = {"form": form, **page_of_referral(referral, request.user)}
    return render(request, "cases/referrals/withdraw.html", context)
