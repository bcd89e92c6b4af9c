"""Two profiles of one caller become one, and a wrong merge is undone; no number is blocked by it, no child unheard."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from himaya.access.models import AuditEvent
from himaya.hotline.callers.actions import (
    decide_block,
    flag_caller,
    lift_block,
    merge_profiles,
    open_profile,
    propose_block,
    screen_caller,
    split_profiles,
    write_profile,
)
from himaya.hotline.callers.queries import (
    all_of,
    caller_record,
    merges_of,
    minded,
    profile_of,
    profiles,
    record_of_keys,
    root_of,
    standing_block,
)
from himaya.hotline.contacts.actions import set_kind, write_contact
from himaya.hotline.contacts.callers import caller_key, unnumbered_key
from himaya.hotline.contacts.queries import called_before
from himaya.hotline.models import CallerBlock, CallerFlag, CallerMerge, CallerProfile, Contact
from himaya.hotline.retention.jobs import forget_what_is_over
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Notice
from tests.hotline.callers_cast import KEY, NUMBER, pranks

__all__ = ["pranks"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OTHER = "055 888 00 02"
WHY = {"reason": "said_so", "note": "Öz dediyinə görə"}


@pytest.fixture
def named(call: Any, at: Any) -> Any:
    """`named("Sakit qız", number)`: a profile of whoever has just called."""

    def make(known_as: str, number: str = OTHER, **more: Any) -> CallerProfile:
        return at(
            call(caller_number=number, **more), open_profile, known_as=known_as, advice=f"{known_as}: səbr"
        )

    return make


@pytest.fixture
def merge(line: Any, acting_as: Any) -> Any:
    """`merge(kept, other)`: the supervisor holds them to be one caller."""

    def do(kept: CallerProfile, other: CallerProfile, who: str = "lead", **more: Any) -> CallerMerge:
        with acting_as(line[who]):
            return merge_profiles(kept=kept, other=other, by=line[who], **WHY, **more)

    return do


@pytest.fixture
def split(line: Any, acting_as: Any) -> Any:
    """`split(merge)`: they were two."""

    def do(merge: CallerMerge, who: str = "lead", **more: Any) -> CallerMerge:
        with acting_as(line[who]):
            return split_profiles(merge=merge, reason="wrong_person", note="Başqa səs", by=line[who], **more)

    return do


def rows() -> list[tuple[Any, ...]]:
    """Every row of every profile, as it stands."""
    return [
        *CallerProfile.objects.order_by("pk").values_list(
            "pk", "caller_key", "known_as", "advice", "written_by", "written_at", "merged_into", "dossier"
        ),
        *CallerFlag.objects.order_by("pk").values_list(
            "pk", "profile", "flag", "expires_at", "ended_at", "dossier"
        ),
        *CallerBlock.objects.order_by("pk").values_list("pk", "profile", "status", "dossier"),
        *Contact.objects.order_by("pk").values_list("pk", "caller_key", "status", "version"),
    ]


def test_two_profiles_become_one_caller_and_two_again_to_the_last_row(
    line: Any, pranks: Any, named: Any, call: Any, merge: Any, split: Any, acting_as: Any
) -> None:
    boy, girl = pranks(2), named("Sakit qız")
    with acting_as(line["colleague"]):
        flag_caller(profile=girl, flag="slow", by=line["colleague"])
        stood = rows()
    made = merge(boy, girl)
    with acting_as(line["colleague"]):
        assert profile_of(caller_key(OTHER)) == profile_of(KEY) == boy
        assert list(profiles(line["colleague"])) == [boy]
        assert [[one.flag for one in flags] for flags in minded([boy])] == [["slow"]]
        assert (caller_record(boy).times, caller_record(boy).nuisance) == (3, 2)
        contact = call("colleague", caller_number=OTHER)
        mine = (contact.pk, contact.caller_key, contact.status, contact.version)
        assert called_before(contact).times == 3, "the numbers of one caller are counted as one"
    split(made)
    with acting_as(line["colleague"]):
        assert [row for row in rows() if row != mine] == stood
        assert called_before(contact).times == 1
        assert profile_of(caller_key(OTHER)) == girl
        assert [one.split_at is None for one in merges_of(boy)] == [False]
    with acting_as(line["lead"]):
        assert merge_profiles(kept=girl, other=boy, by=line["lead"], **WHY).kept == girl, (
            "and the other way round"
        )


def test_only_a_supervisor_merges_and_splits_and_it_is_audited(
    line: Any, pranks: Any, named: Any, merge: Any, split: Any, as_owner: Any
) -> None:
    boy, girl = pranks(1), named("Sakit qız")
    with pytest.raises(PermissionDenied):
        merge(boy, girl, who="listener")
    made = merge(boy, girl)
    with pytest.raises(PermissionDenied):
        split(made, who="colleague")
    split(made)
    with as_owner():
        told = AuditEvent.objects.filter(verb__contains="merge") | AuditEvent.objects.filter(
            verb__contains="split"
        )
        assert sorted(told.values_list("verb", "reason")) == [
            ("caller.merged", "said_so"),
            ("caller.split", "wrong_person"),
            ("callers.merge_profiles", ""),
            ("callers.split_profiles", ""),
        ]


def test_pressed_twice_or_in_a_second_tab_it_is_done_once(
    line: Any, pranks: Any, named: Any, merge: Any, split: Any, acting_as: Any
) -> None:
    boy, girl, third = pranks(1), named("Sakit qız"), named("Üçüncü", "050 999 00 03")
    seen = boy.version
    made = merge(boy, girl, expected=seen)
    assert merge(boy, girl, expected=seen) == made
    with pytest.raises(Stale):
        merge(boy, third, expected=seen)
    for kept, other in ((girl, third), (third, girl)):
        with pytest.raises(Refused, match="merged already"):
            merge(kept, other)
    with pytest.raises(Refused, match="another profile"):
        merge(boy, boy)
    with acting_as(line["lead"]), pytest.raises(Refused, match="meanwhile"):
        write_profile(profile=girl, known_as="x", advice="", by=line["lead"])
    with pytest.raises(Stale):
        split(made, expected=made.version + 5)
    first = split(made, expected=made.version)
    assert split(made, expected=made.version).split_at == first.split_at
    with acting_as(line["lead"]):
        held = CallerProfile.objects.get(pk=boy.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            CallerProfile.objects.filter(pk=held.pk).update(merged_into=held)


def test_a_merge_never_blocks_a_number_that_nobody_blocked(
    line: Any, pranks: Any, named: Any, merge: Any, acting_as: Any
) -> None:
    boy, girl = pranks(), named("Sakit qız")
    with acting_as(line["listener"]):
        block = propose_block(profile=boy, reason="prank", by=line["listener"])
    for kept, other in ((boy, girl), (girl, boy)):
        with pytest.raises(Refused, match="proposed or stands"):
            merge(kept, other)
    with acting_as(line["lead"]):
        block = decide_block(block=block, approve=True, days=3, by=line["lead"])
    with pytest.raises(Refused, match="proposed or stands"):
        merge(boy, girl)
    with acting_as(line["lead"]):
        lift_block(block=block, by=line["lead"])
    merge(boy, girl)
    with acting_as(line["listener"]):
        assert screen_caller(number=OTHER, channel="phone", by=line["listener"]).was_blocked is False


def test_a_child_in_distress_at_one_number_keeps_the_other_from_a_block(
    line: Any, pranks: Any, told: Any, call: Any, at: Any, merge: Any, split: Any, acting_as: Any
) -> None:
    boy = pranks()
    girl = at(told({"hurt_now": "yes"}), open_profile, known_as="Sakit qız")
    made = merge(boy, girl)
    with acting_as(line["listener"]), pytest.raises(Refused, match="grave danger"):
        propose_block(profile=boy, reason="prank", by=line["listener"])
    split(made)
    with acting_as(line["listener"]):
        assert propose_block(profile=boy, reason="prank", by=line["listener"]).status == "proposed"


@pytest.mark.parametrize("approved", [False, True])
def test_a_block_that_was_decided_on_for_both_ends_when_they_are_split(
    line: Any, pranks: Any, call: Any, at: Any, merge: Any, split: Any, acting_as: Any, approved: bool
) -> None:
    boy = pranks()
    contact = call(caller_number=OTHER)
    at(contact, set_kind, kind="wrong_number")
    girl = at(contact, open_profile, known_as="Sakit qız")
    made = merge(girl, boy)
    with acting_as(line["listener"]):
        block = propose_block(profile=girl, reason="prank", by=line["listener"])
    if approved:
        with acting_as(line["lead"]):
            decide_block(block=block, approve=True, days=3, by=line["lead"])
        with acting_as(line["listener"]):
            assert standing_block(KEY) == standing_block(caller_key(OTHER)) == block
            assert not screen_caller(number=NUMBER, channel="phone", by=line["listener"]).through
    split(made, who="deputy")
    with acting_as(line["listener"]):
        assert standing_block(KEY) is standing_block(caller_key(OTHER)) is None
        assert CallerBlock.objects.get().status == ("lifted" if approved else "refused")


def test_a_merge_of_merges_is_undone_one_by_one(
    line: Any, pranks: Any, named: Any, merge: Any, split: Any, acting_as: Any
) -> None:
    boy, girl, third = pranks(1), named("Sakit qız"), named("Üçüncü", "050 999 00 03")
    lower = merge(girl, third)
    upper = merge(boy, girl)
    with acting_as(line["lead"]):
        assert profile_of(third.caller_key) == root_of(CallerProfile.objects.get(pk=third.pk)) == boy
        assert all_of(boy) == [boy, girl, third]
        assert caller_record(boy).times == 3
        assert record_of_keys([third.caller_key]).times == 1
        flag_caller(profile=boy, flag="slow", by=line["lead"])
        assert [len(one) for one in minded(profiles(line["lead"]))] == [1]
    split(lower)
    with acting_as(line["lead"]):
        assert (all_of(boy), profile_of(third.caller_key)) == ([boy, girl], third)
        assert [len(merges_of(one)) for one in (boy, girl, third)] == [2, 1, 0]
    split(upper)
    with acting_as(line["lead"]):
        assert {one.merged_into_id for one in CallerProfile.objects.all()} == {None}


def test_a_child_in_a_chat_has_a_profile_that_follows_to_the_number_they_tell(
    line: Any, call: Any, at: Any, acting_as: Any, as_owner: Any
) -> None:
    chat = call(channel="chat")
    made = at(chat, open_profile, known_as="Çatdakı oğlan")
    with pytest.raises(Refused, match="already"):
        at(chat, open_profile, known_as="x")
    alone = unnumbered_key(chat.public_id)
    assert made.caller_key == alone != caller_key(chat.public_id)
    assert at(chat, write_contact, said={"caller_number": ""}).caller_key == alone, "saving keeps it"
    at(chat, write_contact, said={"caller_number": NUMBER})
    with acting_as(line["colleague"]):
        assert profile_of(KEY) == made
        assert profile_of(alone) is None
    assert at(chat, write_contact, said={"caller_number": ""}).caller_key == ""
    gone = call(channel="chat")
    forgotten = at(gone, open_profile, known_as="x")
    with as_owner():
        CallerProfile.objects.filter(pk=forgotten.pk).update(caller_key="")
    assert at(gone, write_contact, said={"caller_number": "055 111 00 09"}).caller_key
    plain = call(channel="chat")
    assert at(plain, write_contact, said={"caller_number": OTHER}).caller_key == caller_key(OTHER)
    with as_owner():
        assert not Notice.objects.filter(kind="caller.one").exists()


def test_where_the_number_has_a_profile_the_supervisors_are_asked_and_nothing_is_merged(
    line: Any, pranks: Any, call: Any, at: Any, merge: Any, acting_as: Any, as_owner: Any
) -> None:
    boy, chat, again = pranks(1), call(channel="chat"), call(channel="chat")
    made = at(chat, open_profile, known_as="Çatdakı oğlan")
    at(chat, write_contact, said={"caller_number": NUMBER})
    with as_owner():
        assert Notice.objects.filter(kind="caller.one").count() == 2, "both supervisors"
    with acting_as(line["lead"]):
        assert profile_of(KEY) == boy
        assert [one.known_as for one in profiles(line["lead"])] == ["Çatdakı oğlan", "Gülən oğlan"]
        assert caller_record(boy).times == 2, "what was told at the number is counted there"
    merge(boy, made)
    other = at(again, open_profile, known_as="Yenə o")
    merge(boy, other)
    at(again, write_contact, said={"caller_number": NUMBER})
    with as_owner():
        assert Notice.objects.filter(kind="caller.one").count() == 2, "they are one already"


def test_forgotten_profiles_are_neither_merged_nor_split(
    line: Any, pranks: Any, named: Any, merge: Any, split: Any, as_owner: Any
) -> None:
    boy, girl = pranks(1), named("Sakit qız")
    with as_owner():
        CallerProfile.objects.filter(pk=girl.pk).update(caller_key="")
    with pytest.raises(Refused, match="forgotten"):
        merge(boy, girl)
    with as_owner():
        CallerProfile.objects.filter(pk=girl.pk).update(caller_key="x")
    made = merge(boy, girl)
    with as_owner():
        CallerProfile.objects.filter(pk=girl.pk).update(caller_key="")
    with pytest.raises(Refused, match="forgotten"):
        split(made)


def test_a_profile_is_kept_while_a_contact_of_the_caller_is(
    line: Any, pranks: Any, call: Any, at: Any, merge: Any, as_owner: Any, as_worker: Any, acting_as: Any
) -> None:
    with clock.fixed("2020-01-10"):
        boy = pranks(1)
    with clock.fixed("2021-01-15"):
        contact = call(caller_number=OTHER)
        at(contact, set_kind, kind="prank")
        girl = at(contact, open_profile, known_as="Sakit qız")
        merge(boy, girl)
    with as_worker(), clock.fixed("2021-03-02"):
        assert forget_what_is_over()["profiles"] == 0, "the other number still has a contact"
    with as_worker(), clock.fixed("2022-02-02"):
        assert forget_what_is_over()["profiles"] == 2
    with as_owner():
        assert set(CallerProfile.objects.values_list("caller_key", "known_as")) == {("", "")}
        assert CallerMerge.objects.get().note == ""


def test_a_profile_lately_written_waits_a_month_for_its_merge(
    line: Any, call: Any, at: Any, pranks: Any, as_worker: Any
) -> None:
    pranks(1)
    chat = call(channel="chat")
    at(chat, open_profile, known_as="Çatdakı oğlan")
    at(chat, write_contact, said={"caller_number": NUMBER})
    now = clock.now()
    for days, gone in ((29, 0), (31, 1)):
        with as_worker(), clock.fixed(now + timedelta(days=days)):
            assert forget_what_is_over()["profiles"] == gone
