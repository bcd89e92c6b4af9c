"""The page of the one search box."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from himaya.access.gate import StaffRequest, noted, screen
from himaya.access.roles import DESK_USE, PERSON_SEARCH
from himaya.desk.search.queries import LONGEST, find
from himaya.kit.asked import asked, remember
from himaya.registry.actions import search_people
from himaya.registry.queries import Match, TooManySearches


@screen(DESK_USE, logs="search.made")
def search(request: StaffRequest) -> HttpResponse:
    """What answers; as one types only the part of the page that changes. Nothing typed stands in an address."""
    question = asked(request)
    if question.lead is not None:
        return question.lead
    words = question.get("q").strip()[:LONGEST]
    context: dict[str, Any] = {"search_words": words}
    if words:
        matches, context["enough"] = _people(request, words)
        context["found"] = find(words, matches, request.user)
        noted(request, *(match.person for match in matches if match.person))
    if request.method == "POST":
        part = render(request, "desk/search/found.html", context)
        return remember(request, part, question, request.path)
    return render(request, "desk/search/page.html", context)


def _people(request: StaffRequest, words: str) -> tuple[list[Match], str]:
    if not request.user.can(PERSON_SEARCH):
        return [], ""
    try:
        return search_people(text=words, by=request.user), ""
    except TooManySearches as enough:
        return [], str(enough)
