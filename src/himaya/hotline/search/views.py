"""The page on which contacts are looked for."""

from django.http import HttpResponse
from django.shortcuts import render

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import CONTACT_WORK
from himaya.hotline.contacts.page import rows_of
from himaya.hotline.contacts.queries import colleagues
from himaya.hotline.search.forms import SearchForm
from himaya.hotline.search.queries import Asked, found
from himaya.kit.asked import asked, remember

PAGE = "hotline/search/list.html"


@screen(CONTACT_WORK, logs="contacts.searched")
def contact_search(request: StaffRequest) -> HttpResponse:
    """Contacts by their words and by what is coded. What is typed stands in no address. While filters are being chosen
    only the rows are drawn anew."""
    question = asked(request)
    if question.lead is not None:
        return question.lead
    whole = not request.headers.get("HX-Request")
    staff = colleagues(request.user) if whole or question.get("counsellor") else []
    form = SearchForm(question.typed, colleagues=staff)
    wanted = form.asked() if form.is_bound and form.is_valid() else Asked()
    part = found(wanted, request.user, after=request.GET.get("after", ""))
    context = {"form": form, "rows": rows_of(part.rows), "older": part.older}
    if whole:
        return render(request, PAGE, context)
    return remember(request, render(request, f"{PAGE}#found", context), question, request.path)
