"""Azerbaijani text: cleaning on the way in, casing, search keys, duplicate-candidate keys, sort keys.

`fold`, `sort_key` and `skeletons` have twins in the database (`himaya_fold`, `himaya_sort_key`,
`himaya_skeletons`, kit migration 0001) that give the same results; a property test holds them together.
Change both or neither.
"""

import re
import unicodedata
from collections.abc import Iterable
from operator import itemgetter

# --- marks nobody sees -----------------------------------------------------------------------------
# Soft hyphen, Arabic letter mark, zero-width, bidirectional and invisible-operator marks, selectors, tags.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
_CONTROL = "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f"
_STRIP = re.compile(f"[{_UNSEEN}{_CONTROL}\U000e0000-\U000e0fff\ud800-\udfff]")
_EMOJI = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_EMOJI_JOINT = re.compile(
    f"(?<=[{_EMOJI}\ufe0f])[\u200d\ufe0f](?=[{_EMOJI}\u200d])|(?<=[{_EMOJI}0-9#*])\ufe0f"
)
_BREAK = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
_GAP = re.compile("\n{3,}")
_EMOJI_SIGN = re.compile(f"[{_EMOJI}\u200d\ufe0f]")
_PLAIN_NAME = re.compile("[A-Za-zəƏıİöÖğĞüÜşŞçÇ]+(?:[ '.-]+[A-Za-zəƏıİöÖğĞüÜşŞçÇ]+)*")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

# --- letters that look alike -----------------------------------------------------------------------
_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ɏə\u0300-\u036f\u0400-\u052f]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
# Latin letters that no Cyrillic letter resembles; ə and Ə belong to both alphabets and decide nothing.
_SURE_LATIN = re.compile("[DFGLNQRSUVWZbdfghklmnqrstuvwzÀ-ÖØ-öø-ƍƐ-ǜǞ-ɏ]")
_ANY_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ƍƐ-ǜǞ-ɏ]")
_SURE_CYRILLIC = re.compile("[^A-Za-zÀ-ÖØ-öø-ɏə\u0300-\u036fАВЕКМНОРСТХУІЈаеорсхуіјӘә]")
_TO_LATIN = str.maketrans("АВЕКМНОРСТХУІЈаеорсхуіјӘә", "ABEKMHOPCTXYIJaeopcxyijƏə")
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXYIJaeopcxyij", "АВЕКМНОРСТХУІЈаеорсхуіј")
_SCHWA = str.maketrans("ǝƎ", "əƏ")

# --- folding ---------------------------------------------------------------------------------------
_FOLD_DROP = re.compile(
    "[\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff'`´ʹʻʼʽˈ‘’‛′]"
)
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_FAST = re.compile("[ -~əƏıİöÖğĞüÜşŞçÇ]*")
_FAST_FROM = "ABCDEFGHIJKLMNOPQRSTUVWXYZəƏıİöÖğĞüÜşŞçÇ"
_FAST_TO = "abcdefghijklmnopqrstuvwxyzaaiioogguusscc"
_FAST_FOLD = str.maketrans(_FAST_FROM, _FAST_TO, "'`")
_BEFORE = str.maketrans({"й": "y", "Й": "y", "ё": "yo", "Ё": "yo"})
_FOLD_FROM = (
    _FAST_FROM
    + "ǝƎәӘøØłŁđĐðÐħĦŧŦ"
    + "абвгғдежзиыіјкҝлмноөпрстуүфхһчҹшщэєґ"
    + "АБВГҒДЕЖЗИЫІЈКҜЛМНОӨПРСТУҮФХҺЧҸШЩЭЄҐ"
)
_CYRILLIC_TO = "abvqgdejziiiykglmnooprstuufxhccsseeq"
_FOLD_TO = _FAST_TO + "aaaaoollddddhhtt" + _CYRILLIC_TO + _CYRILLIC_TO
_FOLD = str.maketrans(_FOLD_FROM, _FOLD_TO, "ьЬъЪ") | str.maketrans(
    {"ц": "ts", "Ц": "ts", "ю": "yu", "Ю": "yu", "я": "ya", "Я": "ya"}
    | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ß": "ss", "ẞ": "ss", "þ": "th", "Þ": "th"}
)
_NOT_KEY = re.compile("[^a-z0-9]+")

