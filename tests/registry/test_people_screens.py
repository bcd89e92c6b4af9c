"""The pages of the register: each role in the cast, the stranger from another district, and the sealed."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.actions import grant, open_dossier
from himaya.access.models import AuditEvent
from himaya.kit import clock
from himaya.registry.actions import add_address
from himaya.registry.models import Address, Consent, GroupMembership, Person, Relationship
from himaya.registry.rules import Purpose, Residence
from himaya.registry.search.jobs import tell_of_sightings
from himaya.workflow.models import Notice
from tests.registry.people_pages import Make, english, today, url

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200),
        ("supervisor", 200),
        ("worker", 200),
        ("neighbour", 200),
        ("stranger", 200),
        ("counsellor", 200),
        ("provider", 403),
        ("analyst", 403),
    ],
)
def test_who_may_search_finds_and_the_others_are_turned_away(
    who: str, status: int, country: Any, make_person: Make, browser_of: Any
) -> None:
    make_person()
    page = browser_of(country[who]).post(url("search"), {"q": "Əliyeva Nigar"}, follow=True)
    assert page.status_code == status
    shown = b"\xc6\x8fliyeva Nigar H" in page.content
    assert shown is (who in {"chief", "supervisor"})
    if status == 200 and not shown:
        assert "Ə. N.".encode() in page.content


def test_nobody_searches_without_signing_in(country: Any, browser_of: Any) -> None:
    assert browser_of().get(url("search")).status_code == 302
    assert browser_of().post(url("search"), {"q": "x"}).status_code == 401


def test_what_follows_the_typing_is_only_the_rows(country: Any, make_person: Make, browser_of: Any) -> None:
    make_person()
    rows = browser_of(country["supervisor"]).post(
        url("find"), {"q": "əliy nig"}, headers={"HX-Request": "true"}
    )
    assert rows.status_code == 200
    assert b"<html" not in rows.content
    assert "Əliyeva Nigar".encode() in rows.content
    page = browser_of(country["supervisor"]).post(url("find"), {"q": "əliy nig"}, follow=True)
    assert b"<html" in page.content, "without JavaScript a page of its own"


def test_who_was_shown_in_full_is_in_the_audit(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    her = make_person()
    make_person("Əliyeva Nigar Rauf", unit="there")
    browser_of(country["supervisor"]).post(url("search"), {"q": "Əliyeva Nigar"}, follow=True)
    with as_owner():
        assert [e.dossier_id for e in AuditEvent.objects.filter(verb="person.found")] == [her.dossier_id]
        assert AuditEvent.objects.filter(verb="search.search_people").count() == 1


def test_the_sealed_leave_no_trace_on_the_page_and_their_guardians_are_told(
    country: Any, sealed: Person, browser_of: Any, as_owner: Any, as_worker: Any
) -> None:
    with as_owner():
        grant(dossier=sealed.dossier, user=country["worker"], ground="sealed_team", by=None)
    page = browser_of(country["supervisor"]).post(url("search"), {"q": "5SEC7E7"}, follow=True)
    nothing = browser_of(country["supervisor"]).post(url("search"), {"q": "5SEC7E8"}, follow=True)
    strip = [p.content.replace(b"5SEC7E7", b"").replace(b"5SEC7E8", b"") for p in (page, nothing)]
    assert sorted(map(len, strip))[0] == sorted(map(len, strip))[1]
    assert sealed.public_id.encode() not in page.content
    with as_worker():
        assert tell_of_sightings() == 1
        assert tell_of_sightings() == 0, "once"
    with as_owner():
        notice = Notice.objects.get()
        assert (notice.user, notice.kind) == (country["worker"], "person.sighted")


def test_a_person_found_for_a_case_is_posted_to_it(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    mine, theirs = make_person(), make_person("Əliyeva Nigar Rauf", unit="there")
    with as_owner():
        matter = open_dossier(kind="case", unit=country["here"])
    purpose = Purpose(matter.pk, "case:1", "/cases/abc/child/", "Register the child")
    page = browser_of(country["supervisor"]).post(
        url("find"), {"q": "Əliyeva Nigar", "for": purpose.token}, follow=True
    )
    assert page.content.count(b'action="/cases/abc/child/"') == 2
    for person in (mine, theirs):
        assert f'name="person" value="{person.public_id}"'.encode() in page.content
    bent = browser_of(country["supervisor"]).post(
        url("find"), {"q": "Əliyeva", "for": purpose.token + "x"}, follow=True
    )
    assert b"/cases/abc/child/" not in bent.content


def test_too_many_searches_are_answered_calmly(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "insert into registry_search_rate (actor, minute, start, at, asked) values (%s, %s, 'x', %s, 5000)",
            [country["worker"].pk, clock.now(), clock.now()],
        )
    page = browser_of(country["worker"]).post(url("search"), {"q": "Əliyeva"}, follow=True)
    assert page.status_code == 200
    assert b"searched very often" in page.content


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200),
        ("supervisor", 200),
        ("worker", 404),
        ("neighbour", 404),
        ("stranger", 404),
        ("counsellor", 403),
        ("provider", 403),
        ("analyst", 403),
    ],
)
def test_a_file_is_open_to_its_unit_and_shut_to_others(
    who: str, status: int, country: Any, make_person: Make, browser_of: Any
) -> None:
    assert browser_of(country[who]).get(url("person-detail", make_person())).status_code == status


@pytest.mark.parametrize("who", ["chief", "supervisor", "worker"])
def test_a_sealed_file_is_not_there(who: str, country: Any, sealed: Person, browser_of: Any) -> None:
    page = browser_of(country[who]).get(url("person-detail", sealed))
    assert page.status_code == 404
    assert b"Gizliyeva" not in page.content


@pytest.mark.parametrize(
    "name",
    [
        "person-correct",
        "address-add",
        "phone-add",
        "identifier-add",
        "relation-add",
        "household-join",
        "status-add",
        "consent-add",
    ],
)
def test_no_page_of_a_file_opens_to_a_stranger(
    name: str, country: Any, make_person: Make, browser_of: Any
) -> None:
    her = make_person()
    assert browser_of(country["supervisor"]).get(url(name, her)).status_code == 200
    assert browser_of(country["neighbour"]).get(url(name, her)).status_code == 404
    assert browser_of(country["counsellor"]).get(url(name, her)).status_code == 403
    assert browser_of(country["neighbour"]).post(url(name, her), {}).status_code == 404


def both(one: Person, other: Person, kind: str) -> None:
    """The two sides of a relation whose inverse is the same."""
    pair = uuid4()
    for mine, theirs in ((one, other), (other, one)):
        Relationship.objects.create(dossier=mine.dossier, person=mine, other=theirs, kind=kind, pair=pair)


def fill(person: Person, other: Person, country: Any, n: int) -> None:
    """Gives a person so many rows of each kind. As the owner."""
    for i in range(n):
        both(person, other, ["sibling", "cousin", "twin"][i])
        Address.objects.create(
            dossier=person.dossier,
            person=person,
            kind="actual",
            ended_on="2020-01-01",
            territory=country["quba"],
        )
        Consent.objects.create(
            dossier=person.dossier, person=person, purpose="share", ground="court", given_on="2026-01-01",
            status="standing",
        )  # fmt: skip
        GroupMembership.objects.create(
            dossier=person.dossier, person=person, status=["idp", "elderly", "foreign"][i],
            started_on="2020-01-01", source="Vəsiqə",
        )  # fmt: skip


def test_a_fuller_file_costs_no_more_queries(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    counts = []
    for n in (1, 3):
        her, other = (
            make_person(f"Əliyeva {'AB'[n // 3]}"),
            make_person(f"Quliyeva {'AB'[n // 3]}", "1990-01-01"),
        )
        with as_owner():
            fill(her, other, country, n)
        browser = browser_of(country["supervisor"])
        browser.get(url("person-detail", her))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(url("person-detail", her)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 32, "with those of the session, the gate and the audit"


def test_a_list_of_found_people_costs_no_more_queries_than_one(
    country: Any, make_person: Make, browser_of: Any
) -> None:
    counts = []
    for n in (1, 12):
        for i in range(n):
            make_person(f"Səfərova{n} Aytən{i}".replace("1", "a").replace("2", "b"))
        browser = browser_of(country["neighbour"])
        browser.post(url("find"), {"q": "Səfərova"}, follow=True)
        with CaptureQueriesContext(connection) as queries:
            browser.post(url("find"), {"q": "Səfərova"}, follow=True)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_numbers_are_masked_and_papers_are_formal(country: Any, make_person: Make, browser_of: Any) -> None:
    page = (
        browser_of(country["supervisor"])
        .get(url("person-detail", make_person(fin="5A0B1CD")))
        .content.decode()
    )
    assert "5A•••CD" in page
    assert "5A0B1CD" not in page
    assert "Əliyeva Nigar Həsən qızı" in page


def test_a_safe_address_shows_only_to_who_asks_and_that_is_recorded(
    country: Any, make_person: Make, browser_of: Any, acting_as: Any, as_owner: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        add_address(
            person=her,
            residence=Residence(country["quba"], line="Gizli küç. 7"),
            kind="safe",
            by=country["supervisor"],
        )
    browser = browser_of(country["supervisor"])
    page = browser.get(url("person-detail", her)).content.decode()
    assert "Gizli küç." not in page
    with as_owner():
        address = Address.objects.get(kind="safe")
        with connection.cursor() as cursor:
            cursor.execute("select hidden_line, line from registry_address")
            assert "Gizli" not in str(cursor.fetchone()), "closed in the database too"
    shown = browser.post(reverse("people:address-reveal", args=[address.public_id]))
    assert "Gizli küç. 7" in shown.content.decode()
    with as_owner():
        assert AuditEvent.objects.filter(verb="address.revealed", dossier_id=her.dossier_id).count() == 1
    assert browser_of(country["neighbour"]).post(
        reverse("people:address-reveal", args=[address.public_id])
    ).status_code == 404  # fmt: skip
