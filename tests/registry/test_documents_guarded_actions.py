"""Papers on health, court and violence: the database itself hides them, and what they said before, from whoever lacks the
right; a judge of records moves them all the same, unread."""

from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import translation

from himaya.access.models import History
from himaya.kit import clock
from himaya.registry.actions import correct_document, keep_document
from himaya.registry.documents.queries import content_of
from himaya.registry.file.queries import person_file
from himaya.registry.merging.actions import merge_people, unmerge_people
from himaya.registry.models import Document, Person
from tests import database
from tests.pictures import photo
from tests.registry.documents_cast import a_file, a_person, documents_cast, says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def cast(as_owner: Any, acting_as: Any, monkeypatch: Any) -> dict[str, Any]:
    """A medical paper and a letter in the girl's file, both corrected once."""
    says(monkeypatch, "clean")
    with as_owner():
        made = documents_cast()
    with acting_as(made["worker"]) as by:
        for type, key in (("medical", "guarded"), ("letter", "plain")):
            paper = keep_document(
                dossier=made["girl"].dossier,
                type=type,
                file=a_file(content=photo()),
                note=f"Sirr {key}",
                by=by,
            )
            made[key] = correct_document(document=paper, note="Düz", by=by)
    database.settle()
    return made


def seen(sql: str, *given: Any) -> list[Any]:
    """What an application's session is told that asks past every query of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()]


def test_a_bare_session_of_the_application_reads_no_guarded_paper(
    cast: Any, acting_as: Any, as_worker: Any
) -> None:
    papers = "select type from registry_document order by type"
    before = "select before ->> 'note' from access_history where table_name = 'registry_document' order by 1"
    with acting_as(cast["worker"]):
        assert seen(papers) == ["letter", "medical"]
        assert seen(before) == ["Sirr guarded", "Sirr plain"]
    for who in ("member", "duty", "judge"):
        with acting_as(cast[who]):
            assert Person.objects.filter(pk=cast["girl"].pk).exists(), "the file itself is open"
            assert seen(papers) == ["letter"]
            assert seen(before) == []
            assert seen("update registry_document set note = '' where type = 'medical' returning id") == []
    with acting_as(cast["stranger"]):
        assert seen(papers) == []
    assert seen(papers) == [], "nobody acts"
    with as_worker(), acting_as(cast["member"]):
        assert seen(papers) == ["letter"], "the worker in somebody's name sees as much as they do"
    with acting_as(cast["member"]), pytest.raises(Error, match="row-level security"), transaction.atomic():
        Document.objects.create(
            dossier=cast["girl"].dossier, type="medical", guarded=True, name="x", kind="jpeg", size=1, digest="x",
            stored_as="x", uploaded_at=clock.now(),
        )  # fmt: skip


def test_the_story_of_a_person_tells_a_guarded_note_only_to_who_may_read_the_paper(
    cast: Any, acting_as: Any
) -> None:
    for who, told in (("worker", True), ("member", False)):
        with acting_as(cast[who]):
            girl = Person.objects.select_related("dossier__unit").get(pk=cast["girl"].pk)
            words = " ".join(str(moment.text) for moment in person_file(girl).story)
            assert ("Sirr guarded" in words) is told


def test_a_judge_moves_guarded_papers_unread_and_they_open_after_it_and_back_again(
    cast: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        other = a_person(cast["here"], "Əliyeva", "Aysəl")
    keys = "select file_key from registry_guarded_keys(%s)"
    for who in ("worker", "member", "stranger"):
        with acting_as(cast[who]):
            assert seen(keys, cast["girl"].dossier_id) == [], "no judge"
    content = opened(cast, cast["girl"].dossier_id, acting_as)
    with acting_as(cast["judge"]) as by:
        assert all(key.startswith("e1:") for key in seen(keys, cast["girl"].dossier_id))
        girl, other = (Person.objects.get(pk=one.pk) for one in (cast["girl"], other))
        merge = merge_people(kept=other, merged=girl, reason="Eyni uşaq", by=by)
    database.settle()
    with as_owner():
        assert set(Document.objects.values_list("dossier", flat=True)) == {other.dossier_id}
    assert opened(cast, other.dossier_id, acting_as) == content
    with acting_as(cast["judge"]) as by:
        unmerge_people(merge=merge, reason="Başqa uşaqdır", by=by)
    database.settle()
    assert opened(cast, cast["girl"].dossier_id, acting_as) == content
    with as_owner():
        assert History.objects.filter(table_name="registry_document").exists()


def opened(cast: Any, dossier: int, acting_as: Any) -> list[bytes]:
    with acting_as(cast["supervisor"]):
        rows = list(Document.objects.filter(dossier=dossier).order_by("type"))
        assert [one.type for one in rows] == ["letter", "medical"]
        return [b"".join(content_of(one)) for one in rows]
