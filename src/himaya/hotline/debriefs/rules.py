"""What is heavy, how much is too much, and who holds a debrief. Pure, save that the dated lists are read.

Which levels of danger and which reasons count is a dated list (`hotline.heavy`), how many a shift and a week bear are
norms (`hotline.exposure.shift`, `hotline.exposure.week`); all are proposed defaults of this system."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import CodeItem, codelist, norm, with_parents

# Why a debrief is owed (`debrief.why`).
MANY, ALONE, ASKED, AGAIN = "many", "alone", "asked", "again"


@dataclass(frozen=True, slots=True)
class Heard:
    """One contact as far as it weighs: when it came, its danger and its reasons."""

    arrived_at: datetime
    risk: str
    reasons: tuple[str, ...]


def listed_in(item: CodeItem, risk: str, reasons: Iterable[str]) -> bool:
    """Whether an entry of `hotline.heavy` names this level or one of these reasons, or what stands above them."""
    named = set(item.attributes.get("reason", []))
    above = {one.code for reason in reasons for one in with_parents("hotline.reason", reason)}
    return risk in item.attributes.get("risk", []) or bool(named & above)


def entries_for(heard: Heard) -> list[CodeItem]:
    """The entries in force on the contact's day that make it heavy; none: it is not."""
    on = clock.local(heard.arrived_at).date()
    entries = codelist("hotline.heavy").values()
    return [e for e in entries if on in e.valid and listed_in(e, heard.risk, heard.reasons)]


def is_heavy(heard: Heard) -> bool:
    """Whether a contact counts."""
    return bool(entries_for(heard))


def alone_enough(heard: Heard) -> bool:
    """Whether this one contact owes a debrief by itself."""
    return any(entry.attributes.get("alone") for entry in entries_for(heard))


@dataclass(frozen=True, slots=True)
class Stint:
    """The shift in which somebody heard something, or, where none was planned, the day."""

    key: str
    begins: datetime
    ends: datetime | None = None


def stint_of(moment: datetime, shifts: Iterable[Any]) -> Stint:
    """The stint of a moment, from one person's shifts."""
    for shift in shifts:
        if shift.starts_at <= moment < shift.ends_at:
            return Stint(f"shift:{shift.public_id}", shift.starts_at, shift.ends_at)
    local = clock.local(moment)
    return Stint(f"day:{local:%Y-%m-%d}", local.replace(hour=0, minute=0, second=0, microsecond=0))


def too_many(heavy: int, on: date) -> bool:
    """Whether so many heavy contacts of one shift are more than the norm bears."""
    return heavy > limit(on)


def limit(on: date) -> int:
    """Heavy contacts that one shift bears."""
    return int(norm("hotline.exposure.shift", on=on).number)


def week_limit(on: date) -> int:
    """Heavy contacts that seven days bear, by the norm of the last of them."""
    return int(norm("hotline.exposure.week", on=on).number)


def too_many_in_week(heavy: int, on: date) -> bool:
    """Whether so many heavy contacts in the seven days until this one are more than the norm bears: rest is planned, no
    debrief is owed for it."""
    return heavy > week_limit(on)


def why_owed(heavy: Iterable[Heard], on: date) -> str:
    """Why the heavy contacts of one stint owe a debrief (a code of `debrief.why`), or nothing."""
    found = list(heavy)
    if any(alone_enough(one) for one in found):
        return ALONE
    return MANY if too_many(len(found), on) else ""


def may_hold(debrief: Any, by: Any) -> Verdict:
    """Nobody debriefs themselves."""
    return no(_("Another person holds your debrief.")) if by.pk == debrief.counsellor_id else yes()


def is_told(said: Mapping[str, Any]) -> Verdict:
    """A debrief that was taken says of what kind; one that was declined owes nothing more."""
    if said.get("outcome") == "taken" and not said.get("kind"):
        return no(_("Say what kind of talk it was."))
    return yes()
