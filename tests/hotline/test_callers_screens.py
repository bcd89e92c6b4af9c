"""Pages of repeat callers."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.hotline.contacts.actions import set_kind
from himaya.hotline.models import CallerBlock, CallerFlag, CallerMerge, CallerProfile

pytestmark = pytest.mark.django_db

NUMBER = "050 777 00 01"


def page(name: str, *ids: str) -> str:
    return reverse(f"hotline:{name}", args=ids)


@pytest.fixture
def profile(line: Any, call: Any, at: Any, english: Any, acting_as: Any) -> Any:
    """A profile made on its page after three pranks, and the contact it was made from."""
    for _n in range(3):
        contact = call(caller_number=NUMBER)
        at(contact, set_kind, kind="prank")
    browser = english(line["listener"])
    address = page("caller-open", contact.public_id)
    assert address in browser.get(contact.get_absolute_url()).content.decode()
    assert "Who it is stays closed" in browser.get(address).content.decode()
    here = browser.post(address, {"known_as": "Gülən oğlan", "advice": "Səbirlə."}).url
    assert browser.get(address).url == here
    with acting_as(line["listener"]):
        return CallerProfile.objects.get()


def test_a_profile_is_written_flagged_and_shown_on_the_next_contact(
    line: Any, profile: Any, call: Any, english: Any, acting_as: Any
) -> None:
    browser, here = english(line["colleague"]), profile.get_absolute_url()
    key = profile.public_id
    write = page("caller-write", key)
    version = browser.get(write).context["form"].version
    assert browser.post(write, {"known_as": "Gülən", "advice": "Sakit.", "_version": version}).url == here
    browser.post(page("caller-flag", key), {"flag": "slow", "note": "Kəkələyir"})
    shown = browser.get(here).content.decode()
    for words in ("Sakit.", "Speak slowly", "Kəkələyir", "Propose a block"):
        assert words in shown
    assert "Speak slowly" in browser.get(page("callers")).content.decode()
    contact = call("colleague", caller_number=NUMBER)
    assert "Known as Gülən. Speak slowly" in browser.get(contact.get_absolute_url()).content.decode()
    with acting_as(line["colleague"]):
        flag = CallerFlag.objects.get()
    assert browser.post(page("caller-flag-end", key, flag.public_id)).url == here
    assert "Nothing now" in browser.get(here).content.decode()
    assert english(line["duty"]).get(here).status_code == 403


def test_a_block_goes_through_two_people_and_stands_on_the_contact(
    line: Any, profile: Any, call: Any, english: Any, acting_as: Any
) -> None:
    browser, here = english(line["listener"]), profile.get_absolute_url()
    propose = page("block-propose", profile.public_id)
    assert browser.post(propose, {"reason": "prank", "note": "Hər axşam"}).url == here
    assert "proposed or stands" in browser.post(propose, {"reason": "prank", "note": "x"}).content.decode()
    with acting_as(line["listener"]):
        key = CallerBlock.objects.get().public_id
    assert browser.get(page("block-decide", key)).status_code == 403
    lead, decide = english(line["lead"]), page("block-decide", key)
    shown = lead.get(here).content.decode()
    for words in (decide, "Hər axşam", "Pranks again and again", "Abuse or pranks lately"):
        assert words in shown
    version = lead.get(decide).context["form"].version
    said = {"decision": "block", "_version": version}
    assert "how many days" in lead.post(decide, said).content.decode()
    assert lead.post(decide, {**said, "days": "2"}).url == here
    contact = call("lead", caller_number=NUMBER)
    assert "Ask first whether a child is in danger" in lead.get(contact.get_absolute_url()).content.decode()
    lift = page("block-lift", key)
    version = lead.get(lift).context["form"].version
    assert lead.post(lift, {"_version": version}).url == here
    assert "Propose a block" in lead.get(here).content.decode()


def test_two_profiles_are_merged_and_split_on_their_pages(
    line: Any, profile: Any, call: Any, at: Any, english: Any, acting_as: Any
) -> None:
    chat = call(channel="chat")
    browser, lead, here = english(line["listener"]), english(line["lead"]), profile.get_absolute_url()
    assert page("caller-open", chat.public_id) in browser.get(chat.get_absolute_url()).content.decode()
    there = browser.post(page("caller-open", chat.public_id), {"known_as": "Çatdakı", "advice": "Yavaş."}).url
    other = there.rstrip("/").rpartition("/")[2]
    merge = page("caller-merge", profile.public_id)
    assert merge not in browser.get(here).content.decode(), "a supervisor does it"
    assert browser.get(merge).status_code == 403
    assert merge in lead.get(here).content.decode()
    assert "Çatdakı" in lead.get(merge).content.decode()
    address = lead.post(merge, {"other": other}).url
    shown = lead.get(address)
    for words in (
        "Are they the same caller",
        "Neither number is blocked",
        "Yavaş.",
        "Keep “Çatdakı” instead",
    ):
        assert words in shown.content.decode()
    said = {"reason": "number_told", "note": "Eyni oğlan", "_version": shown.context["form"].version}
    assert [lead.post(address, said).url for _twice in range(2)] == [here, here]
    assert "You will see both" in lead.get(merge).content.decode()
    assert browser.get(there).url == here, "the other one leads here"
    told = browser.get(here).content.decode()
    for words in ("Yavaş.", "Merged profiles", "They told their number in a chat", "Eyni oğlan"):
        assert words in told
    assert "Known as Gülən oğlan" in browser.get(chat.get_absolute_url()).content.decode()
    with acting_as(line["lead"]):
        split = page("caller-split", CallerMerge.objects.get().public_id)
    assert split not in told
    assert split in lead.get(here).content.decode()
    shown = lead.get(split)
    assert "as before the merge" in shown.content.decode()
    said = {"reason": "by_mistake", "note": "Başqa səs", "_version": shown.context["form"].version}
    assert lead.post(split, said).url == here
    assert lead.get(split).url == here
    assert "Split again" in lead.get(here).content.decode()
    assert browser.get(there).status_code == 200


def test_a_merge_that_may_not_be_says_why_before_the_press(
    line: Any, profile: Any, call: Any, english: Any
) -> None:
    browser, lead = english(line["listener"]), english(line["lead"])
    contact = call(caller_number="055 888 00 02")
    there = browser.post(page("caller-open", contact.public_id), {"known_as": "Sakit qız"}).url
    other = there.rstrip("/").rpartition("/")[2]
    browser.post(page("block-propose", profile.public_id), {"reason": "prank", "note": "x"})
    shown = lead.get(page("caller-merge-with", other, profile.public_id)).content.decode()
    assert "A block of Gülən oğlan is proposed" in shown
    assert "What will happen" not in shown


def test_there_may_be_no_profile(line: Any, english: Any) -> None:
    assert "No profile yet" in english(line["lead"]).get(page("callers")).content.decode()
