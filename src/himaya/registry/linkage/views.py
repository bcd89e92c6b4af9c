"""The models by which records are compared: what each reached in its trial, and the word of who checks it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import attempt, fetch, may, screen
from himaya.access.roles import MODEL_PUBLISH, PERSON_JUDGE
from himaya.kit.shapes import Crumb
from himaya.registry.linkage.actions import publish_model, refuse_model
from himaya.registry.linkage.forms import CheckForm
from himaya.registry.linkage.models import LinkModel
from himaya.registry.linkage.process import LinkModelWork
from himaya.registry.linkage.queries import misfit_of, models_for, outdated, runs_for
from himaya.registry.linkage.report import figures_of, levels_of
from himaya.workflow.queries import state_of, status_bar


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Records to be judged"), reverse("people:pair-list")), *more]


@require_GET
@screen(PERSON_JUDGE)
def model_list(request: HttpRequest) -> HttpResponse:
    """The models and the runs of the batch."""
    rows = [
        (model, state_of(model), figures_of(model)[:3], misfit_of(model))
        for model in models_for(request.user)
    ]
    context = {"rows": rows, "outdated": outdated(), "runs": runs_for(request.user), "crumbs": _crumbs()}
    return render(request, "registry/linkage/list.html", context)


@screen(PERSON_JUDGE, logs="model.viewed")
def model_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One model: the report of its trial, what it learned, and the check."""
    model = fetch(request, LinkModel.objects.visible_to(request.user), public_id=public_id)
    form = CheckForm(request.POST or None, version=model.version)
    if form.is_valid() and _checked(form, model, request):
        messages.success(request, _("Written down."))
        return redirect("people:model-list")
    return render(request, "registry/linkage/detail.html", _page(request, model, form))


def _checked(form: CheckForm, model: LinkModel, request: HttpRequest) -> Any:
    """The human's word, as it was given."""
    if form.cleaned_data["verdict"] == "publish":
        return attempt(form, publish_model, model=model, by=request.user, expected=form.version)
    return attempt(form, refuse_model, model=model, by=request.user, expected=form.version)


def _page(request: HttpRequest, model: LinkModel, form: CheckForm) -> dict[str, Any]:
    waits = model.status == LinkModelWork.trained.name and may(request.user, MODEL_PUBLISH, model.dossier)
    return {
        "model": model,
        "marks": status_bar(LinkModelWork, model, LinkModelWork.steps_of(model)),
        "figures": figures_of(model),
        "levels": levels_of(model),
        "misfit": misfit_of(model),
        "form": form if waits else None,
        "crumbs": _crumbs(Crumb(_("Models"), reverse("people:model-list"))),
    }
