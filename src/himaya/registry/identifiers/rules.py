"""Reading identifiers as papers print them (domain §2.6)."""

import re

from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import read_fin
from himaya.kit.text import clean_line, fold
from himaya.kit.verdict import Verdict, no, yes

_FORMS = {
    # An identity card: two letters and seven digits (AA 1234567), the older AZE and eight.
    "id_card": re.compile("[A-Z]{2}[0-9]{7}|AZE[0-9]{8}|[0-9]{8}"),
    "passport": re.compile("[A-Z0-9]{6,12}"),
}


# Cyrillic letters that look like Latin ones on a paper.
_LIKE = str.maketrans("АВЕКМНОРСТХУаеорсхуіІ", "ABEKMHOPCTXYaeopcxyiI", "№#")


def printed(typed: str) -> str:
    """Letters and digits as a paper prints them: upper case, no spaces, look-alikes of other alphabets as theirs."""
    return fold(clean_line(typed).translate(_LIKE)).replace(" ", "").upper()


def read_identifier(kind: str, typed: str) -> str:
    """As stored."""
    if kind == "fin":
        return read_fin(typed) or printed(typed)
    return printed(typed)


def may_be_identifier(kind: str, value: str) -> Verdict:
    """Whether a value can be what it claims to be."""
    if kind == "fin":
        if read_fin(value) == value:
            return yes()
        return no(
            _(
                "A FIN has 7 letters and digits. The letters I and O never stand in it; write the digits 1 and 0."
            )
        )
    if not 3 <= len(value) <= 40:
        return no(_("Write the whole number of the document."))
    form = _FORMS.get(kind)
    if form and not form.fullmatch(value):
        return no(_("This is not how such a document is numbered. Check it letter by letter."))
    return yes()
