"""Ways round row security that somebody once thought of, each shut."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction

from himaya.access.actions import grant, move_dossier, open_dossier, wall_off
from himaya.access.gate import may
from himaya.access.models import Grant, Membership, Unit
from himaya.access.roles import (
    CASE_APPROVE,
    CASE_READ,
    CASE_WORK,
    REFERRAL_ANSWER,
    Administrator,
    Analyst,
    ProviderStaff,
    SocialWorker,
    Supervisor,
)
from himaya.kit import clock
from himaya.registry.models import Person
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        made = {
            "nation": nation,
            "here": here,
            "there": there,
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there), (SocialWorker, here)),
            "worker": factories.user((SocialWorker, here)),
            "provider": factories.user((ProviderStaff, there)),
            "analyst": factories.user((Analyst, there)),
            "administrator": factories.user((Administrator, here)),
        }
        made["child"] = Person.objects.create(
            dossier=open_dossier(kind="person", unit=here), family_name="Sınaq"
        )
    database.settle()
    return made


def refused() -> Any:
    return pytest.raises(Error)


def test_a_row_read_before_a_transfer_and_saved_after_it_does_not_come_back(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    stale = country["child"]
    with acting_as(country["supervisor"]):
        move_dossier(dossier=stale.dossier, unit=country["there"])
    with as_owner():
        stale.save()
        stale.refresh_from_db()
        assert stale.zone == country["there"].pk * 4


def test_the_zone_cannot_be_written_to_keep_sight_of_a_record(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        grant(dossier=country["child"].dossier, user=country["neighbour"], ground="case", by=None)
    with acting_as(country["neighbour"]):
        Person.objects.update(zone=country["there"].pk * 4)
        assert Person.objects.get().zone == country["here"].pk * 4


def test_a_grant_is_not_stretched_moved_or_revived(country: Any, acting_as: Any, as_owner: As) -> None:
    with as_owner():
        soon = clock.now() + timedelta(hours=1)
        grant(
            dossier=country["child"].dossier, user=country["worker"], ground="help", by=None, expires_at=soon
        )
    with acting_as(country["worker"]):
        for change in ({"expires_at": None}, {"unit": country["there"], "user": None}, {"ground": "other"}):
            with refused(), transaction.atomic():
                Grant.objects.update(**change)
        Grant.objects.update(ended_at=clock.now())
    with acting_as(country["supervisor"]), refused(), transaction.atomic():
        Grant.objects.update(ended_at=None)


def test_a_break_glass_grant_is_made_by_its_own_door_only(country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]), refused(), transaction.atomic():
        grant(dossier=country["child"].dossier, user=country["worker"], ground="breakglass", by=None)


def test_what_is_granted_to_a_unit_does_not_reach_its_analyst(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        grant(dossier=country["child"].dossier, unit=country["there"], ground="referral", by=None)
        grant(dossier=country["child"].dossier, user=country["analyst"], ground="old", by=None)
    for who, seen in (("provider", 1), ("analyst", 0), ("administrator", 0)):
        with acting_as(country[who]):
            assert Person.objects.count() == seen, who


def test_nobody_gives_or_takes_their_own_roles(country: Any, acting_as: Any) -> None:
    me = country["administrator"]
    with acting_as(me):
        with refused(), transaction.atomic():
            Membership.objects.create(user=me, unit=country["nation"], role=Supervisor.code)
        with refused(), transaction.atomic():
            me.memberships.update(ended_at=clock.now())
        with refused(), transaction.atomic():
            Membership.objects.filter(user=country["worker"]).update(role=Supervisor.code)


def test_a_grant_carries_no_role_of_another_unit(country: Any, acting_as: Any, as_owner: As) -> None:
    dossier = country["child"].dossier
    with as_owner():
        grant(dossier=dossier, user=country["neighbour"], ground="case", by=None)
        grant(dossier=dossier, unit=country["there"], ground="referral", by=None)
    with acting_as(country["neighbour"]) as neighbour:
        assert may(neighbour, CASE_WORK, dossier), "as the worker the case was given to"
    with acting_as(country["provider"]) as provider:
        assert may(provider, REFERRAL_ANSWER, dossier), "as part of the unit it was referred to"
        assert not may(provider, CASE_READ, dossier)


def test_a_supervisor_elsewhere_does_not_approve_their_own_work_here(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    dossier = country["child"].dossier
    with as_owner():
        grant(dossier=dossier, user=country["neighbour"], ground="case", by=None)
    with acting_as(country["neighbour"]) as neighbour:
        assert not may(neighbour, CASE_APPROVE, dossier)


def test_a_wall_also_stops_what_a_role_may_do(country: Any, acting_as: Any, as_owner: As) -> None:
    dossier = country["child"].dossier
    with acting_as(country["supervisor"]) as supervisor:
        assert may(supervisor, CASE_APPROVE, dossier)
    with as_owner():
        wall_off(dossier=dossier, user=country["supervisor"], reason="named", by=None)
    with acting_as(country["supervisor"]) as supervisor:
        assert not may(supervisor, CASE_APPROVE, dossier)


def test_units_below_follow_a_unit_that_is_moved(country: Any, as_owner: As) -> None:
    with as_owner():
        below = factories.unit(parent=country["here"])
        Unit.objects.filter(pk=country["here"].pk).update(parent=country["there"])
        below.refresh_from_db()
        assert below.path == [country["nation"].pk, country["there"].pk, country["here"].pk, below.pk]
        with refused(), transaction.atomic():
            Unit.objects.filter(pk=country["there"].pk).update(parent=below)


def test_functions_that_run_as_the_owner_are_closed_to_others(as_owner: As) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "select proname from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef "
            "and (has_function_privilege('public', p.oid, 'execute') "
            "or not exists (select from unnest(proconfig) c where c like 'search_path=%'))"
        )
        assert cursor.fetchall() == []
        cursor.execute("select has_schema_privilege('himaya_web', 'public', 'create')")
        assert cursor.fetchone() == (False,)


def test_the_clock_of_the_database_moves_only_where_it_may(settings: Any) -> None:
    from himaya.access.protection import sql

    settings.CLOCK_MAY_MOVE = False
    assert "himaya.clock" not in sql.functions()


@pytest.mark.django_db(transaction=True)
def test_a_row_added_while_its_dossier_is_handed_over_goes_with_it(as_owner: As) -> None:
    with as_owner():
        here, there = factories.unit(national=True), factories.unit()
        dossier = open_dossier(kind="person", unit=here)
        chief = factories.user((Supervisor, here))
        address = connection.get_connection_params()
        address = {k: v for k, v in address.items() if k in {"host", "port", "user", "password", "dbname"}}
        with psycopg.connect(**address) as adding, psycopg.connect(**address) as moving:
            adding.execute(
                "insert into access_wall (dossier_id, zone, version, created_at, user_id, reason) "
                "values (%s, 0, 1, now(), %s, 'named')",
                [dossier.pk, factories.user().pk],
            )
            moving.execute("select set_config('himaya.actor', %s, true)", [str(chief.pk)])
            moving.execute("set local lock_timeout = '200ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                moving.execute("select access_move_dossier(%s, %s, 0)", [dossier.pk, there.pk])
