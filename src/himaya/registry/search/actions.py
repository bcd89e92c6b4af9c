"""Searching, as a deed: counted, and written to the audit."""

from typing import Any

from himaya.access.gate import action
from himaya.access.roles import PERSON_SEARCH
from himaya.registry.search.queries import Match, find_people


@action(PERSON_SEARCH)
def search_people(*, text: str, by: Any) -> list[Match]:
    """People who answer what was typed, best first. TooManySearches once the hour's share is used up."""
    return find_people(text, by=by)
