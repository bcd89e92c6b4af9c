"""Taking reports in: from whom, to whom, once, and under a flood."""

import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import Error, IntegrityError, connection, transaction

from himaya.access.models import AuditEvent, Dossier, Grant
from himaya.access.roles import SENSITIVE
from himaya.cases.intake.actions import ChildTold, Contact, inform, receiving
from himaya.cases.intake.jobs import forget
from himaya.cases.intake.pins import is_right
from himaya.cases.intake.process import Intake
from himaya.cases.intake.status import state_of
from himaya.cases.models import AddressMark, Report, ReportedChild, Reporter, StatusTry
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import norm
from himaya.registry.models import Document
from himaya.workflow.models import Clock, Notice, Step
from tests.pictures import PNG

pytestmark = pytest.mark.django_db


def picture(name: str = "göyərmə.png", content: bytes = PNG) -> Any:
    file = File(BytesIO(content), name=name)
    file.size = len(content)
    return file


def test_the_public_hands_in_what_it_may_not_read(receive: Any, desks: Any, acting_as: Any) -> None:
    report = receive()
    assert report.pin
    assert len(report.pin) == 6
    with acting_as(None):
        assert Report.objects.count() == 0
    with acting_as(desks["duty"]):
        seen = Report.objects.get()
        assert seen.status == "received"
        assert is_right(report.pin, seen.pin_hash)
        assert seen.pin_hash.startswith("argon2")
        assert Step.objects.get().actor_kind == "public"
    with acting_as(desks["stranger"]):
        assert Report.objects.count() == 0


def test_a_report_goes_to_the_unit_competent_in_its_place_and_that_unit_hears_of_it(
    receive: Any,
    desks: Any,
    acting_as: Any,
) -> None:
    report = receive()
    assert report.dossier.unit == desks["here"]
    assert {n.user for n in Notice.objects.filter(kind="report.arrived")} == {desks["duty"], desks["second"]}
    assert receive(territory=desks["masalli"]).dossier.unit == desks["there"]


def test_an_unknown_place_and_a_named_insider_go_to_the_national_desk(receive: Any, desks: Any) -> None:
    assert receive(territory=None, place_text="bir kənd").dossier.unit == desks["nation"]
    assert receive(names_insider=True).dossier.unit == desks["nation"]