# --- sorting ---------------------------------------------------------------------------------------
# The Azerbaijani order; w, which only foreign names hold, after v. Codes are "A", "B", … in this order.
ALPHABET = "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz"
_CODES = "".join(chr(ord("A") + place) for place in range(len(ALPHABET)))
_UPPER = "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVWYZ"
_SORT = str.maketrans(ALPHABET + _UPPER + "[\\]^_", _CODES + _CODES + "     ", "'`")
# Letters with marks that are the alphabet's own must outlive the decomposition of foreign accents.
_OWN = str.maketrans(
    "çğıöşüÇĞIİÖŞÜйЙ",
    "\ue003\ue009\ue00c\ue00f\ue013\ue016" + "\ue003\ue009\ue00c\ue00d\ue00f\ue013\ue016\ue021\ue021",
)
_SORT_CYRILLIC = str.maketrans(
    "АБВГҒДЕЖЗИЫІЈКҜЛМНОӨПРСТУҮФХҺЦЧҸШЩЪЬЭЮЯЄҐ", "абвгғдежзиыіјкҝлмноөпрстуүфхһцчҹшщъьэюяєґ"
)
_SORT_SLOW = (
    _SORT
    | _SORT_CYRILLIC
    | str.maketrans("\ue003\ue009\ue00c\ue00d\ue00f\ue013\ue016\ue021", "DJMNVZ]й")
    | str.maketrans("ǝƎәӘøØłŁđĐðÐ", "GGGGUURREEEE")
)
_NOT_SORT = re.compile("[^0-9A-a\u0370-\u1fff\u2c00-\u2fff\u3040-\ud7ff]+")

# --- skeletons -------------------------------------------------------------------------------------
_PATRONYM = re.compile(r"\b(oglu|ogli|qizi|kizi|gizi|kyzy|qyzy)\b")
_ENDING = re.compile("(yeva|iyeva|ieva|eva|yev|iyev|iev|ev|ova|ov|zada|zade|li|lu)$")
_SOUNDS = (
    ("dzh", "c"), ("zh", "c"), ("dj", "c"), ("kh", "h"), ("gh", "k"), ("sh", "s"), ("ch", "s"),
    ("x", "h"), ("j", "c"), ("q", "k"), ("g", "k"), ("w", "v"),
)  # fmt: skip
_VOWELS, _TWICE = re.compile("[aeiouy]"), re.compile(r"(.)\1+")
_ONCE = itemgetter(1)  # of a letter written twice; a template would be read anew at each
_FIRST = {"a": "A", "e": "A", "i": "I", "o": "U", "u": "U", "y": "I"}


