"""Norms: what is in force, what was, and laying down a new value."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, screen
from himaya.access.roles import SETTINGS_MANAGE
from himaya.desk.settings.actions import lay_down_norm
from himaya.desk.settings.forms import NormForm
from himaya.desk.settings.frame import SURE, columns, framed
from himaya.desk.settings.queries import norm_groups, norm_lines, norm_story
from himaya.kit.asked import asked
from himaya.kit.shapes import Crumb


@screen(SETTINGS_MANAGE)
def settings(request: HttpRequest) -> HttpResponse:
    """The settings begin with the norms."""
    return redirect("desk:norms")


@screen(SETTINGS_MANAGE)
def norms(request: HttpRequest) -> HttpResponse:
    """The values in force today, filtered by words, certainty and kind."""
    question = asked(request)
    if question.lead is not None:
        return question.lead
    wanted = {name: question.get(name).strip() for name in ("words", "certainty", "group")}
    lines = norm_lines(**wanted)
    heads = columns(_("Norm"), _("Value"), _("Legal act"), _("How sure it is"))
    context = framed("norms", lines=lines, asked=wanted, groups=norm_groups(), sureties=SURE, columns=heads)
    return render(request, "desk/settings/norms.html", context)


@screen(SETTINGS_MANAGE)
def norm(request: HttpRequest, key: str) -> HttpResponse:
    """One norm: every value it had, and a new one from a day on."""
    story = norm_story(key)
    if not story:
        raise Http404
    now = next((line for line in story if line.state == "now" and not line.place), story[0])
    first = {"unit": now.value.unit, "certainty": "V", "act": now.value.act}
    form = NormForm(request.POST or None, norm=now.value, initial=first)
    if form.is_valid() and attempt(form, lay_down_norm, key=key, by=request.user, **form.cleaned_data):
        return redirect("desk:norm", key)
    crumb = Crumb(now.value.name, reverse("desk:norm", args=[key]))
    context = framed("norms", crumb, norm=now, story=story, form=form)
    return render(request, "desk/settings/norm.html", context)
