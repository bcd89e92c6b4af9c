"""What is asked again is planned once, and who may see what is asked anew each time."""

from typing import Any

import pytest
from django.db import connection

from himaya.kit.apps import PLANS_KEPT
from himaya.settings.place import PLANNED_AFTER, database

pytestmark = pytest.mark.django_db


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_prepared_statements where statement like '%reference_territory%'"
        )
        return int(cursor.fetchone()[0])


def test_a_question_asked_often_is_planned_once_whatever_its_values() -> None:
    from himaya.reference.territory.models import Territory

    before = kept()
    for number in range(PLANNED_AFTER + 2):
        list(Territory.objects.filter(code=f"AZ-{number}"))
    assert kept() == before + 1


def test_a_connection_keeps_the_plans_of_a_working_day() -> None:
    connection.ensure_connection()
    assert connection.connection.prepared_max == PLANS_KEPT


def test_behind_pgbouncer_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    options: Any = database("postgresql://himaya@db/himaya")["OPTIONS"]
    assert options["prepare_threshold"] == PLANNED_AFTER
    monkeypatch.setenv("HIMAYA_PGBOUNCER", "1")
    options = database("postgresql://himaya@db/himaya")["OPTIONS"]
    assert options["prepare_threshold"] is None
