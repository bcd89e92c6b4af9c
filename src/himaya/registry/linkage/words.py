"""A name as linkage compares it; the database's `registry_link_name` gives the same."""

import re

from himaya.kit.text import fold, skeletons

_ENDING = re.compile("(iyava|yava|iava|ava|iyav|yav|iav|av|ova|ov|zada|li|lu|oglu|qizi)$")
_LOOSE = str.maketrans("ew", "av")


def plain(name: str) -> str:
    """One word without diacritics, ə and e alike; empty where there is no letter."""
    return fold(name).replace(" ", "").translate(_LOOSE)


def stem(word: str) -> str:
    """A plain word without the ending that Russian, gender or custom added."""
    return _ENDING.sub("", word) if len(word) > 4 else word


def sound(name: str) -> str | None:
    """The consonants of a name: one key, the first of those by which duplicates are proposed."""
    return min(skeletons(name.replace(" ", "")), default=None)
