"""The same word in other letters: without marks, in Cyrillic, as English writes it, in look-alikes."""

UNMARKED = str.maketrans("əƏşŞçÇöÖüÜğĞıİ", "eEsScCoOuUgGiI")
LOOKALIKE = str.maketrans("aecopxyABEKMHOPCTX", "аесорхуАВЕКМНОРСТХ")
AZ_CYRILLIC = dict(zip("abvqğdejziıykglmnoöprstuüfxhçcşə", "абвгғдежзиыјкҝлмноөпрстуүфхһчҹшә", strict=True))
_RUSSIAN = AZ_CYRILLIC | {
    "ə": "а",
    "q": "г",
    "ğ": "г",
    "g": "г",
    "ö": "ё",
    "ü": "ю",
    "h": "г",
    "c": "дж",
    "y": "й",
    "ı": "ы",
}
ENGLISH = {
    "ə": "a",
    "x": "kh",
    "q": "g",
    "c": "j",
    "ş": "sh",
    "ç": "ch",
    "ö": "o",
    "ü": "u",
    "ğ": "gh",
    "ı": "i",
}


def upper(text: str) -> str:
    """In capitals, the Azerbaijani way."""
    return text.replace("i", "İ").replace("ı", "I").upper()


def _lower(text: str) -> str:
    return text.replace("İ", "i").replace("I", "ı").lower()


def spell(word: str, letters: dict[str, str]) -> str:
    """A word in other letters."""
    text = "".join(letters.get(c, c) for c in _lower(word))
    return text[:1].upper() + text[1:]


def russian(word: str) -> str:
    """A word as Russian papers write it."""
    text = spell(word, _RUSSIAN)
    for old, new in (
        ("ийе", "ие"),
        ("айе", "ае"),
        ("Ийе", "Ие"),
        ("Йу", "Ю"),
        ("йу", "ю"),
        ("Йа", "Я"),
        ("йа", "я"),
    ):
        text = text.replace(old, new)
    return text
