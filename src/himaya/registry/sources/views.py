"""Choosing between sources, cutting a wrong join, and keeping the list of sources."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_WRITE, SETTINGS_MANAGE
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page
from himaya.registry.sources.actions import add_source, choose_field, cut_link, set_trust
from himaya.registry.sources.forms import CutForm, SourceForm, TrustForm
from himaya.registry.sources.models import SourceLink, SourceTelling
from himaya.registry.sources.queries import sources_now


@require_POST
@screen(PERSON_WRITE)
def field_choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """By hand: what this source says of the field is right; or back to the rule."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    telling = None
    if request.POST.get("telling"):
        rows = SourceTelling.objects.visible_to(request.user)
        telling = fetch(request, rows, public_id=request.POST["telling"])
    choose_field(person=person, field=request.POST.get("field", ""), telling=telling, by=request.user)
    messages.success(request, _("Chosen. What the others said is kept."))
    return redirect(person)


@screen(PERSON_WRITE)
def link_cut(request: HttpRequest, public_id: str) -> HttpResponse:
    """A source's row that was never this person's stands by itself again."""
    links = SourceLink.objects.visible_to(request.user).select_related("person__dossier", "record__source")
    link = fetch(request, links, public_id=public_id)
    form = CutForm(request.POST or None)
    if form.is_valid() and attempt(
        form, cut_link, link=link, reason=form.cleaned_data["reason"], by=request.user
    ):
        messages.success(request, _("Cut. The person is as without this row."))
        return redirect(link.person)
    title = _("Cut the row of “%(source)s”") % {"source": link.record.source}
    return edit_page(request, link.person, form, title, submit=_("Cut"))


@screen(SETTINGS_MANAGE)
def source_list(request: HttpRequest) -> HttpResponse:
    """Who tells us about people, and how far each is believed."""
    new = SourceForm(request.POST if "code" in request.POST else None)
    trust = TrustForm(request.POST if "source" in request.POST else None)
    if new.is_valid() and attempt(new, add_source, by=request.user, **new.cleaned_data):
        return redirect("people:source-list")
    if trust.is_valid() and attempt(trust, set_trust, by=request.user, **trust.cleaned_data):
        return redirect("people:source-list")
    context = {"sources": sources_now(), "form": new, "trust": trust}
    return render(request, "registry/sources/list.html", context)
