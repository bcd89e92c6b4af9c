"""What the public sees: numbers for help, and the wording of letters."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, screen
from himaya.access.roles import SETTINGS_MANAGE
from himaya.desk.settings.actions import add_number, change_number, reword_letter
from himaya.desk.settings.forms import NewNumberForm, NumberForm, WordingForm, values_of_number
from himaya.desk.settings.frame import framed
from himaya.desk.settings.queries import all_numbers, letters, title_of, versions_of
from himaya.kit import clock
from himaya.kit.shapes import Crumb
from himaya.reference.models import HelpNumber


@screen(SETTINGS_MANAGE)
def numbers(request: HttpRequest) -> HttpResponse:
    """The numbers for help, those out of service too."""
    context = framed("numbers", numbers=all_numbers(), today=clock.today())
    return render(request, "desk/settings/numbers.html", context)


@screen(SETTINGS_MANAGE)
def number_add(request: HttpRequest) -> HttpResponse:
    """A new number."""
    form = NewNumberForm(request.POST or None, initial={"order": 1000, "certainty": "V"})
    if form.is_valid() and attempt(form, add_number, by=request.user, **form.given()):
        return redirect("desk:numbers")
    crumb = Crumb(_("A new number"))
    return render(request, "desk/settings/number.html", framed("numbers", crumb, form=form))


@screen(SETTINGS_MANAGE)
def number(request: HttpRequest, number: str) -> HttpResponse:
    """What is said of a number."""
    found = get_object_or_404(HelpNumber, number=number)
    form = NumberForm(request.POST or None, initial=values_of_number(found))
    if form.is_valid() and attempt(form, change_number, number=found, by=request.user, **form.given()):
        return redirect("desk:numbers")
    crumb = Crumb(found.number, reverse("desk:number", args=[found.number]))
    return render(request, "desk/settings/number.html", framed("numbers", crumb, form=form, number=found))


@screen(SETTINGS_MANAGE)
def letters_list(request: HttpRequest) -> HttpResponse:
    """The kinds of letters and their versions."""
    return render(request, "desk/settings/letters.html", framed("letters", letters=letters()))


@screen(SETTINGS_MANAGE)
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """The wording of a letter in three languages; a new one from a day on."""
    versions = versions_of(key)
    if not versions:
        raise Http404
    newest = versions[0]
    form = WordingForm(request.POST or None, template=newest)
    if form.is_valid():
        told = {"wording": form.wording(), "valid_from": form.cleaned_data["valid_from"]}
        if attempt(form, reword_letter, template=newest, by=request.user, **told):
            return redirect("desk:letter", key)
    crumb = Crumb(title_of(newest), reverse("desk:letter", args=[key]))
    context = framed("letters", crumb, title=title_of(newest), form=form, versions=versions)
    return render(request, "desk/settings/letter.html", context)
