"""How good the data is, by unit, and the records to mend."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from procrastinate.exceptions import AlreadyEnqueued

from himaya.access.gate import StaffRequest, may, noted, screen
from himaya.access.queries import units_under
from himaya.access.roles import PERSON_READ, QUALITY_READ
from himaya.kit.shapes import Crumb
from himaya.registry.quality.forms import GroupForm
from himaya.registry.quality.jobs import count_when_asked
from himaya.registry.quality.queries import quality_of, to_mend
from himaya.registry.quality.rules import MEASURES

PAGE = 50


@require_GET
@screen(QUALITY_READ)
def quality(request: StaffRequest, unit: str = "") -> HttpResponse:
    """What falls short, by measure and by unit."""
    found = quality_of(request.user, unit)
    if unit and found.chosen is None:
        raise Http404(_("Not found, or not open to you."))
    crumbs = [Crumb(_("Data quality"), reverse("people:quality"))] if unit else []
    context = {"quality": found, "crumbs": crumbs, "may_mend": may(request.user, PERSON_READ)}
    return render(request, "registry/quality/page.html", context)


@require_POST
@screen(QUALITY_READ)
def quality_count(request: StaffRequest) -> HttpResponse:
    """Has the worker count anew; once is enough while it waits."""
    try:
        count_when_asked.defer()
    except AlreadyEnqueued:
        messages.info(request, _("It is being counted already."))
    else:
        messages.success(request, _("It is being counted. Open the page again in a minute."))
    return redirect("people:quality")


@require_GET
@screen(PERSON_READ, logs="quality.records_viewed")
def quality_mend(request: StaffRequest, measure: str, unit: str) -> HttpResponse:
    """The records of one unit that fall short in one respect."""
    chosen = next((one for one in units_under(request.user, QUALITY_READ) if one.public_id == unit), None)
    if measure not in MEASURES or chosen is None:
        raise Http404(_("Not found, or not open to you."))
    form = GroupForm(request.GET)
    page = Paginator(to_mend(measure, chosen, form.chosen), PAGE).get_page(request.GET.get("page", 1))
    noted(request, *page)
    crumbs = [
        Crumb(_("Data quality"), reverse("people:quality")),
        Crumb(str(chosen), reverse("people:quality-of", args=[unit])),
    ]
    context = {"measure": MEASURES[measure], "unit": chosen, "page": page, "crumbs": crumbs}
    context["form"] = form
    return render(request, "registry/quality/mend.html", context)
