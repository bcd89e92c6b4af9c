"""What surrounds a person, drawn: from every context, as far as each reader may see it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.actions import grant
from himaya.access.models import AuditEvent
from himaya.access.roles import PERSON_READ, ROLES
from himaya.cases.models import Case, CaseMember
from himaya.kit import clock
from himaya.registry.actions import end_relation, join_household, relate
from himaya.registry.models import Person, PersonIdentifier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def child(busy: Any, as_owner: Any, acting_as: Any, make_person: Any) -> Person:
    """The child of a case with two referrals, a school, an aunt, a trusted teacher and somebody suspected."""
    with as_owner():
        member = CaseMember.objects.filter(case=busy["case"], role="child").select_related("person").first()
        person: Person = member.person
        others = [
            make_person(busy["here"], given_name=name)
            for name in ("Aytən", "Rəna", "Zaur", "Lalə", "Sona", "Vaqif")
        ]
        PersonIdentifier.objects.create(
            dossier=person.dossier,
            person=person,
            kind="school",
            value="12",
            issuer="Masallı 3 nömrəli məktəb",
        )
        PersonIdentifier.objects.create(
            dossier=person.dossier, person=person, kind="school", value="OLD7", ended_at=clock.now()
        )
        for one in (person, *others):
            grant(dossier=one.dossier, user=busy["supervisor"], ground="test", by=None)
    by = busy["supervisor"]
    with acting_as(by):
        aunt, teacher, suspect, mate, granny, former = others
        relate(person=person, other=aunt, kind="aunt_uncle", by=by)
        relate(person=person, other=aunt, kind="close", by=by)
        relate(person=person, other=teacher, kind="trusted_adult", by=by)
        relate(person=person, other=suspect, kind="suspected_of_harm", by=by)
        relate(person=person, other=granny, kind="grandparent", by=by)
        relate(person=person, other=granny, kind="conflict", by=by)
        tie = relate(person=person, other=former, kind="other_relative", by=by)
        end_relation(relationship=tie, by=by, reason="over")
        home = join_household(person=granny, role="grandparent", by=by).household
        join_household(person=person, role="child", household=home, by=by)
        join_household(person=mate, role="other", household=home, by=by)
    return person


def around(english: Any, user: Any, person: Person, name: str = "ecomap") -> Any:
    return english(user).get(reverse(f"desk:{name}", args=[person.public_id]))


def test_a_child_stands_among_all_that_is_around(busy: Any, child: Person, english: Any) -> None:
    page = around(english, busy["supervisor"], child)
    told = page.context["around"]
    looks = {member.role: member.look for part in told.parts for member in part.members}
    assert looks["Aunt or uncle"] == "close"
    assert looks["Trusted adult"] == "protective"
    assert looks["Suspected of harm"] == "harm"
    assert looks["Other relative"] == "before"
    assert looks["Grandparent"] == "conflict", "told at home, with how they get on"
    assert looks["Other"] == "now"
    assert looks["Sent"] == "waiting"
    assert looks["Accepted"] == "now"
    assert looks["Worker of the case"] == "now"
    schools = [m for part in told.parts for m in part.members if m.role == "School number"]
    assert sorted((m.name, m.look) for m in schools) == [
        ("Masallı 3 nömrəli məktəb", "now"),
        ("OLD7", "before"),
    ]
    text = page.content.decode()
    assert busy["case"].get_absolute_url() in text
    assert "hm-draw-harm" in text
    assert "style=" not in text.split("<main")[1]


def test_the_printed_sheet_leaves_suspicions_out(busy: Any, child: Person, english: Any) -> None:
    page = around(english, busy["supervisor"], child, "ecomap-print")
    assert page.status_code == 200
    assert "uspected of harm" not in page.content.decode()


@pytest.mark.parametrize("name", ["ecomap", "ecomap-print"])
def test_each_role_sees_it_or_not(name: str, busy: Any, child: Person, english: Any) -> None:
    for code, role in ROLES.items():
        if code not in busy:
            continue
        sees = code in {"social_worker", "supervisor", "manager", "duty_officer", "adjudicator"}
        wanted = 200 if sees else 404 if PERSON_READ in role.may else 403
        assert around(english, busy[code], child, name).status_code == wanted, code
    for who in ("stranger", "neighbour"):
        assert around(english, busy[who], child, name).status_code == 404, who


def test_a_closed_case_is_told_as_before_and_one_without_a_worker_alone(
    busy: Any, child: Person, english: Any, as_owner: Any
) -> None:
    with as_owner():
        Case.objects.filter(pk=busy["case"].pk).update(closed_at=clock.now(), worker=None)
    told = around(english, busy["supervisor"], child).context["around"]
    cases = next(part for part in told.parts if str(part.title) == "Cases and their workers")
    assert [member.look for member in cases.members] == ["before"]


def test_who_sees_no_cases_is_told_of_none(
    busy: Any, child: Person, english: Any, as_owner: Any, make_person: Any
) -> None:
    alone = make_person(busy["here"], given_name="Tək")
    with as_owner():
        grant(dossier=child.dossier, user=busy["stranger"], ground="test", by=None)
        grant(dossier=alone.dossier, user=busy["stranger"], ground="test", by=None)
    titles = [str(p.title) for p in around(english, busy["stranger"], child).context["around"].parts]
    assert "Cases and their workers" not in titles
    empty = around(english, busy["stranger"], alone)
    assert "Nobody and nothing is written yet" in empty.content.decode()


def test_more_around_costs_no_more_questions(
    busy: Any, child: Person, english: Any, acting_as: Any, make_person: Any, as_owner: Any
) -> None:
    browser, by = english(busy["supervisor"]), busy["supervisor"]
    address = reverse("desk:ecomap", args=[child.public_id])
    browser.get(address)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
        more = [make_person(busy["here"], given_name=f"Xala{n}") for n in "abc"]
        with as_owner():
            for one in more:
                grant(dossier=one.dossier, user=by, ground="test", by=None)
        with acting_as(by):
            for one in more:
                relate(person=child, other=one, kind="aunt_uncle", by=by)
    assert counts[0] == counts[1]
    assert counts[0] <= 30, "with those of the session, the gate and the audit"


def test_the_look_is_in_the_audit(busy: Any, child: Person, english: Any, as_owner: Any) -> None:
    around(english, busy["supervisor"], child)
    with as_owner():
        assert AuditEvent.objects.filter(verb="ecomap.viewed", dossier_id=child.dossier_id).count() == 1
