"""How what is typed is read. Pure."""

from himaya.hotline.contacts.callers import caller_key
from himaya.kit.fields import read_phone
from himaya.kit.ids import read_reference
from himaya.kit.text import fold

# Words of a question, and letters from which the beginning of a word is enough.
MOST_WORDS, LONG = 8, 3


def words_asked(typed: str) -> str:
    """What is typed as the database asks for it: every word, folded as Azerbaijani is; a word of three letters or more
    also finds the longer words that begin so, as endings are many, and one typed with e on a keyboard without ə finds
    those with ə. Nothing but letters and digits is left."""
    words = ["".join(filter(str.isalnum, word)) for word in fold(typed).split()]
    return " & ".join(_asked(word) for word in [word for word in words if word][:MOST_WORDS])


def _asked(word: str) -> str:
    ending = ":*" if len(word) >= LONG else ""
    spelt = dict.fromkeys([word, word.replace("e", fold("ə"))])
    return "(" + " | ".join(one + ending for one in spelt) + ")"


def reference_asked(typed: str) -> str:
    """The reference of a contact, where one was typed; empty where it is something else."""
    told = any(sign.isdigit() or sign == "-" for sign in typed)  # a word of nine letters is none
    return (read_reference(typed) or "") if told else ""


def number_asked(typed: str) -> str:
    """The key of a caller, where a telephone number was typed; the number itself goes no further."""
    lettered = any(
        map(str.isalpha, typed)
    )  # letters may stand for digits on a telephone: here they are words
    return caller_key(typed) if not lettered and read_phone(typed) else ""
