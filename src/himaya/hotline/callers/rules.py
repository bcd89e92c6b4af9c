"""When a caller may be blocked, and what a blocked caller meets. Pure.

Blocking is for days, never for good, and never shuts a child out unheard. Nobody is blocked who was in grave danger,
whose contact or call-back is open, who lately spoke as a child in counselling, or who was silent or broke off: a child
may be unable to speak. And a block asks everybody who meets it, first thing, whether a child is in danger: one key, one
word is enough to come through, and whoever calls again and again within the hour comes through without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.text import fold, skeletons
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import codes, norm


@dataclass(frozen=True, slots=True)
class Record:
    """What a caller's contacts are, counted: `nuisance`, `child` and `unheard` (silent, abandoned) lately, the others
    as far back as contacts are kept."""

    times: int = 0
    nuisance: int = 0
    grave: int = 0
    open: int = 0
    child: int = 0
    unheard: int = 0


def may_block(record: Record, on: date) -> Verdict:
    """Whether this caller may be blocked at all."""
    if record.grave:
        return no(_("This caller was in grave danger. They are never blocked."))
    if record.open:
        return no(_("A contact or a call-back of this caller is open."))
    if record.child:
        return no(_("Lately a child spoke from this number. They are not blocked."))
    if record.unheard:
        return no(
            _("Lately a call from this number was silent or broke off: a child may be unable to speak.")
        )
    least = int(norm("caller.block.least", on=on).value)
    if record.nuisance < least:
        return no(_("Before a block stand at least %(n)s abusive or prank contacts.") % {"n": least})
    return yes()


def may_block_so_long(days: int, on: date) -> Verdict:
    """A block ends by itself, soon."""
    most = int(norm("caller.block.most", on=on).value)
    return yes() if 1 <= days <= most else no(_("A block lasts from 1 to %(n)s days.") % {"n": most})


def another_decides(block: Any, by: Any) -> Verdict:
    """Whoever proposed a block does not decide on it."""
    return yes() if block.proposed_by_id != by.pk else no(_("You proposed this. Another person must decide."))


def may_merge(kept: Any, other: Any, blocks: Iterable[Any]) -> Verdict:
    """Whether two profiles may become one caller: two of one hotline, each standing for itself, and none of them blocked.
    A number that nobody decided to block is never blocked by a merge."""
    if kept == other:
        return no(_("Choose another profile."))
    if kept.merged_into_id is not None or other.merged_into_id is not None:
        return no(_("One of the two was merged already. Open the profile in which it stands."))
    if not kept.caller_key or not other.caller_key:
        return no(_("One of the two was forgotten with its last contact."))
    if kept.dossier.unit_id != other.dossier.unit_id:
        return no(_("They are profiles of two hotlines."))
    for block in blocks:
        words = _(
            "A block of %(name)s is proposed or stands, and a merge would put it on another number. Let it end, or "
            "lift it first; a new one may be proposed for both."
        )
        return no(words % {"name": block.profile.known_as})
    return yes()


def stands(block: Any, now: datetime) -> bool:
    """Whether a block holds at a moment; its end needs nobody to act."""
    return block.status == "standing" and block.expires_at is not None and now < block.expires_at


def speaks_of_danger(text: str, on: date) -> bool:
    """Whether a message holds a word that lets it through (`caller.danger_word`, dated, in each language), however it
    is spelt: better one prankster too many than a child unheard."""
    words = fold(text).split()
    needed = {name for item in codes("caller.danger_word", on) for name in item.names if name}
    if any(word.startswith(fold(name)) for word in words for name in needed):
        return True
    sounds = {sound for name in needed for sound in skeletons(name) if len(sound) > 2}
    return any(skeletons(word) & sounds for word in text.split())


def is_let_through(*, pressed: bool, text: str, earlier: Iterable[datetime], now: datetime) -> bool:
    """Whether a blocked caller comes through: who says that a child is in danger, by a key or a word, and who tries
    again and again within the hour."""
    today = clock.local(now).date()
    if pressed or speaks_of_danger(text, today):
        return True
    lately = [at for at in earlier if (now - at).total_seconds() < 3600]
    return len(lately) + 1 >= int(norm("caller.block.tries", on=today).value)
