"""Switches that every page carries (language, colours), the health check, and the style guide."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from himaya.kit.language import COOKIE, THEME_COOKIE, THEMES, codes, remember
from himaya.kit.samples import hits, samples

LAYOUTS = {
    "staff": "layouts/staff.html",
    "public": "layouts/public.html",
    "bare": "layouts/bare.html",
    "print": "layouts/print.html",
}
View = Callable[[HttpRequest], HttpResponse]


def _open_to_all(why: str) -> Callable[[View], View]:
    """Says why a view needs no gate. The gate stands on a higher floor; its guard test reads this mark."""

    def mark(view: View) -> View:
        view.gate = f"open: {why}"  # type: ignore[attr-defined]
        return view

    return mark


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the switch stood on, never to another site."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)


@_open_to_all("a reader chooses a language before signing in")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language on this device."""
    response = _back(request)
    wanted = request.POST.get("language", "")
    if wanted in codes():
        remember(response, COOKIE, wanted)
    return response


@_open_to_all("a reader chooses colours before signing in")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the reader's colours on this device."""
    response = _back(request)
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        remember(response, THEME_COOKIE, wanted)
    return response


@_open_to_all("asked by the load balancer; tells nothing")
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


def _only_with_samples() -> None:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404


@_open_to_all("made-up content only, and only beside sample data")
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, full and empty, with the longest names. Only where sample data is shown."""
    _only_with_samples()
    layout = LAYOUTS.get(request.GET.get("layout", ""), LAYOUTS["staff"])
    return render(request, "styleguide.html", {"layout": layout, **samples(request)})


@_open_to_all("made-up content only, and only beside sample data")
@require_POST
def styleguide_hits(request: HttpRequest) -> HttpResponse:
    """Answers the style guide's picker."""
    _only_with_samples()
    return render(request, "forms/hits.html", {"hits": hits(request.POST.get("q", ""))})


@_open_to_all("keeps nothing, and only beside sample data")
@require_POST
def styleguide_draft(request: HttpRequest) -> HttpResponse:
    """Answers the style guide's autosave; keeps nothing."""
    _only_with_samples()
    return HttpResponse(status=204)
