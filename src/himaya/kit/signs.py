"""The null sign: no text of ours holds it, PostgreSQL stores none, and yet any program can send it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import QueryDict

NULL = "\x00"


class NoNullSigns:
    """Drops the null sign from what is typed or asked, as `kit.text.clean` drops every mark that nobody sees, before
    any view looks at it. An address that holds one leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """After the check that a form came from our own page, which reads the form itself."""
        if any(NULL in str(part) for part in (*args, *kwargs.values())):
            raise Http404
        if NULL in request.META.get("QUERY_STRING", "") or "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without(request.GET)
        if request.method == "POST" and any(map(_holds, request.POST.lists())):
            request.POST = without(request.POST)


def _holds(field: tuple[str, list[Any]]) -> bool:
    name, values = field
    return NULL in name or any(NULL in str(value) for value in values)


def without(sent: QueryDict) -> Any:
    """The same fields without null signs."""
    found = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        found.setlist(name.replace(NULL, ""), [str(value).replace(NULL, "") for value in values])
    found._mutable = False
    return found
