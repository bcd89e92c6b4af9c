"""A grown-up whose file has had its time, and words planted in every corner of it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as act
from himaya.access.roles import UnitManager
from himaya.kit import clock
from himaya.kit.periods import BirthDate
from himaya.kit.text import fold
from himaya.registry.actions import (
    add_address,
    add_identifier,
    add_phone,
    approve_anonymisation,
    correct_person,
    live_together,
    propose_anonymisation,
    record_consent,
    record_status,
    relate,
)
from himaya.registry.models import Person, Retention
from himaya.registry.retention.actions import find_due
from himaya.registry.rules import Details, Residence
from tests import database, factories
from tests.registry.people_cast import register

BORN = BirthDate(date(1990, 3, 5))
NOW = "2026-06-01"
# Single words that names are made of, tied to nobody.
DICTIONARY = {"registry_name_word", "registry_name_key"}
# Letters of a planted word at least: three stand by chance in the base64 of some key once in a few runs.
UNMISTAKABLE = 7
# Each stands in one thing that is known of her.
PLANTED = (
    "Qurbanzadə", "Köhnəsoy", "Nərgizsözü", "Atabəysözü", "5YYYYY7", "505557711", "Gizliküçə", "Anasözü", "Mənbəsözü",
    "Qərarnömrə", "Qeydsözü", "Səbəbsöz",
)  # fmt: skip


@pytest.fixture
def manager(country: Any, as_owner: Any) -> Any:
    with as_owner():
        country["manager"] = factories.user((UnitManager, country["here"]), full_name="Müdir Məmməd")
    return country["manager"]


@pytest.fixture
def old(country: Any, manager: Any, acting_as: Any, as_owner: Any, make_person: Any) -> Person:
    """Registered in 2008 (by what the database says), 36 years old, whose file holds the planted words; nothing since."""
    by = country["supervisor"]
    brother = make_person("Başqası Anar Atabəysözü", "1992-01-01", sex="male")
    with acting_as(by):
        her = register(country, details=Details("Köhnəsoy", "Nərgizsözü", "Atabəysözü", "female", BORN))
        details = Details("Qurbanzadə", "Nərgizsözü", "Atabəysözü", "female", BORN)
        correct_person(person=her, details=details, by=by)
        her.refresh_from_db()
        add_identifier(person=her, kind="fin", value="5YYYYY7", by=by)
        add_phone(person=her, number="+994505557711", by=by)
        home = Residence(country["masalli"], line="Gizliküçə 7")
        add_address(person=her, residence=home, kind="registered", started_on=date(2005, 5, 17), by=by)
        record_consent(
            person=her, purpose="photo", form="spoken", given_by="representative", giver_name="Anasözü",
            child_agrees=True, note="Qeydsözü", by=by,
        )  # fmt: skip
        record_status(
            person=her,
            status="idp",
            started_on=date(1993, 7, 23),
            source="Mənbəsözü",
            decision="Qərarnömrə",
            by=by,
        )
        relate(person=her, other=brother, kind="sibling", note="Səbəbsöz", by=by)
        live_together(person=her, other=brother, role="child", other_role="child", by=by)
    long_ago(as_owner)
    return her


def long_ago(as_owner: Any) -> None:
    """Everybody registered so far was registered in 2008."""
    with as_owner():
        Person.everyone.update(created_at=clock.at(date(2008, 6, 1)))
    database.settle()


def find() -> int:
    """The nightly search, as the worker."""
    with act(SYSTEM):
        return find_due()


def decide(retention: Retention, first: Any, second: Any) -> None:
    """One proposes, another decides."""
    for by, step in ((first, propose_anonymisation), (second, approve_anonymisation)):
        database.settle()
        with act(by):
            step(retention=Retention.objects.get(pk=retention.pk), by=by)
    database.settle()


def found_anywhere(words: tuple[str, ...]) -> dict[str, list[str]]:
    """Where any of these words stands, as it is or as the search keys fold it, in any row of any table of the database,
    whatever kind of column."""
    told = dict.fromkeys(words)
    assert all(len(word) >= UNMISTAKABLE for word in told), (
        "a short word stands by chance in a key or a digest"
    )
    sought = [(word, form) for word in told for form in {word, fold(word)} if len(form) >= UNMISTAKABLE]
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - DICTIONARY):
            cursor.execute(
                "select distinct sought.word from unnest(%s::text[], %s::text[]) as sought (word, form)"
                f""" where exists (select from "{table}" t where t::text ilike '%%' || sought.form || '%%')""",
                [list(side) for side in zip(*sought, strict=True)],
            )
            for (word,) in cursor.fetchall():
                found.setdefault(word, []).append(table)
    return found
