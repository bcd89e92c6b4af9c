"""What can go wrong on purpose, and the pages that say so without losing what was typed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

# Never sent back to the browser: secrets, and what the new form makes anew.
NOT_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "pin"}


class Refused(Exception):
    """The rules say no. `message` is read by the user; `field` names the form field it belongs to."""

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field

    @property
    def told(self) -> list[str]:
        """All that is said at once, one line each."""
        return [self.message]


class Stale(Exception):
    """Somebody changed the record since the page was opened. `current` is the record as it is now."""

    def __init__(self, current: Any = None) -> None:
        super().__init__(_("Somebody else has changed this in the meantime."))
        self.current = current


class Moved(Http404):
    """The record was joined to another. `to` is the one it leads to now."""

    def __init__(self, was: str, to: Any) -> None:
        super().__init__(_("This record leads to another now."))
        self.was = was
        self.to = to


@dataclass(frozen=True, slots=True)
class Kept:
    """One field the user had typed, kept for sending again."""

    name: str
    value: str


def kept(posted: QueryDict) -> list[Kept]:
    """Everything typed in a form that could not be taken, except secrets."""
    return [
        Kept(name, str(value))
        for name, values in posted.lists()
        if name not in NOT_KEPT and "password" not in name
        for value in values
    ]


def page(
    request: HttpRequest, status: int, title: str, text: str, *, next_step: str = "", **more: Any
) -> HttpResponse:
    """One calm page: what happened, and what to do now; a part of a page gets only the sentence."""
    if request.FILES:
        next_step = next_step or _("Files cannot be kept: attach them again.")
    context = {"title": title, "text": text, "next_step": next_step, "status": status, **more}
    template = "errors/fragment.html" if getattr(request, "htmx", False) else "errors/page.html"
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: something in the address or form that no page of ours sends."""
    if isinstance(exception, RequestDataTooBig):
        return too_long(request)
    return page(request, 400, _("This could not be understood"), _("Go back and try again."))


def too_long(request: HttpRequest) -> HttpResponse:
    """413: more was pasted than can be sent at once. It was never read, so only the browser still has it."""
    request._mark_post_parse_error()  # type: ignore[attr-defined]  # or whatever looks into the form fails once more
    return page(
        request,
        413,
        _("This is too long to send at once"),
        _(
            "Nothing is wrong, and what you sent before is kept. Go back: your text may still stand in the box."
        ),
        next_step=_("Send it in several shorter parts."),
        go_back=True,
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    text = str(exception or "") or _("Your role does not allow this page. Ask your unit's administrator.")
    return page(request, 403, _("This page is not open to you"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what the reader may not know exists."""
    text = _("It may have been moved, or you may not have access to it.")
    return page(request, 404, _("Nothing found here"), text)


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """409: the rules say no; nothing was changed; the typed text is kept for another try."""
    return page(
        request, 409, _("This cannot be done now"), exception.message, kept=kept(request.POST), go_back=True
    )


def stale(request: HttpRequest, exception: Stale) -> HttpResponse:
    """409: a second tab or another person was first; the typed text is shown, to be copied over."""
    text = _("Nothing was overwritten. Open the page again, compare, and add your text.")
    return page(request, 409, str(exception), text, kept=kept(request.POST), show_kept=True, go_back=True)


def moved(request: HttpRequest, exception: Moved) -> HttpResponse:
    """A page of a record that was joined to another opens for that one; a form is not sent there unseen."""
    if request.method == "GET":
        return HttpResponseRedirect(request.get_full_path().replace(exception.was, exception.to.public_id, 1))
    text = _(
        "The record was joined to another meanwhile. Nothing was written. Open it, and add your text there."
    )
    return page(
        request,
        409,
        _("This record leads to another now"),
        text,
        kept=kept(request.POST),
        show_kept=True,
        go_on=exception.to.get_absolute_url(),
    )


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too often from one place."""
    return page(request, 429, _("Too many attempts"), _("Wait a few minutes and try again."))


def signed_out(request: HttpRequest, login_url: str) -> HttpResponse:
    """401 for a form sent after the session ended: sign in beside it, then send the same text again."""
    text = _("Sign in again in a new tab, come back here and press “Send again”. Your text is kept.")
    return page(
        request,
        401,
        _("You have been signed out"),
        text,
        kept=kept(request.POST),
        login_url=login_url,
        send_again=True,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without context processors, since one of them may be what broke."""
    return HttpResponse(
        render_to_string("errors/server.html", {"title": _("Something broke on our side")}), status=500
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page had grown too old.

    Where the form demonstrably came from our own site (browsers always send where a POST came from) the
    text is kept and can be sent again with a fresh token. From anywhere else nothing is offered.
    """
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    if urlsplit(origin).netloc != request.get_host():
        return page(request, 403, _("This form did not come from this site"), _("Nothing was changed."))
    text = _("The page was open for too long. Your text is kept: press “Send again”.")
    return page(request, 403, _("Please send it once more"), text, kept=kept(request.POST), send_again=True)
