"""The card of related cases, and the pages on which cases are linked and split."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.cases.casefile.actions import add_member
from himaya.cases.models import Case, CaseLink, CaseMember
from himaya.cases.related.actions import link_cases
from himaya.registry.actions import relate
from tests.database import settle

pytestmark = pytest.mark.django_db
MINE = "Tarlada bağ evi, heç kim bilmir."


def at(name: str, case: Case, *more: str) -> str:
    return reverse(f"cases:{name}", args=[case.public_id, *more])


@pytest.fixture
def pair(make_case: Any, country: Any, acting_as: Any) -> tuple[Case, Case]:
    """Two cases of two workers, of a brother and a sister, not linked yet."""
    here, other = make_case("registered"), make_case("registered", worker="colleague")
    with acting_as(country["supervisor"]) as by:
        one, two = (CaseMember.objects.get(case=case, role="child").person for case in (here, other))
        relate(person=one, other=two, kind="sibling", by=by)
    return here, other


def test_one_links_and_ends_from_the_case_s_page(
    pair: Any, country: Any, english: Any, as_owner: Any
) -> None:
    here, other = pair
    browser = english(country["supervisor"])
    page = browser.get(here.get_absolute_url()).content.decode()
    assert "No case is linked to this one." in page
    assert f"?other={other.public_id}" in page  # beside the sister
    form = browser.get(at("related-new", here), {"other": other.public_id}).context["form"]
    assert (form["number"].value(), form["kind"].value()) == (other.reference, "siblings")
    assert browser.get(at("related-new", here), {"other": "nobody"}).context["form"]["number"].value() is None

    told = {"number": "12", "kind": "siblings", "note": "Ana dedi."}
    assert "This is no number of a case" in browser.post(at("related-new", here), told).content.decode()
    told["number"] = here.reference
    assert "This is the same case" in browser.post(at("related-new", here), told).content.decode()
    told["number"] = f" {other.reference.lower().replace('-', ' ')} "
    assert browser.post(at("related-new", here), told).url == here.get_absolute_url()
    assert "already linked" in browser.post(at("related-new", here), told).content.decode()

    for case, linked in ((here, other), (other, here)):
        page = browser.get(case.get_absolute_url()).content.decode()
        assert linked.reference in page
        assert "Linked to case" in page  # in the story
    with as_owner():
        made = CaseLink.objects.get()
    end = at("related-end", other, made.public_id)
    assert "required" in browser.post(end, {"reason": "mistake"}).content.decode()
    assert browser.post(end, {"reason": "mistake", "note": "Başqa ailə"}).url == other.get_absolute_url()
    page = browser.get(here.get_absolute_url()).content.decode()
    assert "No longer linked to case" in page
    assert "Written by mistake" in page


def test_who_may_not_open_the_other_case_sees_the_unit_alone(
    pair: Any, country: Any, english: Any, acting_as: Any, as_owner: Any
) -> None:
    here, other = pair
    with acting_as(country["supervisor"]) as by:
        made = link_cases(case=here, other=other, kind="perpetrator", note=MINE, by=by)
    settle()
    browser = english(country["worker"])
    page = browser.get(here.get_absolute_url()).content.decode()
    assert "A linked case that is not open to you" in page
    assert "Has an open case that is not open to you" in page
    for kept in (
        MINE,
        other.reference,
        other.public_id,
        "Same possible perpetrator",
        str(country["colleague"]),
    ):
        assert kept not in page, kept
    assert browser.get(at("related-end", here, made.public_id)).status_code == 404
    told = {"number": other.reference, "kind": "siblings", "note": "Ana dedi."}
    assert "There is no such case" in browser.post(at("related-new", here), told).content.decode()


def test_the_card_asks_the_same_however_many_are_linked(
    pair: Any, make_case: Any, country: Any, english: Any, acting_as: Any
) -> None:
    here, other = pair
    more = [make_case("registered") for _n in range(3)]
    browser = english(country["supervisor"])
    with acting_as(country["supervisor"]) as by:
        link_cases(case=here, other=other, kind="incident", note="…", by=by)
    browser.get(here.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        browser.get(here.get_absolute_url())
    with acting_as(country["supervisor"]) as by:
        for one in more:
            link_cases(case=here, other=one, kind="incident", note="…", by=by)
    with CaptureQueriesContext(connection) as many:
        assert all(one.reference in browser.get(here.get_absolute_url()).content.decode() for one in more[:1])
    assert len(many) == len(few)


def test_a_child_is_given_a_case_of_its_own(
    make_case: Any, make_person: Any, country: Any, english: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    brother = make_person(
        country["here"], given_name="Nihad", birth_date=date(2014, 2, 1), birth_precision="exact"
    )
    browser = english(country["worker"])
    assert at("case-split", case) not in browser.get(case.get_absolute_url()).content.decode()
    with acting_as(country["supervisor"]) as by:
        add_member(case=Case.objects.get(pk=case.pk), person=brother, role="child", by=by)
    settle()
    assert at("case-split", case) in browser.get(case.get_absolute_url()).content.decode()
    form = browser.get(at("case-split", case)).context["form"]
    assert "adults" not in form.fields  # nobody to choose
    children = [pk for pk, _name in form.fields["children"].choices]
    told = {"reason": "places", "note": "Nənəsində yaşayır."}
    assert "required" in browser.post(at("case-split", case), told).content.decode()
    page = browser.post(at("case-split", case), {**told, "children": children}).content.decode()
    assert "The last child stays" in page
    assert "Nənəsində yaşayır." in page
    answer = browser.post(at("case-split", case), {**told, "children": children[-1:]})
    with as_owner():
        new = Case.objects.exclude(pk=case.pk).get()
    assert answer.url == new.get_absolute_url()
    page = browser.get(new.get_absolute_url()).content.decode()
    assert "Begun for children of case" in page
    assert "Nənəsində yaşayır." in page
    page = browser.get(case.get_absolute_url()).content.decode()
    assert "Children of this case were given case" in page
    assert new.reference in page


def test_who_only_reads_or_is_elsewhere_links_and_splits_nothing(
    pair: Any, country: Any, english: Any
) -> None:
    here, _other = pair
    for name in ("related-new", "case-split"):
        assert english(country["stranger"]).get(at(name, here)).status_code == 404
        assert english(country["manager"]).get(at(name, here)).status_code == 403
    page = english(country["manager"]).get(here.get_absolute_url()).content.decode()
    assert "Brothers and sisters" in page
    assert "?other=" not in page
