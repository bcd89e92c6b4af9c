"""A form that was sent takes its draft with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from himaya.workflow.drafts.actions import drop_draft


class SentDrafts:
    """Removes the draft named by a form's `_draft` once the form led somewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and 300 <= response.status_code < 400 and request.user.is_authenticated:
            key = request.POST.get("_draft", "").rstrip("/").rpartition("/")[2]
            if key:
                drop_draft(by=request.user, key=key)
        return response
