"""Who may see a person's file, and what of it never goes out (Law 998-IIIQ; domain §6)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.text import fold
from himaya.kit.verdict import Verdict, no, yes
from himaya.registry.ownfile.models import OwnFile, OwnFileLine, OwnFileRelease

BLANK = "▇▇▇"
# What a name may carry at its end: -nin, -dən, -ların …
LONGEST_ENDING = 6
SHORTEST_NAME = 3
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Telephone numbers, e-mail addresses, FINs: of whomever, in free text they are blanked.
MARKS = re.compile(r"\+?\d[\d\s()-]{6,}\d|\S+@\S+|\b(?=[0-9A-HJ-NP-Z]*\d)[0-9A-HJ-NP-Z]{7}\b")
# What a human may let out again after reading it; the rest stays in whatever anybody says.
BY_HUMAN = frozenset({"unread", "third_party", "harm", "inquiry", "not_theirs", "guarded"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register knows of who asks for a child."""

    suspected: bool = False
    rights_removed: bool = False


def may_ask(*, asked_as: str, age: int | None, own: int, heard: int, sealed: bool) -> Verdict:
    """A grown-up asks alone; for a child a parent or representative does, and a child who is old enough to be heard
    may ask too. Of who is sealed (adoption, trafficking, shelter) only a court is told."""
    if sealed:
        return no(_("This person is sealed: only a court or an authorised body is told."))
    if asked_as == OwnFile.As.SELF:
        if age is None or age >= heard:
            return yes()
        return no(_("Under %(age)s years a parent or legal representative asks.") % {"age": heard})
    if asked_as == OwnFile.As.PARENT and age is not None and age >= own:
        return no(_("At this age the person asks, or a legal representative."))
    return yes()


def may_stand_for(standing: Standing) -> Verdict:
    """Nobody who is suspected of having harmed the child, or has lost parental rights, sees the child's file."""
    if standing.suspected:
        return no(
            _(
                "Who asks is recorded as a possible danger to this person. Refuse, and give no reason that tells it."
            )
        )
    if standing.rights_removed:
        return no(_("The parental rights are recorded as removed."))
    return yes()


def identity_is_checked(own_file: Any, facts: Mapping[str, Any]) -> Verdict:
    """Somebody has seen a paper of who asks."""
    return yes() if own_file.identity and own_file.checked_at else no(_("Check who asks first."))


def everything_is_read(own_file: Any, facts: Mapping[str, Any]) -> Verdict:
    """Free words go out only after a human has read them: none is left unread."""
    if own_file.lines.filter(withheld=OwnFileLine.UNREAD).exists():
        return no(_("Read the lines that wait: let each out or withhold it."))
    return yes()


def may_give(*, form: str, given_as: str, age: int | None, full_from: int) -> Verdict:
    """A child who is too young for the whole file is given the summary in plain words."""
    young = age is not None and age < full_from
    if form == OwnFileRelease.FULL and given_as == OwnFile.As.SELF and young:
        return no(
            _("Under %(age)s years the child is given the summary in plain words.") % {"age": full_from}
        )
    return yes()


def may_let_out(line: Any) -> Verdict:
    """A human opens what a human may close; the reporter and what was told to the hotline stay closed."""
    return yes() if line.withheld in BY_HUMAN and not line.for_good else no(_("This never goes out."))


def may_withhold(line: Any) -> Verdict:
    """Any line but one that stays closed as it is: a human's word would make it one that a human may open."""
    return no(_("This never goes out.")) if line.for_good else yes()


def may_be_copied(document: Any) -> Verdict:
    """A copy goes out of what a scanner, or an officer who looked at it, found harmless, and of nothing else; and
    whoever gives it out may read it (None: may not)."""
    if document is not None and document.may_be_opened:
        return yes()
    return no(_("A document cannot be opened now. Keep its line back, or make the file anew."))


def without_others(text: str, others: Iterable[str], own: Iterable[str]) -> str:
    """Free words without the names of others (in any spelling and with any ending), telephone numbers, e-mail
    addresses and FINs. The person's own names stay."""
    mine = {fold(part) for name in own for part in name.split()}
    theirs = {fold(part) for name in others for part in name.split()} - mine
    theirs = {name for name in theirs if len(name) >= SHORTEST_NAME}

    def shown(match: re.Match[str]) -> str:
        word = fold(match[0])
        if word in mine:
            return match[0]
        return BLANK if any(_is_form_of(word, name) for name in theirs) else match[0]

    return WORD.sub(shown, MARKS.sub(BLANK, text))


def without_words(text: str, words: str) -> str:
    """A line without these words, wherever and however written in it."""
    return re.sub(re.escape(words.strip()), BLANK, text, flags=re.IGNORECASE)


def _is_form_of(word: str, name: str) -> bool:
    return word.startswith(name) and len(word) - len(name) <= LONGEST_ENDING
