"""Repeat callers: known without a name; a block lasts days, needs two people, and leaves no child unheard."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from himaya.access.gate import SYSTEM
from himaya.hotline.callers.actions import (
    decide_block,
    end_flag,
    expire_block,
    flag_caller,
    lift_block,
    open_profile,
    propose_block,
    screen_caller,
    write_profile,
)
from himaya.hotline.callers.jobs import expire_blocks
from himaya.hotline.callers.queries import (
    block_of,
    minded,
    profile_of,
    profiles,
    record_of_keys,
    standing_block,
)
from himaya.hotline.callers.rules import Record
from himaya.hotline.models import BlockedCall, CallerBlock, CallerFlag, CallerProfile
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.models import Notice
from tests.hotline.callers_cast import KEY, NUMBER, block, pranks

__all__ = ["block", "pranks"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_profile_is_open_to_every_counsellor_and_to_nobody_else(
    line: Any, pranks: Any, call: Any, at: Any, acting_as: Any
) -> None:
    made = pranks(1)
    for who, sees in {
        "listener": 1,
        "colleague": 1,
        "lead": 1,
        "duty": 0,
        "supervisor": 0,
        "counsellor": 0,
    }.items():
        with acting_as(line[who]):
            assert CallerProfile.objects.count() == sees, who
    with pytest.raises(Refused, match="already"):
        at(call(caller_number=NUMBER), open_profile, known_as="x")
    with acting_as(line["colleague"]):
        write_profile(profile=made, known_as="Gülən", advice="Səbirlə dinləyin.", by=line["colleague"])
        flag = flag_caller(profile=made, flag="slow", by=line["colleague"])
        found = profiles(line["colleague"]).get()
        assert (found.advice, [one.flag for one in minded([found])[0]]) == ("Səbirlə dinləyin.", ["slow"])
        assert timedelta(days=89) < flag.expires_at - clock.now() < timedelta(days=91)
        end_flag(flag=flag, by=line["colleague"])
        end_flag(flag=flag, by=line["colleague"])
        assert minded(profiles(line["colleague"])) == [[]]
        assert CallerFlag.objects.count() == 1
    assert profile_of("") is None


def test_contacts_are_counted_by_kind_for_the_hotline_alone(line: Any, pranks: Any, acting_as: Any) -> None:
    pranks(2)
    with acting_as(line["colleague"]):
        assert record_of_keys([KEY]) == Record(times=2, nuisance=2)
        assert record_of_keys([""]) == Record()
    for who in ("duty", "supervisor"):
        with acting_as(line[who]), pytest.raises(ProgrammingError), transaction.atomic():
            record_of_keys([KEY])


def test_a_block_needs_a_second_person_and_ends_by_itself(
    line: Any, pranks: Any, acting_as: Any, as_worker: Any
) -> None:
    profile = pranks()
    with acting_as(line["lead"]):
        own = propose_block(profile=profile, reason="prank", by=line["lead"])
        assert standing_block(KEY) is None, "nothing is blocked by a proposal"
        with pytest.raises(Refused, match="Another person"):
            decide_block(block=own, approve=True, days=3, by=line["lead"])
    with acting_as(line["listener"]):
        with pytest.raises(Refused, match="already"):
            propose_block(profile=profile, reason="prank", by=line["listener"])
        with pytest.raises(PermissionDenied):
            decide_block(block=own, approve=True, days=3, by=line["listener"])
    with acting_as(line["deputy"]):
        for days in (None, 8):
            with pytest.raises(Refused, match="from 1 to 7 days"):
                decide_block(block=own, approve=True, days=days, by=line["deputy"])
        assert decide_block(block=own, approve=True, days=3, by=line["deputy"]).status == "standing"
        assert standing_block(KEY) is not None
    with clock.fixed(clock.now() + timedelta(days=3, minutes=1)):
        with acting_as(line["deputy"]):
            assert standing_block(KEY) is None, "its end needs nobody"
            assert block_of(profile) is None
        with as_worker():
            assert (expire_blocks(), expire_blocks()) == (1, 0)
            with acting_as(SYSTEM):
                over = CallerBlock.objects.get()
                assert expire_block(block=over, by=SYSTEM).status == "expired", "once"
    with acting_as(line["deputy"]):
        assert CallerBlock.objects.get().status == "expired"


def test_a_block_is_refused_or_lifted_by_a_supervisor(line: Any, pranks: Any, acting_as: Any) -> None:
    profile = pranks()
    for approve, status in ((False, "refused"), (True, "lifted")):
        with acting_as(line["listener"]):
            made = propose_block(profile=profile, reason="prank", by=line["listener"])
        with acting_as(line["lead"]):
            made = decide_block(block=made, approve=approve, days=1, by=line["lead"])
            if approve:
                made = lift_block(block=made, by=line["lead"])
        assert made.status == status


def test_two_pranks_are_not_enough(line: Any, pranks: Any, acting_as: Any) -> None:
    profile = pranks(2)
    with acting_as(line["listener"]), pytest.raises(Refused, match="at least 3"):
        propose_block(profile=profile, reason="prank", by=line["listener"])


def test_what_came_in_since_the_proposal_is_looked_at_again(
    line: Any, pranks: Any, call: Any, acting_as: Any
) -> None:
    profile = pranks()
    with acting_as(line["listener"]):
        made = propose_block(profile=profile, reason="prank", by=line["listener"])
    call(caller_number=NUMBER)
    with acting_as(line["lead"]), pytest.raises(Refused, match="is open"):
        decide_block(block=made, approve=True, days=1, by=line["lead"])


@pytest.mark.parametrize("said", [{"pressed": True}, {"text": "Xahiş edirəm, KÖMƏK edin"}])
def test_a_blocked_caller_who_says_that_a_child_is_in_danger_is_heard(
    line: Any, block: Any, acting_as: Any, said: dict[str, Any]
) -> None:
    block()
    with acting_as(line["listener"]):
        first = screen_caller(number=NUMBER, channel="phone", by=line["listener"])
        assert (first.through, first.was_blocked) == (False, True)
        assert screen_caller(number=NUMBER, channel="sms", by=line["listener"], **said).through
        assert screen_caller(number=NUMBER, channel="phone", by=line["listener"]).was_blocked is False
        assert [one.through for one in BlockedCall.objects.order_by("pk")] == [False, True]
        assert CallerBlock.objects.get().status == "heard"
    with acting_as(line["lead"]):
        assert Notice.objects.filter(kind="caller_block.heard").exists()


def test_whoever_tries_again_and_again_within_the_hour_is_heard(
    line: Any, block: Any, acting_as: Any
) -> None:
    block()
    now = clock.now()
    heard = []
    for minutes in (0, 70, 80, 90):
        with clock.fixed(now + timedelta(minutes=minutes)), acting_as(line["listener"]):
            heard.append(screen_caller(number=NUMBER, channel="phone", by=line["listener"]).through)
    assert heard == [False, False, False, True]


def test_who_is_not_blocked_goes_straight_through(line: Any, acting_as: Any) -> None:
    with acting_as(line["listener"]):
        assert screen_caller(number="", channel="phone", by=line["listener"]).through
        assert not BlockedCall.objects.exists()
