"""Who reported, where they are, what the child said and what a plan says of a family stand closed in the database."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Model

from himaya.access.encryption.actions import renew_master_key
from himaya.access.models import DossierKey, EncryptedTextField
from himaya.cases.intake.actions import ChildTold, Contact
from himaya.cases.models import Goal, Plan, PlanAction, Report, ReportedChild, Reporter, Visit
from himaya.kit import clock
from tests import database
from tests.cases.work import Work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WHO = {
    "name": "Rəna Xəbərçi",
    "phone": "+994501112233",
    "email": "rena@example.org",
    "organisation": "12 nömrəli məktəb",
    "position": "sinif rəhbəri",
    "safe_time": "axşam altıdan sonra",
}
CLOSED = {
    Reporter: set(WHO),
    ReportedChild: {"whereabouts"},
    Report: {"insider_text"},
    Visit: {"child_words"},
    Plan: {"aim", "plain", "agreement_note"},
    Goal: {"text", "plain", "indicator", "baseline", "target"},
    PlanAction: {"text", "plain", "indicator", "responsible", "result", "less_because"},
}


def closed_columns(model: type[Model]) -> set[str]:
    return {f.name for f in model._meta.get_fields() if isinstance(f, EncryptedTextField)}


def stands(model: type[Model]) -> str:
    """Every row of a table as whoever holds the database reads it, its history too."""
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {model._meta.db_table} t")
        now = str(cursor.fetchone()[0])
        cursor.execute(
            "select coalesce(string_agg(before::text, ' '), '') from access_history where table_name = %s",
            [model._meta.db_table],
        )
        return now + str(cursor.fetchone()[0])


@pytest.mark.parametrize("model", CLOSED, ids=lambda m: m.__name__)
def test_these_columns_are_closed(model: type[Model]) -> None:
    assert closed_columns(model) == CLOSED[model]
    assert all(isinstance(model._meta.get_field(c), models.TextField) for c in CLOSED[model])


def test_who_reported_is_read_by_the_officer_and_by_nobody_in_the_tables(
    country: Any, as_owner: Any, acting_as: Any
) -> None:
    from himaya.access.gate import PUBLIC
    from himaya.cases.intake.actions import Told, receive_report

    told = Told(
        narrative="Qonşu uşaq ac qalır.",
        names_insider=True,
        insider_text="Müdir Məmmədov",
        contact=Contact(**WHO),
        children=[ChildTold(name="Elvin", whereabouts="nənəsi Gülarədədir")],
    )
    with acting_as(None):
        report = receive_report(told=told, by=PUBLIC)
    with as_owner():
        everything = stands(Reporter) + stands(ReportedChild) + stands(Report)
        for word in [*WHO.values(), "Gülarə", "Məmmədov"]:
            assert word not in everything, word
        assert renew_master_key() >= 2, "the keys of the report and of the reporter"
    database.settle()
    with acting_as(country["duty"]) as officer:
        reporter = Reporter.objects.visible_to(officer).get(report=report)
        assert {name: getattr(reporter, name) for name in WHO} == WHO
        assert ReportedChild.objects.get(report=report).whereabouts == "nənəsi Gülarədədir"
        assert Report.objects.get(pk=report.pk).insider_text == "Müdir Məmmədov"
        reporter.phone = "+994507778899"
        reporter.save()
    with as_owner():
        assert "+99450" not in stands(Reporter), "what stood before is closed as well"
        keys = DossierKey.objects.filter(dossier__in=[reporter.dossier_id, report.dossier_id])
        assert keys.count() == 2, "a key of its own for the reporter"
    with acting_as(country["worker"]):
        assert not Reporter.objects.exists()


def test_a_plan_and_the_childs_words_are_read_on_their_pages_alone(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any, english: Any
) -> None:
    work = Work(country, make_case, acting_as, as_owner)
    plan = work.plan(work.case())
    with acting_as(country["worker"]) as worker:
        Visit.objects.create(
            case=plan.case, dossier=plan.case.dossier, worker=worker, contact_type="home", status="done",
            done_at=clock.now(), child_words="Anamı görmək istəyirəm.",
        )  # fmt: skip
    with as_owner():
        assert renew_master_key() >= 1
        everything = stands(Plan) + stands(Goal) + stands(PlanAction) + stands(Visit)
        for word in (
            "təhlükəsiz yaşasın",
            "məktəbə gedir",
            "Davamiyyət",
            "Psixoloqla",
            "Ailə Mərkəzi",
            "Anamı",
        ):
            assert word not in everything, word
    page = english(country["supervisor"]).get(plan.get_absolute_url()).content.decode()
    for word in (
        "Uşaq təhlükəsiz yaşasın",
        "Hər gün məktəbə gedir",
        "Davamiyyət jurnalı",
        "Psixoloqla görüş",
    ):
        assert word in page


def test_a_plan_of_many_goals_asks_for_its_key_once(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any, english: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    from himaya.cases.plan import actions as planning

    work = Work(country, make_case, acting_as, as_owner)
    plan = work.plan(work.case())
    browser = english(country["supervisor"])

    def asked() -> int:
        with clock.fixed(clock.now()), CaptureQueriesContext(connection) as queries:
            browser.get(plan.get_absolute_url())
        return sum("access_dossierkey" in query["sql"] for query in queries)

    assert asked() == 1
    with acting_as(country["worker"]) as by:
        for n in range(6):
            planning.write_goal(
                plan=Plan.objects.get(pk=plan.pk), by=by, domain="education", text=f"Məqsəd {n}", indicator="j",
                plain="s", baseline="", target="",
            )  # fmt: skip
    assert asked() == 1
