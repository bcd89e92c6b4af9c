"""The map shows the house as it stands: every context and every topic has its place in `docs/map.md`."""

import re
from collections.abc import Iterable

from tests.architecture import guards

MAP = guards.SRC.parents[1] / "docs" / "map.md"
FURNITURE = {"migrations", "management", "templates", "templatetags", "data", "formats", "__pycache__"}
OUTSIDE = {"settings", "cli", "static", "locale"}


def rooms() -> dict[str, set[str]]:
    """The topics of each context, as folders."""
    return {
        context.name: {
            topic.name for topic in context.iterdir() if topic.is_dir() and topic.name not in FURNITURE
        }
        for context in guards.SRC.iterdir()
        if context.is_dir() and context.name not in OUTSIDE | FURNITURE
    }


def off_the_map(contexts: dict[str, Iterable[str]], text: str) -> list[str]:
    """Contexts without a row, and topics that their row does not name."""
    drawn = {
        row.group(1): set(re.findall(r"`(\w+)`", row.group(2)))
        for row in re.finditer(r"^\|[^|]*\| `(\w+)` \|[^|]*\|([^|]*)\|$", text, re.M)
    }
    missing = [context for context in contexts if context not in drawn]
    return sorted(missing) + sorted(
        f"{context}.{topic}"
        for context, topics in contexts.items()
        for topic in topics
        if context in drawn and topic not in drawn[context]
    )


def test_every_context_and_topic_is_on_the_map() -> None:
    assert off_the_map(dict(rooms()), MAP.read_text()) == [], "draw it in docs/map.md"


def test_the_guard_finds_a_room_without_a_place() -> None:
    planted = "| top | `cases` | work | `intake`, `visits` |"
    assert off_the_map({"cases": {"intake", "plan"}, "care": set()}, planted) == ["care", "cases.plan"]
