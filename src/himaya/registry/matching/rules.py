"""When a source's row may be joined to a person without a human. Two *people* never are."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import FIN
from himaya.kit.verdict import Verdict, no, yes
from himaya.registry.adjudication.rules import Facts, weigh

AGREEING = ("family_name", "given_name", "fathers_name", "born", "phone")
# A parent's number written beside a child's name, a number typed into the wrong line: then a human looks.
CONTRADICTING = ("given_name", "born", "sex")


def may_join_row(row: Facts, person: Facts, bearers: int) -> Verdict:
    """A valid FIN that one person alone bears, one more fact that agrees, and none that speaks for another person."""
    if not any(FIN.fullmatch(fin) for fin in row.fins):
        return no(_("The row has no valid FIN."))
    if bearers != 1:
        return no(_("More than one person bears this FIN."))
    how = {weight.field: weight.how for weight in weigh(row, person)}
    if how["fin"] != "same":
        return no(_("The FIN is another."))
    if any(how[field] == "other" for field in CONTRADICTING):
        return no(_("The FIN agrees, but the name, the birth date or the sex is another person's."))
    if not any(how[field] == "same" for field in AGREEING):
        return no(_("Only the FIN agrees."))
    return yes()


def is_worth_asking(probability: float, percent: Any) -> bool:
    """Whether a pair is put before people: norm `linkage.ask.from`."""
    return bool(probability * 100 >= float(percent))
