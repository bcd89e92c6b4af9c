"""Who may decide on a complaint, and what its answer may say."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.plan.sharing import carries_no_own_words
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import code_item

Facts = Mapping[str, Any]
# The code of `appeal.answer_way` for who wants no answer or is not known.
NOBODY = "nobody"
CHILD = "child"


def took_no_part(appeal: Any, facts: Facts) -> Verdict:
    """Whoever took the decision, prepared it, or is complained of does not decide on the complaint; no exception."""
    by = facts.get("by")
    if by is None or by not in facts.get("took_part", ()):
        return yes()
    return no(_("You took part in what is complained of: somebody else decides."))


def answer_is_reasoned(appeal: Any, facts: Facts) -> Verdict:
    """What was found, and an answer with its reasons."""
    if appeal.findings.strip() and appeal.answer.strip():
        return yes()
    return no(_("Write what was found, and the answer with its reasons."))


def may_write_about(by: Any, about: Any) -> Verdict:
    """Nobody writes down a complaint about themselves."""
    if about is not None and about.pk == by.pk:
        return no(_("Somebody else writes down a complaint about you."))
    return yes()


def asks_whom(decision: str, about: Any) -> Verdict:
    """A complaint about conduct says about whom."""
    item = code_item("appeal.decision", decision)
    if about is None and item and item.attributes.get("asks_whom"):
        return no(_("Say about whom, so that it never goes to them."))
    return yes()


def may_have_come(received_at: datetime) -> Verdict:
    """Not tomorrow."""
    return yes() if received_at <= clock.now() else no(_("This moment is still to come."))


def may_be_answered(texts: Iterable[str], own_words: str, made_by: str) -> Verdict:
    """What the child said is told to nobody but the child: a run of its words is recognised wherever it stands."""
    return yes() if made_by == CHILD else carries_no_own_words(texts, own_words)


def has_an_address(answer_way: str, answer_where: str) -> Verdict:
    """An answer goes somewhere, in a way that was agreed."""
    if answer_way == NOBODY or answer_where.strip():
        return yes()
    return no(_("Write where the answer goes, as it was agreed."))
