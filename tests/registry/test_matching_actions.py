"""The batch: a model is trained and checked by a human, pairs are put before people, source rows joined by FIN."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as act
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.actions import (
    judge_pair,
    keep_model,
    publish_model,
    raise_pair,
    refuse_model,
    relate,
)
from himaya.registry.adjudication.jobs import look_again
from himaya.registry.adjudication.queries import sides_of
from himaya.registry.linkage.queries import model_of, published, weigh_people
from himaya.registry.matching import actions as batch
from himaya.registry.matching.actions import link_register, train_on_register
from himaya.registry.matching.jobs import compare_tonight
from himaya.registry.models import LinkModel, LinkRun, Pair, Person
from himaya.workflow.models import Notice
from tests.registry.matching_cast import GOOD, Make, chief, english, in_force, judge, learned, settled

__all__ = ["chief", "english", "in_force", "judge", "learned", "settled"]
pytestmark = pytest.mark.django_db


def test_a_model_is_trained_on_the_register_tried_and_waits_for_a_human(
    settled: Any, chief: Any, judge: Any, acting_as: Any, as_worker: Any
) -> None:
    with as_worker():
        assert compare_tonight() == "trained"
        assert compare_tonight() == "nothing", "one waits already"
        assert link_register() is None
        model = LinkModel.objects.get()
    assert model.report["people"] == len(settled)
    assert model.report["f1"] > 0.9
    assert model.report["twins_certain"] == 0
    assert model.report["planted"] > 500
    with acting_as(chief):
        assert Notice.objects.filter(user=chief, kind="link.trained").exists()
        assert model_of(model).shares["given"]
    with acting_as(judge) as by, pytest.raises(PermissionDenied):
        publish_model(model=model, by=by)


def test_too_few_people_teach_nothing(country: Any, make_person: Make, as_worker: Any) -> None:
    make_person()
    with as_worker():
        with pytest.raises(Refused, match="a model learns from"):
            train_on_register()
        assert compare_tonight() == "nothing"


def test_pairs_are_put_before_people_once_and_nobody_is_joined(
    settled: dict[int, int], in_force: LinkModel, judge: Any, acting_as: Any, as_worker: Any
) -> None:
    with as_worker():
        assert compare_tonight() == "linked"
        run = LinkRun.objects.get()
        pairs = list(Pair.objects.filter(origin=Pair.LINKAGE))
        assert not Person.everyone.filter(merged_into__isnull=False).exists()
    assert (run.people, run.fresh, run.raised, run.left) == (len(settled), len(settled), len(pairs), 0)
    right = sum(settled[p.one_id] == settled[p.other_id] for p in pairs)
    assert right > 200
    assert right / len(pairs) > 0.9
    with as_worker():
        again = link_register(whole=True)
        assert again
        assert (again.raised, Pair.objects.count()) == (0, len(pairs))
    with acting_as(judge) as by:
        first = Pair.objects.exclude(risks__contains=["low_score"]).order_by("-score")[0]
        assert first.model_version == in_force.name
        bars = {str(bar.label): bar for bar in sides_of(first).bars}
        assert {"Given name", "Family name", "Birth date", "What a family explains as well"} <= set(bars)
        judge_pair(pair=first, verdict="different", reason="seen", by=by)
    with as_worker():
        later = link_register(whole=True)
        assert later
        assert later.raised == 0, "what was judged different is remembered"


def test_only_the_new_and_changed_are_compared_after_the_first_run(
    settled: dict[int, int], in_force: LinkModel, make_person: Make, as_worker: Any, as_owner: Any
) -> None:
    with as_worker():
        first = link_register()
        assert first
        assert first.whole
    with clock.fixed("2026-06-02"), as_owner():
        old = Person.objects.get(pk=min(settled))
        make_person(
            f"{old.family_name} {old.given_name} {old.fathers_name}", str(old.birth_date), sex=old.sex
        )
    with clock.fixed("2026-06-02"), as_worker():
        second = link_register()
        assert second
        assert (second.whole, second.fresh) == (False, 1)
        assert second.compared < first.compared / 10
        assert Pair.objects.filter(one=min(settled), other_id__gt=max(settled)).exists()


def test_no_more_pairs_than_people_can_judge_are_put_at_once(
    settled: dict[int, int], in_force: LinkModel, as_worker: Any, monkeypatch: Any
) -> None:
    real = batch.norm

    def fewer(key: str, **more: Any) -> Any:
        return type("Value", (), {"value": 5}) if key == "linkage.ask.most" else real(key, **more)

    monkeypatch.setattr(batch, "norm", fewer)
    with as_worker():
        run = link_register()
        assert run
        assert run.raised == 5
        assert run.left > 100
        following = link_register()
        assert following
        assert following.whole, "what was left over is compared again"
        assert (following.raised, Pair.objects.count()) == (5, 10)


def test_the_database_weighs_as_the_batch_does(
    settled: dict[int, int], in_force: LinkModel, as_worker: Any, acting_as: Any, country: Any
) -> None:
    with as_worker():
        link_register()
    with as_worker(), act(SYSTEM):
        compared = unlike = 0
        for pair in Pair.objects.all():
            weighed = weigh_people(pair.one_id, pair.other_id)
            assert weighed
            batch_says = {w["field"]: w["weight"] for w in pair.weights}
            if "crossed" in {part.level for part in weighed.parts} | {w["how"] for w in pair.weights}:
                continue  # the batch puts swapped names right before it compares
            compared += 1
            if abs(weighed.probability - pair.score) > 0.01:
                unlike += 1  # swapped and miswritten at once
                continue
            here = {part.of: part.bits for part in weighed.parts}
            assert here["given"] == pytest.approx(batch_says["given_name"], abs=0.02)
            assert here["born"] == pytest.approx(batch_says["born"], abs=0.02)
            assert here["kin"] == pytest.approx(batch_says["kin"], abs=0.1)
        assert compared > 150
        assert unlike <= compared / 50
        one, other = pair.one_id, pair.other_id
    with acting_as(country["stranger"]):
        assert weigh_people(one, other) is None, "who does not see both learns nothing"


def test_somebody_joined_by_hand_meanwhile_is_not_asked_about(
    settled: dict[int, int], in_force: LinkModel, as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:
    real = batch._put

    def joined_meanwhile(model: Any, found: Any) -> Any:
        with as_owner():
            Person.everyone.filter(pk=found[0].other).update(merged_into=found[0].one)
        return real(model, found)

    monkeypatch.setattr(batch, "_put", joined_meanwhile)
    with as_worker():
        run = link_register()
        assert run
        assert not Pair.objects.filter(merge=None, other__merged_into__isnull=False).exists()


def test_a_model_that_joins_twins_or_misses_much_is_never_published(
    learned: Any, chief: Any, acting_as: Any, as_worker: Any
) -> None:
    bad = [{"twins_certain": 1}, {"precision_certain": 0.99}, {"f1": 0.9}]
    with as_worker(), act(SYSTEM):
        kept = [keep_model(model=learned, report=GOOD | wrong, by=SYSTEM).pk for wrong in bad]
    for key, why in zip(kept, ["joined twins", "joined different people", "missed too many"], strict=True):
        with acting_as(chief) as by, pytest.raises(Refused, match=why):
            publish_model(model=LinkModel.objects.get(pk=key), by=by)
    with acting_as(chief) as by:
        refused = refuse_model(model=LinkModel.objects.get(pk=kept[0]), by=by)
        assert refused.status == "refused"
        assert published() is None


def test_one_model_is_in_force_and_one_of_another_release_is_not_used(
    learned: Any, in_force: LinkModel, chief: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    with as_worker(), act(SYSTEM):
        newer = keep_model(model=learned, report=GOOD, by=SYSTEM)
        foreign = keep_model(model=learned, report=GOOD, by=SYSTEM)
    assert (newer.name, foreign.name) == ("people-2026-06-01-2", "people-2026-06-01-3")
    with as_owner():
        LinkModel.objects.filter(pk=foreign.pk).update(shape="0" * 64)
    with acting_as(chief) as by:
        with pytest.raises(Refused, match="another release"):
            publish_model(model=LinkModel.objects.get(pk=foreign.pk), by=by)
        with pytest.raises(Stale):
            publish_model(model=newer, by=by, expected=0)
        publish_model(model=LinkModel.objects.get(pk=newer.pk), by=by)
        assert published() == newer
        assert LinkModel.objects.get(pk=in_force.pk).status == "replaced"


def test_waiting_pairs_are_weighed_anew_once_a_model_is_published(
    country: Any, make_person: Make, learned: Any, chief: Any, judge: Any, acting_as: Any, as_worker: Any
) -> None:
    one, other = make_person("Əliyeva Nigar Həsən"), make_person("Aliyeva Nigar Hasan", unit="there")
    with acting_as(judge) as by:
        pair = raise_pair(one=one.public_id, other=other.public_id, by=by)
        assert pair
        assert pair.model_version == ""
    with as_worker(), act(SYSTEM):
        model = keep_model(model=learned, report=GOOD, by=SYSTEM)
    with acting_as(chief) as by:
        publish_model(model=LinkModel.objects.get(pk=model.pk), by=by)
    with as_worker():
        assert look_again()[2] == 1
        assert look_again()[2] == 0
    with acting_as(judge):
        pair.refresh_from_db()
    assert pair.model_version == model.name
    assert {w["field"] for w in pair.weights} >= {"prior", "kin", "given_name"}


def test_a_score_that_came_with_the_question_stands_and_who_was_joined_meanwhile_is_not_weighed(
    country: Any, make_person: Make, judge: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    one, other = make_person("Əliyeva Nigar Həsən"), make_person("Aliyeva Nigar Hasan", unit="there")
    with acting_as(judge) as by:
        pair = raise_pair(one=one.public_id, other=other.public_id, by=by, score=0.75)
        assert pair
        assert pair.score == 0.75
        assert pair.weights
    with as_owner():
        Pair.objects.filter(pk=pair.pk).update(weights=[])
        Person.everyone.filter(pk=other.pk).update(merged_into=one.pk)
    with as_worker():
        assert look_again()[2] == 0


def test_relatives_by_record_are_weighed_as_two(
    country: Any, make_person: Make, in_force: LinkModel, acting_as: Any
) -> None:
    one, other = make_person("Əliyeva Nigar Həsən"), make_person("Əliyeva Nigar Həsən")
    with acting_as(country["supervisor"]) as by:
        before = weigh_people(one.pk, other.pk)
        relate(person=one, other=other, kind="twin", by=by)
    with acting_as(country["supervisor"]):
        after = weigh_people(one.pk, other.pk)
    assert before
    assert after
    assert before.probability > 0.9
    assert after.probability < 0.01
