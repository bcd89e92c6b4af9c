"""Serving the gathered static files from the pages' own process."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import Redirect, StaticFile


class Found(FileResponse):
    """A file with exactly the headers the library says."""

    def set_headers(self, filelike: Any) -> None:
        """They are set already."""


class StaticFiles:
    """Answers for static files; everything else passes.

    The library's own middleware is asynchronous only. Under WSGI it would lead every page through an event loop
    and a thread of its own; here it only knows the files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.known = ServeStaticMiddleware(_never)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known, path = self.known, request.path_info
        found = known.find_file(path) if known.autorefresh else known.files.get(path)
        return self.get_response(request) if found is None else _answer(found, request)


async def _never(request: HttpRequest) -> HttpResponseBase:
    """The library asks for what comes after it; it is never called."""
    raise NotImplementedError


def _answer(found: StaticFile | Redirect, request: HttpRequest) -> HttpResponseBase:
    told = found.get_response(request.method or "GET", request.META)
    response = Found(told.file or [], status=int(told.status))
    del response["Content-Type"]
    for name, value in told.headers:
        if value is not None:
            response[name] = value
    return response
