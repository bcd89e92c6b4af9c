"""What every template knows: the site, the reader's language and colours."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from himaya.kit.language import theme

QUICK_EXIT_URL = "https://az.wikipedia.org/"


@dataclass(frozen=True, slots=True)
class Site:
    """Facts about this installation and this reader, for the layouts."""

    name: str
    demo: bool
    language: str
    languages: list[tuple[str, str]]
    theme: str
    quick_exit_url: str


def site(request: HttpRequest) -> dict[str, Any]:
    """The `site` of every template."""
    return {
        "site": Site(
            name=getattr(settings, "SITE_NAME", "Himaya"),
            demo=bool(settings.DEMO),
            language=translation.get_language() or settings.LANGUAGE_CODE,
            languages=list(settings.LANGUAGES),
            theme=theme(request),
            quick_exit_url=getattr(settings, "QUICK_EXIT_URL", QUICK_EXIT_URL),
        )
    }
