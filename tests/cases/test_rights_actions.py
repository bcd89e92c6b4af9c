"""Rights affected: written down, counted, and what stood before stays."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.cases.models import AffectedRight, Case
from himaya.cases.rights.actions import note_rights
from himaya.cases.rights.queries import rights_counted, rights_on
from himaya.kit.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_rights_are_noted_counted_and_ended(
    make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    with acting_as(country["worker"]) as by:
        note_rights(case=case, rights=["education", "violence"], by=by)
        note_rights(case=case, rights=["violence", "name"], by=by)
        assert rights_on(Case.objects.get()) == ["violence", "name"]
        assert [n for _words, n in rights_counted()] == [1, 1]
        assert str(AffectedRight.objects.get(code="name")).startswith("name")
    with as_owner():
        assert AffectedRight.objects.get(code="education").ended_at is not None


def test_nobody_else_notes_them_and_a_closed_case_takes_none(
    make_case: Any, country: Any, acting_as: Any
) -> None:
    case = make_case("closed")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="closed"):
        note_rights(case=case, rights=["name"], by=by)
    with acting_as(country["stranger"]) as by, pytest.raises(PermissionDenied):
        note_rights(case=case, rights=["name"], by=by)
