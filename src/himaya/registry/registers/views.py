"""The registers: which there are, who stands on one on a day, taking one out, and the card of one child."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import StaffRequest, attempt, fetch, may, noted, screen
from himaya.access.roles import REGISTER_EXPORT, REGISTER_READ
from himaya.kit.shapes import Crumb
from himaya.reference.queries import codelist
from himaya.registry.people.models import Person
from himaya.registry.registers.actions import take_out_register
from himaya.registry.registers.forms import AskForm, TakeOutForm
from himaya.registry.registers.printing import card_pdf
from himaya.registry.registers.queries import Asked, counts, entries, leaf, listed
from himaya.registry.registers.rules import REGISTERS, Register
from himaya.registry.statuses.rules import GROUPS


def _register(key: str) -> Register:
    if key not in REGISTERS:
        raise Http404(_("Not found, or not open to you."))
    return REGISTERS[key]


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Registers"), reverse("people:registers")), *more]


@require_GET
@screen(REGISTER_READ)
def register_list(request: StaffRequest) -> HttpResponse:
    """Which registers there are."""
    return render(request, "registry/registers/index.html", {"registers": list(REGISTERS.values())})


def _definitions(register: Register) -> list[tuple[str, str]]:
    """The statuses of a register that the law defines, with its words."""
    language = str(get_language() or "az")[:2]
    groups = codelist(GROUPS)
    found = [groups[code] for code in register.statuses if code in groups]
    return [
        (item.name, str(item.attributes.get(f"definition_{language}", "")))
        for item in found
        if item.attributes.get(f"definition_{language}")
    ]


@require_GET
@screen(REGISTER_READ, logs="register.viewed")
def register(request: StaffRequest, key: str) -> HttpResponse:
    """Who stands on a register on a day."""
    kept = _register(key)
    form = AskForm(request.GET or None, register=kept, user=request.user)
    asked = form.asked()
    rows = listed(kept, asked)
    page = leaf(rows, request.GET.get("page", ""))
    lines = entries(kept, page.rows, asked.on)
    noted(request, *(line.person for line in lines))
    context = {
        "register": kept,
        "form": form,
        "asked": asked,
        "page": page,
        "lines": lines,
        "counts": counts(rows, asked.on) if page.is_whole or "counted" in request.GET else None,
        "definitions": _definitions(kept),
        "crumbs": _crumbs(),
        "may_take_out": may(request.user, REGISTER_EXPORT),
    }
    return render(request, "registry/registers/register.html", context)


@require_GET
@screen(REGISTER_READ)
def register_counts(request: StaffRequest, key: str) -> HttpResponse:
    """How many stand on a register on a day: the part of its page that is fetched when the page stands."""
    kept = _register(key)
    asked = AskForm(request.GET or None, register=kept, user=request.user).asked()
    found = counts(listed(kept, asked), asked.on)
    return render(request, "registry/registers/counts.html", {"counts": found})


@screen(REGISTER_EXPORT)
def take_out(request: StaffRequest, key: str) -> HttpResponse:
    """A register as a file: for what, and in which form."""
    kept = _register(key)
    asked = AskForm(request.GET or None, register=kept, user=request.user).asked()
    form = TakeOutForm(request.POST or None)
    if form.is_valid():
        taken = attempt(
            form, take_out_register, register=kept, asked=asked, by=request.user, **form.cleaned_data
        )
        if taken:
            return _file(taken.content, taken.name, taken.mime)
    here = reverse("people:register", args=[key]) + (f"?{request.GET.urlencode()}" if request.GET else "")
    crumbs = _crumbs(Crumb(kept.title, here))
    context = {
        "register": kept,
        "form": form,
        "asked": asked,
        "crumbs": crumbs,
        "back": here,
        "many": _many(kept, asked),
    }
    return render(request, "registry/registers/take_out.html", context)


def _many(kept: Register, asked: Asked) -> int:
    return listed(kept, asked).count()


def _file(content: bytes, name: str, mime: str) -> HttpResponse:
    """Always a download, kept by no cache."""
    response = HttpResponse(content, content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
@screen(REGISTER_READ, logs="register.card_printed")
def register_card(request: HttpRequest, public_id: str) -> HttpResponse:
    """The card of one child in the central register."""
    people = Person.objects.visible_to(request.user).select_related("dossier__unit", "territory")
    person = fetch(request, people, public_id=public_id)
    content = card_pdf(person, str(get_language() or "az")[:2], str(request.user))
    return _file(content, f"card-{person.public_id}.pdf", "application/pdf")
