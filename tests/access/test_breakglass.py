"""Opening a record in an emergency."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import translation

from himaya.access.actions import break_glass, open_dossier, wall_off
from himaya.access.breakglass import tokens
from himaya.access.breakglass.actions import review_opening
from himaya.access.models import AuditEvent, Grant, Opening
from himaya.access.roles import (
    SEALED,
    Analyst,
    Auditor,
    Coordinator,
    DutyOfficer,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.actions import load_reference
from himaya.registry.models import Person
from himaya.workflow.models import Notice, Task
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db
WHY = {"reason": "life_danger", "words": "Uşaq küçədə tapılıb, evi bilinmir."}


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        load_reference()
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        made = {
            "officer": factories.user((DutyOfficer, here)),
            "colleague": factories.user((SocialWorker, here)),
            "coordinator": factories.user((Coordinator, here)),
            "supervisor": factories.user((Supervisor, there)),
            "manager": factories.user((UnitManager, there)),
            "auditor": factories.user((Auditor, nation)),
            "analyst": factories.user((Analyst, there)),
            "child": Person.objects.create(
                dossier=open_dossier(kind="person", unit=there), family_name="Gizli"
            ),
            "hidden": Person.objects.create(
                dossier=open_dossier(kind="person", unit=there, sensitivity=SEALED), family_name="Qapalı"
            ),
        }
    database.settle()
    return made


def opened(country: Any, acting_as: Any, who: str = "officer") -> bool:
    with acting_as(country[who]) as user:
        return break_glass(dossier_id=country["child"].dossier_id, by=user, **WHY).is_open


def people_seen(acting_as: Any, user: Any) -> int:
    with acting_as(user):
        return Person.objects.count()


def test_a_reason_opens_the_record_for_the_norm_s_hours_and_no_longer(country: Any, acting_as: Any) -> None:
    with clock.fixed("2026-03-02T03:00") as now:
        assert opened(country, acting_as)
        assert people_seen(acting_as, country["officer"]) == 1
        assert people_seen(acting_as, country["colleague"]) == 0
    with clock.fixed(now + timedelta(hours=3, minutes=59)):
        assert people_seen(acting_as, country["officer"]) == 1
    with clock.fixed(now + timedelta(hours=4, minutes=1)):
        assert people_seen(acting_as, country["officer"]) == 0


def test_the_unit_that_holds_it_is_told_at_once_and_has_a_review_to_do(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    opened(country, acting_as)
    with as_owner():
        told = set(
            Notice.objects.filter(kind="breakglass.opened", urgent=True).values_list("user_id", flat=True)
        )
        assert told == {country["supervisor"].pk, country["manager"].pk}
        task = Task.objects.get(kind="breakglass.review")
        assert task.due_at > clock.now()
        assert task.role == "supervisor"
        assert AuditEvent.objects.filter(verb="breakglass.opened", reason="life_danger").count() == 1


def test_sealed_walled_and_missing_records_look_the_same_and_are_not_opened(
    country: Any, acting_as: Any, as_owner: As, browser_of: Any
) -> None:
    officer = country["officer"]
    with as_owner():
        wall_off(dossier=country["child"].dossier, user=officer, reason="named", by=None)
    answers = []
    for dossier_id in (country["hidden"].dossier_id, country["child"].dossier_id, 987654321):
        token = tokens.make(dossier_id, user=officer)
        page = browser_of(officer).post(reverse("access:break-glass", args=[token]), WHY)
        answers.append((page.status_code, page.content.decode().replace(token, "")))
    assert [status for status, _body in answers] == [404, 404, 404]
    assert people_seen(acting_as, officer) == 0
    with as_owner():
        assert Grant.objects.filter(ground="breakglass").count() == 0
        assert sorted(Opening.objects.values_list("outcome", flat=True)) == ["sealed", "walled"]
        assert Notice.objects.filter(kind="breakglass.refused", user=country["supervisor"]).count() == 2


def test_roles_that_see_no_records_break_no_glass(country: Any, acting_as: Any) -> None:
    for who in ("analyst", "coordinator", "auditor"):
        with acting_as(country[who]) as user, pytest.raises(PermissionDenied):
            break_glass(dossier_id=country["child"].dossier_id, by=user, **WHY)
        with (
            acting_as(country[who]),
            pytest.raises(Error),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "select * from access_break_glass(%s, 'x', 'long enough words', 'abc', 4)",
                [country["child"].dossier_id],
            )


def test_the_door_bounds_the_hours_and_wants_a_reason(country: Any, acting_as: Any, as_owner: As) -> None:
    call = "select outcome from access_break_glass(%s, %s, %s, 'abc', %s)"
    child = country["child"].dossier_id
    with acting_as(country["officer"]):
        for code, told in (("", "long enough words"), ("x", "short"), ("x", None)):
            with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(call, [child, code, told, 4])
        with connection.cursor() as cursor:
            cursor.execute(call, [child, "x", "long enough words", 10**6])
    with as_owner():
        grant = Grant.objects.get(ground="breakglass")
        assert grant.expires_at <= clock.now() + timedelta(hours=72)


def test_too_many_in_a_day_are_stopped(country: Any, acting_as: Any, as_owner: As) -> None:
    from himaya.access.breakglass import sql

    with as_owner():
        unit = country["child"].dossier.unit
        dossiers = [open_dossier(kind="person", unit=unit).pk for _n in range(sql.MOST_A_DAY + 1)]
    with acting_as(country["officer"]) as user:
        for pk in dossiers[:-1]:
            assert break_glass(dossier_id=pk, by=user, **WHY).is_open
        with pytest.raises(Refused):
            break_glass(dossier_id=dossiers[-1], by=user, **WHY)


def test_a_token_says_nothing_is_not_forged_not_shared_and_grows_old(country: Any) -> None:
    officer, colleague = country["officer"], country["colleague"]
    pk = country["child"].dossier_id
    with clock.fixed("2026-03-02T03:00") as now:
        token = tokens.make(pk, user=officer, url="/people/x/")
        assert str(pk) not in token.rsplit(":", 1)[0].split(":")
        assert tokens.read(token, user=officer) == tokens.Target(pk, "/people/x/")
        assert tokens.read(token, user=colleague) is None
        assert tokens.read(token[:-4] + "AAAA", user=officer) is None
        assert tokens.read("nonsense", user=officer) is None
    with clock.fixed(now + timedelta(hours=13)):
        assert tokens.read(token, user=officer) is None


def test_the_page_asks_why_and_leads_to_the_record(country: Any, browser_of: Any) -> None:
    officer = country["officer"]
    browser = browser_of(officer)
    door = reverse("access:break-glass", args=[tokens.make(country["child"].dossier_id, url="/people/x/")])
    assert browser.get(door).status_code == 200
    assert browser.post(door, {"reason": "life_danger", "words": "qısa"}).status_code == 200
    assert browser.post(door, WHY)["Location"] == "/people/x/"
    assert browser_of(country["analyst"]).get(door).status_code == 403


def test_the_holding_unit_or_an_auditor_reviews_once_and_never_the_asker(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    opened(country, acting_as)
    with as_owner():
        opening = Opening.objects.select_related("unit").get()
    with acting_as(country["officer"]) as officer, pytest.raises(PermissionDenied):
        review_opening(opening=opening, result="justified", words="mən", by=officer)
    with acting_as(country["auditor"]) as auditor:
        assert Opening.objects.visible_to(auditor).count() == 1
        assert Person.objects.count() == 0, "the review shows no record"
        review_opening(opening=opening, result="justified", words="Əsaslı idi", by=auditor)
        with pytest.raises(Refused):
            review_opening(opening=opening, result="not_justified", words="Yox", by=auditor)
    with as_owner():
        assert Opening.objects.get().result == "justified"


def test_two_reviewers_at_once_leave_one_answer_and_nobody_reviews_their_own_or_another_unit_s(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    opened(country, acting_as)
    with as_owner():
        one, other = (Opening.objects.select_related("unit").get() for _page in range(2))
        elsewhere = factories.user((Supervisor, country["officer"].memberships.get().unit))
        own = Opening(user=country["supervisor"], unit=one.unit)
    with translation.override("en"):
        with acting_as(elsewhere) as user, pytest.raises(Refused, match="Another unit reviews"):
            review_opening(opening=other, result="not_justified", words="Yox", by=user)
        with acting_as(country["supervisor"]) as supervisor:
            with pytest.raises(Refused, match="Nobody reviews their own"):
                review_opening(opening=own, result="justified", words="Özüm", by=supervisor)
            review_opening(opening=one, result="justified", words="Əsaslı idi", by=supervisor)
        with (
            acting_as(country["manager"]) as manager,
            pytest.raises(Refused, match="was reviewed already"),
        ):
            review_opening(opening=other, result="not_justified", words="Yox", by=manager)
    with as_owner():
        kept = Opening.objects.get()
        assert (kept.result, kept.reviewed_by) == ("justified", country["supervisor"])


def test_a_supervisor_who_opened_cannot_review_it_even_in_the_database(
    country: Any, acting_as: Any, as_owner: As
) -> None:
    with as_owner():
        away = factories.user((Supervisor, factories.unit()))
    with acting_as(away) as user:
        assert break_glass(dossier_id=country["child"].dossier_id, by=user, **WHY).is_open
    with acting_as(away):
        assert Opening.objects.update(result="justified") == 0


def test_the_review_closes_the_task(country: Any, acting_as: Any, as_owner: As, browser_of: Any) -> None:
    opened(country, acting_as)
    browser = browser_of(country["supervisor"])
    page = browser.get(reverse("access:openings")).content.decode()
    assert str(country["officer"]) in page
    with as_owner():
        opening = Opening.objects.get()
    detail = browser.get(opening.get_absolute_url())
    assert WHY["words"] in detail.content.decode()
    done = browser.post(opening.get_absolute_url(), {"result": "not_justified", "words": "Səbəb yox idi"})
    assert done.status_code == 302
    with as_owner():
        assert Task.objects.get(kind="breakglass.review").closed_at is not None
    assert browser_of(country["colleague"]).get(reverse("access:openings")).status_code == 403


def test_a_record_opened_in_an_emergency_is_read_and_not_worked_on(country: Any, acting_as: Any) -> None:
    from himaya.access.gate import may
    from himaya.access.roles import CASE_ASSIGN, CASE_READ

    opened(country, acting_as)
    with acting_as(country["officer"]) as officer:
        assert officer.can(CASE_READ)
        assert not may(officer, CASE_ASSIGN, country["child"].dossier)
