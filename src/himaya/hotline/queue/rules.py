"""Who is rung next, who hears when nobody answers, and how every waiting ends.

Pure: what stands in the queue and a moment go in, decisions come out; nothing is read, written or sent. So any day can be
played through with a made-up clock (tests/hotline/test_queue_rules.py). What is decided is carried out by `actions`.

The ladder: those on shift, then the supervisors too, then the reserve; then a call goes to the answering machine, which
promises a call-back to a number that the caller calls safe; a chat is told what will happen; anything else is put into
the supervisors' hands. Every step has its time (norms `hotline.queue.…`); no step waits for a person who is not there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes

# How a contact waits. Calls and chats have somebody on the other side now; the others lie there.
CALL, CHAT, MESSAGE, VOICEMAIL, CALL_BACK = "call", "chat", "message", "voicemail", "call_back"
KINDS = (CALL, CHAT, MESSAGE, VOICEMAIL, CALL_BACK)
LIVE = frozenset({CALL, CHAT})
# The rungs of the ladder, lowest first: the duty of a shift.
SHIFT, SUPERVISOR, RESERVE = "shift", "supervisor", "reserve"
LADDER = (SHIFT, SUPERVISOR, RESERVE)
# Where a contact stands.
WAITING, RECORDING = "waiting", "recording"
# How it may end.
ANSWERED, PROMISED, TOLD, HANDED, POSTPONED = "answered", "promised", "told", "handed", "postponed"
ENDS = frozenset({ANSWERED, PROMISED, TOLD, HANDED, POSTPONED})
# The state that a counsellor chose.
READY, PAUSED, OFF = "ready", "paused", "off"
# Why nobody is rung now: told to the caller in these words (`hotline.queue_words`).
OPEN, CLOSED, HOLIDAY, STOPPED = "", "closed", "holiday", "stopped"
NOBODY, OVERFLOW = "nobody", "overflow"


@dataclass(frozen=True, slots=True)
class Limits:
    """The times and numbers in force: see norms `hotline.queue.…`."""

    ring: timedelta  # how long one person is rung before the next
    beat: timedelta  # without a sign for so long a place counts as dead
    recording: timedelta  # within it the exchange says what became of a recording
    chats: int  # chats of one person at once
    supervisor: Mapping[str, timedelta]  # by kind: when the supervisors hear too
    reserve: Mapping[str, timedelta]
    bound: Mapping[str, timedelta]  # by kind: when the waiting ends, one way or the other

    def rung_at(self, kind: str, waited: timedelta) -> int:
        """How high the waiting has climbed."""
        return (waited >= self.supervisor[kind]) + (waited >= self.reserve[kind])


@dataclass(frozen=True, slots=True)
class Place:
    """A person at the line, as the queue sees them. `rung`: index in the ladder."""

    key: int
    rung: int
    state: str
    beat_at: datetime
    idle_since: datetime
    wrap_until: datetime | None = None
    calls: int = 0
    chats: int = 0
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """A contact in the queue. `until`: after it a call-back is not safe any more. `due_at`: until when a call-back is
    owed. `passed`: places that were rung and did not answer."""

    key: int
    kind: str
    since: datetime
    state: str = WAITING
    priority: int = 0
    language: str = ""
    skill: str = ""
    rung: int = 0
    rings: int | None = None
    rung_at: datetime | None = None
    passed: frozenset[int] = frozenset()
    until: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Whether the line answers now, and if not why; whether its supervisors take everything themselves; whether
    somebody of the reserve can be called in."""

    shut: str = OPEN
    diverted: bool = False
    reserve_at_home: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a contact: `ring` or `miss` a place, `climb` to a rung, `record` (answering machine) or
    `tell` the caller in the words of `why`, put it into the supervisors' hands (`hand`), `postpone` a call-back."""

    what: str
    item: int
    place: int | None = None
    rung: int | None = None
    why: str = ""


def is_there(place: Place, now: datetime, limits: Limits) -> bool:
    """At the line and alive: on a call, writing up or ready; neither paused, gone nor silent."""
    return place.state == READY and now - place.beat_at <= limits.beat


def is_free(place: Place, kind: str, now: datetime, limits: Limits) -> bool:
    """Can be rung now. One call at a time; several chats beside each other, none beside a call."""
    if not is_there(place, now, limits) or place.calls or (place.wrap_until and now < place.wrap_until):
        return False
    return place.chats < limits.chats if kind == CHAT else place.chats == 0


def in_order(items: Iterable[Item]) -> list[Item]:
    """The weightier first, then the longest waiting."""
    return sorted(items, key=lambda one: (-one.priority, one.since, one.key))


def decide(
    items: Sequence[Item], places: Sequence[Place], door: Door, limits: Limits, now: datetime
) -> list[Decision]:
    """Everything that is to be done at this moment. Carried out, and asked again at the same moment, it finds at most
    what the carrying out has brought."""
    taken = {
        item.rings for item in items if item.rings is not None and _still_rings(item, places, limits, now)
    }
    found: list[Decision] = []
    for item in in_order(items):
        found += _of(item, places, taken, door, limits, now)
    return found


