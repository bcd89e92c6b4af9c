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


def read_identifier(kind: str, typed: str) -> str:
    """As stored: upper case without spaces or punctuation, look-alikes of other alphabets read as theirs."""
    if kind == "fin":
        return read_fin(typed) or re.sub(r"\s", "", clean_line(typed)).upper()
    return fold(typed).replace(" ", "").upper()


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
