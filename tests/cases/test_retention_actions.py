"""Reports that became no case are forgotten when their time is over, and who reported before them; a hold stops it, counts
stay, files go, and the audit proves it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import Error, connection, transaction
from django.urls import reverse

from himaya.access.actions import open_dossier
from himaya.access.gate import SYSTEM, acting_as
from himaya.access.models import AuditEvent, DossierKey
from himaya.cases.intake.actions import ChildTold, Contact, confirm_out, inform, link_report, propose_out
from himaya.cases.intake.status import state_of
from himaya.cases.models import Case, Report, ReportedChild, Reporter
from himaya.cases.retention.jobs import forget_what_is_over
from himaya.cases.retention.queries import kept_until
from himaya.kit import clock
from himaya.reference.models import Norm
from himaya.registry.actions import hold_record, release_hold
from himaya.registry.models import Document, LegalHold
from himaya.workflow.models import Step
from tests import database
from tests.registry.documents_cast import a_file
from tests.registry.retention_cast import found_anywhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MADE, ENDED = "2020-01-15T10:00", "2020-02-20T10:00"
PLANTED = ("Rəvayətx", "Qonşusözü", "Elvinşəxs", "Yersözübaş", "Səbəbsözü")


@pytest.fixture
def told(receive: Any) -> Report:
    with clock.fixed(MADE):
        made: Report = receive(
            narrative="Rəvayətx", place_text="Yersözübaş", is_anonymous=False, concerns=["neglect"],
            contact=Contact(name="Qonşusözü", phone="050 123 45 67", safe_way="call"),
            children=[ChildTold(name="Elvinşəxs", sex="male", age_years=7)], files=[a_file()],
        )  # fmt: skip
    database.settle()
    return made


def screened_out(report: Report, desks: Any) -> None:
    for by, move, more in (
        (desks["chief"], propose_out, {"reason": "no_concern", "note": "Səbəbsözü"}),
        (desks["head"], confirm_out, {}),
    ):
        with clock.fixed(ENDED), acting_as(by):
            move(report=Report.objects.get(pk=report.pk), by=by, **more)
        database.settle()


def nights(*days: str) -> list[tuple[int, int]]:
    found = []
    for day in days:
        with clock.fixed(day):
            found.append(forget_what_is_over())
        database.settle()
    return found


def test_a_report_that_was_screened_out_is_kept_three_years_and_who_made_it_one(
    told: Report, desks: Any, as_worker: Any, as_owner: Any, acting_as: Any
) -> None:
    with as_worker():
        assert nights("2030-01-01") == [(0, 0)], "nobody has decided on it yet"
    screened_out(told, desks)
    with as_owner():
        counted = figures()
        stored = Document.objects.get().stored_as
        assert set(found_anywhere(PLANTED)) == {"Rəvayətx", "Elvinşəxs", "Yersözübaş", "Səbəbsözü"}, (
            "one stands closed"
        )
    with acting_as(desks["head"]), clock.fixed(ENDED):
        assert kept_until(Report.objects.get()) == date(2023, 3, 1)
    with as_worker():
        assert nights("2021-02-28", "2021-03-01", "2021-03-02") == [(0, 0), (0, 1), (0, 0)]
    with as_owner():
        who = Reporter.objects.get()
        assert (who.name, who.phone, who.safe_way, who.forgotten_on) == ("", "", "", date(2021, 3, 1))
        assert "Rəvayətx" in found_anywhere(PLANTED), "the report is kept"
        assert default_storage.exists(stored)
    with as_worker():
        assert nights("2023-02-28", "2023-03-01", "2023-03-02") == [(0, 0), (1, 0), (0, 0)]
    with as_owner():
        assert found_anywhere(PLANTED) == {}
        assert figures() == counted
        left = Report.objects.get()
        assert (left.narrative, left.pin_hash, left.forgotten_on) == ("", "", date(2023, 3, 1))
        assert clock.local(left.received_at).date() == date(2020, 1, 1)
        assert not default_storage.exists(stored)
        assert not DossierKey.objects.exclude(wrapped="").exists()
        verbs = AuditEvent.objects.filter(verb__startswith="report.").order_by("pk")
        proof = [(one.verb, clock.local(one.at).date()) for one in verbs if "forgotten" in one.verb]
        assert proof == [
            ("report.contact_forgotten", date(2021, 3, 1)), ("report.forgotten", date(2023, 3, 1)),
        ]  # fmt: skip
    with acting_as(None), clock.fixed("2023-03-02"):
        assert state_of(reference=told.reference, pin=told.pin).state is None, (
            "so is the reporter's own way to it"
        )


def figures() -> Any:
    """What is counted of reports."""
    rows = Report.objects.values_list("status", "channel", "concerns", "territory", "outcome_reason", "risk")
    return list(rows), list(ReportedChild.objects.values_list("sex", "age_years"))


def test_where_information_was_given_a_year_is_enough_and_what_was_joined_goes_with_the_first(
    told: Report, desks: Any, receive: Any, as_worker: Any, as_owner: Any
) -> None:
    with clock.fixed(MADE):
        second = receive(narrative="Rəvayətx yenə")
    with clock.fixed(ENDED), acting_as(desks["chief"]) as by:
        first = Report.objects.get(pk=told.pk)
        link_report(report=Report.objects.get(pk=second.pk), to=first, by=by)
    database.settle()
    with as_worker():
        assert nights("2030-01-01") == [(0, 0)], "the first is still waiting"
    with clock.fixed(ENDED), acting_as(desks["chief"]) as by:
        inform(report=Report.objects.get(pk=told.pk), reason="services", by=by)
    database.settle()
    with as_worker():
        assert nights("2021-03-01", "2023-03-01") == [(1, 0), (1, 0)]
    with as_owner():
        assert Report.objects.filter(forgotten_on=None).count() == 0
        assert found_anywhere(PLANTED) == {}


def test_a_hold_on_a_report_stops_it_until_it_is_released(
    told: Report, desks: Any, as_worker: Any, as_owner: Any
) -> None:
    screened_out(told, desks)
    with acting_as(desks["chief"]) as by, pytest.raises(PermissionDenied):
        hold_record(dossier=told.dossier, reason="court", expires_on=date(2040, 1, 1), by=by)
    with clock.fixed("2021-01-01"), acting_as(desks["head"]) as by:
        hold = hold_record(dossier=told.dossier, reason="court", expires_on=date(2040, 1, 1), by=by)
        assert hold.get_absolute_url() == reverse("people:hold-release", args=[hold.public_id])
    database.settle()
    with as_worker():
        assert nights("2024-01-01") == [(0, 0)]
        for door in ("cases_forget_report", "cases_forget_reporter"):
            with clock.fixed("2024-01-01"), acting_as(SYSTEM), refused("hold"), connection.cursor() as cursor:
                cursor.execute(f"select {door}(%s)", [told.pk])
    with clock.fixed("2024-01-02"), acting_as(desks["head"]) as by:
        release_hold(hold=LegalHold.objects.get(), by=by)
    database.settle()
    with as_worker():
        assert nights("2024-01-03") == [(1, 0)], "with the report goes who made it"
    with as_owner():
        assert Reporter.objects.get().forgotten_on == date(2024, 1, 3)


class refused:
    """The database says no."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __enter__(self) -> None:
        self.raised = pytest.raises(Error, match=self.why)
        self.raised.__enter__()
        self.held = transaction.atomic()
        self.held.__enter__()

    def __exit__(self, *what: Any) -> bool:
        self.held.__exit__(*what)
        return bool(self.raised.__exit__(*what))


