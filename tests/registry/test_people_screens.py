"""The pages of the register: each role in the cast, the stranger from another district, and the sealed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.actions import grant, open_dossier
from himaya.access.models import AuditEvent
from himaya.kit import clock
from himaya.registry.actions import add_address, relate
from himaya.registry.models import Address, Consent, GroupMembership, Person, Relationship
from himaya.registry.rules import Purpose, Residence
from himaya.registry.search.jobs import tell_of_sightings
from himaya.workflow.models import Notice

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-06-01T10:00"):
        yield


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def url(name: str, person: Person | None = None) -> str:
    return reverse(f"people:{name}", args=[person.public_id] if person else [])


# --- finding ------------------------------------------------------------------------------------------


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


# --- the file -----------------------------------------------------------------------------------------


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
            dossier=person.dossier, person=person, purpose="share", ground="court", given_on="2026-01-01"
        )
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


# --- registering --------------------------------------------------------------------------------------

NEW = {
    "family_name": "Əliyeva",
    "given_name": "Nigar",
    "fathers_name": "Həsən",
    "sex": "female",
    "born": "05.03.2014",
    "place_text": "Masallı",
}


def test_a_new_person_is_registered_from_the_page(country: Any, browser_of: Any) -> None:
    browser = browser_of(country["supervisor"])
    page = browser.post(url("person-begin"), {"q": "əliyeva Nigar 05.03.2014"}, follow=True)
    assert 'value="Əliyeva"' in page.content.decode(), "nobody types a name twice"
    assert 'value="05.03.2014"' in page.content.decode()
    done = browser.post(url("person-new"), {**NEW, "fin": "5aO1bcd", "phone": "050 321 45 67"}, follow=True)
    assert done.status_code == 200
    assert "Əliyeva Nigar Həsən qızı" in done.content.decode()


def test_the_likely_same_are_shown_before_a_new_one_is_written(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    make_person()
    browser = browser_of(country["supervisor"])
    page = browser.post(url("person-new"), NEW)
    assert page.status_code == 200
    assert b"Is it one of these?" in page.content
    token = page.context["form"]["shown"].value()
    assert browser.post(url("person-new"), {**NEW, "shown": token}).status_code == 200
    assert browser.post(url("person-new"), {**NEW, "different": "twin"}).status_code == 200
    done = browser.post(url("person-new"), {**NEW, "shown": token, "different": "twin"})
    assert done.status_code == 302
    with as_owner():
        assert Person.objects.count() == 2


def test_after_registering_for_a_case_one_goes_on_with_the_person(
    country: Any, browser_of: Any, as_owner: Any
) -> None:
    purpose = Purpose(1, "case:1", "/cases/abc/child/", "Register the child")
    done = browser_of(country["worker"]).post(f"{url('person-new')}?for={purpose.token}", NEW)
    assert done.status_code == 200
    with as_owner():
        person = Person.objects.get()
    assert b'action="/cases/abc/child/"' in done.content
    assert f'value="{person.public_id}"'.encode() in done.content


def test_the_same_form_sent_twice_registers_once(country: Any, browser_of: Any, as_owner: Any) -> None:
    browser = browser_of(country["supervisor"])
    key = {"_key": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    first = browser.post(url("person-new"), {**NEW, **key})
    second = browser.post(url("person-new"), {**NEW, **key})
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    with as_owner():
        assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("family_name", "😀"),
        ("family_name", "Əliyeva2"),
        ("family_name", "a" * 101),
        ("given_name", "<script>alert(1)</script>"),
        ("sex", "robot"),
        ("born", "31.02.2014"),
        ("born", "01.01.2099"),
        ("born", "1850"),
        ("born", "=NOW()"),
        ("fin", "5AI1BC"),
        ("fin", "ŞƏÇĞÜÖİ"),
        ("birth_certificate", "x"),
        ("phone", "sabah zəng edin"),
        ("place_text", "Atlantida-şəhəri-qwerty"),
        ("different", "because"),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_keeps_the_rest(
    field: str, value: str, country: Any, browser_of: Any, as_owner: Any
) -> None:
    page = browser_of(country["supervisor"]).post(url("person-new"), {**NEW, field: value})
    assert page.status_code == 200
    assert field.removesuffix("_text") in page.context["form"].errors
    if field != "given_name":
        assert 'value="Nigar"' in page.content.decode()
    with as_owner():
        assert not Person.objects.exists()


def test_marks_of_direction_and_looks_alike_are_cleaned_on_the_way_in(
    country: Any, browser_of: Any, as_owner: Any
) -> None:
    browser_of(country["supervisor"]).post(url("person-new"), {**NEW, "family_name": "\u202eƏliyevа\u200f "})
    with as_owner():
        assert Person.objects.get().family_name == "Əliyeva"


# --- correcting ---------------------------------------------------------------------------------------


def test_a_second_tab_is_shown_both_and_loses_nothing(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    her = make_person()
    mine, theirs = browser_of(country["supervisor"]), browser_of(country["chief"])
    sent = {
        "sex": "female",
        "fathers_name": "Həsən",
        "given_name": "Nigar",
        "born": "05.03.2014",
        "_version": "1",
    }
    assert theirs.post(url("person-correct", her), {**sent, "family_name": "Quliyeva"}).status_code == 302
    page = mine.post(url("person-correct", her), {**sent, "family_name": "Əliyeva", "fathers_name": "Hüseyn"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Quliyeva" in shown
    assert 'value="Hüseyn"' in shown
    assert 'name="_version" value="2"' in shown
    again = mine.post(
        url("person-correct", her),
        {**sent, "family_name": "Quliyeva", "fathers_name": "Hüseyn", "_version": "2"},
    )
    assert again.status_code == 302
    with as_owner():
        her.refresh_from_db()
        assert (her.family_name, her.fathers_name) == ("Quliyeva", "Hüseyn")
    story = mine.get(url("person-detail", her)).content.decode()
    assert "Əliyeva" in story, "what stood before is told"


def test_relations_are_added_by_searching_first(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    browser = browser_of(country["supervisor"])
    assert b'id="finder"' in browser.get(url("relation-add", child)).content
    chosen = browser.get(url("relation-add", child), {"person": mother.public_id})
    assert "Əliyeva Aysel".encode() in chosen.content
    sent = {"other": mother.public_id, "kind": "mother"}
    assert browser.post(url("relation-add", child), sent).status_code == 302
    twice = browser.post(url("relation-add", child), sent)
    assert twice.status_code == 200
    assert "already" in str(twice.context["form"].errors)
    with as_owner():
        assert Relationship.objects.count() == 2
    hidden = make_person("Babayeva Sona", "1990-01-01", unit="there")
    refused = browser.post(url("relation-add", child), {"other": hidden.public_id, "kind": "mother"})
    assert "other" in refused.context["form"].errors


def test_a_restricted_tie_is_marked_and_shown_only_in_the_child_s_file(
    country: Any, make_person: Make, browser_of: Any, acting_as: Any
) -> None:
    child, man = make_person(), make_person("Quliyev Vaqif Rauf", "1980-01-01", sex="male")
    with acting_as(country["supervisor"]):
        relate(person=child, other=man, kind="suspected_of_harm", by=country["supervisor"])
    page = browser_of(country["supervisor"]).get(url("person-detail", child)).content.decode()
    assert "Restricted" in page
    assert "Quliyev Vaqif" in page


def test_consent_is_recorded_and_withdrawn_from_the_page(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    her = make_person()
    browser = browser_of(country["supervisor"])
    lacking = browser.post(url("consent-add", her), {"purpose": "referral", "ground": "consent"})
    assert lacking.status_code == 200
    sent = {
        "purpose": "referral",
        "ground": "consent",
        "form": "spoken",
        "given_by": "self",
        "child_agrees": "yes",
    }
    assert browser.post(url("consent-add", her), sent).status_code == 302
    with as_owner():
        consent = Consent.objects.get()
    asked = reverse("people:consent-withdraw", args=[consent.public_id])
    assert browser.get(asked).status_code == 200
    assert browser.post(asked, {"note": ""}).status_code == 302
    assert "Withdrawn" in browser.get(url("person-detail", her)).content.decode()
