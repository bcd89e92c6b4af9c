"""Consents and statuses, and the narrow door to a person one works on."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, transaction

from himaya.access.actions import grant, open_dossier, wall_off
from himaya.access.models import AuditEvent, Grant
from himaya.access.roles import SENSITIVE
from himaya.kit.errors import Refused
from himaya.registry.actions import (
    open_person,
    record_consent,
    record_status,
    withdraw_consent,
)
from himaya.registry.models import (
    Address,
    Consent,
    Person,
)
from himaya.registry.queries import standing_consents
from tests import database
from tests.registry.people_cast import Make, english, today

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db


def test_spoken_consent_counts_until_it_is_withdrawn(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        consent = record_consent(
            person=her,
            purpose="referral",
            form="spoken",
            given_by="parent",
            giver_name="Aysel",
            child_agrees=True,
            by=country["supervisor"],
        )
        assert standing_consents(her, "referral", recipient="Mərkəz") == [consent]
        assert standing_consents(her, "photo") == []
        withdraw_consent(consent=consent, note="Fikrini dəyişdi", by=country["supervisor"])
        assert standing_consents(her, "referral") == []
        with pytest.raises(Refused, match="already"):
            withdraw_consent(consent=consent, by=country["supervisor"])
        ground = record_consent(person=her, purpose="share", ground="court", by=country["supervisor"])
        with pytest.raises(Refused, match="nobody"):
            withdraw_consent(consent=ground, by=country["supervisor"])
        assert Consent.objects.count() == 2


def test_a_consent_is_not_of_tomorrow_and_does_not_end_before_it_begins(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    own = {"person": her, "purpose": "assent", "form": "spoken", "given_by": "self"}
    with acting_as(country["supervisor"]) as by:
        for days, field in (
            ({"given_on": date(2026, 6, 2)}, "given_on"),
            ({"valid_until": date(2026, 5, 31)}, "valid_until"),
            ({"given_on": date(2026, 5, 1), "valid_until": date(2026, 4, 30)}, "valid_until"),
        ):
            with pytest.raises(Refused) as refused:
                record_consent(**own, **days, by=by)
            assert refused.value.field == field
        assert not Consent.objects.exists()
        kept = record_consent(**own, given_on=date(2026, 5, 1), valid_until=date(2026, 5, 1), by=by)
        assert standing_consents(her, "assent") == [], "it ran out a month ago"
        assert kept.recorded_by == by


def test_a_status_has_a_day_and_a_source_and_stands_once(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        record_status(
            person=her, status="idp", started_on=date(2020, 1, 1), source="Vəsiqə", by=country["supervisor"]
        )
        for more in ({"source": "x"}, {"source": " ", "status": "elderly"}, {"started_on": date(2027, 1, 1)}):
            with pytest.raises(Refused):
                record_status(
                    **{
                        "person": her,
                        "status": "idp",
                        "started_on": date(2021, 1, 1),
                        "source": "y",
                        "by": country["supervisor"],
                        **more,
                    }
                )


@pytest.fixture
def matter(country: Any, as_owner: Any) -> Any:
    """A case that the worker of `here` works on."""
    with as_owner():
        dossier = open_dossier(kind="case", unit=country["here"])
        grant(dossier=dossier, user=country["worker"], ground="case", source="case:7", by=None)
        return dossier


def test_a_masked_person_is_opened_for_the_case_one_works_on(
    country: Any, make_person: Make, matter: Any, acting_as: Any, as_owner: Any
) -> None:
    her = make_person(unit="there", sensitivity=SENSITIVE)
    with acting_as(country["worker"]):
        assert not Person.objects.exists()
        opened = open_person(public_id=her.public_id, matter=matter, source="case:7", by=country["worker"])
        assert opened == her
    with acting_as(country["worker"]):
        assert Person.objects.get() == her
    with as_owner():
        kept = Grant.objects.get(dossier=her.dossier)
        assert (kept.user, kept.ground, kept.source) == (country["worker"], "case", "case:7")
        event = AuditEvent.objects.get(verb="registration.open_person")
        assert (event.actor_id, event.dossier_id) == (country["worker"].pk, her.dossier_id)


def test_the_narrow_door_stays_shut_for_the_sealed_the_walled_and_other_people_s_cases(
    country: Any, make_person: Make, sealed: Person, matter: Any, acting_as: Any, as_owner: Any
) -> None:
    her = make_person(unit="there")
    walled = make_person("Quliyeva Aysel", "1990-01-01", unit="there")
    own = make_person("Babayev Anar", "1991-01-01")
    with as_owner():
        wall_off(dossier=walled.dossier, user=country["worker"], reason="named", by=None)
    database.settle()
    for person in (sealed, walled):
        with acting_as(country["worker"]), pytest.raises(Refused, match="not in the register"):
            open_person(public_id=person.public_id, matter=matter, source="case:7", by=country["worker"])
    with acting_as(country["stranger"]), pytest.raises((PermissionDenied, Error)), transaction.atomic():
        open_person(public_id=her.public_id, matter=matter, source="case:7", by=country["stranger"])
    with acting_as(country["supervisor"]), pytest.raises(Error), transaction.atomic():
        open_person(public_id=her.public_id, matter=own.dossier, source="x", by=country["supervisor"])
    with as_owner():
        assert not Grant.objects.exclude(dossier=matter).exists()


def test_the_address_of_a_person_is_one_at_a_time(country: Any, make_person: Make, as_owner: Any) -> None:
    her = make_person()
    with as_owner():
        Address.objects.create(dossier=her.dossier, person=her, kind="actual")
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.create(dossier=her.dossier, person=her, kind="actual")
