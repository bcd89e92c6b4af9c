"""Nobody's work is orphaned: who is suspended, or loses a role, leaves it to those who share it out."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from himaya.access.models import AuditEvent, Grant, Membership, User
from himaya.access.roles import Administrator, DutyOfficer, SocialWorker, Supervisor
from himaya.access.staff import actions as staff
from himaya.cases.casefile.process import CaseWork
from himaya.cases.leaving.actions import GIVE, LEFT
from himaya.cases.leaving.jobs import sweep, take_back_from
from himaya.cases.models import Case, Referral, Transfer, Visit
from himaya.cases.referrals.actions import send_referral
from himaya.cases.transfers.actions import accept_transfer, offer_transfer
from himaya.cases.visits.actions import plan_visit
from himaya.kit import clock
from himaya.services.models import Service
from himaya.workflow.actions import open_task
from himaya.workflow.clocks.ladder import people_for
from himaya.workflow.models import Clock, Notice, Task
from tests import database, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OPEN_STATES = ("accepted", "registered", "assessed", "implementing", "closing")


@pytest.fixture
def keeper(country: Any, as_owner: Any) -> User:
    with as_owner():
        return factories.user((Administrator, country["nation"]), full_name="Admin Afaq")


def asked_for(as_owner: Any) -> list[int]:
    """Whose work the background worker was asked to bring over."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "select (args->>'user')::bigint from procrastinate_jobs where task_name = %s order by id",
            ["himaya.cases.leaving.jobs.take_back"],
        )
        return [row[0] for row in cursor.fetchall()]


def suspended(user: User, keeper: User, acting_as: Any, as_owner: Any, as_worker: Any) -> None:
    """As it happens: the administrator suspends, the background worker brings the work over."""
    with acting_as(keeper):
        staff.suspend(user=User.objects.get(pk=user.pk), reason="long_leave", by=keeper)
    assert asked_for(as_owner) == [user.pk], "asked for in the transaction of the suspension"
    database.settle()
    with as_worker():
        assert take_back_from([user.pk]) > 0
        assert take_back_from([user.pk]) == 0, "a second time finds nothing"


