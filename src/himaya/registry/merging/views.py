"""Undoing a merge."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import PERSON_JUDGE
from himaya.kit.shapes import Crumb
from himaya.registry.merging.actions import unmerge_people
from himaya.registry.merging.forms import UndoForm
from himaya.registry.merging.models import Merge
from himaya.registry.merging.queries import stands_in, written_since


@screen(PERSON_JUDGE, logs="merge.viewed")
def merge_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Parts two records again; what was written since stays, or goes where a human says."""
    merges = Merge.objects.visible_to(request.user).select_related("kept", "merged", "merged_by")
    merge = fetch(request, merges, public_id=public_id)
    person = stands_in(merge.kept_id)
    form = UndoForm(request.POST or None, since=written_since(merge))
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "given": form.cleaned_data.get("given", ())}
        returned = attempt(form, unmerge_people, merge=merge, by=request.user, **said)
        if returned:
            messages.success(request, _("Undone. Both records stand as they stood."))
            return redirect(returned)
    crumbs = [Crumb(str(person), person.get_absolute_url())]
    context = {"merge": merge, "person": person, "form": form, "crumbs": crumbs}
    return render(request, "registry/merging/undo.html", context)