def test_the_clock_runs_from_the_time_of_the_call_not_of_typing(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    called_at = datetime(2026, 3, 5, 20, 0, tzinfo=UTC)
    with clock.fixed(called_at + timedelta(hours=10)):
        receive(by=desks["counsellor"], channel="phone", received_at=called_at)
        with acting_as(desks["duty"]):
            running = Clock.objects.get(name="screening")
            assert running.started_at == called_at
            assert running.due_at == called_at + timedelta(hours=1)
            assert running.fires_at is not None


def test_where_someone_is_in_danger_now_it_is_read_sooner(receive: Any, desks: Any, acting_as: Any) -> None:
    receive(urgent_now=True)
    with acting_as(desks["duty"]):
        running = Clock.objects.get(name="screening")
        assert running.due_at - running.started_at == timedelta(minutes=15)


def test_a_call_still_to_come_is_refused(receive: Any, desks: Any) -> None:
    with pytest.raises(Refused) as refused:
        receive(by=desks["counsellor"], received_at=clock.now() + timedelta(hours=1))
    assert refused.value.field == "received_at"
    assert Report.objects.count() == 0


def test_the_reporter_is_kept_apart_and_sensitive(receive: Any, desks: Any, acting_as: Any) -> None:
    report = receive(
        is_anonymous=False,
        contact=Contact(name="Qonşu Gülnarə", phone="050 123 45 67", safe_way="call"),
        children=[ChildTold(name="Elvin", age_text="7", age_years=7), ChildTold()],
    )
    with acting_as(desks["duty"]):
        reporter = Reporter.objects.select_related("dossier").get()
        assert reporter.dossier_id != report.dossier_id
        assert reporter.dossier.kind == "reporter"
        assert reporter.dossier.sensitivity == SENSITIVE
        assert ReportedChild.objects.get().name == "Elvin"
    with acting_as(desks["provider"]):
        assert Reporter.objects.count() == 0


def test_nothing_is_kept_of_who_says_nothing(receive: Any, desks: Any, acting_as: Any) -> None:
    receive()
    with acting_as(desks["duty"]):
        assert Reporter.objects.count() == 0


def test_the_same_key_makes_one_report(receive: Any, desks: Any, acting_as: Any) -> None:
    key = uuid.uuid4()
    first, again = receive(key=key), receive(key=key)
    assert again.reference == first.reference
    assert again.pin == ""
    with acting_as(desks["duty"]):
        assert Report.objects.count() == 1


def test_two_sendings_of_one_form_at_once_make_one_report(
    receive: Any, desks: Any, acting_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = uuid.uuid4()
    first = receive(key=key)
    found = iter([None, first.reference])  # the second looked just before the first was there
    monkeypatch.setattr(receiving, "_reference_of", lambda key: next(found))
    again = receive(key=key)
    assert (again.reference, again.pin) == (first.reference, "")
    with acting_as(desks["duty"]):
        assert Report.objects.count() == 1


def test_another_fault_than_a_second_sending_is_not_taken_for_one(receive: Any) -> None:
    for key in (None, uuid.uuid4()):
        with pytest.raises(IntegrityError), transaction.atomic():
            receive(key=key, narrative=None)


def test_staff_without_the_right_may_not_enter(receive: Any, desks: Any, as_owner: Any) -> None:
    from himaya.access.roles import Analyst
    from tests import factories

    with as_owner():
        analyst = factories.user((Analyst, desks["nation"]))
    with pytest.raises(PermissionDenied):
        receive(by=analyst)


def test_a_provider_may_report_and_the_counsellor_keeps_sight_of_what_they_entered(
    receive: Any,
    desks: Any,
    acting_as: Any,
) -> None:
    receive(by=desks["provider"])
    with acting_as(desks["provider"]):
        assert Report.objects.count() == 0
    mine = receive(by=desks["counsellor"], channel="phone")
    with acting_as(desks["counsellor"]):
        assert Report.objects.get() == mine
        assert Grant.objects.get(user=desks["counsellor"]).ground == "entered"


def test_the_audit_names_the_public_and_the_record(receive: Any, as_owner: Any) -> None:
    report = receive()
    with as_owner():
        event = AuditEvent.objects.get(verb="intake.receive_report")
        assert (event.actor_kind, event.object_id, event.dossier_id) == (
            "public",
            report.pk,
            report.dossier_id,
        )


def test_above_the_limit_reports_are_kept_in_a_lane_without_files_and_tell_once(
    receive: Any,
    desks: Any,
    acting_as: Any,
    as_owner: Any,
) -> None:
    made = [receive(address="203.0.113.7", files=[picture()]) for _n in range(33)]
    lanes = [report.flood_lane for report in made]
    assert lanes[:30] == [""] * 30
    assert len(set(lanes[30:])) == 1
    assert lanes[30]
    with acting_as(desks["duty"]):
        assert Report.objects.count() == 33
        assert Clock.objects.filter(name="screening").count() == 33
        assert Document.objects.filter(dossier__in=[r.dossier_id for r in made[30:]]).count() == 0
    assert Notice.objects.filter(kind="report.flood", user=desks["duty"]).count() == 1
    assert receive(address="203.0.113.8").flood_lane == ""


def test_the_address_is_never_kept_and_its_hash_only_for_a_day(receive: Any, as_worker: Any) -> None:
    with clock.fixed("2026-03-05T10:00"):
        receive(address="203.0.113.7")
        mark = AddressMark.objects.get()
        assert "203" not in mark.address[:3] or len(mark.address) == 64
        assert len(mark.address) == 64
    with clock.fixed("2026-03-06T09:59"), as_worker():
        forget()
        assert AddressMark.objects.count() == 1
    with clock.fixed("2026-03-06T10:01"), as_worker():
        forget()
        assert AddressMark.objects.count() == 0


def test_the_trap_keeps_the_report_too(receive: Any, desks: Any, acting_as: Any) -> None:
    report = receive(trapped=True, address="203.0.113.9")
    assert report.flood_lane == "trap"
    with acting_as(desks["duty"]):
        assert Report.objects.get().status == "received"


def test_a_file_is_kept_by_what_is_in_it_and_a_wrong_one_stops_nothing_halfway(
    receive: Any,
    desks: Any,
    acting_as: Any,
) -> None:
    report = receive(files=[picture("../../etc/şəkil\u202e.png")])
    with acting_as(desks["duty"]):
        kept = Document.objects.get()
        assert (kept.kind, kept.scan, kept.dossier_id) == ("png", Document.QUARANTINED, report.dossier_id)
        assert kept.name == "şəkil .png" or kept.name == "şəkil.png"
        assert "şəkil" not in kept.stored_as
    before = Dossier.objects.count
    for bad in (
        picture("a.png", b""),
        picture("virus.png", b"MZ" + b"0" * 50),
        picture("x.svg", b"<svg onload=x>"),
    ):
        with pytest.raises(Refused) as refused, transaction.atomic():
            receive(files=[bad])
        assert refused.value.field == "attachments"
    with acting_as(desks["duty"]):
        assert Report.objects.count() == 1, before


# --- the way back ---


def test_reference_and_pin_show_the_state_and_nothing_else(receive: Any, acting_as: Any, desks: Any) -> None:
    report = receive()
    with acting_as(None):
        assert (
            state_of(reference=report.reference.lower().replace("-", " "), pin=report.pin).state == "received"
        )
    with acting_as(desks["duty"]):
        inform(report=Report.objects.get(), reason="services", by=desks["duty"])
    with acting_as(None):
        assert state_of(reference=report.reference, pin=report.pin).state == "handled"


def test_five_tries_then_closed_alike_for_wrong_and_unknown(receive: Any, acting_as: Any) -> None:
    from himaya.kit.ids import reference_number

    report = receive()
    with clock.fixed("2026-03-05T10:00") as now:
        for reference in (report.reference, reference_number(), "nonsense"):
            with acting_as(None):
                answers = [state_of(reference=reference, pin="000000") for _n in range(6)]
            assert [a.closed for a in answers] == [False] * 5 + [True]
            assert {a.state for a in answers} == {None}
        with acting_as(None):
            assert state_of(reference=report.reference, pin=report.pin).closed
    with clock.fixed(now + timedelta(minutes=61)), acting_as(None):
        assert state_of(reference=report.reference, pin=report.pin).state == "received"
        assert StatusTry.objects.count() == 2


def test_an_address_that_guesses_at_many_references_waits_and_closes_nobodys_report(
    receive: Any, acting_as: Any
) -> None:
    from himaya.kit.ids import reference_number

    report = receive()
    here, elsewhere = "192.0.2.7", "192.0.2.8"
    most = int(norm("ratelimit.status.count", clock.today()).value)
    with clock.fixed("2026-03-05T10:00") as now:
        with acting_as(None):
            told = [state_of(reference=reference_number(), pin="000000", address=here) for _n in range(most)]
            assert not any(a.closed for a in told)
            assert all(
                state_of(reference=report.reference, pin="000000", address=here).closed for _n in range(6)
            )
            assert state_of(reference=report.reference, pin=report.pin, address=here).closed
            assert state_of(reference=report.reference, pin=report.pin, address=elsewhere).state == "received"
        assert not StatusTry.objects.filter(reference_digest__contains="192.0").exists()
    with clock.fixed(now + timedelta(minutes=61)), acting_as(None):
        assert state_of(reference=report.reference, pin=report.pin, address=here).state == "received"


def test_whoever_knows_the_pin_may_look_as_often_as_they_like(receive: Any, acting_as: Any) -> None:
    report = receive()
    with clock.fixed("2026-03-05T10:00"), acting_as(None):
        for _n in range(2 * int(norm("ratelimit.status.count", clock.today()).value)):
            told = state_of(reference=report.reference, pin=report.pin, address="192.0.2.7")
            assert told.state == "received"


def test_an_old_report_is_no_longer_shown(receive: Any, acting_as: Any) -> None:
    with clock.fixed("2026-03-05T10:00") as start:
        report = receive()
    with clock.fixed(start + timedelta(days=91)), acting_as(None):
        assert state_of(reference=report.reference, pin=report.pin).state is None


def test_a_right_pin_forgets_earlier_wrong_ones(receive: Any, acting_as: Any) -> None:
    report = receive()
    with acting_as(None):
        for _round in range(3):
            for _n in range(4):
                assert state_of(reference=report.reference, pin="999999").state is None
            assert state_of(reference=report.reference, pin=report.pin).state == "received"


def test_the_doors_give_nothing_else_away(receive: Any, acting_as: Any) -> None:
    receive()
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_report")
        assert cursor.fetchone()[0] == 0
        cursor.execute(
            "select proconfig::text from pg_proc where proname in ('intake_try_status', 'intake_reference_of')"
        )
        assert [row[0] for row in cursor.fetchall()] == ['{"search_path=public, pg_temp"}'] * 2
    with pytest.raises(Error), transaction.atomic(), acting_as(None):
        Report.objects.bulk_create(
            [Report(dossier_id=1, narrative="x", received_at=clock.now(), status="received")]
        )


def test_every_start_of_the_process_is_known() -> None:
    assert {m.name for m in Intake.moves.values() if m.source is None} == {"receive", "receive_in_lane"}
