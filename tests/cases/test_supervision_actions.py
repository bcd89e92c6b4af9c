"""Supervision: owed to everybody in service, held, read by the two alone, and what it agrees on a case."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from himaya.access.models import AuditEvent, Membership
from himaya.access.roles import SocialWorker
from himaya.cases.models import Case, Supervision, SupervisionNote, SupervisionPoint
from himaya.cases.supervision.actions import (
    Talk,
    add_note,
    add_session,
    agree_point,
    confirm_session,
    finish_point,
    hold_session,
)
from himaya.cases.supervision.jobs import owe, owe_all
from himaya.cases.supervision.queries import board, cases_held, cases_to_discuss, mine, month_ends, notes_of
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.clocks.jobs import tick
from himaya.workflow.models import Clock, Notice, Task
from tests import database, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def talk(**changes: Any) -> Talk:
    said = {"held_at": clock.now(), "strain": "bearable", "workload": "Yoruluram.", "text": "Danışdıq."}
    return Talk(**{**said, **changes})


@pytest.fixture
def owed(country: Any, as_worker: Any, as_owner: Any) -> Supervision:
    """The session that the night opened for the worker."""
    with as_worker():
        assert owe_all() == 3, "worker, colleague, stranger"
    database.settle()
    with as_owner():
        return Supervision.objects.select_related("dossier__unit").get(worker=country["worker"])


def fresh(session: Supervision) -> Supervision:
    return Supervision.objects.select_related("worker", "held_by", "dossier__unit").get(pk=session.pk)


@pytest.fixture
def held(owed: Supervision, country: Any, acting_as: Any) -> Supervision:
    with acting_as(country["supervisor"]):
        found = hold_session(session=owed, talk=talk(), by=country["supervisor"])
    database.settle()
    return found


def test_everybody_in_service_is_owed_a_session_once(
    owed: Supervision, as_worker: Any, as_owner: Any
) -> None:
    with as_worker():
        owe(0)
        assert owe_all() == 0
    with as_owner():
        running = Clock.objects.get(process="supervision", subject_id=owed.pk)
        assert (running.name, running.role, running.holder) == ("session", "supervisor", None)
        assert clock.local(running.due_at).date() > clock.today() + timedelta(days=27)


def test_who_is_not_met_in_time_is_seen_by_the_supervisor_and_by_who_leads_them(
    owed: Supervision, country: Any, as_worker: Any, as_owner: Any
) -> None:
    with as_owner():
        running = Clock.objects.get(process="supervision", subject_id=owed.pk)
        past = clock.now() - timedelta(hours=1)
        Clock.objects.filter(pk=running.pk).update(due_at=past, fires_at=past, reminded_at=past)
    with as_worker():
        tick()
    with as_owner():
        told = set(
            Notice.objects.filter(kind__in=["clock.missed", "clock.climbed"]).values_list("user", "kind")
        )
        assert (country["supervisor"].pk, "clock.missed") in told
        assert (country["manager"].pk, "clock.climbed") in told


def test_what_was_said_is_open_to_the_two_alone(held: Supervision, country: Any, acting_as: Any) -> None:
    for who, sees, reads in (
        ("supervisor", 1, 1), ("worker", 1, 1), ("second", 1, 0), ("manager", 1, 0),
        ("colleague", 0, 0), ("neighbour", 0, 0), ("stranger", 0, 0),
    ):  # fmt: skip
        with acting_as(country[who]):
            assert Supervision.objects.filter(pk=held.pk).count() == sees, who
            assert SupervisionNote.objects.count() == reads, who


def test_a_note_is_never_changed(held: Supervision, country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]):
        with pytest.raises(DatabaseError), transaction.atomic():
            SupervisionNote.objects.update(strain="well")
        assert notes_of(held)[0].strain == "bearable"


def test_a_session_held_is_read_and_confirmed_and_the_next_is_owed(
    held: Supervision, country: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        assert Notice.objects.filter(user=country["worker"], kind="supervision.written").count() == 1
        assert AuditEvent.objects.filter(verb="supervision.hold_session").count() == 1
        following = Supervision.objects.get(worker=country["worker"], status="due")
        assert following.since == held.held_at
    with acting_as(country["worker"]):
        done = confirm_session(session=fresh(held), by=country["worker"], text="Razıyam.")
        assert (done.status, [n.text for n in notes_of(done)]) == ("read", ["Danışdıq.", "Razıyam."])
        assert [s.pk for s in mine(country["worker"])] == [following.pk, held.pk]
    with acting_as(country["supervisor"]):
        add_note(session=fresh(held), text="Təşəkkür.", by=country["supervisor"])
        assert len(notes_of(held)) == 3
    with as_owner():
        assert Notice.objects.filter(user=country["supervisor"], kind="supervision.confirmed").count() == 1


def test_confirming_needs_no_words(held: Supervision, country: Any, acting_as: Any) -> None:
    with acting_as(country["worker"]):
        done = confirm_session(session=fresh(held), by=country["worker"])
        assert (done.status, len(notes_of(done))) == ("read", 1)


def test_what_is_refused(held: Supervision, owed: Supervision, country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]):
        following = Supervision.objects.get(worker=country["worker"], status="due")
        for wrong, words in (
            ({"held_at": clock.now() + timedelta(hours=2)}, "still to come"),
            ({"next_on": clock.today() + timedelta(days=99)}, "Choose a day"),
        ):
            with pytest.raises(Refused, match=words):
                hold_session(session=following, talk=talk(**wrong), by=country["supervisor"])
        with pytest.raises(Stale):
            hold_session(session=following, talk=talk(), by=country["supervisor"], expected=99)
        with pytest.raises(Refused, match="already"):
            hold_session(session=owed, talk=talk(), by=country["supervisor"])
        with pytest.raises(Refused, match="Only the worker"):
            confirm_session(session=held, by=country["supervisor"])
    with acting_as(country["second"]), pytest.raises(Refused, match="Only the two"):
        add_note(session=held, text="x", by=country["second"])
    with acting_as(country["worker"]):
        with pytest.raises(PermissionDenied):
            hold_session(session=following, talk=talk(), by=country["worker"])
        with pytest.raises(Refused, match="Nothing was written"):
            add_note(session=following, text="x", by=country["worker"])
    with acting_as(country["neighbour"]), pytest.raises(PermissionDenied):
        hold_session(session=following, talk=talk(), by=country["neighbour"])


def test_the_agreed_day_of_the_next_session_stands_with_it(
    owed: Supervision, country: Any, acting_as: Any
) -> None:
    day = clock.today() + timedelta(days=7)
    with acting_as(country["supervisor"]):
        hold_session(session=owed, talk=talk(next_on=day), by=country["supervisor"])
        assert Supervision.objects.get(worker=country["worker"], status="due").planned_on == day


def test_a_session_besides_leaves_what_is_owed(owed: Supervision, country: Any, acting_as: Any) -> None:
    besides = talk(kind="group", with_whom="Bölmənin işçiləri")
    with acting_as(country["supervisor"]):
        made = add_session(worker=country["worker"], talk=besides, by=country["supervisor"])
        assert (made.status, made.kind, fresh(owed).status) == ("held", "group", "due")
        for worker, by, words in (
            (country["stranger"], country["supervisor"], "of your units"),
            (country["supervisor"], country["supervisor"], "Another person"),
        ):
            with pytest.raises(Refused, match=words):
                add_session(worker=worker, talk=besides, by=by)
        late = talk(kind="group", held_at=clock.now() + timedelta(days=1))
        with pytest.raises(Refused, match="still to come"):
            add_session(worker=country["worker"], talk=late, by=country["supervisor"])


def test_who_leaves_is_owed_none_and_who_moves_is_owed_one_there(
    held: Supervision, country: Any, as_owner: Any, as_worker: Any
) -> None:
    with as_owner():
        Membership.objects.filter(user__in=[country["worker"], country["colleague"]]).update(
            ended_at=clock.now()
        )
        there = {"unit": country["there"], "role": SocialWorker.code}
        Membership.objects.create(user=country["colleague"], **there)
    with as_worker():
        assert owe_all() == 1
    with as_owner():
        states = Supervision.objects.filter(worker=country["worker"]).values_list("status", flat=True)
        assert set(states) == {"lapsed"}
        moved = Supervision.objects.get(worker=country["colleague"], status="due")
        assert moved.dossier.unit == country["there"]


# --- what is agreed on a case ---------------------------------------------------------------------------


@pytest.fixture
def case(make_case: Any, as_owner: Any) -> Case:
    made = make_case("registered")
    with as_owner():
        return Case.objects.select_related("dossier__unit").get(pk=made.pk)


def agree(held: Supervision, about: Case, country: Any, acting_as: Any, **changes: Any) -> SupervisionPoint:
    said = {
        "what": "Məktəblə danışmaq",
        "owner": country["worker"],
        "due_on": clock.today() + timedelta(days=5),
    }
    with acting_as(country["supervisor"]):
        return agree_point(
            **{"session": fresh(held), "case": about, **said, **changes}, by=country["supervisor"]
        )


def test_what_is_agreed_stands_in_the_case_and_is_a_task_until_it_is_done(
    held: Supervision, case: Case, country: Any, acting_as: Any, as_owner: Any
) -> None:
    with acting_as(country["supervisor"]):
        assert [found.pk for found, _title in cases_to_discuss(held, country["supervisor"])] == [case.pk]
    point = agree(held, case, country, acting_as)
    database.settle()
    with acting_as(country["manager"]):
        assert SupervisionPoint.objects.get().reference == case.reference
    with acting_as(country["stranger"]):
        assert SupervisionPoint.objects.count() == 0
    with as_owner():
        task = Task.objects.get(kind="supervision.point")
        assert (task.assignee, task.closed_at) == (country["worker"], None)
        assert clock.local(task.due_at).date() == point.due_on + timedelta(days=1)
    with acting_as(country["worker"]):
        point = SupervisionPoint.objects.select_related("dossier__unit").get()
        assert finish_point(point=point, note="Danışdım.", by=country["worker"]).done_by == country["worker"]
        with pytest.raises(Refused, match="already"):
            finish_point(point=point, note="Yenə.", by=country["worker"])
    with as_owner():
        assert Task.objects.get(kind="supervision.point").outcome == "done"


def test_a_leader_may_finish_what_was_agreed(
    held: Supervision, case: Case, country: Any, acting_as: Any
) -> None:
    agree(held, case, country, acting_as)
    with acting_as(country["second"]):
        point = SupervisionPoint.objects.select_related("dossier__unit").get()
        assert finish_point(point=point, note="Gördüm.", by=country["second"]).done_at


def test_what_may_not_be_agreed(
    held: Supervision, case: Case, country: Any, make_case: Any, acting_as: Any
) -> None:
    other = make_case("registered", worker="colleague")
    for wrong, words in (
        ({"case": other}, "of this worker"),
        ({"owner": country["second"]}, "Only the two"),
        ({"due_on": clock.today() - timedelta(days=1)}, "has passed"),
    ):
        with pytest.raises(Refused, match=words):
            agree(held, case, country, acting_as, **wrong)
    closed = make_case("closed")
    with pytest.raises(Refused):
        agree(held, closed, country, acting_as)
    with acting_as(country["worker"]):
        confirm_session(session=fresh(held), by=country["worker"])
    with pytest.raises(Refused, match="before the worker confirms"):
        agree(held, case, country, acting_as)


# --- the board ------------------------------------------------------------------------------------------


def test_the_board_shows_loads_now_and_before_and_who_is_due(
    held: Supervision, case: Case, country: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]):
        first, second = board(country["supervisor"])
        lines = {line.worker.pk: line for line in (first, second)}
        mine_ = lines[country["worker"].pk]
        assert (mine_.load.cases, mine_.load.weight, mine_.is_over) == (1, 1.5, False)
        assert mine_.words == "Load 1,5 of 25, open cases: 1"
        assert (mine_.last, [many for _month, many in mine_.months]) == (held, [0] * 6)
        assert first.due_at <= second.due_at  # type: ignore[operator]  # both are owed one
        now = clock.now()
        assert cases_held([country["worker"].pk], [now])[country["worker"].pk] == {now: 1}
        assert month_ends(clock.today())[-1] <= now
    with acting_as(country["manager"]):
        assert len(board(country["manager"])) == 2


def test_the_board_asks_no_more_for_more_workers(
    owed: Supervision,
    country: Any,
    acting_as: Any,
    as_owner: Any,
    as_worker: Any,
    django_assert_num_queries: Any,
) -> None:
    with acting_as(country["supervisor"]):
        board(country["supervisor"])
        with CaptureQueriesContext(connection) as few:
            board(country["supervisor"])
    with as_owner():
        for _n in range(4):
            factories.user((SocialWorker, country["here"]))
    with as_worker():
        owe_all()
    with acting_as(country["supervisor"]), django_assert_num_queries(len(few)):
        assert len(board(country["supervisor"])) == 6
