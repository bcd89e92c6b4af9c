"""The published model in the database: how often it reads what it compares."""

from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

CALLS = "select pg_stat_get_xact_function_calls(p.oid) from pg_proc p where p.proname = 'registry_link_read'"


def test_each_person_is_read_once_however_many_facts_are_compared(make_person: Any, as_owner: Any) -> None:
    """At ten million people the warning while typing took five times as long when each fact was a reading."""
    people = [
        make_person(name).pk for name in ("Əliyeva Nigar Həsən", "Əliyev Murad Həsən", "Quliyeva Aysel Əli")
    ]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("set local track_functions = 'all'")
        cursor.execute(CALLS)
        (before,) = cursor.fetchone()
        cursor.execute("select id from registry_link_facts(1, %s)", [people])
        assert sorted(row[0] for row in cursor.fetchall()) == sorted(people)
        cursor.execute(CALLS)
        assert cursor.fetchone()[0] - (before or 0) == 3
