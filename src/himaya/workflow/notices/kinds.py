"""What each kind of notice says: plain words without any detail of a case."""

from django.utils.functional import Promise

# Filled by the contexts that tell it.
KINDS: dict[str, Promise | str] = {}


def kind(code: str, text: Promise | str) -> str:
    """Names a kind of notice and what it says."""
    KINDS[code] = text
    return code
