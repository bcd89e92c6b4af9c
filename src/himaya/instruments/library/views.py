"""Reading the questionnaires: what they ask, since when, and what their scores mean."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import DESK_USE
from himaya.instruments.library.queries import instruments, version_page, versions


@screen(DESK_USE)
def library(request: StaffRequest) -> HttpResponse:
    """Every questionnaire with its versions."""
    return render(request, "instruments/library/list.html", {"instruments": instruments()})


@screen(DESK_USE)
def version(request: StaffRequest, public_id: str) -> HttpResponse:
    """One version, whole: questions, answers to choose from, and how it is scored."""
    found = get_object_or_404(versions(), public_id=public_id)
    return render(request, "instruments/library/version.html", version_page(found))
