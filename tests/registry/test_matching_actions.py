"""The batch: a model is trained and checked by a human, pairs are put before people, source rows joined by FIN."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import translation

from bench.linkage_data import as_facts, register
from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as act
from himaya.access.roles import Adjudicator, UnitManager
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.kit.periods import BirthDate
from himaya.reference.models import Territory
from himaya.registry.actions import (
    judge_pair,
    keep_model,
    publish_model,
    raise_pair,
    receive,
    refuse_model,
    relate,
)
from himaya.registry.adjudication.jobs import look_again
from himaya.registry.adjudication.queries import sides_of
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.queries import model_of, published, weigh_people
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.training import train
from himaya.registry.matching import actions as batch
from himaya.registry.matching.actions import join_rows, link_register, train_on_register
from himaya.registry.matching.commands import link
from himaya.registry.matching.jobs import compare_tonight
from himaya.registry.models import LinkModel, LinkRun, Pair, Person, Source, SourceLink, SourceRecord
from himaya.registry.queries import likely_duplicates
from himaya.registry.sources.actions import cut_link, own_source
from himaya.workflow.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]
GOOD = {
    "people": 8000, "planted": 100, "twins": 40, "f1": 0.99, "precision": 1.0, "recall": 0.98, "precision_certain": 1.0,
    "recall_certain": 0.6, "twins_likely": 0, "twins_certain": 0, "likely": 10, "judged": 0, "judged_agreed": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture(scope="module")
def learned() -> Any:
    """A model learned from a made-up country, of which places are the keys of districts."""
    con = duckdb.connect()
    rows, _twins = register(8000, 5)
    con.register("_rows", rows)
    con.execute("create table people as select * from _rows")
    as_facts(con, "people")
    con.execute("update raw set sex = case sex when '0' then 'male' else 'female' end")
    prepare(con, PEOPLE)
    return train(con, PEOPLE)


@pytest.fixture
def chief(country: Any, as_owner: Any) -> Any:
    with as_owner():
        return factories.user((UnitManager, country["nation"]), full_name="Rəhbər Ramiz")


@pytest.fixture
def judge(country: Any, as_owner: Any) -> Any:
    with as_owner():
        return factories.user((Adjudicator, country["nation"]), full_name="Münsif Mələk")


@pytest.fixture
def in_force(learned: Any, chief: Any, acting_as: Any, as_worker: Any) -> LinkModel:
    """The learned model, published."""
    with as_worker(), act(SYSTEM):
        model = keep_model(model=learned, report=GOOD, by=SYSTEM)
    with acting_as(chief) as by:
        return publish_model(model=LinkModel.objects.get(pk=model.pk), by=by)


@pytest.fixture
def settled(country: Any, as_owner: Any) -> dict[int, int]:
    """Some two thousand people in the register, some of them twice: {key: who they really are}."""
    rows, _twins = register(2400, 11)
    with as_owner(), connection.cursor() as cursor:
        tables = ("registry_person", "registry_phone")
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute("select coalesce(max(id), 0) + 100 from access_dossier")
        start = cursor.fetchone()[0]
        unit = country["here"].pk
        places = list(Territory.objects.filter(kind="rayon").order_by("pk").values_list("pk", flat=True))
        truth, dossiers, people, phones = {}, [], [], []
        for row in rows.to_pylist():
            key = start + row["id"]
            truth[key] = row["person"]
            dossiers.append((key, unit))
            sex = "female" if row["sex"] else "male"
            place = places[row["place"] % len(places)]
            people.append((key, key, unit * 4, f"p{key:011d}", row["family"], row["given"], row["father"] or "", sex,
                           row["born"], place))  # fmt: skip
            if row["phone"]:
                phones.append((key, key, unit * 4, f"t{key:011d}", key, f"+994{row['phone'][1:]}"))
        cursor.executemany(
            "insert into access_dossier (id, kind, unit_id, sensitivity) values (%s, 'person', %s, 0)",
            dossiers,
        )
        cursor.executemany(
            "insert into registry_person (id, dossier_id, zone, version, created_at, public_id, family_name, "
            "given_name, fathers_name, sex, birth_date, birth_precision, multiple_birth, citizenship, language, "
            "territory_id, is_sample) values (%s, %s, %s, 1, '2026-05-01', %s, %s, %s, %s, %s, %s, "
            "'exact', false, '', '', %s, true)",
            people,
        )
        cursor.executemany(
            "insert into registry_phone (id, dossier_id, zone, version, created_at, public_id, person_id, number, note) "
            "values (%s, %s, %s, 1, himaya_now(), %s, %s, %s, '')",
            phones,
        )
        cursor.execute("set constraints all immediate")
        for table in (*tables, "access_dossier"):
            if table != "access_dossier":
                cursor.execute(f"alter table {table} enable trigger user")
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), %s)", [start + 5000])
    return truth


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


# --- sources' rows ------------------------------------------------------------------------------------


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


# --- the command --------------------------------------------------------------------------------------


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
