"""How good the data is: counted by the worker, shown by unit, mended record by record."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from procrastinate.exceptions import AlreadyEnqueued

from himaya.access.models import AuditEvent
from himaya.access.roles import SEALED, Supervisor
from himaya.kit import clock
from himaya.registry.models import (
    Address,
    Document,
    GroupMembership,
    Pair,
    Person,
    PersonIdentifier,
    Phone,
    Relationship,
)
from himaya.registry.quality import jobs, views
from himaya.registry.quality.jobs import count_now
from himaya.registry.quality.models import QualityCount
from himaya.registry.quality.queries import CROWD, SHORT, falling_short, quality_of
from tests import factories

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]
ON = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today(settings: Any) -> Any:
    settings.LANGUAGE_CODE = "en"
    with clock.fixed("2026-06-01T10:00"), translation.override("en"):
        yield


@pytest.fixture
def counted(as_worker: Any) -> Callable[[], int]:
    """Counts as the worker does."""

    def count() -> int:
        with as_worker():
            return count_now()

    return count


def tie(person: Person, other: Person, kind: str) -> None:
    """A relation and its other side, written past the actions."""
    pair = uuid.uuid4()
    for one, two, what in ((person, other, kind), (other, person, "child")):
        Relationship.objects.create(dossier=one.dossier, person=one, other=two, kind=what, pair=pair)


def status(person: Person, code: str, since: str = "2026-01-01", **more: Any) -> None:
    GroupMembership.objects.create(
        dossier=person.dossier, person=person, status=code, started_on=since, source="Qərar", **more
    )


@pytest.fixture
def flawed(country: Any, make_person: Make, as_owner: Any) -> dict[str, Person]:
    """Of each fault one person who has it, by the measure's key; and one who has none."""
    made = {
        key: make_person(f"Nöqsan{number:02}a Ad Ata", "2000-01-01", fin=f"7F{number:02}ABC")
        for number, key in enumerate(SHORT)
        if key not in {"fin", "birth", "birth_rough", "sex", "father", "kin", "too_old"}
    }
    made |= {
        "good": make_person("Sağlamova Ad Ata", "2000-01-01", fin="7AAAABC"),
        "fin": make_person("Finsizova Ad Ata", "2000-01-01"),
        "birth": make_person("Yaşsızova Ad Ata", None, fin="7AAAAB1"),
        "birth_rough": make_person("Təxminova Ad Ata", "2000-01-01", precision="year", fin="7AAAAB2"),
        "sex": make_person("Cinssizova Ad Ata", "2000-01-01", sex="unknown", fin="7AAAAB3"),
        "father": make_person("Atasızova Ad", "2000-01-01", fin="7AAAAB4"),
        "kin": make_person("Kimsəsizova Ad Ata", "2015-01-01", fin="7AAAAB5"),
        "too_old": make_person("Qocayeva Ad Ata", "1900-01-01", fin="7AAAAB6"),
    }
    with as_owner():
        for key, person in made.items():
            if key != "address":
                since = date(2020, 1, 1) if key == "old_address" else date(2026, 1, 1)
                Address.objects.create(dossier=person.dossier, person=person, kind="actual", started_on=since)
        good = made["good"]
        status(made["grown_up"], "child_disability")
        status(made["old_status"], "idp", "2020-01-01")
        status(made["ran_out"], "adult_disability", valid_until="2026-05-01")
        tie(made["parent"], good, "mother")
        tie(made["kin_sex"], made["too_old"], "father")
        Person.objects.filter(pk=made["twin"].pk).update(multiple_birth=True)
        for number in range(CROWD):
            other = make_person(f"Abonent{number}", "2000-01-01", phone="+994501110011", unit="there")
            assert other.pk
        Phone.objects.create(dossier=made["phone"].dossier, person=made["phone"], number="+994501110011")
        PersonIdentifier.objects.filter(person=made["old_paper"]).update(valid_until=ON - timedelta(days=1))
        Document.objects.create(
            dossier=made["old_document"].dossier,
            type="passport",
            name="a.jpg",
            kind="jpeg",
            size=1,
            digest="",
            stored_as="documents/zz/none",
            uploaded_at=clock.now(),
            scan=Document.CLEAN,
            valid_until=ON - timedelta(days=1),
        )
        PersonIdentifier.objects.filter(person=made["contested"]).update(standing="contested")
        one, other = sorted((made["pair"], good), key=lambda p: p.pk)
        Pair.objects.create(
            dossier=one.dossier,
            one=one,
            other=other,
            raised_at=clock.now(),
            score=0.9,
            status="waiting",
            origin="asked",
        )
    return made


