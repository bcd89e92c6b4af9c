"""Keeps the layouts' own words in the library's pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase


class OwnSite:
    """The library's pages bring a `site` of their own (the host's name), which would hide ours (language,
    colours, whether this is a sample country)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Runs between the view and the drawing of its page."""
        (response.context_data or {}).pop("site", None)
        return response
