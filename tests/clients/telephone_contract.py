"""What every telephone exchange must pass, whatever it is made of.

A subclass gives `exchange` (what takes commands), `told` (the events that came so far, after waiting for what is under
way), and the caller's side of it: `call_in`, `hang_up`, `leave_words`, `pick_up`, `press`; `files`
are the recordings that it keeps.
"""

from collections.abc import Callable, Collection

import pytest

from himaya.clients.telephone import Command, Event, Exchange, NotTaken, in_order, read_event, written
from himaya.hotline.telephone.rules import Call, replay

COUNSELLOR, COLLEAGUE = "counsellor-1", "counsellor-2"


class TelephoneContract:
    """The contract. Times are of the exchange; what is said here is true for each."""

    exchange: Exchange
    told: Callable[[str], list[Event]]
    call_in: Callable[[], str]
    hang_up: Callable[[str], None]
    leave_words: Callable[[str], None]
    pick_up: Callable[[str], None]
    press: Callable[[str, str], None]
    files: Callable[[], Collection[str]]

    def do(self, call: str, what: str, *, key: str = "", **facts: str) -> None:
        self.exchange.perform(Command(key or f"{call}-{what}-{sorted(facts.items())}", call, what, facts))

    def now(self, call: str) -> Call:
        """What the events add up to; each is one of the contract, none is missing, none contradicts the rest."""
        events = self.told(call)
        assert [read_event(written(event)) for event in events] == events
        assert [event.number for event in in_order(events)] == sorted({e.number for e in events})
        found = replay(events)
        assert not found.impossible, [events[n - 1].kind for n in found.impossible]
        return found

    def test_a_call_is_offered_with_the_line_that_was_called(self) -> None:
        call = self.call_in()
        found = self.now(call)
        assert (found.state, found.outgoing, found.line) == ("offered", False, "116111")
        assert call in self.exchange.living()

    def test_a_call_is_answered_held_taken_up_and_ended(self) -> None:
        call = self.call_in()
        self.do(call, "answer", endpoint=COUNSELLOR)
        found = self.now(call)
        assert (found.state, found.endpoint) == ("talking", COUNSELLOR)
        self.do(call, "hold")
        assert self.now(call).state == "held"
        self.do(call, "resume")
        assert self.now(call).state == "talking"
        self.do(call, "hang_up")
        assert (self.now(call).state, self.now(call).ended_by) == ("ended", "counsellor")
        assert call not in self.exchange.living()

    def test_the_same_command_twice_is_done_once(self) -> None:
        call = self.call_in()
        self.do(call, "answer", endpoint=COUNSELLOR, key="one")
        before = len(self.told(call))
        self.do(call, "answer", endpoint=COUNSELLOR, key="one")
        assert len(self.told(call)) == before

    def test_a_caller_may_leave_before_and_after_somebody_answered(self) -> None:
        for answered in (False, True):
            call = self.call_in()
            if answered:
                self.do(call, "answer", endpoint=COUNSELLOR)
            self.hang_up(call)
            assert (self.now(call).state, self.now(call).ended_by) == ("ended", "caller")

    def test_a_call_is_handed_to_a_colleague(self) -> None:
        call = self.call_in()
        self.do(call, "answer", endpoint=COUNSELLOR)
        self.do(call, "transfer", endpoint=COLLEAGUE)
        assert (self.now(call).state, self.now(call).endpoint) == ("talking", COLLEAGUE)

    def test_a_third_joins(self) -> None:
        call = self.call_in()
        self.do(call, "answer", endpoint=COUNSELLOR)
        self.do(call, "conference", to="112")
        assert self.now(call).with_us == ("112",)

    def test_a_caller_leaves_words_where_nobody_is(self) -> None:
        call = self.call_in()
        self.do(call, "voicemail")
        assert self.now(call).state == "voicemail"
        self.leave_words(call)
        found = self.now(call)
        assert found.state == "ended"
        assert found.voicemail

    def test_a_caller_is_asked_and_presses_a_key(self) -> None:
        call = self.call_in()
        self.do(call, "ask")
        assert self.now(call).state == "asked"
        self.press(call, "1")
        assert self.now(call).keys == "1"
        self.do(call, "answer", endpoint=COUNSELLOR)
        assert self.now(call).state == "talking"
        with pytest.raises(NotTaken):
            self.do(call, "ask", key="again")

    def test_recordings_are_erased_also_when_the_call_is_over_and_twice_is_once(self) -> None:
        call = self.call_in()
        self.do(call, "answer", endpoint=COUNSELLOR)
        self.hang_up(call)
        (file,) = self.now(call).recordings
        assert file in self.files()
        for key in ("first", "second"):
            self.do(call, "erase", key=f"{call}-{key}", file=file)
            assert file not in self.files()
        assert self.now(call).state == "ended"

    def test_we_call_somebody(self) -> None:
        self.do("ours-1", "dial", endpoint=COUNSELLOR, to="+994501234567")
        found = self.now("ours-1")
        assert (found.state, found.outgoing) == ("ringing", True)
        self.pick_up("ours-1")
        assert self.now("ours-1").state == "talking"

    def test_what_cannot_be_done_is_refused_for_good(self) -> None:
        call = self.call_in()
        for what, facts in (
            ("hold", {}),
            ("transfer", {"endpoint": COLLEAGUE}),
            ("conference", {"to": "112"}),
        ):
            with pytest.raises(NotTaken):
                self.do(call, what, **facts)
        self.hang_up(call)
        with pytest.raises(NotTaken):
            self.do(call, "answer", endpoint=COUNSELLOR)
        assert self.now(call).state == "ended"
