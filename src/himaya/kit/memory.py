"""What the parts of one page ask of the same record, asked once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")

MEMORY = "_asked_on_this_page"


def one_page(record: Any) -> None:
    """From here on the record in hand remembers what it was asked. For pages that only show: called before drawing,
    never before a write."""
    record.__dict__[MEMORY] = {}


def asked_once(question: Callable[[Any], list[T]]) -> Callable[[Any], list[T]]:
    """A read about one record whose answer lives as long as the page that shows it; elsewhere it is read anew."""
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def ask(record: Any) -> list[T]:
        memory = record.__dict__.get(MEMORY)
        if memory is None:
            return question(record)
        if name not in memory:
            memory[name] = question(record)
        answer: list[T] = memory[name]
        return answer

    return ask
