"""A sample telephone exchange: calls without a telephone, for trying the desk out and for the tests.

It keeps the contract of `clients.telephone` as a real exchange does, and nothing of it is heard: whoever plays the
caller says on its page what they do, and the counsellors' telephones pick up by themselves unless they are put out of
order. It forgets everything when it ends, as a real one would.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from himaya.clients.telephone import COMMANDS, Command, Event, NotTaken

OUT_OF_ORDER = "out-of-order"
Tell = Callable[[Event], None]


@dataclass
class Line:
    """One call, as the exchange sees it."""

    caller: str
    line: str
    outgoing: bool = False
    endpoint: str = ""
    answered: bool = False
    held: bool = False
    recorder: bool = False
    asked: bool = False
    others: list[str] = field(default_factory=list)


class SampleExchange:
    """Holds the calls and tells of them through `tell`, in order; safe for several threads."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._lock = threading.RLock()
        self._calls: dict[str, Line] = {}
        self._done: set[str] = set()
        self._numbers: dict[str, int] = {}
        self.dead: set[str] = set()
        self.files: set[str] = set()

    # What the caller does

    def call_in(self, caller: str, line: str = "116111") -> str:
        """Somebody calls; returns the call's id. An empty `caller` keeps the number to themselves."""
        with self._lock:
            call = secrets.token_hex(8)
            self._calls[call] = Line(caller, line)
            self._say(call, "offered", caller=caller, line=line)
            return call

    def caller_hangs_up(self, call: str) -> None:
        with self._lock:
            self._of(call)
            self._end(call, by="caller")

    def caller_speaks_to_recorder(self, call: str, seconds: int) -> None:
        """Leaves words after the tone; raises `NotTaken` where no recorder listens."""
        with self._lock:
            line = self._of(call)
            if not line.recorder:
                raise NotTaken("no recorder listens")
            self._say(call, "voicemail", file=f"{call}.opus", seconds=seconds)
            self._end(call, by="caller")

    def caller_presses(self, call: str, key: str) -> None:
        """Presses a key of the telephone."""
        with self._lock:
            self._of(call)
            self._say(call, "pressed", key=key)

    def called_picks_up(self, call: str) -> None:
        """Whom we dialled answers."""
        with self._lock:
            line = self._of(call)
            if not line.outgoing or line.answered:
                raise NotTaken("nobody is being called")
            line.answered = True
            self._say(call, "answered", endpoint=line.endpoint)

    def called_does_not_answer(self, call: str, reason: str = "no_answer") -> None:
        with self._lock:
            self._of(call)
            self._say(call, "failed", reason=reason)
            del self._calls[call]

    # What the desk tells us to do

    def perform(self, command: Command) -> None:
        """As the contract says; a key that was done before is not done again."""
        with self._lock:
            if command.key in self._done:
                return
            if command.do not in COMMANDS:
                raise NotTaken("no such command")
            getattr(self, f"_{command.do}")(command.call, command.facts)
            self._done.add(command.key)

    def living(self) -> frozenset[str]:
        with self._lock:
            return frozenset(self._calls)

    def last_told(self, call: str) -> int:
        """The number of the newest event of a call; 0 for one it never held."""
        with self._lock:
            return self._numbers.get(call, 0)

    def forget(self, call: str) -> None:
        """As if this call had never been: a restarted exchange uses its numbers anew."""
        with self._lock:
            self._calls.pop(call, None)
            self._numbers.pop(call, None)
            self._done = {key for key in self._done if not key.startswith(call)}

    def lines(self) -> Mapping[str, Line]:
        """The calls as they stand, for the page."""
        with self._lock:
            return dict(self._calls)

    def _answer(self, call: str, facts: Mapping[str, str]) -> None:
        line, endpoint = self._of(call), facts["endpoint"]
        if line.answered:
            raise NotTaken("answered already")
        self._say(call, "ringing", endpoint=endpoint)
        if self._is_dead(endpoint):
            self._say(call, "failed", endpoint=endpoint, reason="unreachable")
            return
        line.endpoint, line.answered = endpoint, True
        self._say(call, "answered", endpoint=endpoint)
        self._say(call, "recording", file=f"{call}.opus")

    def _hold(self, call: str, facts: Mapping[str, str]) -> None:
        line = self._spoken(call)
        if line.held:
            raise NotTaken("held already")
        line.held = True
        self._say(call, "held")

    def _resume(self, call: str, facts: Mapping[str, str]) -> None:
        line = self._of(call)
        if not line.held:
            raise NotTaken("not held")
        line.held = False
        self._say(call, "resumed")

    def _transfer(self, call: str, facts: Mapping[str, str]) -> None:
        line, endpoint = self._spoken(call), facts["endpoint"]
        if self._is_dead(endpoint):
            raise NotTaken("that telephone cannot be reached")
        line.endpoint, line.held = endpoint, False
        self._say(call, "transferred", endpoint=endpoint)

    def _conference(self, call: str, facts: Mapping[str, str]) -> None:
        line = self._spoken(call)
        if line.held:
            raise NotTaken("held")
        line.others.append(facts["to"])
        self._say(call, "bridged", **{"with": facts["to"]})

    def _dial(self, call: str, facts: Mapping[str, str]) -> None:
        if call in self._calls:
            raise NotTaken("this call exists")
        self._calls[call] = Line("", facts["to"], outgoing=True, endpoint=facts["endpoint"])
        self._say(call, "ringing", endpoint=facts["endpoint"], to=facts["to"])

    def _voicemail(self, call: str, facts: Mapping[str, str]) -> None:
        line = self._of(call)
        if line.answered:
            raise NotTaken("somebody speaks with them")
        line.recorder = True
        self._say(call, "voicemail")

    def _ask(self, call: str, facts: Mapping[str, str]) -> None:
        line = self._of(call)
        if line.answered or line.recorder or line.outgoing:
            raise NotTaken("nobody is to be asked")
        line.asked = True
        self._say(call, "asked")

    def _erase(self, call: str, facts: Mapping[str, str]) -> None:
        self.files.discard(facts["file"])

    def _hang_up(self, call: str, facts: Mapping[str, str]) -> None:
        self._of(call)
        self._end(call, by="counsellor")

    def _of(self, call: str) -> Line:
        line = self._calls.get(call)
        if line is None:
            raise NotTaken("no such call")
        return line

    def _spoken(self, call: str) -> Line:
        line = self._of(call)
        if not line.answered:
            raise NotTaken("nobody has answered")
        return line

    def _is_dead(self, endpoint: str) -> bool:
        return endpoint in self.dead or endpoint.startswith(OUT_OF_ORDER)

    def _end(self, call: str, *, by: str) -> None:
        self._say(call, "hung_up", by=by)
        del self._calls[call]

    def _say(self, call: str, kind: str, **facts: str | int) -> None:
        self._numbers[call] = self._numbers.get(call, 0) + 1
        told = {name: value for name, value in facts.items() if value != ""}
        if "file" in told:
            self.files.add(str(told["file"]))
        self._tell(Event(call, self._numbers[call], kind, datetime.now(UTC), told))
