"""Contacts are found by their words, folded, and by what is coded; each sees what is theirs; names lie closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.access.actions import wall_off
from himaya.access.protection.actor import WrongActor
from himaya.hotline.contacts import queries as contacts
from himaya.hotline.contacts.actions import set_kind, write_contact
from himaya.hotline.contacts.queries import listed
from himaya.hotline.models import Contact
from himaya.hotline.search import queries as search
from himaya.hotline.search.queries import Asked, found
from himaya.hotline.search.rules import number_asked, words_asked
from himaya.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TOLD = {"narrative": "Məktəbdə məni döyürlər, GİZLİ bir yerdəyəm.", "advice": "Şagirdlərlə söhbət",
        "main_reason": "bullying", "place_text": "Sumqayıt", "place_code": "AZ-SM", "caller_name": "Zülfiyyə"}  # fmt: skip


@pytest.fixture
def find(line: Any, acting_as: Any) -> Any:
    """`find(who, **asked)`: the numbers of the contacts found."""

    def look(who: str, **asked: Any) -> list[int]:
        with acting_as(line[who]):
            return [one.pk for one in found(Asked(**asked), line[who]).rows]

    return look


@pytest.fixture
def written(call: Any, at: Any) -> Contact:
    """A contact in which much is told."""
    return at(call(caller_number="050 111 22 33"), write_contact, said=TOLD)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Məktəbdə döyürlər", "(maktabda:*) & (doyurlar:*)"),
        ("mekteb", "(mekteb:* | maktab:*)"),
        ("ev", "(ev | av)"),
        ("  ", ""),
        ("a'b | !c & (d) <-> :*", "(ab) & (c) & (d)"),
        ("a b a b a b a b a b", "(a) & (b) & (a) & (b) & (a) & (b) & (a) & (b)"),
    ],
)
def test_what_is_typed_is_folded_and_holds_no_signs(typed: str, asked: str) -> None:
    assert words_asked(typed) == asked


def test_a_number_is_looked_for_by_its_key_alone() -> None:
    assert number_asked("050 111 22 33") == number_asked("+994501112233")
    assert "111" not in number_asked("050 111 22 33")
    assert number_asked("məktəb") == ""


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("mekteb", True), ("məktəb", True), ("MƏKTƏBDƏ gizli", True), ("gızlı", True), ("şagird", True), ("sagird", True),
        ("sumqayit", True), ("döyürlər yoxdur", False), ("Zülfiyyə", False), ("050 111 22 33", True),
        ("050 111 22 34", False), ("", True),
    ],
)  # fmt: skip
def test_words_find_a_contact_however_they_are_spelt(written: Any, find: Any, words: str, hit: bool) -> None:
    assert find("lead", words=words) == ([written.pk] if hit else [])


def test_its_reference_finds_it(written: Any, find: Any) -> None:
    assert find("listener", words=f" {written.reference.lower()} ") == [written.pk]
    assert find("colleague", words=written.reference) == []


def test_each_finds_what_is_theirs_and_nothing_behind_a_wall(
    line: Any, written: Any, find: Any, acting_as: Any, as_owner: Any
) -> None:
    for who, hits in {
        "listener": 1,
        "lead": 1,
        "colleague": 0,
        "duty": 0,
        "chief": 0,
        "counsellor": 0,
    }.items():
        assert len(find(who, words="məktəb")) == hits, who
        assert len(find(who)) == hits, who
    with as_owner():
        wall_off(dossier=written.dossier, user=line["lead"], reason="test", by=line["deputy"])
    assert find("lead", words="məktəb") == []
    assert find("deputy", words="məktəb") == [written.pk]
    with acting_as(line["lead"]), pytest.raises(WrongActor):
        found(Asked(), line["deputy"])


def test_what_is_coded_narrows(
    line: Any, written: Any, call: Any, at: Any, find: Any, acting_as: Any
) -> None:
    prank = at(call(channel="sms", channel_key="7"), set_kind, kind="prank")
    today, place = clock.today(), Contact._meta.get_field("territory").related_model.objects.get(code="AZ-SM")
    for asked, hits in (
        ({"kind": "prank"}, [prank.pk]), ({"channel": "sms"}, [prank.pk]), ({"status": "set_aside"}, [prank.pk]),
        ({"main_reason": "bullying"}, [written.pk]), ({"territories": (place.pk,)}, [written.pk]),
        ({"risk": "high"}, []), ({"since": today}, [prank.pk, written.pk]), ({"until": today}, [prank.pk, written.pk]),
        ({"since": today + timedelta(1)}, []), ({"until": today - timedelta(1)}, []),
        ({"counsellor_id": line["colleague"].pk}, []), ({"words": "məktəb", "kind": "prank"}, []),
        ({"words": "məktəb", "main_reason": "bullying"}, [written.pk]),
    ):  # fmt: skip
        assert find("lead", **asked) == hits, asked


def test_the_latest_are_shown_first_and_no_more_than_a_page(
    written: Any, call: Any, at: Any, find: Any, monkeypatch: Any
) -> None:
    later = at(call(), write_contact, said={"narrative": "Məktəb haqqında"})
    assert find("lead", words="məktəb") == [later.pk, written.pk]
    for module in (search, contacts):
        monkeypatch.setattr(module, "A_PAGE", 1)
    assert find("lead", words="məktəb") == [later.pk]
    assert find("lead") == [later.pk]


def test_what_follows_is_shown_after_what_was_shown_and_nothing_twice(
    line: Any, call: Any, acting_as: Any, english: Any, monkeypatch: Any
) -> None:
    for module in (search, contacts):
        monkeypatch.setattr(module, "A_PAGE", 2)
    with clock.fixed(clock.now() - timedelta(hours=1)):
        made = [call().pk for _n in range(5)]  # at the same moment: the order is still one
    with acting_as(line["lead"]) as lead:
        for turn in (
            lambda after: found(Asked(), lead, after=after),
            lambda after: listed("open", lead, after=after),
        ):
            shown, after = [], ""
            for _n in range(3):
                part = turn(after)
                shown, after = [*shown, *(one.pk for one in part.rows)], part.older
            assert (shown, after) == (made[::-1], "")
        assert [one.pk for one in found(Asked(), lead, after="nowhere").rows] == made[:2:-1]
    browser, page = english(line["lead"]), reverse("hotline:contact-search")
    assert "after=" in browser.get(page).content.decode()
    assert "after=" in browser.get(reverse("hotline:contacts")).content.decode()


def test_while_filters_are_chosen_only_the_rows_are_drawn(line: Any, written: Any, english: Any) -> None:
    browser, page = english(line["lead"]), reverse("hotline:contact-search")
    part = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    answer = browser.post(page, {"main_reason": "bullying"}, headers=part)
    text = answer.content.decode()
    assert written.reference in text
    assert "<form" not in text
    address = answer.headers["HX-Replace-Url"]
    assert "bullying" not in address
    whole = browser.get(address).content.decode()
    assert 'value="bullying" selected' in whole
    by_whom = {"counsellor": line["colleague"].public_id}
    assert written.reference not in browser.post(page, by_whom, headers=part).content.decode()


def test_the_page_keeps_what_is_typed_out_of_its_address(
    line: Any, written: Any, english: Any, call: Any
) -> None:
    lead, page = english(line["lead"]), reverse("hotline:contact-search")
    assert written.reference in lead.get(page).content.decode()
    answer = lead.post(page, {"words": "Məktəbdə", "main_reason": "bullying"})
    assert answer.status_code == 303
    assert "Mək" not in answer.url
    assert "M%C9" not in answer.url
    shown = lead.get(answer.url).content.decode()
    assert written.reference in shown
    assert "Məktəbdə" in shown
    empty = lead.get(lead.post(page, {"words": "heçnə"}).url).content.decode()
    assert "No contact fits" in empty
    wrong = lead.get(lead.post(page, {"since": "xx.yy"}).url)
    assert wrong.status_code == 200
    assert english(line["duty"]).get(page).status_code == 403
    narrowed = {"territory": "AZ-SM", "counsellor": line["listener"].public_id}
    assert written.reference in lead.get(lead.post(page, narrowed).url).content.decode()