class RefusedText(ValueError):
    """Text that cannot stand here: `code` is one of `emoji`, `digit`, `symbol`, `letterless`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _unmix_word(match: re.Match[str]) -> str:
    word = match[0]
    if not (_ANY_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    if _SURE_CYRILLIC.search(word) and not _SURE_LATIN.search(word):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN)


def unmix(text: str) -> str:
    """One alphabet a word: a Cyrillic letter slipped into a Latin word becomes Latin, and back."""
    return _WORD.sub(_unmix_word, text) if _CYRILLIC.search(text) else text


def _letters(text: str) -> str:
    return unmix(unicodedata.normalize("NFC", text).translate(_SCHWA))


def _unseen(text: str) -> str:
    """Without invisible marks, save the joints that hold an emoji together."""
    if not _STRIP.search(text):
        return text
    joints = {match.start() for match in _EMOJI_JOINT.finditer(text)}
    return "".join(c for i, c in enumerate(text) if i in joints or not _STRIP.match(c))


def clean(text: str) -> str:
    """Text as it is stored: composed, one alphabet a word, nothing invisible, tidy spaces and lines."""
    if _FAST.fullmatch(text):  # nothing to put right but spaces
        return " ".join(text.split())
    text = _letters(_unseen(_BREAK.sub("\n", text)))
    lines = [_SPACES.sub(" ", line).strip(" ") for line in text.split("\n")]
    return _GAP.sub("\n\n", "\n".join(lines)).strip("\n")


def clean_line(text: str) -> str:
    """`clean`, on one line."""
    if _FAST.fullmatch(text):
        return " ".join(text.split())
    return " ".join(clean(text).split("\n")).replace("  ", " ").strip(" ")


def clean_name(text: str) -> str:
    """A person's or a place's name as it is stored. Raises RefusedText for emoji, digits and symbols."""
    name = clean_line(text)
    if _PLAIN_NAME.fullmatch(name):
        return name
    name = re.sub("[’‘ʼ`´]", "'", name)
    for letter in name:
        kind = unicodedata.category(letter)
        if _EMOJI_SIGN.match(letter):
            raise RefusedText("emoji")
        if kind.startswith("N"):
            raise RefusedText("digit")
        if not (kind.startswith(("L", "M")) or letter in " -'.–"):
            raise RefusedText("symbol")
    if name and not any(letter.isalpha() for letter in name):
        raise RefusedText("letterless")
    return name


def az_lower(text: str) -> str:
    """Lower case as Azerbaijani has it: I → ı, İ → i."""
    return _letters(text).replace("İ", "i").replace("I", "ı").lower()


def az_upper(text: str) -> str:
    """Upper case as Azerbaijani has it: i → İ, ı → I."""
    return unicodedata.normalize("NFC", text).replace("i", "İ").replace("ı", "I").upper()


def az_title(text: str) -> str:
    """Each word with a capital, the rest small."""
    return re.sub(r"[^\W_]+", lambda m: az_upper(m[0][0]) + az_lower(m[0][1:]), text)


def fold(text: str) -> str:
    """The search key: ASCII small letters and digits, one space between words.

    Diacritics, case, alphabet (Latin, Azerbaijani Cyrillic, Russian) and invisible marks no longer matter;
    an apostrophe joins, every other separator parts. Empty where nothing of that is in the text: no key.
    """
    if _FAST.fullmatch(text):
        return _NOT_KEY.sub(" ", text.translate(_FAST_FOLD)).strip(" ")
    text = _letters(_FOLD_DROP.sub("", _BEYOND.sub(" ", text))).translate(_BEFORE)
    text = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).translate(_FOLD)
    return _NOT_KEY.sub(" ", text).strip(" ")


def sort_key(text: str) -> str:
    """A key whose plain code-point order is the Azerbaijani dictionary order; other alphabets after z."""
    if _FAST.fullmatch(text):
        return _NOT_SORT.sub(" ", text.translate(_SORT)).strip(" ")
    text = _letters(_FOLD_DROP.sub("", _BEYOND.sub(" ", text))).translate(_OWN)
    text = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).translate(_SORT_SLOW)
    return _NOT_SORT.sub(" ", text).strip(" ")


def _skeleton(key: str) -> str:
    key = _PATRONYM.sub("", key).strip(" ")
    if len(key) > 4:
        key = _ENDING.sub("", key)
    for long, short in _SOUNDS:
        key = key.replace(long, short)
    body = _TWICE.sub(_ONCE, _VOWELS.sub("", key[1:]))
    return _FIRST.get(key[:1], key[:1]) + body


def skeletons(text: str) -> frozenset[str]:
    """Consonant keys of a name, only to *propose* duplicates; names in g have a second in h (Russian Г)."""
    key = fold(text)
    keys = {_skeleton(key)}
    if key[:1] in ("g", "q") and key[1:2] != "h":
        keys.add(_skeleton("h" + key[1:]))
    return frozenset(keys - {""})


def by_name(names: Iterable[str]) -> list[str]:
    """In Azerbaijani dictionary order."""
    return sorted(names, key=sort_key)
