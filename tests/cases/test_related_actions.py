"""Several cases, one story: linked, kept from who may not know, ended, and split."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.actions import move_dossier, wall_off
from himaya.access.models import Wall
from himaya.access.roles import SENSITIVE
from himaya.cases.casefile.actions import add_member, end_member
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.signals import case_registered
from himaya.cases.missing.actions import Told, report_missing
from himaya.cases.models import Assignment, Case, CaseLink, CaseMember
from himaya.cases.related.actions import end_link, link_cases, split_case
from himaya.cases.related.queries import links_on, siblings_on, standing_links
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.kit.memory import one_page
from himaya.registry.actions import join_household, relate
from himaya.registry.models import Consent, ConsentUse, Person
from himaya.workflow.models import Notice
from tests.database import settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WHY = "Eyni həyətdə yaşayırlar, eyni adamdan qorxurlar."


def link(case: Case, other: Case, by: Any, kind: str = "incident") -> CaseLink:
    return link_cases(case=case, other=other, kind=kind, note=WHY, by=by)


def again(case: Case) -> Case:
    found: Case = Case.objects.select_related("dossier__unit", "worker").get(pk=case.pk)
    one_page(found)
    return found


@pytest.fixture
def two(make_case: Any) -> tuple[Case, Case]:
    """Two registered cases, of two workers."""
    return make_case("registered"), make_case("registered", worker="colleague")


@pytest.fixture
def born(make_person: Any, country: Any) -> Any:
    """`born("Nihad", 2014)`: somebody of the register."""

    def make(name: str, year: int) -> Person:
        when = {"birth_date": date(year, 2, 1), "birth_precision": "exact"}
        person: Person = make_person(country["here"], given_name=name, **when)
        return person

    return make


@pytest.fixture
def family(make_case: Any, born: Any, country: Any, acting_as: Any) -> Any:
    """A registered case with two children and their mother and a possible perpetrator."""

    def make(until: str = "registered", **more: Any) -> Case:
        case = make_case(until, **more)
        people = {
            "child": born("Nihad", 2014),
            "caregiver": born("Sevda", 1988),
            "perpetrator": born("Rauf", 1985),
        }
        with acting_as(country["supervisor"]) as by:
            for role, person in people.items():
                add_member(case=Case.objects.get(pk=case.pk), person=person, role=role, by=by)
            return again(case)

    return make


def members(case: Case, *roles: str) -> list[CaseMember]:
    rows = CaseMember.objects.filter(case=case, role__in=roles, ended_at__isnull=True)
    return list(rows.order_by("pk"))


def split(case: Case, by: Any, children: Any = None, adults: Any = (), **more: Any) -> Case:
    chosen = members(case, "child")[-1:] if children is None else children
    return split_case(
        case=case, children=chosen, adults=adults, reason="needs", note="Ayrı yerdə yaşayır.", by=by, **more
    )


# --- linking ---


def test_a_link_stands_on_both_cases_and_is_written_once(two: Any, country: Any, acting_as: Any) -> None:
    here, other = two
    with acting_as(country["supervisor"]) as by:
        made = link(other, here, by)
        assert (made.first, made.second) == tuple(sorted(two, key=lambda case: case.pk))
        assert [one.other for one in links_on(again(here))] == [other]
        assert [(one.other, one.state) for one in links_on(again(other))] == [(here, "Assessment")]
        assert CaseLink.objects.count() == 1
        assert str(made).startswith("incident")


def test_the_same_is_said_once_but_another_kind_may_be_said_too(
    two: Any, country: Any, acting_as: Any
) -> None:
    here, other = two
    with acting_as(country["supervisor"]) as by:
        link(here, other, by)
        with pytest.raises(Refused, match="already linked"):
            link(other, here, by)
        link(other, here, by, kind="household")
        with pytest.raises(Refused, match="same case"):
            link(here, here, by)
        assert CaseLink.objects.count() == 2


def test_who_does_not_see_the_other_case_links_nothing(two: Any, country: Any, acting_as: Any) -> None:
    here, other = two
    settle()
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="no such case"):
            link(again(here), other, by)
        with pytest.raises(Refused, match="no such case"):
            link(again(here), Case(), by)
    with acting_as(country["stranger"]) as by, pytest.raises(PermissionDenied):
        link(here, other, by)
    with acting_as(country["supervisor"]):
        assert not CaseLink.objects.exists()


def test_a_closed_case_is_linked_from_an_open_one_only(
    make_case: Any, two: Any, country: Any, acting_as: Any
) -> None:
    closed = make_case("closed")
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="closed"):
            link(again(closed), two[0], by)
        link(two[0], closed, by, kind="earlier_later")


def test_of_a_case_that_is_not_open_only_the_unit_is_told(two: Any, country: Any, acting_as: Any) -> None:
    here, other = two
    with acting_as(country["supervisor"]) as by:
        link(here, other, by)
    settle()
    for who, case in (("worker", here), ("colleague", other)):
        with acting_as(country[who]):
            (one,) = links_on(again(case))
            assert (one.link, one.other, one.unit, one.state) == (None, None, country["here"], "")
            assert standing_links(again(case)) == [one]
    with acting_as(country["stranger"]):
        assert links_on(here) == []
        assert not CaseLink.objects.exists()


def test_of_a_sensitive_case_nothing_is_told(two: Any, country: Any, acting_as: Any, as_owner: Any) -> None:
    here, other = two
    with acting_as(country["supervisor"]) as by:
        move_dossier(dossier=again(other).dossier, unit=country["here"], sensitivity=SENSITIVE)
        made = link(here, again(other), by)
        assert made.dossier_id == other.dossier_id  # lies with the more closely kept of the two
    settle()
    with acting_as(country["worker"]):
        assert links_on(again(here)) == []
        assert not CaseLink.objects.exists()
    with acting_as(country["colleague"]):
        assert [one.unit for one in links_on(again(other))] == [country["here"]]


def test_whoever_is_walled_off_hears_of_no_linked_case(
    two: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    here, other = two
    with acting_as(country["supervisor"]) as by:
        link(here, other, by)
        wall_off(dossier=other.dossier, user=country["worker"], reason="named", by=by)
    settle()
    with acting_as(country["worker"]):
        assert links_on(again(here)) == []


def test_a_link_ends_with_a_reason_and_stays(two: Any, country: Any, acting_as: Any) -> None:
    here, other = two
    with acting_as(country["supervisor"]) as by:
        made = link(here, other, by)
        end_link(case=other, link=made, reason="mistake", note="Başqa ailədir.", by=by)
        assert standing_links(again(here)) == []
        (one,) = links_on(again(here))
        assert one.link is not None
        assert (one.link.end_reason, one.link.ended_by) == ("mistake", by)
        with pytest.raises(Refused, match="ended already"):
            end_link(case=other, link=made, reason="other", note="…", by=by)
        link(here, other, by)  # and may be said again
    settle()
    with acting_as(country["worker"]):  # what ended is told only to who sees both
        assert len(links_on(again(here))) == 1


# --- brothers and sisters ---


@pytest.fixture
def apart(two: Any, country: Any, acting_as: Any) -> tuple[Case, Case, Person, Person]:
    """Two cases, each of one child, who are brother and sister."""
    with acting_as(country["supervisor"]) as by:
        mine, theirs = (CaseMember.objects.get(case=case, role="child").person for case in two)
        relate(person=mine, other=theirs, kind="sibling", by=by)
    settle()
    return (*two, mine, theirs)


def test_a_sibling_s_open_case_is_told_as_far_as_it_is_open(apart: Any, country: Any, acting_as: Any) -> None:
    here, other, _mine, theirs = apart
    with acting_as(country["supervisor"]):
        (one,) = siblings_on(again(here))
        assert (one.person, one.kind, one.role, one.cases) == (theirs.public_id, "sibling", "", [other])
        assert one.told == [(other, "Assessment")]
    with acting_as(country["worker"]):
        (one,) = siblings_on(again(here))
        assert (one.person, one.name, one.cases, one.units) == ("", "Ə. Ü.", [], [country["here"]])


def test_of_a_sibling_s_sensitive_case_nothing_is_told(apart: Any, country: Any, acting_as: Any) -> None:
    here, other, _mine, _theirs = apart
    with acting_as(country["supervisor"]):
        move_dossier(dossier=again(other).dossier, unit=country["here"], sensitivity=SENSITIVE)
    settle()
    with acting_as(country["worker"]):
        assert siblings_on(again(here)) == []


def test_children_of_the_household_and_of_the_same_case_are_told_too(
    family: Any, country: Any, acting_as: Any
) -> None:
    case = family()
    with acting_as(country["supervisor"]) as by:
        first, second = (member.person for member in members(case, "child"))
        mother = members(case, "caregiver")[0].person
        home = join_household(person=first, role="child", by=by).household
        join_household(person=second, role="child", household=home, by=by)
        join_household(person=mother, role="mother", household=home, by=by)
        found = siblings_on(again(case))
        assert {(one.name, one.kind, one.role) for one in found} == {
            ("Əliyeva Ülkər", "", "child"),
            ("Əliyeva Nihad", "", "child"),
        }


def test_a_case_without_children_has_no_siblings(make_case: Any, country: Any, acting_as: Any) -> None:
    case = make_case("accepted")
    with acting_as(country["worker"]):
        assert siblings_on(again(case)) == []


# --- splitting ---


def test_a_child_gets_a_case_of_its_own(family: Any, country: Any, acting_as: Any) -> None:
    told: list[Any] = []
    hear = lambda sender, case, **kwargs: told.append(case)  # noqa: E731
    case = family()
    case_registered.connect(hear)
    with clock.fixed("2027-03-01 10:00"), acting_as(country["worker"]) as by:
        adults = members(case, "caregiver", "perpetrator")
        new = again(split(again(case), by, adults=adults, expected=again(case).version))
        assert (new.status, new.worker, new.dossier.unit) == ("registered", by, country["here"])
        assert (new.kind, new.risk, new.consent, new.summary) == (
            case.kind, case.risk, "spoken", "Ayrı yerdə yaşayır.")  # fmt: skip
        assert new.reported_at == clock.now()
        assert {(m.person.given_name, m.role, m.is_restricted) for m in members(
            new, "child", "caregiver", "perpetrator")} == {
            ("Nihad", "child", False), ("Sevda", "caregiver", False), ("Rauf", "perpetrator", True)}  # fmt: skip
        assert [m.person.given_name for m in members(case, "child")] == ["Ülkər"]
        assert len(members(case, "caregiver", "perpetrator")) == 2
        clocks = {c.name: c for c in CaseWork.clocks_of(new)}
        assert set(clocks) >= {"assessment", "plan", "visit"}
        assert {clocks[name].holder for name in ("assessment", "plan", "visit")} == {by}
        assert Assignment.objects.get(case=new).accepted_at == clock.now()
        assert Consent.objects.filter(person__given_name="Nihad").count() == 1
        assert ConsentUse.objects.filter(subject_id=new.pk).exists()
    case_registered.disconnect(hear)
    assert told == [new]
    settle()
    with acting_as(country["worker"]):  # still sees both, and the child's own file
        (one,) = links_on(again(case))
        assert (one.other, one.link.kind, one.link.split_reason) == (new, "siblings", "needs")
        assert Person.objects.filter(given_name="Nihad").exists()
    with acting_as(country["supervisor"]):
        assert Notice.objects.filter(user=country["supervisor"], kind="case.split").exists()


def test_a_split_case_is_kept_as_closely_and_behind_the_same_walls(
    family: Any, country: Any, acting_as: Any
) -> None:
    case = family()
    with acting_as(country["supervisor"]) as by:
        move_dossier(dossier=again(case).dossier, unit=country["here"], sensitivity=SENSITIVE)
        wall_off(dossier=case.dossier, user=country["colleague"], reason="named", by=by)
        new = again(split(again(case), by))
        assert new.dossier.sensitivity == SENSITIVE
        assert Wall.objects.filter(dossier=new.dossier, user=country["colleague"]).exists()
        assert new.worker == country["worker"]
    with acting_as(country["worker"]):
        assert Notice.objects.filter(user=country["worker"], kind="case.split").exists()


def test_a_sibling_on_the_old_case_is_the_child_of_the_new(
    make_case: Any, born: Any, country: Any, acting_as: Any
) -> None:
    case, sister = make_case("registered", matter="prevention"), born("Aysu", 2019)
    with acting_as(country["supervisor"]) as by:
        for role in ("sibling", "child"):
            add_member(case=again(case), person=sister, role=role, by=by)
        new = split(again(case), by, children=members(case, "sibling", "child")[1:])
        assert [m.role for m in members(new, "child", "sibling")] == ["child"]
        assert "support" in {c.name for c in CaseWork.clocks_of(new)}  # as its kind of case asks
        assert not CaseMember.objects.filter(case=case, person=sister, ended_at__isnull=True).exists()


def test_what_cannot_be_split_is_refused_in_words(
    family: Any, make_case: Any, country: Any, acting_as: Any
) -> None:
    case, closed = family(), make_case("closed")
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="closed"):
            split(again(closed), by)
        with pytest.raises(Refused, match="at least one child"):
            split(again(case), by, children=members(case, "caregiver"))
        with pytest.raises(Refused, match="The last child"):
            split(again(case), by, children=members(case, "child"))
        with pytest.raises(Stale):
            split(again(case), by, expected=again(case).version - 1)
        gone = members(case, "child")[-1]
        end_member(member=gone, by=by)
        with pytest.raises(Refused, match="Not in this case any more"):
            split(again(case), by, children=[gone])
        assert Case.objects.count() == 2
        assert not CaseLink.objects.exists()
    with acting_as(country["stranger"]) as by, pytest.raises(PermissionDenied):
        split(case, by, children=[gone])


def test_the_second_of_two_presses_finds_the_child_gone(family: Any, country: Any, acting_as: Any) -> None:
    case = family()
    with acting_as(country["worker"]) as by:
        chosen = members(case, "child")[-1:]
        split(again(case), by, children=chosen)
        with pytest.raises(Refused, match="Not in this case any more"):
            split(again(case), by, children=chosen)
        assert Case.objects.count() == 2


def test_a_child_who_is_missing_stays_until_that_has_ended(family: Any, country: Any, acting_as: Any) -> None:
    case = family()
    with acting_as(country["worker"]) as by:
        child = members(case, "child")[-1]
        gone = Told(
            since=clock.now(), last_seen="Məktəb", wearing="Göy gödəkçə", circumstance="not_back", risks=[]
        )
        report_missing(case=again(case), child=child, told=gone, by=by)
        with pytest.raises(Refused, match="ends first: Missing child"):
            split(again(case), by, children=[child])


def test_who_is_grown_up_gets_no_child_s_case(family: Any, country: Any, acting_as: Any) -> None:
    case = family()
    with acting_as(country["supervisor"]) as by:
        child = members(case, "child")[-1]
        Person.objects.filter(pk=child.person_id).update(birth_date=date(2001, 1, 1))
        with pytest.raises(Refused, match="adult"):
            split(again(case), by, children=[child])
