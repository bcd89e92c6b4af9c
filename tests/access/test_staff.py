"""Users are invited, moved, suspended and looked over by the administrators of their units; nobody is deleted."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from himaya.access.actions import grant, open_dossier
from himaya.access.models import AuditEvent, Invitation, Membership, User
from himaya.access.roles import Administrator, Auditor, SocialWorker, Supervisor
from himaya.access.staff import actions
from himaya.access.staff.invitations import digest_of
from himaya.access.staff.queries import Asked, find_users, open_invitation
from himaya.access.staff.rules import may_give
from himaya.access.staff.signals import role_ended
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.models import Person
from tests.access.staff_cast import PASSWORD, As, country, fresh

__all__ = ["country"]
pytestmark = pytest.mark.django_db

SITE = "https://himaya.example"


def invited(country: Any, by: str = "keeper", **more: Any) -> User:
    given: dict[str, Any] = {
        "email": "Yeni.Isci@Example.org",
        "full_name": "Yeni İşçi",
        "role": SocialWorker,
        "unit": country["here"],
    }
    return actions.invite(by=country[by], site=SITE, **(given | more))


def link() -> str:
    return next(word for word in mail.outbox[-1].body.split() if "/account/welcome/" in word)


def test_a_lost_letter_is_told_and_sent_again(
    country: Any, acting_as: Any, browser_of: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*_args: Any, **_more: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken, acting_as(country["keeper"]):
        broken.setattr("himaya.access.staff.mail.send_mail", away)
        with django_capture_on_commit_callbacks(execute=True):
            user = invited(country)
    page = reverse("access:staff-detail", args=[user.public_id])
    assert "göndərilə bilmədi" in browser_of(country["keeper"]).get(page).content.decode()
    with acting_as(country["keeper"]), django_capture_on_commit_callbacks(execute=True):
        actions.invite_again(user=user, by=country["keeper"], site=SITE)
    assert mail.outbox[-1].to == [user.email]
    assert "göndərilə bilmədi" not in browser_of(country["keeper"]).get(page).content.decode()


def test_an_invited_person_sets_a_password_once_and_signs_in(
    country: Any, acting_as: Any, as_owner: As, django_capture_on_commit_callbacks: Any
) -> None:
    with acting_as(country["keeper"]), django_capture_on_commit_callbacks(execute=True):
        user = invited(country)
    assert (user.email, user.status, user.is_active) == ("yeni.isci@example.org", "invited", False)
    assert mail.outbox[0].to == [user.email]
    assert link().startswith(SITE)
    path = link().removeprefix(SITE)
    client = Client()
    assert client.get(path).status_code == 200
    refused = client.post(path, {"password": "qısa", "again": "qısa"})
    assert refused.status_code == 200
    differs = client.post(path, {"password": PASSWORD, "again": PASSWORD + "x"})
    assert differs.status_code == 200
    assert client.post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert (
        client.post(path, {"password": "başqa-bir-uzun-söz", "again": "başqa-bir-uzun-söz"}).status_code
        == 410
    )
    assert (
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).status_code == 302
    )
    assert fresh(user).status == "active"
    with as_owner():
        assert Invitation.objects.get().digest not in link()


def test_an_old_or_replaced_link_no_longer_opens(
    country: Any, acting_as: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with clock.fixed("2026-03-02T09:00") as sent:
        with acting_as(country["keeper"]), django_capture_on_commit_callbacks(execute=True):
            user = invited(country)
        first = link().removeprefix(SITE)
        assert Client().get(first).status_code == 200
    with clock.fixed(sent + timedelta(days=6)):
        with acting_as(country["keeper"]), django_capture_on_commit_callbacks(execute=True):
            actions.invite_again(user=user, by=country["keeper"], site=SITE)
        assert Client().get(first).status_code == 410
        assert Client().get(link().removeprefix(SITE)).status_code == 200
    with clock.fixed(sent + timedelta(days=14)):
        assert Client().get(link().removeprefix(SITE)).status_code == 410


def test_one_invites_into_one_s_own_units_and_below_only(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]):
        assert invited(country, unit=country["region"], email="a@example.org")
        assert invited(country, unit=country["here"], email="b@example.org")
        for unit in ("nation", "there"):
            with pytest.raises(Refused):
                invited(country, unit=country[unit], email="c@example.org")
    with acting_as(country["worker"]), pytest.raises(PermissionDenied):
        invited(country, by="worker")


def test_nobody_is_invited_twice(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]), pytest.raises(Refused):
        invited(country, email=country["stranger"].email.upper())


def test_nobody_keeps_their_own_account_or_one_of_another_unit(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]) as keeper:
        for user in (keeper, country["stranger"]):
            for act in (
                lambda who=user: actions.give_role(
                    user=who, role=Supervisor, unit=country["here"], by=keeper
                ),
                lambda who=user: actions.suspend(user=who, reason="left", by=keeper),
                lambda who=user: actions.confirm_rights(user=who, by=keeper),
            ):
                with pytest.raises(Refused):
                    act()
    with acting_as(country["local"]) as local, pytest.raises(Refused):
        actions.suspend(user=country["keeper"], reason="misuse", by=local)


def test_who_keeps_accounts_does_not_work_with_records(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]) as keeper:
        for user, role in ((country["worker"], Administrator), (country["local"], Supervisor)):
            with pytest.raises(Refused):
                actions.give_role(user=fresh(user), role=role, unit=country["here"], by=keeper)


def test_auditors_are_named_from_the_top(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]), pytest.raises(Refused):
        invited(country, role=Auditor)
    with acting_as(country["chief"]):
        assert invited(country, by="chief", role=Auditor)


def test_a_role_that_ends_takes_the_records_opened_by_name_with_it(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    heard: list[Any] = []
    role_ended.connect(
        lambda **news: heard.append((news["user"].pk, news["role"])), weak=False, dispatch_uid="t"
    )
    worker = country["worker"]
    with as_owner():
        near = open_dossier(kind="person", unit=country["here"])
        far = open_dossier(kind="person", unit=country["there"])
        Person.objects.create(dossier=near, family_name="A")
        for dossier in (near, far):
            grant(dossier=dossier, user=worker, ground="case", by=None)
    with acting_as(country["keeper"]) as keeper:
        membership = worker.memberships.get()
        actions.move(user=fresh(worker), membership=membership, unit=country["beside"], by=keeper)
    role_ended.disconnect(dispatch_uid="t")
    with as_owner():
        from himaya.access.models import Grant

        assert Grant.objects.get(dossier=near).ended_at is not None
        assert Grant.objects.get(dossier=far).ended_at is None, "another unit's records are not ours to close"
        held = Membership.objects.filter(user=worker).order_by("pk")
        assert [(m.unit_id, m.ended_at is None) for m in held] == [
            (country["here"].pk, False),
            (country["beside"].pk, True),
        ]
    assert heard == [(worker.pk, "social_worker")]
    with acting_as(worker):
        assert Person.objects.count() == 0


def test_the_door_that_closes_grants_asks_who_comes(country: Any, acting_as: Any) -> None:
    with (
        acting_as(country["supervisor"]),
        pytest.raises(Error),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select access_end_staff_grants(%s, %s)", [country["worker"].pk, country["here"].pk])


def test_a_suspended_person_is_out_everywhere_at_once_and_may_return(
    country: Any, acting_as: Any, as_owner: As, browser_of: Any
) -> None:
    worker = country["worker"]
    with as_owner():
        worker.set_password(PASSWORD)
        worker.save()
    client = Client()
    client.post(reverse("account_login"), {"login": worker.email, "password": PASSWORD})
    assert client.get(reverse("access:security")).status_code == 200
    with acting_as(country["local"]) as local:
        actions.suspend(user=fresh(worker), reason="inquiry", by=local)
    assert client.get(reverse("access:security")).status_code == 302
    again = Client().post(reverse("account_login"), {"login": worker.email, "password": PASSWORD})
    assert "sessionid" not in again.cookies or again["Location"] == reverse("account_inactive")
    with as_owner():
        assert AuditEvent.objects.filter(verb="staff.suspended", reason="inquiry").count() == 1
        assert fresh(worker).memberships.filter(ended_at__isnull=True).count() == 1
    with acting_as(country["local"]) as local:
        actions.restore(user=fresh(worker), by=local)
    assert Client().post(reverse("account_login"), {"login": worker.email, "password": PASSWORD})[
        "Location"
    ] in ("/", reverse("access:second-factor"))


def test_a_link_opened_in_two_windows_sets_one_password(
    country: Any, acting_as: Any, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(country["keeper"]), django_capture_on_commit_callbacks(execute=True):
        user = invited(country)
    token = link().rstrip("/").rsplit("/", 1)[1]
    both_saw = open_invitation(digest_of(token))
    actions.accept_invitation(token=token, password=PASSWORD)
    with pytest.raises(Refused):
        actions.accept_invitation(token=token, password="başqa-bir-uzun-söz")
    monkeypatch.setattr(actions, "open_invitation", lambda digest: both_saw)
    with pytest.raises(Refused):
        actions.accept_invitation(token=token, password="başqa-bir-uzun-söz")
    assert fresh(user).check_password(PASSWORD)


def test_what_is_so_already_is_refused_and_told(country: Any, acting_as: Any) -> None:
    worker, here = country["worker"], country["here"]
    held = worker.memberships.get()
    with translation.override("en"), acting_as(country["keeper"]) as keeper:
        with pytest.raises(Refused, match="has signed in before"):
            actions.invite_again(user=fresh(worker), by=keeper, site=SITE)
        with pytest.raises(Refused, match="hold this role there already"):
            actions.give_role(user=fresh(worker), role=SocialWorker, unit=here, by=keeper)
        with pytest.raises(Refused, match="in this unit already"):
            actions.move(user=fresh(worker), membership=held, unit=here, by=keeper)
        actions.suspend(user=fresh(worker), reason="left", by=keeper)
        with pytest.raises(Refused, match="suspended already"):
            actions.suspend(user=fresh(worker), reason="inquiry", by=keeper)
    assert fresh(worker).status_reason == "left"
    assert worker.memberships.filter(ended_at__isnull=True).get() == held


def test_nobody_gives_themselves_a_role_even_a_harmless_one(country: Any) -> None:
    assert not may_give(country["keeper"], country["keeper"], Administrator, country["here"])
    assert may_give(country["keeper"], country["local"], Administrator, country["region"])


def test_rights_are_looked_over_every_half_year(country: Any, acting_as: Any) -> None:
    with clock.fixed("2026-01-15"), acting_as(country["keeper"]) as keeper:
        due = {user.pk for user in find_users(Asked(state="review"), by=keeper)}
        assert country["worker"].pk in due
        actions.confirm_rights(user=fresh(country["worker"]), by=keeper)
        assert country["worker"].pk not in {u.pk for u in find_users(Asked(state="review"), by=keeper)}
    with clock.fixed("2026-07-16"), acting_as(country["keeper"]) as keeper:
        assert country["worker"].pk in {u.pk for u in find_users(Asked(state="review"), by=keeper)}
