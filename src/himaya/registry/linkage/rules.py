"""From which probability on pairs are what, and when a model may be published.

Fixed beforehand, never fitted to a register whose answer is known."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes

# As likely as not: from here on two records are held to be of one person when people are counted.
LIKELY = 0.5
# Only from here on may a source's row be joined without a human, and only where nothing contradicts (`certain`).
CERTAIN = 0.9999
# Below, a pair is not kept.
SHOWN = 0.01
# Bits below an even chance from which on a pair is not even scored.
HOPELESS = -8.0

# What a model must reach in its trial (planted doubles and twins) before a human may publish it.
PRECISE = 0.9995
GOOD = 0.95
# Fewer records teach nothing: what chance does cannot be counted in them.
FEWEST = 2000


def may_train(records: int) -> Verdict:
    """Whether there is enough to learn from."""
    if records < FEWEST:
        return no(
            _("There are %(count)s people in the register; a model learns from %(least)s on.")
            % {"count": records, "least": FEWEST}
        )
    return yes()


def is_good_enough(model: Any, _facts: Mapping[str, Any]) -> Verdict:
    """A model whose trial joined twins, or joined strangers for certain, or missed too much is not published."""
    report = model.report
    if report.get("twins_certain"):
        return no(_("In its trial this model joined twins for certain."))
    if report.get("precision_certain", 0.0) < PRECISE:
        return no(_("In its trial this model joined different people for certain."))
    if report.get("f1", 0.0) < GOOD:
        return no(_("In its trial this model missed too many doubles, or found too many that are none."))
    return yes()


def fits(model: Any, shape: str) -> Verdict:
    """Whether a stored model compares what this release compares."""
    if model.shape != shape:
        return no(_("This model was trained by another release. Train a new one."))
    return yes()


FIELDS: dict[str, Any] = {
    "prior": _("Before anything is compared"),
    "given": _("Given name"),
    "family": _("Family name"),
    "father": _("Father's name"),
    "born": _("Birth date"),
    "sex": _("Sex"),
    "place": _("Where they live"),
    "home": _("Street and house"),
    "phone": _("Telephone"),
    "fin": _("FIN"),
    "ties": _("Relatives and household"),
    "kin": _("What a family explains as well"),
}
LEVELS: dict[str, Any] = {
    "same": _("agrees"),
    "slip": _("a slip of the pen"),
    "sound": _("sounds alike"),
    "short": _("a short form"),
    "near": _("almost agrees, but both names are in use"),
    "crossed": _("family name and given name changed places"),
    "ending": _("with another ending"),
    "swapped": _("day and month swapped"),
    "next year": _("the same day of the next year"),
    "same month": _("the same month"),
    "one part": _("one part of the date differs"),
    "as far as known": _("agrees as far as it is known"),
    "one off": _("one sign differs"),
    "shared": _("they share some"),
    "of each other": _("the one is entered as a relative of the other"),
    "missing": _("not known on both sides"),
    "else": _("differs"),
}
