"""The published model at work: warnings while typing, sources' rows, the command."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as act
from himaya.kit import clock
from himaya.kit.periods import BirthDate
from himaya.registry.actions import (
    judge_pair,
    receive,
)
from himaya.registry.linkage import spark
from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.predicting import predict
from himaya.registry.linkage.rules import HOPELESS
from himaya.registry.matching.actions import join_rows, link_register, train_on_register
from himaya.registry.matching.commands import link
from himaya.registry.models import LinkModel, LinkRun, Pair, Person, Source, SourceLink, SourceRecord
from himaya.registry.queries import likely_duplicates
from himaya.registry.sources.actions import cut_link, own_source
from tests.registry.matching_cast import Make, chief, english, in_force, judge, learned, settled

__all__ = ["chief", "english", "in_force", "judge", "learned", "settled"]
pytestmark = pytest.mark.django_db


def test_the_warning_while_typing_takes_its_weights_from_the_published_model(
    country: Any, make_person: Make, in_force: LinkModel, sealed: Person, acting_as: Any
) -> None:
    here = make_person("Əliyeva Nigar Həsən", fin="5A1B2C3")
    there = make_person("Əliyeva Nigar Həsən", unit="there")
    twin = make_person("Əliyeva Leyla Həsən", multiple_birth=True)
    with acting_as(country["worker"]) as by:
        found = likely_duplicates(
            by=by, family_name="Aliyeva", given_name="Nigar", fathers_name="Hasan", sex="female",
            born=BirthDate(here.birth_date), territory=country["masalli"],
        )  # fmt: skip
        by_key = {match.public_id: match for match in found}
        assert by_key[here.public_id].percent == 99 or by_key[here.public_id].percent > 80
        assert by_key[twin.public_id].percent < 50, "shown, but a family explains it as well"
        assert found[-1].public_id == twin.public_id
        masked = by_key[there.public_id]
        assert masked.is_masked
        assert masked.percent
        assert masked.evidence == []
        hers = likely_duplicates(by=by, family_name="Gizliyeva", given_name="Sara", fathers_name="Murad",
                                 born=BirthDate(sealed.birth_date))  # fmt: skip
        assert hers == []
    with acting_as(country["supervisor"]) as by:
        found = likely_duplicates(by=by, family_name="Əliyeva", given_name="Nigar", born=BirthDate(here.birth_date),
                                  fin="5A1B2C3", phones=["+994501112233"])  # fmt: skip
        assert found[0].public_id == here.public_id
        assert any(line.startswith("FIN: agrees") for line in found[0].evidence)


def told(key: str, **facts: Any) -> SourceRecord:
    source = Source.objects.exclude(code=Source.OWN).first()
    assert source
    taken = receive(source=source, key=key, facts=facts, by=SYSTEM)
    return SourceRecord.objects.get(pk=taken.record)


def test_a_row_is_joined_only_on_a_valid_fin_and_one_more_fact(
    country: Any, make_person: Make, as_worker: Any, as_owner: Any
) -> None:
    person = make_person("Əliyeva Nigar Həsən", fin="5A1B2C3")
    with as_owner():
        own_source()
    with as_worker(), act(SYSTEM):
        good = told("1", fin="5A1B2C3", family_name="Aliyeva", given_name="Nigar")
        told("2", fin="5A1B2C3", family_name="Əliyeva", given_name="Leyla")
        told("3", fin="5A1B2C3")
        told("4", fin="7XYZ123", family_name="Əliyeva", given_name="Nigar")
        told("5", family_name="Əliyeva", given_name="Nigar")
        assert join_rows() == 1
        link_ = SourceLink.objects.get(record=good)
        assert (link_.person_id, link_.how) == (person.pk, "rule")
        assert {"field": "fin", "how": "same", "weight": 14.0} in link_.ground
        assert join_rows() == 0
        cut_link(link=link_, reason="wrong", by=SYSTEM)
        assert join_rows() == 0, "what a human cut is left to humans"


def test_the_command_trains_links_and_says_what_it_did(
    settled: Any, in_force: LinkModel, as_worker: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("himaya.registry.matching.commands.application", lambda **_as: nullcontext())
    with as_worker():
        trained = CliRunner().invoke(link, ["--train"])
        assert trained.exit_code == 0, trained.output
        assert "It waits for a manager of the national desk" in trained.output
        linked = CliRunner().invoke(link, [])
        assert "put before adjudicators" in linked.output


def test_the_command_says_in_a_sentence_what_is_missing(
    country: Any, as_worker: Any, monkeypatch: Any
) -> None:
    from himaya.cli.environment import Trouble

    monkeypatch.setattr("himaya.registry.matching.commands.application", lambda **_as: nullcontext())
    with as_worker():
        for words, why in ((["--train"], "a model learns from"), ([], "No model is published")):
            outcome = CliRunner().invoke(link, words)
            assert isinstance(outcome.exception, Trouble)
            assert why in str(outcome.exception)
    monkeypatch.setattr("himaya.registry.linkage.spark.lacking", lambda: "there is no Java runtime")
    for words, why in (
        ([], "there is no Java runtime. Install it with “make spark”"),
        (["--train"], "trained here"),
    ):
        outcome = CliRunner().invoke(link, ["--engine", "spark", *words])
        assert isinstance(outcome.exception, Trouble)
        assert why in str(outcome.exception)


def test_the_command_does_not_compare_by_a_model_of_another_release(
    settled: Any, in_force: LinkModel, as_owner: Any, as_worker: Any, monkeypatch: Any
) -> None:
    from himaya.cli.environment import Trouble

    monkeypatch.setattr("himaya.registry.matching.commands.application", lambda **_as: nullcontext())
    with as_owner():
        LinkModel.objects.update(shape="older")
    with as_worker():
        outcome = CliRunner().invoke(link, [])
    assert isinstance(outcome.exception, Trouble)
    assert f"{in_force.name} was trained by another release" in str(outcome.exception)
    with as_owner():
        assert not LinkRun.objects.exists()


def test_the_command_compares_where_it_is_told(
    country: Any, make_person: Make, in_force: LinkModel, as_worker: Any, monkeypatch: Any
) -> None:
    make_person("Əliyeva Nigar Həsən")
    make_person("Əliyeva Nigar Həsən")
    asked: list[tuple[float, str]] = []

    def there(con: Any, model: Any, recipe: Any, least: float, also: str) -> int:
        asked.append((least, also))
        met = block(con, model, recipe, "facts", least, also)
        predict(con, model, recipe)
        return met

    monkeypatch.setattr("himaya.registry.matching.commands.application", lambda **_as: nullcontext())
    monkeypatch.setattr(spark, "lacking", lambda: "")
    monkeypatch.setattr(spark, "compare", there)
    with as_worker():
        done = CliRunner().invoke(link, ["--engine", "spark"])
        assert "put before adjudicators" in done.output
        assert LinkRun.objects.get().raised == 1
    assert asked == [(HOPELESS, "true")]


def test_a_model_is_also_held_against_what_people_judged(
    settled: dict[int, int], in_force: LinkModel, judge: Any, acting_as: Any, as_worker: Any
) -> None:
    with as_worker():
        link_register()
    with acting_as(judge) as by:
        pair = next(p for p in Pair.objects.order_by("-score") if not p.risks)
        judge_pair(pair=pair, verdict="same", reason="numbers", by=by)
    with clock.fixed(str((clock.today() + timedelta(days=1)).isoformat())), as_worker():
        model = train_on_register()
        assert (model.report["judged"], model.report["judged_agreed"]) == (1, 1)


def test_what_people_judged_shifts_the_next_model(
    settled: dict[int, int], in_force: LinkModel, as_worker: Any, monkeypatch: Any
) -> None:
    """People held pairs for different that the model was sure of: the next one is less sure of all."""
    who: dict[int, list[int]] = {}
    for key, person in settled.items():
        who.setdefault(person, []).append(key)
    twice = [(min(keys), max(keys)) for keys in who.values() if len(keys) == 2][:80]
    assert len(twice) == 80
    told = [(one, other, n % 4 == 0) for n, (one, other) in enumerate(twice)]
    monkeypatch.setattr("himaya.registry.matching.actions.judged_pairs", lambda: told)
    with as_worker():
        model = train_on_register()
    assert model.report["judged"] == 80
    assert model.report["shift"] < -1
    with as_worker():
        monkeypatch.setattr("himaya.registry.matching.actions.judged_pairs", list)
        plain = train_on_register()
    assert plain.report["shift"] == 0
    assert model.weights["prior"] == pytest.approx(plain.weights["prior"] + model.report["shift"], abs=0.01)
