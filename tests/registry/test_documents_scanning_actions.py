"""Scanning and reminding: nothing opens while the scanner is silent, everything is looked into when it is back; and
whoever keeps a record hears in time that one of its documents runs out."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from himaya.access.actions import open_dossier
from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import (
    end_document,
    keep_document,
    keep_files,
    release_document,
    replace_document,
)
from himaya.registry.documents import homes
from himaya.registry.documents.jobs import look_into_waiting, remind_all
from himaya.registry.models import Document, Person
from himaya.workflow.models import Notice, Task
from tests.pictures import JPEG
from tests.registry.documents_cast import (
    MALWARE,
    a_file,
    documents_cast,
    real_scanner,
    says,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def cast(as_owner: Any) -> dict[str, Any]:
    with as_owner():
        return documents_cast()


def handed_in(cast: dict[str, Any], content: bytes = JPEG, name: str = "foto.jpg") -> Document:
    dossier = open_dossier(kind="report", unit=cast["here"])
    return keep_files(files=[a_file(name, content)], dossier=dossier, by=None)[0]


@pytest.mark.parametrize(
    ("finding", "state", "opens"),
    [
        ("clean", Document.CLEAN, True),
        ("infected", Document.INFECTED, False),
        ("unknown", Document.WAITING, False),
    ],
)
def test_the_scanner_decides(
    cast: Any, acting_as: Any, as_worker: Any, monkeypatch: Any, finding: str, state: str, opens: bool
) -> None:
    says(monkeypatch, finding)
    assert handed_in(cast).scan == Document.WAITING
    with as_worker():
        assert look_into_waiting() == 1
    with acting_as(cast["duty"]):
        seen = Document.objects.get()
        assert (seen.scan, seen.may_be_opened) == (state, opens)
        if finding == "infected":
            with pytest.raises(Refused):
                release_document(document=seen, by=cast["duty"])


@pytest.mark.parametrize("finding", ["unknown", "silent"])
def test_while_the_scanner_says_nothing_files_are_held_and_looked_into_when_it_is_back(
    cast: Any, acting_as: Any, as_worker: Any, monkeypatch: Any, finding: str
) -> None:
    says(monkeypatch, finding)
    with clock.fixed("2026-03-05T10:00") as start:
        handed_in(cast)
    with clock.fixed(start + timedelta(minutes=61)), as_worker():
        look_into_waiting()
    with acting_as(cast["duty"]):
        assert Document.objects.get().scan == Document.QUARANTINED
    says(monkeypatch, "clean")
    with clock.fixed(start + timedelta(minutes=75)), as_worker():
        assert look_into_waiting() == 1
        assert look_into_waiting() == 0, "what is known is not asked again"
    with acting_as(cast["duty"]):
        assert Document.objects.get().scan == Document.CLEAN


@pytest.mark.parametrize(("finding", "state"), [("infected", "infected"), ("clean", "released")])
def test_what_an_officer_released_is_looked_into_all_the_same(
    cast: Any,
    acting_as: Any,
    as_worker: Any,
    as_owner: Any,
    monkeypatch: Any,
    settings: Any,
    finding: str,
    state: str,
) -> None:
    settings.CLAMD = ""
    with acting_as(cast["worker"]) as by:
        made = keep_document(dossier=cast["girl"].dossier, type="letter", file=a_file(), by=by)
    with as_worker():
        assert look_into_waiting() == 0, "there is nobody to ask"
    with acting_as(cast["supervisor"]) as by:
        release_document(document=made, by=by)
    says(monkeypatch, finding)
    with as_worker():
        assert look_into_waiting() == 1
    with as_owner():
        assert Document.objects.get().scan == state
        told = set(Notice.objects.filter(kind="document.infected").values_list("user", flat=True))
    assert told == ({cast["worker"].pk, cast["supervisor"].pk} if finding == "infected" else set())


def test_with_a_real_scanner(
    cast: Any, acting_as: Any, as_worker: Any, settings: Any, tmp_path: Path
) -> None:
    with real_scanner(tmp_path, settings) as daemon:
        with acting_as(cast["worker"]) as by:
            good = keep_document(dossier=cast["girl"].dossier, type="id_card", file=a_file(), by=by)
            bad = keep_document(
                dossier=cast["girl"].dossier, type="letter", file=a_file("a.pdf", MALWARE), by=by
            )
            assert (good.scan, bad.scan) == (Document.CLEAN, Document.INFECTED)
            assert bad.found.startswith("Eicar-Test-Signature")
            daemon.stop()
            third = keep_document(dossier=cast["girl"].dossier, type="letter", file=a_file(), by=by)
            assert (third.scan, third.may_be_opened) == (Document.WAITING, False)
        handed_in(cast, MALWARE, "a.pdf")
        with clock.fixed(clock.now() + timedelta(minutes=2)), as_worker():
            assert look_into_waiting() == 0, "it is down: nothing opens"
            daemon.start()
            assert look_into_waiting() == 2
        with acting_as(cast["worker"]):
            assert Document.objects.get(pk=third.pk).scan == Document.CLEAN
        with acting_as(cast["duty"]):
            assert Document.objects.get(dossier__kind="report").scan == Document.INFECTED


# --- documents that run out ---


def keep(cast: dict[str, Any], by: Any, until: date | None, type: str = "passport") -> Document:
    made: Document = keep_document(
        dossier=cast["girl"].dossier, type=type, file=a_file(), by=by, valid_until=until
    )
    return made


def told(as_owner: Any) -> list[tuple[int, str]]:
    with as_owner():
        rows = Notice.objects.filter(kind__startswith="document.").order_by("pk")
        return list(rows.values_list("user", "kind"))


def open_tasks(as_owner: Any) -> list[Task]:
    with as_owner():
        return list(Task.objects.filter(kind="document.renew", closed_at__isnull=True))


@pytest.fixture
def kept_by_worker(cast: Any, monkeypatch: Any) -> None:
    def worker(dossier: Any) -> User | None:
        found: User = cast["worker"]
        return found

    monkeypatch.setattr(homes, "KEEPERS", [lambda dossier: None, worker])


@pytest.mark.usefixtures("kept_by_worker")
def test_who_keeps_the_record_hears_in_time_once_and_again_when_it_has_run_out(
    cast: Any, acting_as: Any, as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        near, _far = keep(cast, by, date(2026, 7, 1)), keep(cast, by, date(2026, 7, 2))
    with as_worker():
        assert (remind_all(), remind_all()) == (1, 1)
    assert told(as_owner) == [(cast["worker"].pk, "document.soon")]
    (task,) = open_tasks(as_owner)
    assert (task.assignee_id, task.subject_id, task.due_at) == (
        cast["worker"].pk,
        near.pk,
        clock.at(date(2026, 7, 2)),
    )
    with clock.fixed("2026-07-02"), as_worker():
        assert remind_all() == 2
    assert (cast["worker"].pk, "document.out") in told(as_owner)
    with clock.fixed("2026-07-02"), acting_as(cast["worker"]) as by:
        replace_document(document=near, file=a_file(), by=by, valid_until=date(2036, 7, 1))
    assert [task.subject_id for task in open_tasks(as_owner)] == [_far.pk], "the new one is there"
    with clock.fixed("2026-07-02"), acting_as(cast["worker"]) as by:
        end_document(document=_far, reason="not_needed", by=by)
    assert open_tasks(as_owner) == []


def test_without_a_keeper_the_supervisors_hear_and_the_task_passes_to_who_keeps_it_later(
    cast: Any, acting_as: Any, as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    monkeypatch.setattr(homes, "KEEPERS", [lambda dossier: cast["stranger"]])
    with acting_as(cast["worker"]) as by:
        keep(cast, by, date(2026, 5, 1), type="medical")
    with as_worker():
        remind_all()
    assert told(as_owner) == [(cast["supervisor"].pk, "document.out")], "a stranger hears of no record"
    (task,) = open_tasks(as_owner)
    assert (task.assignee_id, task.role) == (None, "supervisor")
    monkeypatch.setattr(homes, "KEEPERS", [lambda dossier: cast["member"]])
    with as_worker():
        remind_all()
    assert open_tasks(as_owner)[0].assignee_id is None, "the commission may not read medical papers"
    monkeypatch.setattr(homes, "KEEPERS", [lambda dossier: cast["worker"]])
    with as_worker():
        remind_all()
    assert open_tasks(as_owner)[0].assignee_id == cast["worker"].pk


def test_nobody_is_reminded_of_the_dead(
    cast: Any, acting_as: Any, as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:
    says(monkeypatch, "clean")
    with acting_as(cast["worker"]) as by:
        keep(cast, by, date(2026, 5, 1))
    with as_owner():
        Person.objects.update(died_on=date(2026, 5, 20))
    with as_worker():
        assert remind_all() == 1
    assert (told(as_owner), open_tasks(as_owner)) == ([], [])
