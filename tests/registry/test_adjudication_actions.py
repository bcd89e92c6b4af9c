"""Pairs are put, judged by one or two people, remembered, and asked again when the facts change."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.utils import translation

from himaya.access.actions import grant, wall_off
from himaya.access.models import Grant
from himaya.access.roles import SEALED, Adjudicator, UnitManager
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.actions import (
    answer_pair,
    correct_person,
    judge_pair,
    merge_people,
    raise_pair,
    relate,
    unmerge_people,
)
from himaya.registry.adjudication import actions as adjudication
from himaya.registry.adjudication.jobs import look_again
from himaya.registry.adjudication.queries import labels, pairs_to_judge, sides_of, statistics
from himaya.registry.merging.jobs import tell_of_merges
from himaya.registry.models import Judgement, Merge, Pair, Person
from himaya.registry.rules import Details
from himaya.registry.sources.queries import details_of
from himaya.workflow.models import Notice, Task
from tests import factories

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def judges(country: Any, as_owner: Any) -> list[Any]:
    with as_owner():
        return [factories.user((Adjudicator, country["nation"]), full_name=f"Münsif {n}") for n in range(3)]


@pytest.fixture
def girls(make_person: Make) -> tuple[Person, Person]:
    return (
        make_person("Əliyeva Nigar Həsən", phone="+994501112233"),
        make_person("Aliyeva Nigar Hasan", unit="there", phone="+994501112233"),
    )


def put(one: Person, other: Person, by: Any, **more: Any) -> Pair:
    pair = raise_pair(one=one.public_id, other=other.public_id, by=by, **more)
    assert pair
    return pair


def test_a_pair_is_held_by_the_lowest_unit_above_both_and_asked_once(
    country: Any, girls: Any, judges: Any, acting_as: Any, as_worker: Any
) -> None:
    one, other = girls
    with acting_as(country["supervisor"]) as by:
        pair = put(one, other, by, note="the same school")
        assert raise_pair(one=other.public_id, other=one.public_id, by=by) is None
        assert raise_pair(one=one.public_id, other=one.public_id, by=by) is None
        assert raise_pair(one=one.public_id, other="nobodyhere00", by=by) is None
        assert pair.dossier.unit_id == country["nation"].pk
        assert pair.score == 0.5, "who sees one of them only weighs nothing"
    with acting_as(country["supervisor"]):
        assert not Pair.objects.exists(), "it is the adjudicators' now"
    with acting_as(judges[0]) as judge:
        line = pairs_to_judge(judge)[0]
        assert (line.pair, line.percent, [str(r) for r in line.risks]) == (pair, 50, ["The evidence is thin"])
        assert [bar.how for bar in sides_of(pair).bars][:2] == ["not known on both sides", "agrees"]
    with as_worker():
        assert look_again()[2] == 1
        assert look_again()[2] == 0
    with acting_as(judges[0]) as judge:
        assert pairs_to_judge(judge)[0].percent > 95
        assert pairs_to_judge(judge)[0].risks == []


def test_of_two_who_ask_the_same_at_once_one_pair_is_put_and_the_other_learns_nothing(
    girls: Any, judges: Any, acting_as: Any, monkeypatch: Any
) -> None:
    one, other = girls
    prepare = adjudication._prepare

    def asked_meanwhile(*two: str) -> Any:
        found = prepare(*two)
        monkeypatch.setattr(adjudication, "_prepare", prepare)
        with acting_as(judges[1]) as first:
            put(one, other, first, note="asked first")
        return found

    monkeypatch.setattr(adjudication, "_prepare", asked_meanwhile)
    with acting_as(judges[0]) as late:
        assert raise_pair(one=one.public_id, other=other.public_id, by=late, note="asked late") is None
        pair = Pair.objects.get()
        assert (pair.raised_by, pair.note, pair.status) == (judges[1], "asked first", "waiting")


def test_who_no_longer_sees_both_records_does_not_join_them(
    girls: Any, judges: Any, acting_as: Any, as_owner: Any
) -> None:
    one, other = girls
    with acting_as(judges[0]) as judge:
        pair = put(one, other, judge)
    with as_owner():
        wall_off(dossier=other.dossier, user=judges[0], reason="named", by=None)
    with acting_as(judges[0]) as judge:
        with pytest.raises(Refused, match="not there, or not open to you"):
            judge_pair(pair=pair, verdict="same", reason="numbers", by=judge)
        assert Pair.objects.get().status == "waiting"
        assert not Judgement.objects.exists(), "nothing of it is kept"
    with acting_as(judges[1]) as judge:
        assert judge_pair(pair=pair, verdict="same", reason="numbers", by=judge).merge.merged_id == other.pk


def test_plain_pairs_are_judged_by_one_person_and_the_records_joined(
    country: Any, girls: Any, judges: Any, acting_as: Any
) -> None:
    one, other = girls
    with acting_as(judges[0]) as judge:
        pair = put(one, other, judge)
        assert pair.score > 0.95
        done = judge_pair(pair=pair, verdict="same", reason="numbers", by=judge, expected=pair.version)
        assert (done.status, done.merge.kept_id) == ("same", one.pk)
        other.refresh_from_db()
        assert other.merged_into_id == one.pk
        label = labels()[0]
        assert (label.pair, label.same, label.score) == (pair.pk, True, pair.score)
        assert labels(clock.now() + timedelta(days=1500)) == []


def test_different_is_remembered_until_the_facts_change(
    country: Any, girls: Any, judges: Any, acting_as: Any, as_worker: Any
) -> None:
    one, other = girls
    with acting_as(judges[0]) as judge:
        pair = put(one, other, judge)
        judge_pair(pair=pair, verdict="different", reason="seen", by=judge)
        assert Pair.objects.get().status == "different"
        assert raise_pair(one=one.public_id, other=other.public_id, by=judge) is None
    with as_worker():
        assert look_again()[1] == 0
    with acting_as(country["supervisor"]) as by:
        correct_person(person=one, details=Details("Əliyeva", "Nigar", "Hüseyn", "female", one.born), by=by)
    with as_worker():
        assert look_again()[1] == 1
    with acting_as(judges[0]):
        asked = Pair.objects.get()
        assert asked.status == "waiting"
        assert {w["field"]: w["how"] for w in asked.weights}["fathers_name"] == "like", "weighed anew"


def test_above_a_risk_another_person_decides_too(
    country: Any, girls: Any, judges: Any, acting_as: Any
) -> None:
    one, other = girls
    with acting_as(country["chief"]) as by:
        relate(person=one, other=other, kind="twin", by=by)
    with acting_as(judges[0]) as first:
        pair = put(one, other, first)
        assert pair.risks == ["relatives", "twins"]
        judge_pair(pair=pair, verdict="same", reason="family", words="entered twice", by=first)
        pair.refresh_from_db()
        assert (pair.status, pair.proposed) == ("second", "same")
        assert not Merge.objects.exists()
        with pytest.raises(Refused, match="Another person"):
            judge_pair(pair=pair, verdict="same", reason="family", by=first)
    with acting_as(judges[1]) as second:
        judge_pair(pair=pair, verdict="same", reason="seen", words="one girl", by=second)
        merge = Merge.objects.get()
        assert (merge.merged_by, merge.second_by) == (second, first)
        told = statistics(second)
    assert (told.compared, told.kappa) == (1, 1.0)
    assert [(p.judged, p.compared, p.percent) for p in told.people] == [(1, 1, 100), (1, 1, 100)]
    assert [(m.count, m.found_percent) for m in told.months] == [(1, 100)]
    assert told.found_line == "0,0 600,0"


@pytest.mark.parametrize(("last", "state"), [("same", "same"), ("different", "different")])
def test_a_third_person_settles_what_two_see_differently(
    country: Any, girls: Any, judges: Any, acting_as: Any, last: str, state: str
) -> None:
    one, other = girls
    with acting_as(country["chief"]) as by:
        relate(person=one, other=other, kind="sibling", by=by)
    for judge, verdict in zip(judges, ("same", "different", last), strict=True):
        with acting_as(judge) as by:
            pair = Pair.objects.first() or put(one, other, by)
            judge_pair(pair=pair, verdict=verdict, reason="seen", words="x", by=by)
            if verdict == "different" and Pair.objects.get().status == "disputed":
                with pytest.raises(Refused, match="Another person"):
                    judge_pair(pair=pair, verdict=verdict, reason="seen", by=by)
    with acting_as(judges[0]) as by:
        assert Pair.objects.get().status == state
        told = statistics(by)
        assert told.people[-1].percent is None
        assert told.kappa is not None
        assert told.kappa <= 0
        assert len([j for j in Judgement.objects.all() if j.final]) == 1


def test_two_people_say_that_they_are_two(country: Any, girls: Any, judges: Any, acting_as: Any) -> None:
    one, other = girls
    with acting_as(country["chief"]) as by:
        relate(person=one, other=other, kind="twin", by=by)
    for judge in judges[:2]:
        with acting_as(judge) as by:
            pair = Pair.objects.first() or put(one, other, by)
            judge_pair(pair=pair, verdict="different", reason="twin", by=by)
    with acting_as(judges[0]):
        assert Pair.objects.get().status == "different"
        assert not Merge.objects.exists()


def test_more_is_asked_of_the_units_and_answered(
    country: Any, girls: Any, judges: Any, acting_as: Any
) -> None:
    one, other = girls
    with acting_as(judges[0]) as judge:
        pair = put(one, other, judge)
        with pytest.raises(Refused, match="what you need to know"):
            judge_pair(pair=pair, verdict="ask", words=" ", by=judge)
        judge_pair(pair=pair, verdict="ask", words="Her mother's name?", by=judge)
        assert Task.objects.filter(kind="pair.more", closed_at=None).count() == 2
    with acting_as(country["supervisor"]) as by:
        seen = Pair.objects.get()
        sides = sides_of(seen)
        assert (sides.one, sides.other) == (one, None), "of the other district's record one sees the mask"
        assert {bar.other for bar in sides.bars} == {"•••"}
        with pytest.raises(Refused, match="what you know"):
            answer_pair(pair=seen, words=" ", by=by)
        answer_pair(pair=seen, words="Leyla", by=by)
    with acting_as(judges[0]) as judge:
        assert Pair.objects.get().status == "waiting"
        assert not Task.objects.filter(kind="pair.more", closed_at=None).exists()
        assert Notice.objects.filter(kind="pair.answered", user=judge).exists()
        judge_pair(pair=pair, verdict="same", reason="family", by=judge)
        assert not Grant.objects.filter(ground="asked", ended_at=None).exists()


def test_two_who_judge_at_once_one_wins_and_the_other_is_told(
    country: Any, girls: Any, judges: Any, acting_as: Any
) -> None:
    one, other = girls
    with acting_as(judges[0]) as judge:
        pair = put(one, other, judge)
        page = pair.version
    with acting_as(judges[1]) as judge:
        judge_pair(pair=pair, verdict="different", reason="seen", by=judge, expected=page)
    with acting_as(judges[0]) as judge, pytest.raises(Stale):
        judge_pair(pair=pair, verdict="same", reason="seen", by=judge, expected=page)
    with acting_as(judges[0]) as judge, pytest.raises(Refused, match="already moved"):
        judge_pair(pair=pair, verdict="same", reason="seen", by=judge)


def test_a_sealed_person_s_pair_goes_to_who_guards_them_and_the_asker_learns_nothing(
    country: Any, make_person: Make, sealed: Person, acting_as: Any, as_owner: Any, judges: Any
) -> None:
    plain = make_person("Gizliyeva Sara", "2018-07-09")
    with as_owner():
        keeper = factories.user((UnitManager, country["here"]), full_name="Qoruyan Qumru")
    with acting_as(country["supervisor"]) as by:
        raise_pair(one=plain.public_id, other=sealed.public_id, by=by)
    for user in (country["supervisor"], judges[0], country["chief"]):
        with acting_as(user):
            assert not Pair.objects.exists()
    with acting_as(keeper) as by:
        pair = Pair.objects.get()
        assert pair.risks == ["guarded", "low_score"]
        assert (pair.dossier.sensitivity, pair.dossier.unit_id) == (SEALED, country["here"].pk)
        assert Notice.objects.filter(user=keeper, kind="pair.sealed").exists()
        assert Person.objects.filter(pk=sealed.pk).exists(), "to judge it one sees both"
        judge_pair(pair=pair, verdict="ask", words="Who adopted her?", by=by)
        assert not Grant.objects.filter(ground="asked").exists(), "nobody outside is asked"


def test_who_was_let_in_by_name_guards(
    country: Any, make_person: Make, sealed: Person, acting_as: Any, as_owner: Any, judges: Any
) -> None:
    plain = make_person("Gizliyeva Sara", "2018-07-09", unit="there")
    with as_owner():
        grant(dossier=sealed.dossier, user=judges[0], ground="guard", by=None)
        grant(dossier=sealed.dossier, user=judges[1], ground="guard", by=None)
    with acting_as(country["stranger"]) as by:
        raise_pair(one=plain.public_id, other=sealed.public_id, by=by)
    for judge in judges[:2]:
        with acting_as(judge) as by:
            judge_pair(pair=Pair.objects.get(), verdict="same", reason="seen", by=by)
    with acting_as(judges[1]):
        merge = Merge.objects.get()
        assert merge.kept_id == sealed.pk
    with acting_as(country["stranger"]):
        assert not Person.everyone.filter(pk=plain.pk).exists()


def test_what_was_asked_of_the_merged_is_asked_of_the_kept_and_an_undone_merge_is_remembered(
    country: Any, girls: Any, judges: Any, acting_as: Any, make_person: Make, as_worker: Any
) -> None:
    one, other = girls
    third = make_person("Əliyeva Nigar", "2014-03-05")
    with acting_as(judges[0]) as judge:
        pair = put(one, other, judge)
        put(other, third, judge)
        judge_pair(pair=pair, verdict="same", reason="numbers", by=judge)
    with as_worker():
        tell_of_merges()
    with acting_as(judges[0]) as judge:
        states = {(p.one_id, p.other_id): p.status for p in Pair.objects.all()}
        assert states[(other.pk, third.pk)] == "gone"
        assert states[(one.pk, third.pk)] == "waiting"
        unmerge_people(merge=Merge.objects.get(), reason="two girls", by=judge)
    with as_worker():
        tell_of_merges()
        assert look_again()[1] == 0
    with acting_as(judges[0]):
        assert Pair.objects.get(pk=pair.pk).status == "different"


def test_a_pair_whose_two_were_joined_meanwhile_is_not_weighed_lapses_and_is_not_asked_again(
    country: Any, girls: Any, judges: Any, acting_as: Any, as_worker: Any
) -> None:
    one, other = girls
    with acting_as(country["supervisor"]) as by:
        put(one, other, by)
    with acting_as(judges[0]) as judge:
        merge_people(kept=one, merged=other, by=judge, reason="The same girl")
    with as_worker():
        assert look_again()[2] == 0, "one of the two stands no longer"
        tell_of_merges()
    with acting_as(judges[0]):
        assert (Pair.objects.get().status, Pair.objects.get().weights) == ("gone", [])


def test_the_worker_looks_for_pairs_among_people_told_of_lately(
    country: Any, girls: Any, judges: Any, acting_as: Any, as_worker: Any
) -> None:
    one, _other = girls
    with acting_as(country["supervisor"]) as by:
        correct_person(person=one, details=details_of(one), by=by)
    with as_worker():
        assert look_again()[0] == 1
        assert look_again()[0] == 0
    with acting_as(judges[0]):
        pair = Pair.objects.get()
        assert pair.origin == "search"
        assert pair.score > 0.9


def test_a_model_s_own_score_and_weights_are_kept(
    country: Any, girls: Any, judges: Any, acting_as: Any
) -> None:
    one, other = girls
    weights = [
        {"field": "given_name", "how": "same", "weight": 40},
        {"field": "x", "how": "odd", "weight": -3.5},
    ]
    with acting_as(judges[0]) as judge:
        pair = put(
            one, other, judge, score=0.97, weights=weights, origin=Pair.LINKAGE, model_version="2026-06"
        )
        bars = sides_of(pair).bars
    assert (pair.score, pair.weights, pair.model_version) == (0.97, weights, "2026-06")
    assert [(bar.start, bar.width, bar.speaks_for) for bar in bars] == [
        ("50", "50", True),
        ("38.3", "11.7", False),
    ]
    assert (bars[1].label, bars[1].how, bars[1].one) == ("x", "odd", "—")


def test_only_adjudicators_judge(country: Any, girls: Any, judges: Any, acting_as: Any) -> None:
    one, other = girls
    with acting_as(judges[0]) as judge:
        pair = put(one, other, judge)
        for verdict, reason in (("same", ""), ("perhaps", "seen")):
            with pytest.raises(Refused):
                judge_pair(pair=pair, verdict=verdict, reason=reason, by=judge)
    with acting_as(country["chief"]) as by, pytest.raises(PermissionDenied):
        judge_pair(pair=pair, verdict="same", reason="seen", by=by)
    with acting_as(country["analyst"]), pytest.raises(Error, match="nobody to ask"), transaction.atomic():
        connection.cursor().execute("select * from registry_pair_prepare('a', 'b')")
    with acting_as(country["supervisor"]), pytest.raises(Error, match="no such pair"), transaction.atomic():
        connection.cursor().execute("select registry_pair_guardians(1)")
