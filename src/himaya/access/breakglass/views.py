"""Pages of break-glass."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.breakglass import tokens
from himaya.access.breakglass.actions import break_glass, review_opening
from himaya.access.breakglass.forms import BreakGlassForm, ReviewForm
from himaya.access.breakglass.models import Opening
from himaya.access.breakglass.queries import openings
from himaya.access.breakglass.rules import may_review
from himaya.access.gate import attempt, fetch, screen, staff
from himaya.access.roles import BREAKGLASS_REVIEW, BREAKGLASS_USE
from himaya.kit import clock
from himaya.kit.errors import not_found
from himaya.reference.queries import norm

PAGE = 50


@screen(BREAKGLASS_USE)
def open_in_emergency(request: HttpRequest, token: str) -> HttpResponse:
    """Asks why, opens for a few hours, and leads to the record."""
    target = tokens.read(token, user=staff(request))
    if target is None:
        raise Http404
    form = BreakGlassForm(request.POST or None)
    context = {"form": form, "hours": norm("breakglass.length", on=clock.today()).value}
    if not form.is_valid():
        return render(request, "access/breakglass/open.html", context)
    answer = attempt(form, break_glass, dossier_id=target.dossier_id, by=staff(request), **form.cleaned_data)
    if answer is None:
        return render(request, "access/breakglass/open.html", context)
    if not answer.is_open:
        return not_found(request)  # not raised: the try stays in the audit
    messages.warning(request, _("Open for a few hours. The unit that holds the record has been told."))
    return redirect(target.url or "/")


@screen(BREAKGLASS_REVIEW)
def opening_list(request: HttpRequest) -> HttpResponse:
    """Emergency openings of one's units."""
    state = request.GET.get("state", "waiting")
    page = Paginator(openings(staff(request), state=state), PAGE).get_page(request.GET.get("page"))
    return render(request, "access/breakglass/list.html", {"page": page, "state": state})


@screen(BREAKGLASS_REVIEW, logs="breakglass.viewed")
def opening_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One opening: who, why, until when; and its review."""
    opening = fetch(request, Opening.objects.visible_to(staff(request)), public_id=public_id)
    form = ReviewForm(request.POST or None)
    if form.is_valid() and attempt(
        form, review_opening, opening=opening, by=staff(request), **form.cleaned_data
    ):
        messages.success(request, _("The review is kept."))
        return redirect("access:openings")
    context = {
        "opening": opening,
        "form": form,
        "verdict": may_review(opening, staff(request)),
        "readers": tokens.make(opening.dossier_id, user=staff(request)),
    }
    return render(request, "access/breakglass/detail.html", context)
