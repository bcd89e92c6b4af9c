"""How many parts a text message takes, and in which alphabet it travels (3GPP TS 23.038)."""

from dataclasses import dataclass

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€\f")  # of the same alphabet, at the price of two


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as it travels: with `wide` letters (two bytes each) or narrow ones, in so many `parts`, with room `left`
    in the last."""

    wide: bool
    parts: int
    left: int


def cut(text: str) -> Cut:
    """One part holds 160 narrow letters or 70 wide ones; each of several 153 or 67, for they carry a header. An emoji
    counts as two wide letters. A letter is never split between two parts."""
    wide = not all(sign in GSM or sign in DOUBLE for sign in text)
    sizes = [(1 + (sign > "\uffff")) if wide else (1 + (sign in DOUBLE)) for sign in text]
    single, several = (70, 67) if wide else (160, 153)
    if sum(sizes) <= single:
        return Cut(wide, 1, single - sum(sizes))
    parts, room = 1, several
    for size in sizes:
        if size > room:
            parts, room = parts + 1, several
        room -= size
    return Cut(wide, parts, room)
