"""The present version, and memory that lives as long as the version does."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from himaya.kit.templatetags import filters
from himaya.reference.release.models import Release

# Another process' change is seen after this many seconds at the latest; our own at once.
LOOK_AGAIN = 5.0

P = ParamSpec("P")
T = TypeVar("T")

_memory: dict[Any, Any] = {}
_seen: tuple[int, float] = (-1, 0.0)


def forget() -> None:
    """Drop what this process remembers."""
    global _seen
    _memory.clear()
    filters.forget()
    _seen = (-1, 0.0)


def version() -> int:
    """The version of the reference data, asked of the database every few seconds."""
    global _seen
    known, asked = _seen
    if known >= 0 and time.monotonic() - asked < LOOK_AGAIN:
        return known
    current = Release.objects.filter(pk=1).values_list("version", flat=True).first() or 0
    if current != known:
        _memory.clear()
    _seen = (current, time.monotonic())
    return current


def remembered(build: Callable[P, T]) -> Callable[P, T]:
    """Keep what a query built, by its arguments, until the reference data changes."""

    @wraps(build)
    def kept(*args: P.args, **kwargs: P.kwargs) -> T:
        version()
        key = (build.__module__, build.__qualname__, args, tuple(sorted(kwargs.items())))
        if key not in _memory:
            _memory[key] = build(*args, **kwargs)
        return _memory[key]

    return kept