def test_the_doors_ask_themselves_and_open_for_the_worker_alone(
    told: Report, desks: Any, as_worker: Any, as_owner: Any
) -> None:
    screened_out(told, desks)
    for door in ("cases_forget_report", "cases_forget_reporter"):
        ask = f"select {door}(%s)"
        with (
            clock.fixed("2030-01-01"),
            acting_as(desks["head"]),
            refused("not over"),
            connection.cursor() as cursor,
        ):
            cursor.execute(ask, [told.pk])
        with (
            as_worker(), clock.fixed("2021-01-01"), acting_as(SYSTEM), refused("not over"), connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute(ask, [told.pk])
    with as_owner():
        Norm.objects.filter(key="retention.screened_out").update(value="20")
    with as_worker():
        assert nights("2030-01-01") == [(0, 1)], "the norm in force decides"


@pytest.mark.parametrize(
    ("status", "into", "gone"), [("closed", None, 1), ("merged", "closed", 1), ("merged", None, 0)]
)
def test_who_reported_is_forgotten_a_year_after_the_case_was_closed(
    make_case: Any, country: Any, as_worker: Any, as_owner: Any, status: str, into: str | None, gone: int
) -> None:
    with clock.fixed(MADE):
        case = make_case(narrative="Rəvayətx")
        other = make_case()
    with as_owner():
        report = Report.objects.get(case=case)
        dossier = open_dossier(kind="reporter", unit=country["here"])
        Reporter.objects.create(dossier=dossier, report=report, name="Qonşusözü")
    with as_worker():
        assert nights("2030-01-01") == [(0, 0)], "the case is open"
    with as_owner():
        if into:
            ended(other, into)
        Case.objects.filter(pk=case.pk).update(merged_into=other if status == "merged" else None)
        ended(case, status)
    database.settle()
    with as_worker():
        assert nights("2021-02-28", "2021-03-01") == [(0, 0), (0, gone)]
    with as_owner():
        assert (Reporter.objects.get().name == "") is bool(gone)
        assert "Rəvayətx" in found_anywhere(PLANTED), "the report is the case's"


def ended(case: Case, status: str) -> None:
    """Closed, or joined to another, at the time of these tests."""
    Step.objects.create(
        dossier=case.dossier, process="case", subject_table="cases_case", subject_id=case.pk, move="close",
        from_state=case.status, to_state=status, at=clock.now(), actor_kind="system",
    )  # fmt: skip
    with clock.fixed(ENDED):
        Case.objects.filter(pk=case.pk).update(closed_at=clock.now())


def test_the_page_of_a_report_says_until_when_it_is_kept_and_takes_a_hold(
    told: Report, desks: Any, english: Any, as_owner: Any, as_worker: Any
) -> None:
    browser = english(desks["head"])
    page = reverse("cases:report-keeping", args=[told.public_id])
    assert page in browser.get(told.get_absolute_url()).content.decode()
    assert page not in english(desks["chief"]).get(told.get_absolute_url()).content.decode()
    assert english(desks["chief"]).get(page).status_code == 403
    assert english(desks["stranger"]).get(page).status_code == 403
    assert "being worked on" in browser.get(page).content.decode()
    screened_out(told, desks)
    assert "Kept until 01.03.2023" in browser.get(page).content.decode()
    assert browser.post(page, {"reason": "court", "expires_on": "01.01.2020"}).status_code == 200
    assert (
        browser.post(page, {"reason": "court", "expires_on": "01.01.2040", "note": "2-7"}).status_code == 302
    )
    shown = browser.get(page).content.decode()
    assert "2-7" in shown
    with as_owner():
        release = reverse("people:hold-release", args=[LegalHold.objects.get().public_id])
    assert release in shown
    assert told.get_absolute_url() in browser.get(release).content.decode()
    assert browser.post(release, {"x": "1"}).url == told.get_absolute_url()
    with as_worker():
        assert nights("2023-03-01") == [(1, 0)]
    shown = browser.get(page).content.decode()
    assert "Anonymised on 01.03.2023" in shown
    assert "Last day of the hold" not in shown
    assert "Anonymised" in browser.get(told.get_absolute_url()).content.decode()
