"""Patterns of other people's forms: tried for a moment only, so that none can hold up the server."""

import regex

LONGEST = 2000  # letters: longer patterns and longer texts are no form's


class BadPattern(Exception):
    """It cannot be read as a pattern."""


class TooSlow(Exception):
    """It was not decided in its time."""


def readable(pattern: str) -> None:
    """BadPattern where a pattern cannot be read, or is longer than any form needs."""
    if len(pattern) > LONGEST:
        raise BadPattern("…")
    try:
        regex.compile(pattern)
    except (regex.error, RecursionError) as wrong:
        raise BadPattern(str(wrong)) from wrong


def fits(pattern: str, text: str, milliseconds: int) -> bool:
    """Whether the whole text is as the pattern says. TooSlow where that is not known in time."""
    if len(text) > LONGEST:
        return False
    try:
        return regex.fullmatch(pattern, text, timeout=milliseconds / 1000) is not None
    except TimeoutError as slow:
        raise TooSlow from slow
