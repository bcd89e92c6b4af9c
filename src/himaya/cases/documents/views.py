"""The documents of a case."""

from django.http import HttpResponse
from django.shortcuts import render

from himaya.access.gate import StaffRequest, may, screen
from himaya.access.roles import CASE_READ, DOCUMENT_KEEP
from himaya.cases.casefile.frame import frame
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.views import case_of
from himaya.cases.documents.queries import lots_of_people, lots_of_reports
from himaya.cases.meetings.queries import excerpts_of
from himaya.registry.queries import folder_of


@screen(CASE_READ, logs="case.documents_viewed")
def case_documents(request: StaffRequest, public_id: str) -> HttpResponse:
    """The documents of a case, of its people, and of its reports."""
    case = case_of(request, public_id)
    more = {
        "record": case,
        "shelf": "case",
        "folder": folder_of(case.dossier, request.user),
        "may_keep": is_open(case) and may(request.user, DOCUMENT_KEEP, case.dossier),
        "people": lots_of_people(case, request.user),
        "reports": lots_of_reports(case, request.user),
        "excerpts": excerpts_of(case),
    }
    return render(request, "cases/documents/part.html", frame(request, case, "documents", **more))
