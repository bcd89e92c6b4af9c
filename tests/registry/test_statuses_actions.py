"""Statuses and the facts of the central register: written, confirmed, ended, each with its paper."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from himaya.access.models import AuditEvent
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import (
    confirm_status,
    correct_status,
    end_status,
    record_care_fact,
    record_status,
)
from himaya.registry.models import CareFact, GroupMembership, Person

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-06-01T10:00"), translation.override("en"):
        yield


@pytest.fixture
def by(country: dict[str, Any]) -> Any:
    return country["supervisor"]


SAID = {"started_on": date(2024, 3, 1), "source": "Komissiyanın qərarı"}


def test_a_disability_is_written_with_degree_kind_and_period(
    make_person: Make, by: Any, acting_as: Any
) -> None:
    child = make_person()
    with acting_as(by):
        kept = record_status(
            person=child, status="child_disability", degree="p61_80", nature="sensory_hearing",
            valid_until=date(2026, 3, 1), decided_by="disability_expertise", decision="№ 12", by=by,
            decided_on=date(2024, 3, 1), **SAID,
        )  # fmt: skip
        assert (kept.degree, kept.nature, kept.decided_by) == (
            "p61_80",
            "sensory_hearing",
            "disability_expertise",
        )
        assert kept.has_run_out
        assert kept.recorded_by == by
        with pytest.raises(Refused, match="already written"):
            record_status(person=child, status="child_disability", by=by, **SAID)


def test_the_ground_is_told_in_the_words_of_its_list(make_person: Make, by: Any, acting_as: Any) -> None:
    child = make_person()
    with acting_as(by):
        one = record_status(person=child, status="no_parental_care", ground="foundling", by=by, **SAID)
        other = record_status(person=child, status="neglected", ground="begging", by=by, **SAID)
        plain = record_status(person=child, status="idp", by=by, **SAID)
    assert [m.ground_words for m in (one, other, plain)] == ["Foundling", "Begging", ""]
    assert GroupMembership(status="gone", ground="x").ground_words == "x"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "whim"}, "status"),
        ({"status": "no_parental_care", "ground": "begging"}, "ground"),
        ({"status": "idp", "degree": "p61_80"}, "degree"),
        ({"status": "adult_disability"}, "started_on"),
        ({"status": "idp", "started_on": date(2027, 1, 1)}, "started_on"),
        ({"status": "idp", "source": " "}, "source"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(
    fields: dict[str, Any], field: str, make_person: Make, by: Any, acting_as: Any, as_owner: Any
) -> None:
    child = make_person()
    with acting_as(by), pytest.raises(Refused) as refused:
        record_status(person=child, by=by, **{**SAID, **fields})
    assert refused.value.field == field
    with as_owner():
        assert not GroupMembership.objects.exists()


def test_a_status_is_made_sure_of_and_ends_with_its_reason(
    make_person: Make, by: Any, acting_as: Any, as_owner: Any
) -> None:
    child = make_person()
    with acting_as(by):
        kept = record_status(person=child, status="idp", by=by, **SAID)
        with clock.fixed("2027-01-01T10:00"):
            kept = confirm_status(membership=kept, by=by)
            assert kept.fresh_on == date(2027, 1, 1)
        for wrong in ({"on": date(2030, 1, 1)}, {"on": date(2020, 1, 1)}, {"reason": "whim"}):
            with pytest.raises(Refused):
                end_status(membership=kept, by=by, **wrong)
        kept = end_status(membership=kept, by=by, on=date(2026, 5, 1), reason="ground_gone")
        again = end_status(membership=kept, by=by, reason="adult")
        assert (again.ended_on, again.end_reason) == (date(2026, 5, 1), "ground_gone"), "it keeps its day"
        assert confirm_status(membership=kept, by=by).confirmed_on == date(2027, 1, 1)
    with as_owner():
        verbs = set(AuditEvent.objects.filter(dossier_id=child.dossier_id).values_list("verb", flat=True))
        assert {"statuses.record_status", "statuses.confirm_status", "statuses.end_status"} <= verbs


def test_what_was_written_wrong_is_written_anew_and_the_mistake_is_kept(
    make_person: Make, by: Any, acting_as: Any, as_owner: Any
) -> None:
    child = make_person()
    with acting_as(by):
        wrong = record_status(person=child, status="neglected", ground="begging", by=by, **SAID)
        right = correct_status(membership=wrong, status="homeless_minor", ground="no_home", by=by, **SAID)
        with pytest.raises(Refused, match="ended already"):
            correct_status(membership=wrong, status="idp", by=by, **SAID)
        wrong.refresh_from_db()
        assert wrong.end_reason == GroupMembership.MISTAKE
        with pytest.raises(Refused, match="ended already"):
            correct_status(membership=wrong, status="idp", by=by, **SAID)
        with pytest.raises(Refused):
            correct_status(membership=right, status="adult_disability", by=by, **SAID)
    with as_owner():
        right.refresh_from_db()
        assert right.ended_on is None, "a refused correction ends nothing"
        assert GroupMembership.objects.count() == 2
        assert AuditEvent.objects.filter(verb="statuses.correct_status", dossier_id=child.dossier_id).exists()


def test_facts_of_the_central_register_end_the_one_before(
    make_person: Make, by: Any, acting_as: Any, as_owner: Any
) -> None:
    child = make_person()
    with acting_as(by):
        first = record_care_fact(person=child, aspect="placement", code="shelter", by=by, **SAID)
        second = record_care_fact(
            person=child, aspect="placement", code="foster", detail="Quliyevlər", by=by, started_on=date(2025, 1, 1),
            source="Müqavilə",
        )  # fmt: skip
        record_care_fact(person=child, aspect="mother", code="rights_removed", by=by, **SAID)
        first.refresh_from_db()
        assert first.ended_on == second.started_on
        for wrong, field in (
            (
                {"aspect": "placement", "code": "kin", "started_on": date(2024, 12, 1), "source": "x"},
                "started_on",
            ),
            ({"aspect": "whim", "code": "kin", "started_on": date(2024, 12, 1), "source": "x"}, "aspect"),
            ({"aspect": "father", "code": "died", "started_on": date(2024, 12, 1), "source": " "}, "source"),
            (
                {
                    "aspect": "placement",
                    "code": "shelter",
                    "detail": "Küçə 5",
                    "started_on": date(2026, 1, 1),
                    "source": "x",
                },
                "detail",
            ),
        ):
            with pytest.raises(Refused) as refused:
                record_care_fact(person=child, by=by, **wrong)
            assert refused.value.field == field
    with as_owner():
        assert CareFact.objects.count() == 3


def test_a_stranger_writes_nothing(make_person: Make, country: Any, acting_as: Any) -> None:
    child, stranger = make_person(), country["neighbour"]
    with acting_as(stranger), pytest.raises(PermissionDenied):
        record_status(person=child, status="idp", by=stranger, **SAID)
    with acting_as(stranger), pytest.raises(PermissionDenied):
        record_care_fact(person=child, aspect="mother", code="died", by=stranger, **SAID)


# --- pages --------------------------------------------------------------------------------------------


def test_statuses_are_written_and_ended_from_the_person_s_page(
    make_person: Make, country: Any, by: Any, browser_of: Any, as_owner: Any, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    child, browser = make_person(), browser_of(by)
    form = browser.get(reverse("people:status-add", args=[child.public_id])).content.decode()
    assert "Foundling" in form
    assert "Begging" in form
    said = {"status": "no_parental_care", "ground": "refused", "started_on": "01.03.2024", "source": "Qərar"}
    assert browser.post(reverse("people:status-add", args=[child.public_id]), said).status_code == 302
    with as_owner():
        kept = GroupMembership.objects.get()
    page = browser.get(child.get_absolute_url()).content.decode()
    assert "Parents gave the child up" in page
    assert "Central register" in page
    assert browser.post(reverse("people:status-confirm", args=[kept.public_id])).status_code == 302
    correct = reverse("people:status-correct", args=[kept.public_id])
    assert "Qərar" in browser.get(correct).content.decode()
    assert browser.post(correct, {**said, "ground": "foundling"}).status_code == 302
    assert browser.post(correct, said).status_code == 200, "the second tab is told"
    with as_owner():
        assert GroupMembership.objects.get(pk=kept.pk).end_reason == GroupMembership.MISTAKE
        kept = GroupMembership.objects.get(ended_on=None)
    assert kept.ground == "foundling"
    end = reverse("people:status-end", args=[kept.public_id])
    assert browser.get(end).status_code == 200
    assert browser.post(end, {"reason": "mistake"}).status_code == 302
    assert "Parents gave the child up" not in browser.get(child.get_absolute_url()).content.decode()
    stranger = browser_of(country["neighbour"])
    assert stranger.get(end).status_code == 404
    assert stranger.get(correct).status_code == 404
    assert stranger.post(reverse("people:status-confirm", args=[kept.public_id])).status_code == 404


def test_facts_of_the_central_register_are_written_from_the_person_s_page(
    make_person: Make, country: Any, by: Any, browser_of: Any, acting_as: Any, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    child, browser = make_person(), browser_of(by)
    with acting_as(by):
        record_status(person=child, status="no_parental_care", by=by, **SAID)
    address = reverse("people:care-fact-add", args=[child.public_id, "placement"])
    assert "In a shelter" in browser.get(address).content.decode()
    said = {
        "code": "childrens_home",
        "detail": "Bakı uşaq evi",
        "started_on": "01.03.2024",
        "source": "Qərar",
    }
    assert browser.post(address, said).status_code == 302
    page = browser.get(child.get_absolute_url()).content.decode()
    assert "Bakı uşaq evi" in page
    assert browser.get(reverse("people:care-fact-add", args=[child.public_id, "whim"])).status_code == 404
    assert browser_of(country["neighbour"]).get(address).status_code == 404
