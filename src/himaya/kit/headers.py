"""Security headers of every page we make (static files are answered before this)."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from himaya.kit.errors import page

PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


def events_url(request: HttpRequest) -> str:
    """Where the browser listens for notices; `{host}` in the setting is the host the page was asked from."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return str(settings.EVENTS_URL).replace("{host}", f"[{host}]" if ":" in host else host)


def content_security_policy(request: HttpRequest) -> str:
    """Only our own files, no inline code, framed by nobody; the event stream may live on another port."""
    connect = "'self'"
    events = urlsplit(events_url(request))
    if events.netloc:
        connect += f" {events.scheme}://{events.netloc}"
    forms = " ".join(["'self'", *getattr(settings, "FORM_ACTION_ORIGINS", [])])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src {connect}; form-action {forms}; frame-ancestors 'none'; base-uri 'none'"
    )


def for_drawn_forms(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lets the one page on which a form is filled in run the engine of forms, which is compiled code of ours, and ask the
    device where it is when a question asks for a place."""
    policy = content_security_policy(request)
    response.headers["Content-Security-Policy"] = policy.replace(
        "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
    )
    response.headers["Permissions-Policy"] = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")
    return response


class SecurityHeaders:
    """Adds the policy, and keeps our pages out of every cache.

    A shared family computer or a browser's back button must not show a page again after signing out or
    after the quick exit, so nothing is stored unless a view says otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_security_policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NeverBlank:
    """Whoever opens an address that only takes forms (a page loaded again, a language changed on it) gets a page with
    a way on, not an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            allowed = response.headers["Allow"]
            response = page(
                request,
                405,
                _("This address only takes a form"),
                _("Nothing was changed. Go back to the page you came from."),
                go_back=True,
            )
            response.headers["Allow"] = allowed
        return response
