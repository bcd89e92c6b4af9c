"""Code lists: adding, renaming and retiring codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from himaya.access.gate import attempt, screen
from himaya.access.roles import SETTINGS_MANAGE
from himaya.desk.settings.actions import add_code, rename_code, retire_code
from himaya.desk.settings.forms import NamesForm, NewCodeForm, RetireForm
from himaya.desk.settings.frame import framed
from himaya.desk.settings.queries import code_named, codelist_lines, codes_of
from himaya.kit.asked import asked
from himaya.kit.shapes import Crumb
from himaya.reference.models import Codelist


def _crumb(codelist: Codelist) -> Crumb:
    return Crumb(codelist.name, reverse("desk:codelist", args=[codelist.key]))


@screen(SETTINGS_MANAGE)
def codelists(request: HttpRequest) -> HttpResponse:
    """Every list, by its name or by one of its codes."""
    question = asked(request)
    if question.lead is not None:
        return question.lead
    words = question.get("words").strip()
    context = framed("codes", lists=codelist_lines(words), words=words)
    return render(request, "desk/settings/codelists.html", context)


@screen(SETTINGS_MANAGE)
def codelist(request: HttpRequest, key: str) -> HttpResponse:
    """One list, and a new code for it."""
    found = get_object_or_404(Codelist, key=key)
    form = NewCodeForm(request.POST or None, codelist=found)
    if form.is_valid() and attempt(form, add_code, codelist=found, by=request.user, **form.given()):
        return redirect("desk:codelist", key)
    used, others = codes_of(found)
    context = framed("codes", _crumb(found), codelist=found, used=used, others=others, form=form)
    return render(request, "desk/settings/codelist.html", context)


@screen(SETTINGS_MANAGE)
def code_rename(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Better words for a code."""
    found = get_object_or_404(code_named(key, code))
    names = {name: getattr(found, name) for name in NamesForm.base_fields}
    form = NamesForm(request.POST or None, initial=names)
    if form.is_valid() and attempt(form, rename_code, code=found, names=form.names, by=request.user):
        return redirect("desk:codelist", key)
    context = framed("codes", _crumb(found.codelist), Crumb(found.name), code=found, form=form)
    return render(request, "desk/settings/code_rename.html", context)


@screen(SETTINGS_MANAGE)
def code_retire(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """From a day on a code is no longer offered."""
    found = get_object_or_404(code_named(key, code))
    form = RetireForm(request.POST or None)
    if form.is_valid() and attempt(form, retire_code, code=found, by=request.user, **form.cleaned_data):
        return redirect("desk:codelist", key)
    context = framed("codes", _crumb(found.codelist), Crumb(found.name), code=found, form=form)
    return render(request, "desk/settings/code_retire.html", context)
