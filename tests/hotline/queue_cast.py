"""A made-up day at the line, played with a made-up clock: what the rules decide is carried out on plain values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from himaya.hotline.callbacks import rules as calling
from himaya.hotline.callbacks.rules import Safe
from himaya.hotline.queue import rules
from himaya.hotline.queue.rules import Door, Item, Limits, Place

START = datetime(2026, 2, 2, 8, tzinfo=UTC)
WITHIN, PAUSE, ATTEMPTS = timedelta(hours=2), timedelta(minutes=30), 3


def seconds(**by_kind: int) -> dict[str, timedelta]:
    return {kind: timedelta(seconds=by_kind.get(kind, 1800)) for kind in rules.KINDS}


LIMITS = Limits(
    ring=timedelta(seconds=20),
    beat=timedelta(seconds=90),
    recording=timedelta(minutes=5),
    chats=3,
    supervisor=seconds(call=30, chat=120, message=300),
    reserve=seconds(call=60, chat=240, message=900),
    bound=seconds(call=90, chat=300),
)


@dataclass
class Promise:
    """A call-back owed; `safe` is what the child said."""

    safe: Safe
    next_at: datetime | None
    due_at: datetime
    tried: int = 0
    end: str = ""
    queued: bool = False


@dataclass
class Day:
    """The line on one day. `ended` says how each contact ended; `dialled` every call made to a caller."""

    places: list[Place]
    door: Door = field(default_factory=Door)
    now: datetime = START
    items: dict[int, Item] = field(default_factory=dict)
    began: dict[int, datetime] = field(default_factory=dict)
    ended: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)
    promise_of: dict[int, Promise] = field(default_factory=dict)
    dialled: list[tuple[str, datetime, Safe]] = field(default_factory=list)
    dead: set[int] = field(default_factory=set)
    answered_by: Counter[int] = field(default_factory=Counter)

    def arrive(self, kind: str, **more: Any) -> int:
        key = len(self.began)
        self.items[key] = Item(key=key, kind=kind, since=self.now, **more)
        self.began[key] = self.now
        self.settle()
        return key

    def pass_time(self, length: timedelta, step: timedelta) -> None:
        """Time passes; the worker ticks after each step, and those who are alive give a sign."""
        until = self.now + length
        while self.now < until:
            self.now = min(until, self.now + step)
            self.places = [p if p.key in self.dead else replace(p, beat_at=self.now) for p in self.places]
            self.settle()

    def settle(self) -> None:
        """One tick: call-backs that may be made now come in; what the rules decide is done, until nothing is left."""
        for promise in self.promises:
            if not promise.end and not promise.queued and promise.next_at and promise.next_at <= self.now:
                self._queue(promise)
        for _round in range(4 * (len(self.items) + 1)):
            decided = rules.decide(list(self.items.values()), self.places, self.door, LIMITS, self.now)
            if not decided:
                return
            for one in decided:
                self._carry_out(one)
        raise AssertionError("the rules never come to rest")

    def _queue(self, promise: Promise) -> None:
        if self.now >= promise.due_at:
            promise.end = calling.WITH_SUPERVISOR
            return
        promise.queued = True
        key = len(self.began)
        self.began[key] = self.now
        until = (
            calling.safe_until(promise.safe, self.now)
            if calling.is_safe_at(promise.safe, self.now)
            else self.now
        )
        self.items[key] = Item(key, rules.CALL_BACK, self.now, until=until, due_at=promise.due_at)
        self.promise_of[key] = promise

    def _carry_out(self, one: rules.Decision) -> None:
        item = self.items[one.item]
        if one.what == "climb":
            assert one.rung is not None
            assert one.rung > item.rung
            self.items[one.item] = replace(item, rung=one.rung)
        elif one.what == "miss":
            assert one.place is not None
            self.items[one.item] = replace(item, rings=None, rung_at=None, passed=item.passed | {one.place})
        elif one.what == "ring":
            ringing = [i.rings for i in self.items.values() if i.rings is not None]
            assert one.place not in ringing, "nobody is rung for two at once"
            self.items[one.item] = replace(item, rings=one.place, rung_at=self.now)
        elif one.what == "record":
            self.items[one.item] = replace(item, state=rules.RECORDING, since=self.now, rings=None)
        else:
            ends = {"tell": rules.TOLD, "hand": rules.HANDED, "postpone": rules.POSTPONED}
            self.end(one.item, ends[one.what])

    def end(self, key: int, how: str) -> None:
        del self.items[key]
        self.ended[key] = (how, self.now)
        promise = self.promise_of.get(key)
        if promise and how == rules.POSTPONED:
            promise.queued, promise.next_at = False, calling.next_safe(promise.safe, self.now)
        elif promise and how == rules.HANDED:
            promise.end = calling.WITH_SUPERVISOR

    def accept(self, key: int, place: Place, *, reached: bool = True) -> bool:
        """Somebody presses the button; a call-back is dialled at once."""
        item = self.items.get(key)
        if item is None or not rules.may_accept(item, place, self.now, LIMITS):
            return False
        self.end(key, rules.ANSWERED)
        self.answered_by[key] += 1
        if promise := self.promise_of.get(key):
            self._call(promise, reached)
        return True

    def _call(self, promise: Promise, reached: bool) -> None:
        self.dialled.append((promise.safe.number, self.now, promise.safe))
        promise.tried, promise.queued = promise.tried + 1, False
        what, promise.next_at = calling.after_attempt(
            promise.safe,
            self.now,
            tried=promise.tried,
            most=ATTEMPTS,
            pause=PAUSE,
            reached=reached,
            settled=False,
        )
        promise.end = "" if what == calling.AGAIN else what

    def leave_word(self, key: int, safe: Safe | None) -> None:
        """Words are left with the machine; a number may be called safe."""
        if key not in self.items or self.items[key].state != rules.RECORDING:
            return
        self.end(key, rules.PROMISED if safe else rules.HANDED)
        if safe:
            due = calling.due_at(safe, self.now, WITHIN)
            self.promises.append(Promise(safe, calling.next_safe(safe, self.now), due))

    def hang_up(self, key: int) -> None:
        if key in self.items and self.items[key].kind in rules.LIVE:
            self.end(key, rules.HANDED)


def place(key: int, rung: int = 0, **more: Any) -> Place:
    return Place(
        **{"key": key, "rung": rung, "state": rules.READY, "beat_at": START, "idle_since": START} | more
    )


def item(kind: str = rules.CALL, key: int = 1, **more: Any) -> Item:
    return Item(**{"key": key, "kind": kind, "since": START} | more)


def safe(opens: int = 0, closes: int = 0, number: str = "+994501112233") -> Safe:
    return Safe(number, time(opens), time(closes))


def short(begins: int, lasts: int) -> Safe:
    """So many minutes of the day, from this minute on."""
    ends = (begins + lasts) % (24 * 60)
    return Safe("+994501112233", time(begins // 60, begins % 60), time(ends // 60, ends % 60))


def whats(decisions: Iterable[rules.Decision]) -> list[str]:
    return [one.what for one in decisions]
