"""The database refuses what the application forgets to filter."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import Error, connection, transaction

from himaya.access.actions import end_grants, grant, move_dossier, open_dossier, wall_off
from himaya.access.models import Dossier, History
from himaya.access.protection.actor import WrongActor
from himaya.access.queries import nearest_to, shut_out_of
from himaya.access.roles import SENSITIVE, ProviderStaff, SocialWorker, Supervisor
from himaya.registry.models import Person
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        return {
            "nation": nation,
            "here": here,
            "there": there,
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there)),
            "chief": factories.user((Supervisor, nation)),
            "worker": factories.user((SocialWorker, here)),
            "provider": factories.user((ProviderStaff, there)),
        }


def person(where: Any, sensitivity: int = 0) -> Person:
    return Person.objects.create(
        dossier=open_dossier(kind="person", unit=where, sensitivity=sensitivity), family_name="Sınaq"
    )


def seen_by(acting_as: Any, user: Any) -> int:
    with acting_as(user):
        return Person.objects.visible_to(user).count()


def test_without_a_user_there_is_nobody(country: Any, acting_as: Any, as_owner: As) -> None:
    with as_owner():
        person(country["here"])
    database.settle()
    assert Person.objects.count() == 0
    assert Dossier.objects.count() == 0


def test_own_unit_and_the_units_above_see_and_others_do_not(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        person(country["here"])
    assert seen_by(acting_as, country["supervisor"]) == 1
    assert seen_by(acting_as, country["chief"]) == 1
    assert seen_by(acting_as, country["neighbour"]) == 0


def test_a_social_worker_sees_only_what_was_granted_and_no_longer_after(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        child, _other = person(country["here"]), person(country["here"])
    assert seen_by(acting_as, country["worker"]) == 0
    with acting_as(country["supervisor"]):
        grant(
            dossier=child.dossier,
            user=country["worker"],
            ground="case",
            source="case:1",
            by=country["supervisor"],
        )
    assert seen_by(acting_as, country["worker"]) == 1
    with acting_as(country["supervisor"]):
        assert end_grants(ground="case", source="case:1") == 1
    assert seen_by(acting_as, country["worker"]) == 0


def test_the_grants_of_one_record_end_and_those_of_the_next_stay(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        child, sibling = person(country["here"]), person(country["here"])
        for one in (child, sibling):
            given = {"user": country["worker"], "ground": "referral", "source": "referral:1", "by": None}
            assert grant(dossier=one.dossier, **given) == grant(dossier=one.dossier, **given), "given once"
        assert end_grants(ground="referral", source="referral:1", dossier=child.dossier) == 1
    with acting_as(country["worker"]):
        assert list(Person.objects.values_list("pk", flat=True)) == [sibling.pk]


def test_reach_ends_at_the_role_s_sensitivity(country: Any, acting_as: Any, as_owner: As) -> None:
    with as_owner():
        person(country["there"], sensitivity=SENSITIVE)
    assert seen_by(acting_as, country["neighbour"]) == 1
    assert seen_by(acting_as, country["provider"]) == 0


def test_a_wall_holds_against_zone_and_grant_alike(country: Any, acting_as: Any, as_owner: As) -> None:
    with as_owner():
        child = person(country["here"])
        wall_off(dossier=child.dossier, user=country["supervisor"], reason="named", by=None)
        grant(dossier=child.dossier, user=country["supervisor"], ground="case", by=None)
    assert seen_by(acting_as, country["supervisor"]) == 0
    assert seen_by(acting_as, country["chief"]) == 1


def test_nobody_walled_off_is_told_and_the_next_above_hears_instead(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        child, beside = person(country["here"]), person(country["here"])
        second = factories.user((Supervisor, country["here"]))
        wall_off(dossier=child.dossier, user=country["supervisor"], reason="named", by=None)
    with acting_as(country["chief"]):
        assert nearest_to(Supervisor, child.dossier) == [second]
        assert nearest_to(Supervisor, beside.dossier) == [country["supervisor"], second]
        assert nearest_to(Supervisor, child.dossier, country["there"]) == [country["neighbour"]]
        wall_off(dossier=child.dossier, unit=country["here"], reason="named", by=None)
        assert nearest_to(Supervisor, child.dossier) == [country["chief"]]
        assert set(shut_out_of(child.dossier)) == {country["supervisor"].pk, second.pk, country["worker"].pk}
        assert not shut_out_of(beside.dossier)


def test_who_hands_a_record_over_need_not_keep_sight_of_it(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        child = person(country["here"])
    with acting_as(country["supervisor"]):
        move_dossier(dossier=child.dossier, unit=country["there"])
    assert seen_by(acting_as, country["supervisor"]) == 0
    assert seen_by(acting_as, country["neighbour"]) == 1


def test_nobody_moves_what_they_cannot_see(country: Any, acting_as: Any, as_owner: As) -> None:
    with as_owner():
        child = person(country["here"])
    with pytest.raises(Error), transaction.atomic(), acting_as(country["neighbour"]):
        move_dossier(dossier=child.dossier, unit=country["there"])


def test_the_public_may_hand_in_what_it_may_not_read(country: Any) -> None:
    person(country["here"])
    assert Person.objects.count() == 1, "the transaction that opened it still sees it"
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone()[0] == "himaya_web"


def test_a_change_is_kept_in_history_and_counts_the_version(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        child = person(country["here"])
    with acting_as(country["supervisor"]):
        child = Person.objects.get()
        child.family_name = "Yeni"
        child.save()
        child.refresh_from_db()
        assert child.version == 2
        kept = History.objects.get()
        assert kept.before == {"family_name": "Sınaq"}
        assert kept.actor_id == country["supervisor"].pk
    with pytest.raises(Error), transaction.atomic():
        History.objects.update(before={})


def test_a_read_for_another_than_the_actor_is_a_mistake(country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]), pytest.raises(WrongActor):
        Person.objects.visible_to(country["chief"])


def test_system_is_honoured_only_for_the_worker(
    country: Any, acting_as: Any, as_owner: As, as_worker: As
) -> None:
    from himaya.access.gate import SYSTEM

    with as_owner():
        person(country["here"])
    with acting_as(SYSTEM):
        assert Person.objects.count() == 0
    with as_worker(), acting_as(SYSTEM):
        assert Person.objects.count() == 1