@pytest.mark.parametrize("measure", sorted(SHORT))
def test_each_measure_finds_who_has_the_fault_and_nobody_in_order(
    measure: str, country: Any, flawed: dict[str, Person], as_owner: Any
) -> None:
    with as_owner():
        found = set(falling_short(measure, ON))
    assert flawed[measure] in found
    innocent = flawed["good"] not in found
    assert innocent or measure == "pair", "a pair has two"
    if measure not in {"phone", "fin", "father", "address"}:  # those of the other district lack these too
        known = {flawed[measure], flawed["good"]}
        assert found <= known, measure


def test_the_dead_and_the_merged_are_not_looked_at(
    country: Any, flawed: dict[str, Person], as_owner: Any
) -> None:
    with as_owner():
        Person.objects.filter(pk=flawed["sex"].pk).update(died_on=ON)
        Person.objects.filter(pk=flawed["birth"].pk).update(merged_into=flawed["good"])
        assert not falling_short("sex", ON).exists()
        assert not falling_short("birth", ON).exists()


def test_counting_is_by_unit_again_and_again_and_never_of_the_sealed(
    country: Any, make_person: Make, counted: Any, as_owner: Any
) -> None:
    one = make_person("Birinci Ad", "2015-01-01")
    make_person("İkinci Ad Ata", "2015-01-01", fin="7AAAAB6", unit="there")
    make_person("Gizlinova Sara", None, sensitivity=SEALED)
    assert counted() > 0
    with as_owner():
        told = {(c.unit_id, c.measure): (c.found, c.of) for c in QualityCount.objects.all()}
        assert told[(country["here"].pk, "fin")] == (1, 1)
        assert told[(country["here"].pk, "birth")] == (0, 1), "the sealed are not counted"
        assert told[(country["there"].pk, "fin")] == (0, 1)
        assert (country["here"].pk, "twin") not in told, "nobody is marked as one of several"
        Person.objects.filter(pk=one.pk).update(died_on=ON)
    with clock.fixed("2026-06-02T02:23"):
        counted()
    with as_owner():
        left = QualityCount.objects.get(unit=country["here"], measure="fin")
        assert (left.found, left.of) == (0, 0)
        assert left.counted_at == QualityCount.objects.get(unit=country["there"], measure="fin").counted_at


def test_the_worker_counts_every_night_and_when_asked(
    country: Any, make_person: Make, monkeypatch: Any, as_worker: Any
) -> None:
    make_person()
    with as_worker():
        jobs.count_nightly(0)
        first = QualityCount.objects.count()
        jobs.count_when_asked()
    assert first > 0


# --- the page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status_"),
    [
        ("chief", 200), ("supervisor", 200), ("worker", 403), ("neighbour", 200), ("counsellor", 403),
        ("provider", 403), ("analyst", 200),
    ],
)  # fmt: skip
def test_who_may_see_how_good_the_data_is(who: str, status_: int, country: Any, browser_of: Any) -> None:
    assert browser_of(country[who]).get(reverse("people:quality")).status_code == status_


def test_before_anything_is_counted_the_page_says_so(country: Any, browser_of: Any) -> None:
    page = browser_of(country["supervisor"]).get(reverse("people:quality"))
    assert "Nothing has been counted yet" in page.content.decode()