@pytest.mark.parametrize("state", OPEN_STATES)
def test_a_case_at_work_waits_where_it_stood_for_another_worker(
    state: str, country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case(state)
    suspended(country["worker"], keeper, acting_as, as_owner, as_worker)
    with acting_as(country["supervisor"]) as leader:
        case = Case.objects.get(pk=case.pk)
        assert (case.status, case.worker) == (state, None)
        running = {c.name: c for c in CaseWork.clocks_of(case)}
        assert running["assignment"].role == Supervisor.code
        assert not [c for c in running.values() if c.holder == country["worker"]]
        task = Task.objects.get(kind=GIVE, closed_at__isnull=True)
        assert (task.role, task.unit, task.due_at) == (
            Supervisor.code, country["here"], running["assignment"].due_at,
        )  # fmt: skip
        notice = Notice.objects.get(user=leader, kind=LEFT)
        assert notice.url.endswith("?worker=none")
        late = next(c for c in running.values() if c.role == SocialWorker.code)
        reminded = people_for(late)
        assert leader in reminded
        assert country["colleague"] not in reminded, "who may see it is reminded, not those who may not"
    with as_owner():
        assert not Grant.objects.filter(
            user=country["worker"], dossier=case.dossier, ended_at__isnull=True
        ).exists()
        done = AuditEvent.objects.get(verb="leaving.take_back_case")
        assert (done.actor_kind, done.dossier_id) == ("system", case.dossier_id)


def test_an_offer_nobody_answered_is_taken_back(
    country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("assigned")
    suspended(country["worker"], keeper, acting_as, as_owner, as_worker)
    with acting_as(country["supervisor"]):
        case = Case.objects.get(pk=case.pk)
        assert (case.status, case.worker) == ("screened_in", None)
        assert "acceptance" not in {c.name for c in CaseWork.clocks_of(case)}
        assert "assignment" in {c.name for c in CaseWork.clocks_of(case)}
        assert not case.assignments.filter(ended_at__isnull=True).exists()
        assert Notice.objects.filter(user=country["supervisor"], kind=LEFT).exists()


def test_the_next_worker_finds_deadlines_tasks_and_visits(
    country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("implementing")
    with acting_as(country["worker"]) as worker:
        case = Case.objects.get(pk=case.pk)
        plan_visit(
            case=case,
            worker=worker,
            contact_type="home",
            planned_for=clock.now() + timedelta(days=1),
            by=worker,
        )
        open_task(kind="gap", key="gap:x", dossier=case.dossier, unit=country["here"], assignee=worker)
    suspended(country["worker"], keeper, acting_as, as_owner, as_worker)
    with acting_as(country["supervisor"]) as leader:
        transfer = offer_transfer(
            case=Case.objects.get(pk=case.pk), to_unit=country["here"], to_worker=country["colleague"],
            reason="worker_left", handover="Həmkar uzunmüddətli məzuniyyətdədir.", by=leader,
        )  # fmt: skip
    with acting_as(country["colleague"]) as colleague:
        accept_transfer(transfer=Transfer.objects.get(pk=transfer.pk), worker=None, by=colleague)
    with acting_as(country["colleague"]) as colleague:
        case = Case.objects.get(pk=case.pk)
        assert case.worker == colleague
        clocks = CaseWork.clocks_of(case)
        assert "assignment" not in {c.name for c in clocks}
        assert {c.holder for c in clocks if c.role == SocialWorker.code} == {colleague}
        assert Visit.objects.get(case=case, status="planned").worker == colleague
        assert Task.objects.get(key="gap:x").assignee == colleague
    with as_owner():
        assert Task.objects.get(kind=GIVE).closed_at is not None


def test_a_case_offered_for_transfer_to_who_left_stays_with_its_sender(
    country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("implementing")
    with acting_as(country["worker"]) as worker:
        offer_transfer(
            case=Case.objects.get(pk=case.pk), to_unit=country["here"], to_worker=country["colleague"],
            reason="workload", handover="Yük çoxdur.", by=worker,
        )  # fmt: skip
    suspended(country["colleague"], keeper, acting_as, as_owner, as_worker)
    with acting_as(country["worker"]) as worker:
        assert Transfer.objects.get(case=case).status == "expired"
        assert Case.objects.get(pk=case.pk).worker == worker
        assert Notice.objects.filter(user=worker, kind="transfer.expired").exists()


def test_tasks_and_deadlines_by_name_pass_to_the_unit(
    country: Any, keeper: User, make_report: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    report = make_report(country["here"])
    with as_owner():
        lone = factories.user((DutyOfficer, country["here"]), full_name="Növbətçi Tək")
        factories.user((DutyOfficer, country["here"]), full_name="Növbətçi Başqa")
        for n, role in enumerate((DutyOfficer, None)):
            open_task(
                kind="gap",
                key=f"t{n}",
                dossier=report.dossier,
                unit=country["here"],
                assignee=lone,
                role=role,
            )
        Clock.objects.create(
            dossier=report.dossier, process="intake", subject_id=report.pk, name="screening",
            norm="x", started_at=clock.now(), due_at=clock.now(), holder=lone, role=DutyOfficer.code,
            unit=country["here"],
        )  # fmt: skip
    suspended(lone, keeper, acting_as, as_owner, as_worker)
    with acting_as(country["supervisor"]):
        mine, anybodys = Task.objects.get(key="t0"), Task.objects.get(key="t1")
        assert (mine.assignee, mine.role) == (None, DutyOfficer.code), "another duty officer works there"
        assert (anybodys.assignee, anybodys.role) == (None, Supervisor.code)
        assert Clock.objects.get(name="screening", subject_id=report.pk).holder is None
        assert Notice.objects.filter(user=country["supervisor"], kind=LEFT).count() == 1


def test_who_moves_leaves_the_old_units_work_and_keeps_what_the_new_role_reaches(
    country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("registered")
    with as_owner():
        below = factories.unit(parent=country["here"])
        held = Membership.objects.get(user=country["worker"])
    for unit, stays in ((below, True), (country["there"], False)):
        with acting_as(keeper):
            user = User.objects.get(pk=country["worker"].pk)
            held = Membership.objects.get(user=user, ended_at__isnull=True)
            staff.move(user=user, membership=held, unit=unit, by=keeper)
        with as_worker():
            take_back_from([country["worker"].pk])
        with acting_as(country["supervisor"]):
            worker = Case.objects.get(pk=case.pk).worker
            assert (worker == country["worker"]) is stays, unit


def test_a_role_that_ends_is_enough(
    country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("accepted")
    with acting_as(keeper):
        user = User.objects.get(pk=country["worker"].pk)
        staff.end_role(user=user, membership=Membership.objects.get(user=user), by=keeper)
    assert asked_for(as_owner) == [user.pk]
    with as_worker():
        assert take_back_from([user.pk]) > 0
    with acting_as(country["supervisor"]):
        assert Case.objects.get(pk=case.pk).worker is None


def test_what_was_not_told_is_found_by_the_sweep_and_nobody_at_work_is_touched(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case, other = make_case("registered"), make_case("registered", worker="colleague")
    with as_owner():
        User.objects.filter(pk=country["worker"].pk).update(is_active=False, status="suspended")
    with as_worker():
        sweep(0)
    with acting_as(country["supervisor"]):
        assert Case.objects.get(pk=case.pk).worker is None
        assert Case.objects.get(pk=other.pk).worker == country["colleague"]


def test_where_no_supervisor_works_the_nearest_above_hears_and_has_the_task(
    country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("registered")
    with as_owner():
        Membership.objects.filter(role=Supervisor.code, unit=country["here"]).update(ended_at=clock.now())
        chief = factories.user((Supervisor, country["nation"]), full_name="Baş Nəzarətçi")
    suspended(country["worker"], keeper, acting_as, as_owner, as_worker)
    with acting_as(chief):
        assert Task.objects.get(kind=GIVE).unit == country["nation"]
        assert Notice.objects.get(user=chief, kind=LEFT)
        assert Case.objects.get(pk=case.pk).worker is None


def test_where_no_supervisor_works_at_all_the_case_waits_in_its_unit_and_its_referrals_keep_their_sender(
    country: Any, keeper: User, make_case: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    case = make_case("registered")
    with as_owner():
        centre = factories.unit(parent=country["nation"])
        service = Service.objects.create(
            unit=centre, type="rehabilitation", name_az="Sınaq mərkəzi", is_nationwide=True
        )
    with acting_as(country["worker"]) as worker:
        send_referral(
            case=Case.objects.get(pk=case.pk), service=service, by=worker, who="Sınaq Uşaq, 7 yaş",
            how_to_reach="+994 50 000 00 00", reason="Nitq inkişafı üçün dəstək",
            consent_ground="consent", consent_form="spoken", consent_by="ana",
        )  # fmt: skip
    with as_owner():
        Membership.objects.filter(role=Supervisor.code).update(ended_at=clock.now())
    suspended(country["worker"], keeper, acting_as, as_owner, as_worker)
    with as_owner():
        assert Case.objects.get(pk=case.pk).worker is None
        assert Referral.objects.get().answer_to == country["worker"], "nobody else is there to hear"
        task = Task.objects.get(kind=GIVE, closed_at__isnull=True)
        assert (task.role, task.unit) == (Supervisor.code, country["here"])
        assert not Notice.objects.filter(kind=LEFT).exists()
