"""A file falls due, two people decide, a hold stops it; and of who was anonymised not one word is left anywhere, while
the counts are what they were."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction

from himaya.access.gate import SYSTEM, acting_as
from himaya.access.models import AuditEvent, DossierKey
from himaya.access.roles import Adjudicator
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.actions import (
    approve_anonymisation,
    keep_longer,
    merge_people,
    place_hold,
    propose_anonymisation,
    release_hold,
)
from himaya.registry.models import (
    Address,
    Consent,
    GroupMembership,
    LegalHold,
    Person,
    Relationship,
    Retention,
)
from himaya.registry.retention.actions import find_due
from himaya.registry.retention.jobs import look_after_keeping
from himaya.registry.retention.parts import Work
from himaya.workflow.models import Clock, Draft, Notice, Step
from tests import database, factories
from tests.registry.people_cast import english
from tests.registry.retention_cast import NOW, PLANTED, decide, find, found_anywhere, long_ago, manager, old

__all__ = ["english", "manager", "old"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed(NOW) as moment:
        yield moment


@pytest.fixture
def fallen(old: Person, as_worker: Any) -> Retention:
    with as_worker():
        assert find() == 1
        with acting_as(SYSTEM):
            return Retention.objects.get()


def test_what_has_had_its_time_is_found_once_and_told(
    country: Any, old: Person, make_person: Any, as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:
    make_person("Uşaq Nigar", "2005-01-01")
    make_person("Naməlum Nigar", born=None)
    long_ago(as_owner)
    make_person("Yeni Nigar", "1980-01-01")
    database.settle()
    monkeypatch.setattr("himaya.registry.retention.parts.WORKERS", [lambda person: Work(open=True)])
    with as_worker():
        assert find() == 0, "work is open"
    monkeypatch.setattr(
        "himaya.registry.retention.parts.WORKERS", [lambda person: Work(ended=date(2020, 1, 1))]
    )
    with as_worker():
        assert find() == 0, "the work ended six years ago"
    monkeypatch.setattr("himaya.registry.retention.parts.WORKERS", [])
    with as_worker():
        with acting_as(SYSTEM):
            assert find_due(most=1) == 1, "as many a night as one can look at"
        assert find() == 1, "she, and who has no birth date; her brother is not yet 35"
        assert find() == 0
    with as_owner():
        mine = Retention.objects.get(person=old)
        assert (mine.due_on, mine.schedule, str(mine)) == (
            date(2025, 4, 1),
            "retention.case.after",
            mine.reference,
        )
        assert Clock.objects.filter(process="retention", name="decision").count() == 2
        assert Notice.objects.filter(user=country["manager"], kind="retention.due").count() == 2


def test_two_people_decide_and_only_then_the_worker_does_it_once(
    country: Any, fallen: Retention, as_worker: Any, as_owner: Any
) -> None:
    with as_worker():
        assert look_after_keeping()[1] == 0, "nothing by itself"
    with acting_as(country["manager"]) as by:
        with pytest.raises(Stale):
            propose_anonymisation(retention=fallen, by=by, expected=fallen.version + 1)
        propose_anonymisation(retention=fallen, by=by)
        with pytest.raises(Refused, match="somebody else"):
            approve_anonymisation(retention=fallen, by=by)
    with acting_as(country["supervisor"]) as by, pytest.raises(PermissionDenied):
        approve_anonymisation(retention=fallen, by=by)
    with as_worker():
        assert look_after_keeping()[1] == 0, "one is not two"
    with as_owner():
        assert Person.objects.get(pk=fallen.person_id).anonymised_on is None


def test_not_one_word_is_left_anywhere_and_the_counts_are_what_they_were(
    country: Any, old: Person, fallen: Retention, as_worker: Any, as_owner: Any
) -> None:
    with as_owner():
        Draft.objects.create(
            user=country["supervisor"],
            key=f"person-{old.public_id}",
            typed={"a": "Nərgizsözü"},
            at=clock.now(),
        )
        before, everywhere = counts(), found_anywhere(PLANTED)
    assert set(everywhere) == set(PLANTED), "each was planted"
    assert "access_history" in everywhere["Köhnəsoy"]
    decide(fallen, country["supervisor"], country["manager"])
    with as_worker():
        assert look_after_keeping()[1] == 1
        assert look_after_keeping()[1] == 0, "once"
    with as_owner():
        left = found_anywhere(PLANTED)
        brother = {"registry_person", "registry_sourcetelling"}
        assert set(left.pop("Atabəysözü")) <= brother, "her brother's father's name is his"
        assert left == {}
        assert counts() == before
        fallen.refresh_from_db()
        assert (fallen.status, fallen.approved_by) == ("done", country["manager"])
        assert fallen.counts["registry_person"] == 1
        her = Person.objects.get(pk=old.pk)
        assert (her.full_name, her.sex, her.birth_date, her.birth_precision) == (
            "",
            "female",
            date(1990, 3, 1),
            "month",
        )
        assert her.anonymised_on == date(2026, 6, 1)
        assert not DossierKey.objects.filter(dossier=her.dossier).exclude(wrapped="").exists()
        assert AuditEvent.objects.filter(verb="retention.anonymised").count() == 1
        assert list(Step.objects.filter(process="retention").order_by("id").values_list("move", flat=True)) == [
            "fall_due", "propose", "approve", "carry_out",
        ]  # fmt: skip
        assert Address.objects.get(person=her, kind="registered").started_on == date(2005, 5, 1)


def counts() -> dict[str, Any]:
    """What is counted of her: sex and age, district, statuses, consents, ties."""
    her = Person.objects.filter(birth_date__year=1990)
    return {
        "people": sorted(her.values_list("sex", "birth_date__year", "birth_date__month", "territory")),
        "statuses": sorted(
            GroupMembership.objects.values_list("status", "started_on__year", "started_on__month")
        ),
        "consents": sorted(Consent.objects.values_list("purpose", "ground", "form", "given_by", "status")),
        "ties": sorted(Relationship.objects.values_list("kind", "end_reason")),
    }


def test_a_hold_stops_it_until_it_is_released_or_runs_out(
    country: Any, old: Person, fallen: Retention, as_worker: Any, as_owner: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        person = Person.objects.get(pk=old.pk)
        for said, field in (
            ({"reason": "because"}, "reason"),
            ({"expires_on": date(2026, 6, 1)}, "expires_on"),
        ):
            with pytest.raises(Refused) as refused:
                place_hold(
                    person=person, by=by, **{"reason": "court", "expires_on": date(2026, 9, 1), **said}
                )
            assert refused.value.field == field
        hold = place_hold(person=person, reason="court", expires_on=date(2026, 9, 1), note="2-114", by=by)
        assert (str(hold), hold.get_absolute_url()) == (
            hold.reference,
            f"/people/{person.public_id}/keeping/",
        )
        with pytest.raises(Refused, match="hold stands"):
            propose_anonymisation(retention=fallen, by=by)
        release_hold(hold=hold, by=by)
        propose_anonymisation(retention=fallen, by=by)
    database.settle()
    with acting_as(country["manager"]) as by:
        approve_anonymisation(retention=fallen, by=by)
        place_hold(
            person=Person.objects.get(pk=old.pk), reason="complaint", expires_on=date(2026, 7, 1), by=by
        )
    database.settle()
    with as_worker():
        assert look_after_keeping() == (0, 0, 0), "placed after the decision, it stops it all the same"
        with (
            acting_as(SYSTEM),
            connection.cursor() as cursor,
            pytest.raises(Error, match="hold"),
            transaction.atomic(),
        ):
            cursor.execute(
                "select registry_anonymise(%s, %s, %s, '{}')", [fallen.pk, [old.pk], [old.dossier_id]]
            )
        with clock.fixed("2026-07-02"):
            assert look_after_keeping()[:2] == (1, 1)
    with as_owner():
        assert set(LegalHold.objects.values_list("status", flat=True)) == {"released", "expired"}


def test_the_door_is_the_workers_and_asks_again(
    country: Any, old: Person, fallen: Retention, make_person: Any, as_worker: Any
) -> None:
    other = make_person("Başqa Biri", "1980-01-01")
    ask = "select registry_anonymise(%s, %s, %s, '{}')"
    with (
        acting_as(country["manager"]),
        connection.cursor() as cursor,
        pytest.raises(Error, match="alone"),
        transaction.atomic(),
    ):
        cursor.execute(ask, [fallen.pk, [old.pk], [old.dossier_id]])
    with (
        as_worker(),
        acting_as(SYSTEM),
        connection.cursor() as cursor,
        pytest.raises(Error, match="two people"),
        transaction.atomic(),
    ):
        cursor.execute(ask, [fallen.pk, [old.pk], [old.dossier_id]])
    decide(fallen, country["supervisor"], country["manager"])
    with (
        as_worker(),
        acting_as(SYSTEM),
        connection.cursor() as cursor,
        pytest.raises(Error, match="not a record"),
        transaction.atomic(),
    ):
        cursor.execute(ask, [fallen.pk, [old.pk, other.pk], [old.dossier_id]])


def test_a_file_is_kept_longer_for_a_reason_and_comes_back(
    country: Any, fallen: Retention, as_worker: Any, as_owner: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        for said, field in (
            ({"reason": "because"}, "reason"),
            ({"kept_until": date(2026, 6, 1)}, "kept_until"),
        ):
            with pytest.raises(Refused) as refused:
                keep_longer(
                    retention=fallen, by=by, **{"reason": "archive", "kept_until": date(2027, 1, 1), **said}
                )
            assert refused.value.field == field
        keep_longer(retention=fallen, reason="archive", kept_until=date(2027, 1, 1), by=by)
    database.settle()
    with as_worker():
        assert find() == 0
        with clock.fixed("2027-01-02"):
            assert find() >= 1
    with as_owner():
        assert Retention.objects.filter(person=fallen.person_id).count() == 2


def test_what_was_joined_to_the_record_goes_with_it(
    country: Any, old: Person, make_person: Any, as_worker: Any, as_owner: Any
) -> None:
    double = make_person("Qurbanova Ikincisöz Atabəysözü", "1990-03-05")
    long_ago(as_owner)
    with as_owner():
        judge = factories.user((Adjudicator, country["nation"]), full_name="Münsif Mehriban")
    database.settle()
    with acting_as(judge) as by:
        merge_people(kept=Person.objects.get(pk=old.pk), merged=double, reason="Eyni şəxs", by=by)
    with as_worker():
        find()
        with acting_as(SYSTEM):
            fallen = Retention.objects.get(person__in=[old.pk, double.pk])
    decide(fallen, country["supervisor"], country["manager"])
    with as_worker():
        assert look_after_keeping()[1] == 1
    with as_owner():
        assert found_anywhere(("Ikincisöz", "Qurbanzadə")) == {}