def _of(
    item: Item, places: Sequence[Place], taken: set[int], door: Door, limits: Limits, now: datetime
) -> list[Decision]:
    if ended := _over(item, places, door, limits, now):
        return [ended]
    if item.state != WAITING:
        return []
    found = []
    rung = _rung(item, places, door, limits, now)
    if rung > item.rung:
        found.append(Decision("climb", item.key, rung=rung))
    passed = item.passed
    if item.rings is not None:
        if _still_rings(item, places, limits, now):
            return found
        found.append(Decision("miss", item.key, place=item.rings))
        passed = passed | {item.rings}
    if item.kind in LIVE and (
        chosen := _choose(item, places, taken | passed, max(rung, item.rung), door, limits, now)
    ):
        taken.add(chosen.key)
        found.append(Decision("ring", item.key, place=chosen.key))
    return found


def _still_rings(item: Item, places: Sequence[Place], limits: Limits, now: datetime) -> bool:
    place = next((p for p in places if p.key == item.rings), None)
    return bool(
        place
        and is_there(place, now, limits)
        and item.rung_at is not None
        and now - item.rung_at < limits.ring
    )


def _over(item: Item, places: Sequence[Place], door: Door, limits: Limits, now: datetime) -> Decision | None:
    """How the waiting ends at this moment, if it does."""
    if item.state == RECORDING:
        late = now - item.since >= limits.recording
        return Decision("hand", item.key, why="recording") if late else None
    if item.kind == CALL_BACK:
        return _over_call_back(item, limits, now)
    late = now - item.since >= limits.bound[item.kind]
    if item.kind not in LIVE:
        return Decision("hand", item.key, why="late") if late else None
    why = OVERFLOW if late else _unanswerable(item, places, door, limits, now)
    if not why:
        return None
    return Decision("record" if item.kind == CALL else "tell", item.key, why=why)


def _over_call_back(item: Item, limits: Limits, now: datetime) -> Decision | None:
    """Outside the hours called safe it goes back to its promise, whatever else; overdue it is the supervisors'."""
    if item.until is not None and now >= item.until:
        return Decision("postpone", item.key, why="not_safe")
    late = now - item.since >= limits.bound[CALL_BACK] or (item.due_at is not None and now >= item.due_at)
    return Decision("hand", item.key, why="late") if late else None


def _unanswerable(item: Item, places: Sequence[Place], door: Door, limits: Limits, now: datetime) -> str:
    """Why nobody will answer, however long one waits; empty where somebody may."""
    if door.shut:
        return door.shut if item.rings is None else ""
    able = [p for p in places if p.key not in item.passed and is_there(p, now, limits) and _may(p, door)]
    return "" if able or (door.reserve_at_home) else NOBODY


def _may(place: Place, door: Door) -> bool:
    return not door.diverted or place.rung > 0


def _rung(item: Item, places: Sequence[Place], door: Door, limits: Limits, now: datetime) -> int:
    """How high it stands now: by its time, or at once where nobody on the lower rungs is there to be rung."""
    rung = max(item.rung, limits.rung_at(item.kind, now - item.since), int(door.diverted))
    able = {p.rung for p in places if p.key not in item.passed and is_there(p, now, limits)}
    while rung < len(LADDER) - 1 and not any(there <= rung for there in able):
        rung += 1
    return rung


def _choose(
    item: Item, places: Sequence[Place], without: Iterable[int | None], rung: int, door: Door, limits: Limits, now: datetime
) -> Place | None:  # fmt: skip
    """Who is rung: the lowest rung first, who speaks the language and knows the matter before who does not, then whoever
    has been idle longest. A voice in another language is better than none."""
    free = [
        p for p in places
        if p.key not in set(without) and p.rung <= rung and _may(p, door) and is_free(p, item.kind, now, limits)
    ]  # fmt: skip
    return min(free, key=lambda p: (_strangeness(item, p), p.rung, p.idle_since, p.key), default=None)


def _strangeness(item: Item, place: Place) -> int:
    """How badly they suit each other. A place that names no languages is taken to speak them all."""
    tongue = bool(item.language and place.languages and item.language not in place.languages)
    return 2 * tongue + bool(item.skill and item.skill not in place.skills)


def may_accept(item: Item, place: Place, now: datetime, limits: Limits) -> Verdict:
    """Whether this person may take this contact now. Being rung is not needed: whoever is free takes what waits."""
    if item.state != WAITING:
        return no(_("A colleague has taken this contact already."))
    if item.kind == CALL_BACK and item.until is not None and now >= item.until:
        return no(_("The caller does not call this hour safe. The call-back waits for the next safe one."))
    if item.kind == CALL and place.calls:
        return no(_("You are on a call. End it first."))
    if item.kind == CHAT and place.chats >= limits.chats:
        return no(_("You have as many chats as one person may hold at once."))
    return yes()


def stands_flooded(recent: int, most: int) -> bool:
    """Whether so many contacts of one number within the norms' time are a flood. They are put last, never away: nobody
    knows which of them is the true one."""
    return recent >= most


def door_words(*, opens: int, closes: int, hour: float, holiday: bool, stopped: bool) -> str:
    """Whether the line answers at an hour of the day, and if not why. Equal hours: day and night."""
    if stopped:
        return STOPPED
    open_now = opens == closes or (
        opens <= hour < closes if opens < closes else hour >= opens or hour < closes
    )
    if open_now:
        return OPEN
    return HOLIDAY if holiday else CLOSED
