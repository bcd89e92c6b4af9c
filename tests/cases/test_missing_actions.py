"""A missing child: the police at once, the search step by step, the register, and the talk with the child who is back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.models import AuditEvent
from himaya.cases.casefile.actions import add_member
from himaya.cases.missing.actions import (
    Found,
    Looked,
    Talk,
    Told,
    close_missing,
    find_child,
    hear_child,
    mark_mistaken,
    note_search,
    report_missing,
)
from himaya.cases.missing.queries import face_of, times_of
from himaya.cases.missing.rules import counted, counts_from, may_talk, times_words
from himaya.cases.models import Case, CaseMember, MissingChild
from himaya.cases.notifying.actions import tell_of_case
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.models import Person
from himaya.workflow.models import Clock, Notice, Task
from tests import database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


@pytest.fixture
def gone(case: Case, country: Any, acting_as: Any) -> Any:
    """`gone(by="worker", hours=2)`: the child of the case is missing for two hours."""

    def write(by: str = "worker", hours: float = 2, **told: Any) -> MissingChild:
        with acting_as(country[by]) as who:
            child = case.members.get(role="child")
            since = clock.now() - timedelta(hours=hours)
            given = Told(since=since, risks=["young"], last_seen="Məktəbin qarşısında", **told)
            return report_missing(case=case, child=child, told=given, by=who)

    return write


def again(missing: MissingChild) -> MissingChild:
    with database.as_owner():
        return MissingChild.objects.select_related("dossier__unit", "case", "child").get(pk=missing.pk)


def life() -> str:
    with database.as_owner():
        return str(Person.objects.get(pk=CaseMember.objects.get(role="child").person_id).life)


def test_the_police_must_be_told_at_once_and_everybody_hears(
    gone: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    missing = gone()
    with as_owner():
        assert missing.notice.duty == "police_missing"
        assert missing.notice.due_at - clock.now() <= timedelta(minutes=30)
        assert Clock.objects.get(process="missing", name="check").state == Clock.RUNNING
        assert Notice.objects.filter(
            user=country["supervisor"], kind="missing.reported", urgent=True
        ).exists()
        assert AuditEvent.objects.filter(verb="missing.report_missing", object_id=missing.pk).exists()
        assert str(missing).startswith("missing")
    with acting_as(country["worker"]) as by:
        tell_of_case(notice=missing.notice, told_at=clock.now(), told_whom="102", their_number="77", by=by)
        face = face_of(again(missing))
        assert face is not None
        assert face.name == "Əliyeva Ülkər"


def test_the_register_says_missing_until_the_child_is_found(gone: Any, country: Any, acting_as: Any) -> None:
    missing = gone()
    assert (again(missing).in_register, life()) == (True, "missing")
    with acting_as(country["worker"]) as by:
        found = Found(found_at=clock.now(), found_where="Vağzal", condition="exhausted")
        find_child(missing=missing, found=found, by=by)
    assert (again(missing).status, life()) == ("found", "")


def test_who_may_not_write_in_the_register_leaves_it_as_a_task(
    gone: Any, country: Any, as_owner: Any
) -> None:
    missing = gone(by="duty")
    assert (again(missing).in_register, life()) == (False, "")
    with as_owner():
        task = Task.objects.get(kind="missing.register")
        assert (task.assignee, task.subject_id) == (country["worker"], missing.pk)


def test_a_child_found_dead_is_so_in_the_register_too(
    gone: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    missing = gone()
    with acting_as(country["worker"]) as by:
        find_child(missing=missing, found=Found(clock.now(), "Çay", "dead"), by=by)
    assert life() == "dead"
    with as_owner():
        Person.objects.filter(life="dead").update(died_on=clock.today())
    again_gone = gone(hours=0.01)
    assert (again(again_gone).in_register, life()) == (True, "dead"), "a day of death stands above it"


def test_a_child_is_missing_once_at_a_time_and_never_tomorrow(gone: Any) -> None:
    with pytest.raises(Refused, match="still to come"):
        gone(hours=-1)
    gone()
    with pytest.raises(Refused, match="already"):
        gone()


def test_only_a_child_of_an_open_case(
    case: Case, country: Any, acting_as: Any, make_person: Any, make_case: Any
) -> None:
    told = Told(since=clock.now())
    with acting_as(country["supervisor"]) as by:
        mother = add_member(case=case, person=make_person(country["here"]), role="mother", by=by)
        with pytest.raises(Refused, match="child of this case"):
            report_missing(case=case, child=mother, told=told, by=by)
    with acting_as(country["stranger"]) as by, pytest.raises(PermissionDenied):
        report_missing(case=case, child=mother, told=told, by=by)
    closed = make_case("closed")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="closed"):
        report_missing(case=closed, child=closed.members.get(role="child"), told=told, by=by)


def test_each_step_of_the_search_sets_the_next_check(
    gone: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    missing = gone()
    with acting_as(country["worker"]) as by:
        row = note_search(missing=missing, looked=Looked("Nənəsi", "nothing"), by=by)
        assert str(row).startswith("search")
        note_search(missing=again(missing), looked=Looked("Vağzal", "seen", at=clock.now()), by=by)
        for at, words in (
            (clock.now() + timedelta(hours=1), "still to come"),
            (missing.since - timedelta(hours=1), "before"),
        ):
            with pytest.raises(Refused, match=words):
                note_search(missing=missing, looked=Looked("Dost", "seen", at=at), by=by)
    with as_owner():
        assert again(missing).search.count() == 2
        assert Clock.objects.filter(process="missing", name="check", state=Clock.RUNNING).count() == 1


def found(gone: Any, country: Any, acting_as: Any) -> MissingChild:
    missing = gone()
    with acting_as(country["worker"]) as by:
        early = Found(missing.since - timedelta(hours=1), "Vağzal", "well")
        with pytest.raises(Refused, match="before the child was missing"):
            find_child(missing=missing, found=early, by=by)
        with pytest.raises(Stale):
            find_child(missing=missing, found=Found(clock.now(), "Vağzal", "well"), expected=99, by=by)
        return find_child(missing=missing, found=Found(clock.now(), "Vağzal", "well"), by=by)


def test_the_talk_is_held_by_somebody_the_child_chose_and_closes_it(
    gone: Any, case: Case, country: Any, acting_as: Any, make_person: Any, as_owner: Any
) -> None:
    missing = found(gone, country, acting_as)
    with as_owner():
        assert Clock.objects.get(process="missing", name="talk").state == Clock.RUNNING
    with acting_as(country["supervisor"]) as by:
        mother = add_member(
            case=case, person=make_person(country["here"], given_name="S"), role="mother", by=by
        )
    said = {"at": clock.now(), "held_by": "Psixoloq", "follows": "Məktəblə görüş", "child_words": "Döyürlər"}
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="only where the child chose"):
            hear_child(missing=missing, talk=Talk(**said, member=mother, reasons=["school"]), by=by)
        with pytest.raises(Refused, match="why the child went"):
            hear_child(missing=missing, talk=Talk(**said), by=by)
        talk = Talk(**said, member=mother, child_chose=True, reasons=["school", "violence"])
        done = hear_child(missing=missing, talk=talk, by=by)
        assert (done.status, str(done.talk).startswith("talk")) == ("closed", True)
        assert done.talk.child_words == "Döyürlər"
    with as_owner():
        assert Clock.objects.get(process="missing", name="talk").state == Clock.MET


def test_without_a_talk_the_reason_stands(gone: Any, country: Any, acting_as: Any) -> None:
    missing = found(gone, country, acting_as)
    with acting_as(country["worker"]) as by:
        done = close_missing(missing=missing, reason="refused", by=by)
    assert (done.status, done.no_interview) == ("closed", "refused")


def test_times_are_counted_and_a_mistake_is_none(gone: Any, country: Any, acting_as: Any) -> None:
    first = gone(hours=30 * 24 * 14)
    for _n in range(2):
        with acting_as(country["worker"]) as by:
            find_child(missing=first, found=Found(clock.now(), "Ev", "well"), by=by)
        first = gone(hours=5)
    with acting_as(country["worker"]) as by:
        done = mark_mistaken(missing=first, reason="with_relative", by=by)
    assert (done.status, life()) == ("mistaken", "")
    last = gone(hours=1)
    with acting_as(country["worker"]):
        times = times_of(again(last))
    assert len(times) == 3
    assert counted(times, last.since) == 2, "the first was more than twelve months ago"


def test_how_often_is_said_from_the_second_time_on() -> None:
    now = clock.now()
    assert times_words(1, now) == ""
    assert times_words(3, now) == "time no. 3 within 12 months"
    assert 364 <= (now - counts_from(now)).days <= 367


@pytest.mark.parametrize(
    ("role", "chose", "fine"),
    [
        (None, False, True), ("supporter", False, True), ("mother", False, False), ("guardian", True, True),
        ("perpetrator", True, False),
    ],
)  # fmt: skip
def test_who_is_suspected_never_talks_with_the_child(role: str | None, chose: bool, fine: bool) -> None:
    member = CaseMember(role=role) if role else None
    assert bool(may_talk(member, chose)) is fine
