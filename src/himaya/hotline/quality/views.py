"""Pages of reviews."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_REVIEW, CONTACT_WORK
from himaya.hotline.contacts.page import form_context as contact_form
from himaya.hotline.contacts.queries import A_PAGE
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.hotline.quality import actions, rules
from himaya.hotline.quality.forms import AnswerForm, ConfirmForm, DropForm, PickForm, ScoreForm
from himaya.hotline.quality.models import Review
from himaya.hotline.quality.page import (
    agreement_context,
    chips,
    form_context,
    record_of,
    start_of,
    tabs,
    week_to_draw,
)
from himaya.hotline.quality.queries import LISTS, agreed, contact_key, listed
from himaya.kit import clock
from himaya.kit.forms import Form


def review_of(request: StaffRequest, public_id: str) -> Review:
    """The review of an address, if it is open to whoever asks."""
    rows = Review.objects.visible_to(request.user)
    found: Review = fetch(
        request,
        rows.select_related("dossier__unit", "counsellor", "first_by", "settled_by"),
        public_id=public_id,
    )
    return found


@screen(CONTACT_WORK, logs="contact_reviews.listed")
def reviews(request: StaffRequest) -> HttpResponse:
    """A supervisor's: what is to be scored, answered, settled. A counsellor's: the reviews of own contacts."""
    which = request.GET.get("list", "")
    which = which if which in LISTS else start_of(request.user)
    page = Paginator(listed(which, request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs(which, request.user), "page": page, "oversees": request.user.can(CONTACT_REVIEW)}
    context["rows"] = [(review, chips(review)) for review in page.object_list]
    if context["oversees"]:
        context |= week_to_draw(request.user) | {"draw_form": Form()}
    return render(request, "hotline/quality/list.html", context)


@require_POST
@screen(CONTACT_REVIEW)
def review_draw(request: StaffRequest) -> HttpResponse:
    """Draws the last week."""
    form = Form(request.POST)
    form.is_valid()
    if made := attempt(form, actions.draw_last_week, by=request.user):
        messages.success(request, _("Taken for review: %(many)s.") % {"many": made.taken})
    else:
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    return redirect("hotline:reviews")


@screen(CONTACT_REVIEW, logs="contact.viewed")
def review_pick(request: StaffRequest, public_id: str) -> HttpResponse:
    """Takes a contact for review by hand."""
    contact = contact_of(request, public_id)
    form = PickForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        if made := attempt(form, actions.pick_contact, contact=contact, by=request.user, **said):
            return redirect(made)
    return render(request, FORM, contact_form(contact, form, _("Take for review")))


@screen(CONTACT_WORK, logs="contact_review.viewed")
def review_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """The review: result, scores, the answer to it."""
    review = review_of(request, public_id)
    return render(request, "hotline/quality/detail.html", record_of(review, request.user))


@screen(CONTACT_REVIEW, logs="contact_review.scoring")
def review_score(request: StaffRequest, public_id: str) -> HttpResponse:
    """The contact beside the rubric: who opens it has looked at the contact, and the trail says so."""
    review = review_of(request, public_id)
    contact = contact_of(request, contact_key(review))
    rubric = rules.rubric_on(review.rubric_on)
    form = ScoreForm(
        request.POST if request.method == "POST" else None, rubric=rubric, version=review.version
    )
    if form.is_valid():
        more = {"by": request.user, "expected": form.version, **form.scored}
        if attempt(form, actions.score_review, review=review, **more):
            messages.success(request, _("Scored."))
            return redirect(review)
    context = form_context(review, form, _("Score by the rubric"), behind=contact, rubric=rubric)
    context["triages"] = contact.triages.order_by("pk")
    return render(request, "hotline/quality/score.html", context)


@screen(CONTACT_WORK, logs="contact_review.viewed")
def review_answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who listened answers."""
    review = review_of(request, public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, version=review.version)
    if form.is_valid():
        more = {"by": request.user, "expected": form.version, **form.cleaned_data}
        if attempt(form, actions.answer_review, review=review, **more):
            return redirect(review)
    return render(request, FORM, form_context(review, form, _("Answer the review")))


@screen(CONTACT_REVIEW, logs="contact_review.viewed")
def review_confirm(request: StaffRequest, public_id: str) -> HttpResponse:
    """The other scorer agrees to the common score."""
    review = review_of(request, public_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None, version=review.version)
    if form.is_valid():
        more = {"by": request.user, "expected": form.version}
        if attempt(form, actions.confirm_common, review=review, **more):
            return redirect(review)
    lead = _("The common score then holds, and who listened hears. If you do not agree, write another.")
    return render(request, FORM, form_context(review, form, _("Agree to the common score"), lead=lead))


@screen(CONTACT_REVIEW, logs="contact_review.viewed")
def review_drop(request: StaffRequest, public_id: str) -> HttpResponse:
    """It is not reviewed."""
    review = review_of(request, public_id)
    form = DropForm(request.POST if request.method == "POST" else None, version=review.version)
    if form.is_valid():
        more = {"by": request.user, "expected": form.version, **form.cleaned_data}
        if attempt(form, actions.drop_review, review=review, **more):
            return redirect(review)
    return render(request, FORM, form_context(review, form, _("Do not review"), danger="yes"))


@screen(CONTACT_REVIEW, logs="contact_reviews.agreement")
def agreement(request: StaffRequest) -> HttpResponse:
    """How well the scorers agree, and what to talk over."""
    found = agreed(request.user, clock.now())
    return render(request, "hotline/quality/agreement.html", agreement_context(found))


@screen(CONTACT_WORK)
def rubric(request: StaffRequest) -> HttpResponse:
    """The rubric in force today."""
    return render(request, "hotline/quality/rubric.html", {"rubric": rules.rubric_on(clock.today())})
