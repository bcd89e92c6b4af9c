"""Which language a page speaks: the reader's own choice, otherwise Azerbaijani.

The browser's list of languages is not asked: it mostly tells how the device was sold. The choice is kept in
a cookie, set by a plain form, so it works without JavaScript and before signing in.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

COOKIE = "language"
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


def codes() -> list[str]:
    """The languages we speak, Azerbaijani first."""
    return [code for code, _name in settings.LANGUAGES]


def chosen(request: HttpRequest) -> str:
    """The reader's language, or the default where none was chosen."""
    wanted = request.COOKIES.get(COOKIE, "")
    return wanted if wanted in codes() else str(settings.LANGUAGE_CODE)


def theme(request: HttpRequest) -> str:
    """The reader's colours: `light`, `dark`, or `auto` for whatever the device says."""
    wanted = request.COOKIES.get(THEME_COOKIE, "")
    return wanted if wanted in THEMES else "auto"


class LanguageChoice:
    """Turns the chosen language on for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Keep a harmless choice on this device for a year."""
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
