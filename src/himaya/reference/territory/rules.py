"""Reading a place as people write it: any alphabet, missing letters, endings, words of kind around it."""

import re

from himaya.kit import text

# Words of kind, folded, e as a. Endings of case may follow.
_CASES = "(n?(i|in|a|da|dan|u|un|nu))?"
KIND_WORDS = {
    "city": re.compile(f"(sahar(i|da|dan|in|a)?{_CASES}|sah|s|city|town|qorod[aue]?)"),
    "rayon": re.compile(
        f"(rayon(u|da|dan|un|a)?{_CASES}|raion|rn|r n|r nu|r nun|r nda|r|district|rayona|rayone)"
    ),
    "township": re.compile(
        f"(qasaba(si|da|dan|nin|ya)?{_CASES}|qas|qs|q|posyolok|poselok|posalok|township|pgt|pos)"
    ),
    "village": re.compile(f"(kand(i|da|dan|in|a)?{_CASES}|k|salo|sala|qishlaq|village)"),
}
# After these words a name is a street's, a station's or a person's, not a place's.
NOT_A_PLACE = re.compile(
    "(kuca(si)?"
    + _CASES
    + "|kuc|prospekt\\w*|prospekti|pr|meydan\\w*|ulis\\w*|ulits\\w*|ul|sokak|dalan\\w*|dongasi|"
    "adina|adini|adli|parki?|bagi|prospektinda|xiyaban\\w*|soss?e\\w*|sossa\\w*|restoran\\w*|muallim\\w*|bay|xanim)"
)
# An institution stands in the town, not in the villages around it.
IN_TOWN = re.compile(
    "(xastaxana|maktab|litsay|bagca|baqca|internat|usaq evi|usaqlar evi|poliklinika|klinika|bazar|vagzal|"
    "universitet|kollec|stansiya|avtovagzal|bolnis|bolnits|skol|hospital|school|dogum evi|mahkama|polis)"
)
_ENDINGS = (
    "ndaki", "larda", "daki", "ndan", "nin", "nun", "dan", "nda", "tan", "dir", "da", "ta", "in", "un", "ya", "na",
    "ni", "nu", "li", "lu", "a", "i", "u",
)  # fmt: skip
LONG_TEXT = 6  # a text of more words is a story, and names in it must look like names


def place_key(written: str) -> str:
    """The key under which a place is found: folded, e as ə, because people without the letter write e."""
    return text.fold(written).replace("e", "a")


_LOOSE = (
    ("dzh", "c"), ("dj", "c"), ("zh", "j"), ("kh", "x"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("ya", "a"),
    ("yu", "u"), ("j", "c"), ("q", "g"), ("k", "g"), ("h", "x"), ("y", "i"), ("o", "u"), ("w", "v"),
)  # fmt: skip


def loose_key(key: str) -> str:
    """A looser key for Russian and English spellings of the same name."""
    for long, short in _LOOSE:
        key = key.replace(long, short)
    return re.sub(r"(.)\1+", r"\1", key)


def without_ending(word: str) -> list[str]:
    """The word, and the word without each ending of case it may carry, the longest ending first."""
    stems = [
        word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 3
    ]
    return [word, *stems]


# In Russian the word of kind stands before the name; `q` is what is left of “г.”.
KIND_BEFORE = {"qorod": "city", "q": "city", "salo": "village", "posyolok": "township", "rayon": "rayon"}


def kind_word(word: str) -> str | None:
    """`city`, `rayon`, `township` or `village` where the word says one."""
    return next((kind for kind, pattern in KIND_WORDS.items() if pattern.fullmatch(word)), None)


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap to come from one to the other; `most` + 1 when it is more."""
    # A change puts at most one letter in and takes one out: what differs by more letters is not worth counting.
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        following = [i]
        for j, b in enumerate(other, start=1):
            cost = min(row[j] + 1, following[-1] + 1, row[j - 1] + (a != b))
            if before and i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