def test_the_worst_unit_stands_first_and_nobody_sees_another_s(
    country: Any, make_person: Make, counted: Any, browser_of: Any
) -> None:
    make_person("Birinci", None)
    make_person("İkinci Ad Ata", "1990-01-01", fin="7AAAAB6", unit="there")
    counted()
    chief = browser_of(country["chief"]).get(reverse("people:quality"))
    assert [unit for unit, _share in chief.context["quality"].units] == [country["here"], country["there"]]
    told = {row.measure.key: row.share for s in chief.context["quality"].sections for row in s.rows}
    assert (told["fin"].found, told["fin"].of) == (1, 2)
    assert "quality/mend" not in chief.content.decode(), "records to mend are those of one unit"
    own = browser_of(country["supervisor"])
    one = own.get(reverse("people:quality-of", args=[country["here"].public_id]))
    assert "quality/mend/fin/" in one.content.decode()
    far = reverse("people:quality-of", args=[country["there"].public_id])
    assert own.get(far).status_code == 404
    assert own.get(reverse("people:quality")).context["quality"].units == [
        (country["here"], one.context["quality"].units[0][1])
    ]


def test_who_reads_no_files_sees_numbers_and_no_names(
    country: Any, make_person: Make, counted: Any, browser_of: Any
) -> None:
    make_person("Birinci", None)
    counted()
    browser = browser_of(country["analyst"])
    page = browser.get(reverse("people:quality-of", args=[country["here"].public_id])).content.decode()
    assert "No FIN" in page
    assert "quality/mend" not in page
    mend = browser.get(reverse("people:quality-mend", args=["fin", country["here"].public_id]))
    assert mend.status_code == 403


def test_the_records_to_mend_are_shown_to_who_may_see_them_and_looking_is_kept(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    here = country["here"]
    one = make_person("Birinci", None)
    make_person("Gizlinova Sara", None, sensitivity=SEALED)
    make_person("Uzaqova", None, unit="there")
    browser = browser_of(country["supervisor"])
    page = browser.get(reverse("people:quality-mend", args=["birth", here.public_id]))
    assert [person.pk for person in page.context["page"]] == [one.pk]
    assert "Write at least the year" in page.content.decode()
    with as_owner():
        seen = AuditEvent.objects.filter(verb="quality.records_viewed")
        assert set(seen.values_list("dossier_id", flat=True)) == {one.dossier_id}
    empty = browser.get(reverse("people:quality-mend", args=["sex", here.public_id]))
    assert "Nothing to mend here" in empty.content.decode()
    for measure, unit in (("whim", here), ("birth", country["there"])):
        answer = browser.get(reverse("people:quality-mend", args=[measure, unit.public_id]))
        assert answer.status_code == 404


def test_more_people_cost_no_more_questions(
    country: Any, make_person: Make, counted: Any, browser_of: Any
) -> None:
    browser, here = browser_of(country["supervisor"]), country["here"]
    make_person("Birinci", None)
    counted()
    addresses = [
        reverse("people:quality"),
        reverse("people:quality-mend", args=["birth", here.public_id]),
    ]
    asked: list[list[int]] = []
    for turn in range(3):
        row = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            row.append(len(queries))
        asked.append(row)
        for n in range(5):
            make_person(f"Yeni{turn}{n}", None)
        counted()
    assert asked[1] == asked[2]
    assert max(asked[1]) <= 18, "with those of the session, the gate and the audit"


def test_asking_twice_counts_once(country: Any, browser_of: Any, monkeypatch: Any) -> None:
    asked: list[int] = []

    class Queue:
        def defer(self) -> None:
            asked.append(1)
            if len(asked) > 1:
                raise AlreadyEnqueued

    monkeypatch.setattr(views, "count_when_asked", Queue())
    browser = browser_of(country["supervisor"])
    for words in ("Open the page again in a minute", "It is being counted already"):
        answer = browser.post(reverse("people:quality-count"), follow=True)
        assert words in answer.content.decode()
    assert browser_of(country["worker"]).post(reverse("people:quality-count")).status_code == 403


def test_a_unit_without_counts_is_not_on_the_page(country: Any, as_owner: Any) -> None:
    with as_owner():
        boss = factories.user((Supervisor, factories.unit()), full_name="Boş")
        assert quality_of(boss).units == []
