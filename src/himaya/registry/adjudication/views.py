"""The queue of pairs, the page on which one is judged, and what the judgements tell."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import attempt, fetch, may, noted, screen, staff
from himaya.access.roles import PERSON_JUDGE, PERSON_READ, PERSON_SEARCH
from himaya.kit.shapes import Crumb
from himaya.registry.adjudication.actions import answer_pair, judge_pair, raise_pair
from himaya.registry.adjudication.forms import AnswerForm, JudgeForm, RaiseForm
from himaya.registry.adjudication.models import Pair
from himaya.registry.adjudication.process import PairWork
from himaya.registry.adjudication.queries import Sides, pairs_to_judge, percent_of, sides_of, statistics
from himaya.registry.adjudication.rules import RISKS
from himaya.registry.people.models import Person
from himaya.registry.people.views import edit_page
from himaya.registry.registration.rules import Purpose
from himaya.workflow.queries import due, status_bar


@require_GET
@screen(PERSON_JUDGE, logs="pairs.viewed")
def pair_list(request: HttpRequest) -> HttpResponse:
    """What waits: the risky first, then the likeliest."""
    done = request.GET.get("state") == "done"
    states = ("same", "different", "gone") if done else ("waiting", "second", "disputed", "asked")
    return render(
        request,
        "registry/adjudication/list.html",
        {"rows": pairs_to_judge(request.user, states=states), "done": done},
    )


@screen(PERSON_READ, logs="pair.viewed")
def pair_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two records side by side, the evidence, and the judgement."""
    pairs = Pair.objects.visible_to(request.user).select_related("dossier__unit", "merge", "raised_by")
    pair = fetch(request, pairs, public_id=public_id)
    sides = sides_of(pair)
    noted(request, *(person for person in (sides.one, sides.other) if person))
    form = JudgeForm(request.POST if "verdict" in request.POST else None, version=pair.version)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("verdict", "reason", "words")}
        if attempt(form, judge_pair, pair=pair, by=request.user, expected=form.version, **said):
            return _judged(request, said["verdict"])
        pair = _as_it_stands(form, pair)
    answer = AnswerForm(request.POST if "answer" in request.POST else None)
    if answer.is_valid() and attempt(
        answer, answer_pair, pair=pair, words=answer.cleaned_data["words"], by=request.user
    ):
        messages.success(request, _("Answered. The pair waits for its decision again."))
        return redirect("people:search")
    return render(request, "registry/adjudication/detail.html", _page(request, pair, sides, form, answer))


def _as_it_stands(form: Any, pair: Pair) -> Pair:
    """The pair as somebody else has left it meanwhile; what was typed can be sent again beside it."""
    newer = getattr(form, "stale", None)
    if newer is not None:
        form.data = {**form.data.dict(), "_version": str(newer.version)}
    return newer or pair


def _judged(request: HttpRequest, verdict: str) -> HttpResponse:
    told = {"same": _("Written down: one person."), "different": _("Written down: two people.")}
    messages.success(request, told.get(verdict, _("Asked. The units that know them will answer.")))
    return redirect("people:pair-list")


def _page(request: HttpRequest, pair: Pair, sides: Sides, form: Any, answer: Any) -> dict[str, Any]:
    clocks = PairWork.clocks_of(pair)
    open_moves = [move for move in PairWork.next_for(pair, staff(request)) if move.move.name != "answer"]
    judges = may(request.user, PERSON_JUDGE, pair.dossier)
    return {
        "pair": pair,
        "sides": sides,
        "percent": percent_of(pair),
        "risks": [RISKS[risk] for risk in pair.risks if risk in RISKS],
        "marks": status_bar(PairWork, pair, PairWork.steps_of(pair)),
        "due": due(clocks[0]) if clocks else None,
        "form": form if judges and (form.errors or (open_moves and pair.status != "asked")) else None,
        "answer": answer if pair.status == "asked" else None,
        "crumbs": [Crumb(_("Records to be judged"), reverse("people:pair-list"))] if judges else [],
    }


@require_GET
@screen(PERSON_JUDGE)
def pair_statistics(request: HttpRequest) -> HttpResponse:
    """How far the adjudicators agree, and the model with them."""
    crumbs = [Crumb(_("Records to be judged"), reverse("people:pair-list"))]
    told = statistics(request.user)
    return render(request, "registry/adjudication/statistics.html", {"told": told, "crumbs": crumbs})


@screen(PERSON_SEARCH)
def pair_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Says of two people that they may be one; who may not be seen in full may be meant as well."""
    person = fetch(request, Person.objects.visible_to(request.user), public_id=public_id)
    form = RaiseForm(request.POST or None, initial={"other": request.GET.get("person", "")})
    if form.is_valid():
        raise_pair(
            one=person.public_id,
            other=form.cleaned_data["other"],
            note=form.cleaned_data["note"],
            by=request.user,
        )
        messages.success(request, _("Put before an adjudicator."))
        return redirect(person)
    chosen = form["other"].value()
    other = Person.objects.visible_to(request.user).filter(public_id=chosen).first() if chosen else None
    purpose = Purpose(0, "", request.path, _("Who may be the same"), by_link=True, blind=True)
    shown = other or (_("Known, not open to you") if chosen else None)
    return edit_page(request, person, form, _("Perhaps the same person"), purpose=purpose, other=shown, q="")
