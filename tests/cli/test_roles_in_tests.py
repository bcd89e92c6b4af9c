"""The tests themselves speak to PostgreSQL as production does."""

import socket

import pytest
from django.conf import settings
from django.db import connection


def who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select session_user")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_test_speaks_as_the_web_role(as_owner, as_worker):
    assert who() == settings.DB_ROLE_WEB
    with as_worker():
        assert who() == settings.DB_ROLE_WORKER
        with as_owner():
            assert who() not in {settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER}
        assert who() == settings.DB_ROLE_WORKER
    assert who() == settings.DB_ROLE_WEB


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_commits_speaks_as_the_web_role_on_every_connection():
    assert who() == settings.DB_ROLE_WEB
    connection.close()
    assert who() == settings.DB_ROLE_WEB


def test_the_web_role_has_no_power_over_row_security(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls or rolcreatedb from pg_roles where rolname = session_user"
        )
        assert cursor.fetchone()[0] is False


def test_no_test_reaches_the_outside():
    with pytest.raises(RuntimeError, match="tried to reach"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
