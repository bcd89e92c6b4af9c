"""Drafts lose nothing; what is submitted never changes."""

from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.http import QueryDict
from django.utils import translation

from himaya.access.models import AuditEvent
from himaya.instruments.actions import (
    follow_response,
    load_instruments,
    save_draft,
    start_response,
    submit_response,
)
from himaya.instruments.library.definition import BadDefinition
from himaya.instruments.models import InstrumentVersion, Response
from himaya.instruments.queries import answered, said_for, version_on
from himaya.instruments.sheet import ResponseForm, typed
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from tests.instruments.test_responses_rules import GIVEN, WHOLE

pytestmark = pytest.mark.django_db


def begun(asked: Any, by: Any) -> Response:
    form = version_on("review", clock.today())
    return start_response(form=form, dossier=asked["dossier"], by=by, given=GIVEN)


def posted(**answers: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_loading_again_changes_nothing(asked: Any, as_owner: Any) -> None:
    with as_owner():
        before = InstrumentVersion.objects.count()
        assert load_instruments(by=None) == 0
        assert InstrumentVersion.objects.count() == before == 8


def test_a_version_loaded_once_is_never_rewritten(asked: Any, as_owner: Any) -> None:
    from himaya.instruments.library.actions import load_version

    shipped = version_on("review", clock.today())
    data = {
        **shipped.definition,
        "instrument": "review",
        "number": 1,
        "name": ["a", "b", "c"],
        "given": ["age", "view", "more"],
        "valid_from": "2020-01-01",
        "licence": "x",
        "source": "x",
    }
    with as_owner(), pytest.raises(BadDefinition, match="review 1 was loaded before"):
        load_version(data=data, by=None)


def test_a_new_version_ends_the_old_and_old_answers_keep_theirs(
    asked: Any, as_owner: Any, acting_as: Any
) -> None:
    from himaya.instruments.library.actions import load_version

    with acting_as(asked["supervisor"]):
        response = begun(asked, asked["supervisor"])
    with as_owner():
        later = {
            **version_on("review", clock.today()).definition,
            "instrument": "review",
            "number": 2,
            "name": ["a", "b", "c"],
            "valid_from": "2026-05-01",
            "licence": "Apache-2.0",
            "source": "x",
        }
        assert load_version(data=later, by=None)
    with clock.fixed("2026-04-30"):
        assert version_on("review", clock.today()).number == 1
    with clock.fixed("2026-05-01"):
        assert version_on("review", clock.today()).number == 2
    with acting_as(asked["supervisor"]):
        assert Response.objects.get(pk=response.pk).form.number == 1


def test_a_draft_keeps_what_was_typed_however_wrong(asked: Any, acting_as: Any) -> None:
    with acting_as(asked["supervisor"]) as by:
        response = begun(asked, by)
        data = posted(new_harm="bəlkə", works="Dərs \x00‮ 😀 <b>", unheard_of="x")
        save_draft(response=response, typed=typed(response, data), by=by, expected=response.version)
        kept = Response.objects.get()
        assert kept.answers == {"new_harm": "bəlkə", "works": "Dərs 😀 <b>"}
        assert kept.version == 2


def test_a_second_tab_is_told_and_loses_nothing(asked: Any, acting_as: Any) -> None:
    with acting_as(asked["supervisor"]) as by:
        response = begun(asked, by)
        first = response.version
        save_draft(response=response, typed={"works": "Birinci"}, by=by, expected=first)
        mine = posted(works="İkinci", _version=str(first))
        form = ResponseForm(response, mine)
        with pytest.raises(Stale) as stale:
            save_draft(response=response, typed=typed(response, mine), by=by, expected=form.version)
        assert form.is_valid()
        form.fell_behind(stale.value.current)
        assert {name: d.theirs for name, d in form.differences.items()} == {"works": "Birinci"}


def test_submitting_checks_scores_and_seals(asked: Any, acting_as: Any) -> None:
    with clock.fixed("2026-03-02 10:00"), acting_as(asked["supervisor"]) as by:
        response = begun(asked, by)
        with pytest.raises(Refused) as refused:
            submit_response(response=response, answers={**WHOLE, "works": ""}, by=by)
        assert refused.value.field == "works"
        submit_response(response=response, answers={**WHOLE, "safety_change": "worse"}, by=by)
        kept = Response.objects.get()
        assert (kept.state, kept.level, kept.submitted_by) == ("submitted", "high", by)
        assert kept.score["sections"] == {"changes": 4}
        assert "safety_worse" in kept.flags
        assert len(kept.digest) == 64
        with pytest.raises(Refused, match="already submitted"):
            save_draft(response=kept, typed={}, by=by)
    with acting_as(asked["supervisor"]), pytest.raises(Error), transaction.atomic():
        Response.objects.update(level="low")


def test_the_database_holds_no_word_of_an_answer(asked: Any, acting_as: Any, as_owner: Any) -> None:
    with acting_as(asked["supervisor"]) as by:
        response = begun(asked, by)
        save_draft(response=response, typed={"works": "Sirr bir"}, by=by)
        submit_response(response=response, answers={**WHOLE, "works": "Sirr iki"}, by=by)
        assert Response.objects.get().answers["works"] == "Sirr iki"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "select to_jsonb(r)::text || (select string_agg(before::text, '') from access_history) "
            "from instruments_response r"
        )
        assert "Sirr" not in cursor.fetchone()[0]


def test_a_correction_is_a_new_response_that_follows(asked: Any, acting_as: Any) -> None:
    with acting_as(asked["supervisor"]) as by:
        response = submit_response(response=begun(asked, by), answers=WHOLE, by=by)
        following = follow_response(response=response, by=by)
        assert (following.state, following.follows_id, following.answers) == ("draft", response.pk, WHOLE)


def test_answers_are_read_in_the_reader_s_language(asked: Any, acting_as: Any) -> None:
    with acting_as(asked["supervisor"]) as by:
        response = submit_response(response=begun(asked, by), answers=WHOLE, by=by)
        with translation.override("ru"):
            sections = {s.name: s for s in answered(response)}
            assert sections["changes"].label == "Что изменилось?"
            assert sections["changes"].answers[0].words == "Стало лучше"
        assert said_for(response, "child_view") == "Yaxşıdır."
        assert said_for(response, "best_interests") == "Evdə qalmaq"


def test_the_other_district_reads_no_answers(asked: Any, acting_as: Any) -> None:
    with acting_as(asked["supervisor"]) as by:
        begun(asked, by)
    for stranger in ("neighbour", "worker"):
        with acting_as(asked[stranger]) as user:
            assert not Response.objects.visible_to(user).exists()
    assert not AuditEvent.objects.exists()
