"""What the compiler adds in English for `or_other`, said in the languages of the form."""

import re

from himaya.instruments.xforms.rules import language_code

# The compiler's own words, and ours: the choice, and the question that follows it.
CHOICE, QUESTION = "<value>Other</value>", "<label>Specify other.</label>"
WORDS = {
    "az": ("Başqa", "Dəqiq yazın"),
    "en": ("Other", "Please say which"),
    "ru": ("Другое", "Напишите, что именно"),
}
_TRANSLATION = re.compile(r'(<translation lang="([^"]*)"[^>]*>)(.*?)(</translation>)', re.DOTALL)
_TEXT = "or_other:label"


def translated(xml: str) -> str:
    """The compiled form with “other” in each of its languages that we speak; others keep the compiler's English."""
    if QUESTION not in xml or "<translation " not in xml:
        return xml
    said = _TRANSLATION.sub(_said, xml)
    return said.replace(QUESTION, f"<label ref=\"jr:itext('{_TEXT}')\"/>")


def _said(translation: re.Match[str]) -> str:
    opening, language, texts, closing = translation.groups()
    choice, question = WORDS.get(language_code(language), WORDS["en"])
    texts = texts.replace(CHOICE, f"<value>{choice}</value>")
    return f'{opening}{texts}<text id="{_TEXT}"><value>{question}</value></text>{closing}'
