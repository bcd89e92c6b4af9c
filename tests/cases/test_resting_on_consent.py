"""On what a case rests stands in the register of consents, and its withdrawal reaches who works on the case."""

from typing import Any

import pytest

from himaya.cases.casefile.actions import add_member, complete_registration
from himaya.cases.models import Case
from himaya.registry.actions import withdraw_consent
from himaya.registry.consent.jobs import look_after_consents
from himaya.registry.models import Consent, ConsentUse
from himaya.workflow.models import Notice, Task
from tests import database

pytestmark = pytest.mark.django_db


def test_a_withdrawn_consent_reaches_the_case_that_rests_on_it(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("registered")
    with as_owner():
        consent = Consent.objects.get()
        assert (consent.purpose, consent.form, consent.given_by) == ("case_work", "spoken", "noted")
        assert ConsentUse.objects.get().subject_id == case.pk
    with acting_as(country["supervisor"]) as by:
        withdraw_consent(consent=Consent.objects.get(), by=by)
    database.settle()
    with as_worker():
        assert look_after_consents() == (0, 1)
    with as_owner():
        task = Task.objects.get(kind="consent.without")
        assert (task.assignee, task.dossier) == (country["worker"], case.dossier)
        assert Notice.objects.filter(
            kind="consent.gone", user=country["worker"], url=case.get_absolute_url()
        ).exists()


def test_a_legal_ground_is_written_as_a_ground(
    country: Any, make_case: Any, make_person: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("accepted")
    child = make_person(country["here"])
    with acting_as(country["supervisor"]) as by:
        add_member(case=Case.objects.get(pk=case.pk), person=child, role="child", by=by)
    with acting_as(country["worker"]) as by:
        complete_registration(
            case=Case.objects.get(pk=case.pk),
            urgent_needs="",
            consent="safety",
            consent_note="Gecə tək idi",
            by=by,
        )
    with as_owner():
        ground = Consent.objects.get()
        assert (ground.ground, ground.form, ground.given_by, ground.note) == (
            "safety",
            "",
            "",
            "Gecə tək idi",
        )
