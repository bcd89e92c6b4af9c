"""With an anonymised person go the person's files: documents in every version, letters, the file for machines. Their bytes
leave the store even where whatever deletes them was killed; and nobody dooms a file that a record still names."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import Error, connection, models, transaction

from himaya.access.actions import destroy_doomed
from himaya.access.encryption import destroying
from himaya.access.gate import SYSTEM, acting_as
from himaya.access.models import CannotDecrypt, DoomedFile, Protected, StoredName
from himaya.kit import clock, privacy
from himaya.kit.periods import add_months, age_on
from himaya.registry.actions import keep_document, place_hold, replace_document
from himaya.registry.documents.preview import preview_of
from himaya.registry.documents.queries import content_of, running_out, unjudged_files
from himaya.registry.models import Consent, Document, GroupMembership, Person, Retention
from himaya.registry.ownfile.actions import (
    ask_own_file,
    check_identity,
    load_own_file_letters,
    prepare_own_file,
    release_own_file,
)
from himaya.registry.ownfile.models import OwnFile, OwnFileLine, OwnFileRelease
from himaya.registry.retention import jobs
from himaya.workflow.models import Clock, Paper, Task
from tests import database
from tests.pictures import photo
from tests.registry.documents_cast import a_file, says
from tests.registry.people_cast import english
from tests.registry.retention_cast import NOW, decide, find, found_anywhere, manager, old

__all__ = ["english", "manager", "old"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[Any]:
    with clock.fixed(NOW) as moment:
        yield moment


@pytest.fixture
def papers(country: Any, old: Person, as_owner: Any, monkeypatch: Any) -> list[str]:
    """Where her files lie: an identity card in two versions, a decision of a court, her own file as a letter and for
    machines."""
    with as_owner():
        load_own_file_letters()
    says(monkeypatch, "clean")
    by = country["supervisor"]
    with acting_as(by):
        card = keep_document(
            dossier=old.dossier, type="id_card", file=a_file(content=photo()), number="AA7654321",
            issued_on=date(2006, 5, 17), valid_until=date(2016, 5, 17), note="Cibindədir", by=by,
        )  # fmt: skip
        replace_document(document=card, file=a_file("ikinci.jpg", photo()), by=by)
        keep_document(dossier=old.dossier, type="court", file=a_file(content=photo()), by=by)
        own = ask_own_file(person=old, asked_as="self", way="counter", language="az", by=by)
        check_identity(own_file=own, identity="id_card", identity_number="AA7654321", by=by)
        own = prepare_own_file(own_file=own, by=by)
        OwnFileLine.objects.filter(own_file=own).update(withheld="")
        release_own_file(
            own_file=own, form="full", given_as="self", given_to="Nərgizsözü", identity="id_card", by=by
        )
    database.settle()
    with as_owner():
        return [name for model in (Document, Paper, OwnFileRelease) for name in stored(model)]


def stored(model: Any) -> list[str]:
    return [name for name in model.objects.values_list("stored_as", flat=True) if name]


@pytest.fixture
def decided(country: Any, papers: list[str], as_worker: Any) -> Retention:
    with as_worker():
        assert find() == 1
        with acting_as(SYSTEM):
            fallen = Retention.objects.get()
    decide(fallen, country["supervisor"], country["manager"])
    return fallen


def lying(names: list[str]) -> int:
    return sum(default_storage.exists(name) for name in names)


def test_every_file_leaves_the_store_though_the_one_who_deletes_is_killed(
    country: Any, old: Person, papers: list[str], decided: Retention, as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:  # fmt: skip
    assert len(papers) == lying(papers) == 5

    def killed() -> int:
        raise RuntimeError("killed")

    monkeypatch.setattr(jobs, "destroy_doomed", killed)
    with as_worker():
        with pytest.raises(RuntimeError, match="killed"):
            jobs.look_after_keeping()
        assert lying(papers) == 5, "between the commit and the deletion: still there"
    with as_owner():
        assert set(DoomedFile.objects.values_list("name", flat=True)) == set(papers)
        left = list(Document.objects.order_by("pk"))
        assert [(one.type, one.edition, one.kind, one.scan) for one in left] == [
            ("id_card", 1, "jpeg", "clean"), ("id_card", 2, "jpeg", "clean"), ("court", 1, "jpeg", "clean"),
        ]  # fmt: skip
        for one in left:
            assert (one.name, one.number, one.note, one.digest, one.original_digest) == ("",) * 5
            assert (one.file_key, one.stored_as, one.is_destroyed, one.may_be_opened) == ("", "", True, False)
            assert preview_of(one).gone
            one.stored_as = papers[0]
            with pytest.raises(CannotDecrypt):
                b"".join(content_of(one))
        Document.objects.update(judged_at=None)
        assert list(unjudged_files()) == [], "no scanner is asked about what is gone"
        assert found_anywhere(("AA7654321", "Cibindədir", "ikinci.jpg")) == {}
    with as_worker():
        with acting_as(SYSTEM):
            assert not running_out(SYSTEM).exists(), "nobody is reminded of it"
        assert destroy_doomed() == 5, "what was left undone is done by the next"
        assert destroy_doomed() == 0
    assert lying(papers) == 0
    with as_owner():
        assert found_anywhere(tuple(papers)) == {}, "not even the names"


def test_what_lies_in_another_record_or_cannot_be_deleted_now_stays(
    country: Any, old: Person, papers: list[str], as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:
    for who in ("as_web", "as_worker"):
        refused = pytest.raises(Error, match="permission denied")
        with (
            as_worker() if who == "as_worker" else acting_as(country["worker"]),
            refused,
            transaction.atomic(),
        ):
            DoomedFile.objects.create(name=papers[0], doomed_at=clock.now())
    with as_owner():
        DoomedFile.objects.create(name=papers[0], doomed_at=clock.now())
        DoomedFile.objects.create(name="documents/zz/none", doomed_at=clock.now())
    with as_worker():
        with monkeypatch.context() as broken:
            broken.setattr(
                destroying.default_storage, "delete", lambda name: (_ for _ in ()).throw(OSError("busy"))
            )
            assert destroy_doomed() == 0
        assert DoomedFile.objects.get().name == "documents/zz/none", "tried again"
        assert destroy_doomed() == 1
    assert lying(papers) == 5, "a record names it: nobody dooms another's file"


def test_a_hold_keeps_the_files_too(
    country: Any, old: Person, papers: list[str], decided: Retention, as_worker: Any
) -> None:
    with acting_as(country["manager"]) as by:
        place_hold(person=Person.objects.get(pk=old.pk), reason="court", expires_on=date(2026, 7, 1), by=by)
    database.settle()
    with as_worker():
        assert jobs.look_after_keeping()[1] == 0
    assert lying(papers) == 5


def test_no_exact_day_is_left_and_months_quarters_and_ages_are_what_they_were(
    country: Any, old: Person, decided: Retention, as_worker: Any, as_owner: Any
) -> None:
    with as_owner():
        before = by_month()
        dossiers = {old.dossier_id, *OwnFile.objects.values_list("dossier_id", flat=True)}
        assert exact_days(dossiers), "there were exact days"
    with as_worker():
        assert jobs.look_after_keeping()[1] == 1
    with as_owner():
        # what is written while it is done: the last step and the night of doing it
        assert {place.split(" ")[0] for place in exact_days(dossiers)} <= {
            "workflow.Step.at", "workflow.Step.created_at", "registry.Retention.done_at", "access.History.at",
            "access.History.created_at",
        }  # fmt: skip
        assert by_month() == before
        assert not Clock.objects.filter(dossier__in=dossiers, state__in=["running", "paused"]).exists()
        assert not Task.objects.filter(dossier__in=dossiers, closed_at__isnull=True).exists()


def exact_days(dossiers: set[int]) -> list[str]:
    """Where a day or moment that is not the first of a month stands, in a column that does not say it is counted."""
    found = []
    for model in apps.get_models():
        if not issubclass(model, Protected) or model._meta.label == "access.DossierKey":
            continue
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, models.DateField) or privacy.is_counted(field):
                continue
            for value in model._base_manager.filter(dossier__in=dossiers).values_list(field.name, flat=True):
                day = clock.local(value) if isinstance(field, models.DateTimeField) and value else value
                if day is None:
                    continue
                if day.day != 1 or (isinstance(day, datetime) and (day.hour or day.minute)):
                    found.append(f"{model._meta.label}.{field.name} {day}")
    return found


def by_month() -> dict[str, Any]:
    """What is counted of her, by month and quarter, and her age at the end of every quarter."""
    ends = [add_months(date(2008, 1, 1), 3 * n) for n in range(1, 72)]
    hers = Person.everyone.filter(birth_date__year=1990).values_list("birth_date", flat=True)
    return {
        "ages": [[age_on(born, date.fromordinal(end.toordinal() - 1)) for end in ends] for born in hers],
        "consents": list(
            Consent.objects.values_list("given_on__year", "given_on__month", "given_on__quarter")
        ),
        "statuses": list(GroupMembership.objects.values_list("started_on__year", "started_on__quarter")),
        "documents": list(Document.objects.values_list("type", "uploaded_at__year", "uploaded_at__month")),
        "clocks": [
            (one.name, one.state, one.missed_at is None) for one in Clock.objects.filter(process="own_file")
        ],
    }


@pytest.mark.parametrize("born", [date(1990, 3, 5), date(1992, 2, 28), date(2008, 12, 31), date(2001, 1, 1)])
def test_at_the_end_of_any_month_the_first_of_the_month_of_birth_gives_the_true_age(born: date) -> None:
    """Save for who was born on 29 February, and is counted a year older one day early in common years."""
    for months in range(1, 40 * 12):
        end = date.fromordinal(add_months(born.replace(day=1), months).toordinal() - 1)
        assert age_on(born.replace(day=1), end) == age_on(born, end)


def test_every_column_that_names_a_file_is_known_to_the_door() -> None:
    named = {f"{m._meta.label}.{f.name}" for m in apps.get_models() for f in m._meta.local_concrete_fields
             if isinstance(f, StoredName)}  # fmt: skip
    assert named == {
        "cases.LaidPaper.stored_as",
        "registry.Document.stored_as",
        "registry.OwnFileRelease.stored_as",
        "workflow.Paper.stored_as",
    }
    with connection.cursor() as cursor:
        cursor.execute("select prosrc from pg_proc where proname = 'registry_blank'")
        said = cursor.fetchone()[0]
    assert said.count("insert into access_doomedfile") == len(named)
