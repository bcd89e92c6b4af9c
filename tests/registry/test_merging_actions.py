"""Two records become one and two again: nothing is lost, nothing is left over, the twins stay two."""

import json
from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.utils import translation

from himaya.access.actions import grant, wall_off
from himaya.access.gate import acting_as as act
from himaya.access.models import Grant, Wall
from himaya.access.roles import SEALED, SENSITIVE, Adjudicator
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import (
    add_address,
    add_identifier,
    add_phone,
    correct_person,
    end_phone,
    live_together,
    receive,
    record_status,
    relate,
)
from himaya.registry.merging import actions as merging
from himaya.registry.merging.actions import merge_people, unmerge_people
from himaya.registry.merging.jobs import tell_of_merges
from himaya.registry.merging.queries import lineage_of, written_since
from himaya.registry.models import (
    Address,
    Merge,
    MergeMove,
    MergeNews,
    Person,
    PersonIdentifier,
    Phone,
    Source,
)
from himaya.registry.queries import family_of, find_people
from himaya.registry.rules import Details, Residence
from himaya.registry.signals import people_merged, people_unmerged
from himaya.registry.sources.queries import details_of
from tests import factories

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def judge(country: Any, as_owner: Any) -> Any:
    with as_owner():
        return factories.user((Adjudicator, country["nation"]), full_name="Münsif Mehriban")


def snapshot(as_owner: Any) -> dict[str, dict[str, Any]]:
    """Every row of every table, as the database holds it; versions aside, which count every touch."""
    found: dict[str, dict[str, Any]] = {}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            if table.startswith(("procrastinate", "django_", "reference_")):
                continue
            cursor.execute(f"select to_jsonb(t) - 'version' from \"{table}\" t")
            rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
            found[table] = {json.dumps(row.get("id", row), sort_keys=True): row for row in rows}
    return found


# What a merge and its undoing leave behind: the story of it, never a changed or missing row.
STORY = {
    "registry_merge",
    "registry_mergemove",
    "registry_mergenews",
    "access_history",
    "access_auditevent",
    "access_grant",
    "access_dossierkey",  # the kept file's own key, where it had none
}


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    found = []
    for table, rows in before.items():
        found += [
            f"{table} {key}: {row} -> {after[table].get(key)}"
            for key, row in rows.items()
            if after[table].get(key) != row
        ]
        new = set(after[table]) - set(rows)
        if new and table not in STORY:
            found.append(f"{table}: new {sorted(new)}")
    return found


@pytest.fixture
def girls(country: Any, make_person: Make, acting_as: Any, as_owner: Any) -> tuple[Person, Person]:
    """One girl registered twice, in two districts, each record with a life of its own."""
    here = make_person("Əliyeva Nigar Həsən", fin="5ABC7E7", phone="+994501112233")
    there = make_person(
        "Aliyeva Nigar Hasan", "2014-05-03", unit="there", fin="6ABC7E7", phone="+994501112233"
    )
    mother = make_person("Əliyeva Leyla Rauf", "1988-01-01")
    with as_owner():
        grant(dossier=there.dossier, user=country["worker"], ground="case", source="case:7", by=None)
        wall_off(dossier=there.dossier, user=country["counsellor"], reason="named", by=None)
        wall_off(dossier=here.dossier, user=country["counsellor"], reason="named", by=None)
    with acting_as(country["chief"]) as by:
        for person in (here, there, mother):
            correct_person(person=person, details=details_of(person), by=by)
        for girl in (here, there):
            relate(person=girl, other=mother, kind="mother", by=by)
            live_together(person=girl, other=mother, role="child", other_role="head", by=by)
            add_address(person=girl, residence=Residence(country["masalli"], None, "Nizami 3"), by=by)
            record_status(person=girl, status="idp", started_on=date(2020, 1, 1), source="x", by=by)
        add_address(
            person=there, residence=Residence(country["quba"], None, "Gizli 7"), kind=Address.SAFE, by=by
        )
        add_phone(person=there, number="+994552223344", by=by)
        add_identifier(person=there, kind="birth_certificate", value="AB123456", by=by)
        receive(
            source=Source.objects.get(code="civil_register"),
            key="act 9",
            facts={"given_name": "Nigarə", "born": {"day": "2014-03-05", "precision": "exact"}},
            person=there,
            by=by,
        )
    with as_owner():
        for girl in (here, there):
            girl.refresh_from_db()
            assert girl.dossier
    return here, there


def merge(here: Person, there: Person, by: Any, **more: Any) -> Merge:
    return merge_people(kept=here, merged=there, by=by, reason="The same girl", **more)


def test_all_that_pointed_at_the_merged_record_points_at_the_kept_one(
    country: Any, girls: Any, judge: Any, acting_as: Any
) -> None:
    here, there = girls
    with acting_as(judge) as by:
        made = merge(here, there, by)
        here.refresh_from_db()
        there.refresh_from_db()
        assert here.given_name == "Nigarə", "the civil register tells of the one person"
        assert (there.merged_into_id, there.dossier_id) == (here.pk, here.dossier_id)
        assert set(Phone.objects.filter(person=here).values_list("number", flat=True)) == {
            "+994501112233",
            "+994552223344",
        }
        assert PersonIdentifier.objects.filter(person=here, kind="birth_certificate").exists()
        safe = Address.objects.get(person=here, kind="safe")
        assert (safe.dossier_id, safe.hidden_line) == (here.dossier_id, "Gizli 7"), (
            "opens with the key of the file it lies in"
        )
        assert [k.person.full_name for k in family_of(here).ties] == ["Əliyeva Leyla Rauf"]
        told = lineage_of(here)[0]
    assert (told.merge, told.merge.merged_by) == (made, judge)
    asides = {(aside.what, aside.words) for aside in told.asides}
    assert ("Document or number", "6A•••E7") in asides, "a person has one FIN: the other stays aside"
    assert ("Telephone", "050 111 22 33") in asides
    assert any(what == "Address" for what, _words in asides)


def test_who_was_let_in_or_walled_off_stays_so(country: Any, girls: Any, judge: Any, acting_as: Any) -> None:
    here, there = girls
    with acting_as(country["neighbour"]):
        assert not Person.objects.filter(pk=here.pk).exists()
    with acting_as(judge) as by:
        merge(here, there, by)
        assert Grant.objects.filter(dossier=here.dossier_id, source="case:7", ended_at=None).exists()
        assert Wall.objects.filter(dossier=here.dossier_id).count() == 1
    with acting_as(country["neighbour"]):
        assert Person.objects.filter(pk=here.pk).exists(), "the unit that held the other record keeps sight"
    with acting_as(country["worker"]):
        assert Person.led_to(there.public_id) == here


def test_the_merged_record_is_out_of_lists_and_search_and_leads_to_the_kept_one(
    country: Any, girls: Any, judge: Any, acting_as: Any, browser_of: Any
) -> None:
    here, there = girls
    with acting_as(judge) as by:
        merge(here, there, by)
        assert not Person.objects.filter(pk=there.pk).exists()
        found = [m.public_id for m in find_people("Aliyeva Nigar", by=by)]
        assert here.public_id in found
        assert there.public_id not in found
        assert [m.public_id for m in find_people("6ABC7E7", by=by)] == [here.public_id]
    browser = browser_of(country["supervisor"])
    led = browser.get(there.get_absolute_url())
    assert (led.status_code, led.headers["Location"]) == (302, here.get_absolute_url())
    sent = browser.post(f"/people/{there.public_id}/phone/", {"number": "050 765 43 21", "is_safe": ""})
    assert sent.status_code == 409
    assert "050 765 43 21" in sent.content.decode()
    assert here.get_absolute_url() in sent.content.decode()
    assert browser_of(country["stranger"]).get("/people/nobodyhere00/").status_code == 404


def test_unmerging_restores_every_row_to_the_last_byte(
    country: Any, girls: Any, judge: Any, acting_as: Any, as_owner: Any
) -> None:
    here, there = girls
    before = snapshot(as_owner)
    with acting_as(judge) as by:
        made = merge(here, there, by)
        assert MergeMove.objects.filter(merge=made, aside=False).count() > 15
    assert changes(before, snapshot(as_owner)) != []
    with acting_as(judge) as by:
        back = unmerge_people(merge=made, reason="Two girls after all", by=by)
    assert back == there
    left = changes(before, snapshot(as_owner))
    assert left == [], left
    with acting_as(country["chief"]):
        assert Address.objects.get(person=there, kind="safe").hidden_line == "Gizli 7"
        with pytest.raises(Refused, match="undone already"), acting_as(judge) as by:
            unmerge_people(merge=made, reason="again", by=by)


@pytest.mark.parametrize("first", ["inner", "outer"])
def test_a_chain_of_merges_is_undone_in_any_order(
    country: Any, girls: Any, judge: Any, acting_as: Any, as_owner: Any, make_person: Make, first: str
) -> None:
    b, a = girls
    c = make_person("Əliyeva Nigar", None, phone="+994501112233")
    with acting_as(country["chief"]) as by:
        correct_person(person=c, details=Details("Əliyeva", "Nigar", sex="female"), by=by)
    with as_owner():
        for person in (a, b, c):
            person.refresh_from_db()
            assert person.dossier
    before = snapshot(as_owner)
    with acting_as(judge) as by:
        inner = merge(b, a, by)
    with acting_as(judge) as by:
        outer = merge(c, Person.objects.get(pk=b.pk), by)
        a.refresh_from_db()
        assert a.merged_into_id == c.pk
        assert Person.led_to(a.public_id) == c
        assert len(lineage_of(Person.objects.get(pk=c.pk))) == 2
    for one in (inner, outer) if first == "inner" else (outer, inner):
        with acting_as(judge) as by:
            one.refresh_from_db()
            unmerge_people(merge=one, reason="Wrong", by=by)
    assert changes(before, snapshot(as_owner)) == []


def test_what_was_written_since_stays_or_goes_as_a_human_says(
    country: Any, girls: Any, judge: Any, acting_as: Any
) -> None:
    here, there = girls
    with acting_as(judge) as by:
        made = merge(here, there, by)
    with acting_as(country["chief"]) as by, clock.fixed("2026-06-05"):
        one = add_phone(person=Person.objects.get(pk=here.pk), number="+994551110000", by=by)
        two = add_phone(person=Person.objects.get(pk=here.pk), number="+994552220000", by=by)
        safe = Address.objects.get(person=here, kind="safe")
        safe.hidden_line = "Gizli 9"
        safe.save()
        civil = Source.objects.get(code="civil_register")
        receive(source=civil, key="act 9", facts={"given_name": "Nigarəxanım"}, by=by)
    with acting_as(judge) as by, clock.fixed("2026-06-06"):
        rows = {one.key: one for one in written_since(made)}
        assert {r.words for r in rows.values() if r.what == "Telephone"} == {"055 111 00 00", "055 222 00 00"}
        with pytest.raises(Refused, match="not written since"):
            unmerge_people(merge=made, reason="Wrong", given=["registry_phone:1"], by=by)
        unmerge_people(merge=made, reason="Wrong", given=[f"registry_phone:{two.pk}"], by=by)
    with acting_as(country["chief"]):
        one.refresh_from_db()
        two.refresh_from_db()
        there.refresh_from_db()
        here.refresh_from_db()
        assert (one.person_id, one.dossier_id) == (here.pk, here.dossier_id)
        assert (two.person_id, two.dossier_id) == (there.pk, there.dossier_id)
        assert Address.objects.get(person=there, kind="safe").hidden_line == "Gizli 9", (
            "rewritten since, it opens still"
        )
        assert there.given_name == "Nigarəxanım", "what the source told since belongs to its row"
        assert here.given_name == "Nigar"


def test_nobody_is_merged_with_themself_a_twin_a_parent_or_twice(
    country: Any, girls: Any, judge: Any, acting_as: Any, make_person: Make
) -> None:
    here, there = girls
    twin = make_person("Əliyeva Nərgiz Həsən", multiple_birth=True)
    mother = make_person("Əliyeva Günel Rauf", None)
    gran = make_person("Əliyeva Gülər Rauf", None)
    with acting_as(country["chief"]) as by:
        relate(person=here, other=twin, kind="twin", by=by)
        relate(person=here, other=mother, kind="mother", by=by)
        relate(person=mother, other=gran, kind="mother", by=by)
    with acting_as(judge) as by:
        for person in (here, twin, mother, gran):
            person.refresh_from_db()
        with pytest.raises(Refused, match="one record already"):
            merge(here, here, by)
        with pytest.raises(Refused, match="Say why they are one"):
            merge_people(kept=here, merged=twin, by=by, reason=" ")
        with pytest.raises(Refused, match="second person"):
            merge(here, twin, by)
        with pytest.raises(Refused, match="the parent of the other"):
            merge(here, mother, by)
        with pytest.raises(Refused, match="ancestor of the other"):
            merge(gran, here, by, second=country["chief"])
        merge(here, there, by, second=country["chief"])
        there.refresh_from_db()
        with pytest.raises(Refused, match="joined to another meanwhile"):
            merge(here, there, by, second=country["chief"])
        assert merge(here, twin, by, second=country["chief"]).second_by == country["chief"]


def test_a_parent_younger_than_the_child_is_refused(
    country: Any, judge: Any, acting_as: Any, make_person: Make
) -> None:
    child = make_person("Quliyev Orxan Rauf", "2010-01-01", sex="male")
    mother = make_person("Quliyeva Aysel", None)
    girl = make_person("Quliyeva Aysel Rauf", "2012-01-01")
    with acting_as(country["chief"]) as by:
        relate(person=child, other=mother, kind="mother", by=by)
    with acting_as(judge) as by, pytest.raises(Refused, match="younger than the child"):
        merge(mother, girl, by)


def test_the_more_guarded_record_is_kept_and_a_sealed_one_lets_nobody_in(
    country: Any, make_person: Make, sealed: Person, judge: Any, acting_as: Any, as_owner: Any
) -> None:
    plain = make_person("Gizliyeva Sara", "2018-07-09")
    with as_owner():
        grant(dossier=plain.dossier, user=country["worker"], ground="case", source="case:8", by=None)
        grant(dossier=sealed.dossier, user=judge, ground="guard", by=None)
    with acting_as(judge) as by:
        with pytest.raises(Refused, match="more guarded"):
            merge(plain, sealed, by)
        made = merge(sealed, plain, by)
    with acting_as(country["worker"]):
        assert not Person.everyone.filter(pk__in=[plain.pk, sealed.pk]).exists()
    with acting_as(judge) as by:
        unmerge_people(merge=made, reason="Wrong", by=by)
    with acting_as(country["worker"]):
        assert Person.objects.filter(pk=plain.pk).exists()
    assert SEALED > SENSITIVE


def test_only_who_judges_records_merges_them(
    country: Any, girls: Any, judge: Any, acting_as: Any, as_owner: Any
) -> None:
    here, there = girls
    with acting_as(country["supervisor"]) as by, pytest.raises(PermissionDenied):
        merge(here, there, by)
    with as_owner():
        local = factories.user((Adjudicator, country["here"]))
    with acting_as(local) as by, pytest.raises(PermissionDenied):
        merge(here, there, by)
    for call in ("merge_people(1, 2, 'x', '', null, '[]', '[]')", "unmerge_people(1, '', '[]', '[]')"):
        with (
            acting_as(country["supervisor"]),
            pytest.raises(Error, match="not a judge"),
            transaction.atomic(),
        ):
            connection.cursor().execute(f"select registry_{call}")
    with acting_as(judge), pytest.raises(Error, match="for the worker"), transaction.atomic():
        connection.cursor().execute("select registry_merge_again(1)")


@pytest.mark.parametrize("step", ["may", "closed_texts"])
def test_who_is_walled_off_while_they_merge_joins_nothing(
    girls: Any, judge: Any, acting_as: Any, as_owner: Any, monkeypatch: Any, step: str
) -> None:
    here, there = girls
    asked = getattr(merging, step)

    def walled_off_meanwhile(*about: Any) -> Any:
        answer = asked(*about)
        with as_owner():
            wall_off(dossier=there.dossier, user=judge, reason="named", by=None)
        return answer

    monkeypatch.setattr(merging, step, walled_off_meanwhile)
    with acting_as(judge) as by, pytest.raises(Refused, match="not there, or not open to you"):
        merge(here, there, by)
    with as_owner():
        there.refresh_from_db()
        assert there.merged_into_id is None
        assert not Merge.objects.exists()


def test_the_upper_floors_hear_of_it_from_the_worker_who_brings_what_came_late(
    country: Any, girls: Any, judge: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    here, there = girls
    heard = []

    def hear(**told: Any) -> None:
        heard.append((told["kept"].pk, told["merged"].pk, told["merge"].stands))

    people_merged.connect(hear)
    people_unmerged.connect(hear)
    with acting_as(judge) as by:
        made = merge(here, there, by)
    with as_owner():
        late = Phone.objects.create(dossier=made.merged_dossier, person=there, number="+994557778899")
    with as_worker():
        assert tell_of_merges() == 1
        assert tell_of_merges() == 0
    with acting_as(judge) as by:
        late.refresh_from_db()
        assert (late.person_id, late.dossier_id) == (here.pk, here.dossier_id)
        unmerge_people(merge=made, reason="Wrong", by=by)
        late.refresh_from_db()
        assert late.person_id == there.pk, "its writer meant the other"
        assert MergeNews.objects.count() == 1
    with as_worker():
        assert tell_of_merges() == 1
    assert heard == [(here.pk, there.pk, True), (here.pk, there.pk, False)]
    people_merged.disconnect(hear)
    people_unmerged.disconnect(hear)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossed", [False, True])
def test_of_two_who_merge_at_once_exactly_one_wins(
    country: Any, make_person: Make, judge: Any, crossed: bool
) -> None:
    one, other = make_person("Əliyeva Nigar Həsən"), make_person("Aliyeva Nigar Hasan")
    ready, told = Barrier(2), []

    def try_it(kept: Person, merged: Person) -> None:
        try:
            with translation.override("en"), act(judge) as by:
                ready.wait()
                merge(kept, merged, by)
            told.append("merged")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    second = (other, one) if crossed else (one, other)
    both = [Thread(target=try_it, args=pair) for pair in ((one, other), second)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    with act(judge):
        assert sorted(told)[1] == "merged"
        assert "joined to another meanwhile" in sorted(told)[0]
        assert Merge.objects.count() == 1


def test_of_two_who_judge_at_once_one_wins_and_the_other_is_told(
    country: Any, girls: Any, judge: Any, acting_as: Any
) -> None:
    here, there = girls
    with acting_as(judge) as by:
        seen = [Person.objects.get(pk=girl.pk) for girl in (here, there)]
        made = merge(here, there, by)
        seen_too = Merge.objects.get(pk=made.pk)
        with pytest.raises(Refused, match="joined to another meanwhile"), transaction.atomic():
            merge(*seen, by)
        assert Merge.objects.count() == 1
        unmerge_people(merge=made, reason="Wrong", by=by)
        with pytest.raises(Refused, match="undone already"):
            unmerge_people(merge=seen_too, reason="Wrong", by=by)


def test_what_was_written_since_is_not_given_to_who_has_the_same_already(
    country: Any, girls: Any, judge: Any, acting_as: Any
) -> None:
    here, there = girls
    with acting_as(judge) as by:
        made = merge(here, there, by)
    with acting_as(country["chief"]) as by, clock.fixed("2026-06-05"):
        end_phone(phone=Phone.objects.get(person=here, number="+994501112233"), by=by)
        again = add_phone(person=Person.objects.get(pk=here.pk), number="+994501112233", by=by)
    with acting_as(judge) as by, clock.fixed("2026-06-06"):
        with pytest.raises(Refused, match="stands in the way"):
            unmerge_people(merge=made, reason="Wrong", given=[f"registry_phone:{again.pk}"], by=by)
        assert Merge.objects.get().stands
        unmerge_people(merge=made, reason="Wrong", by=by)
    with acting_as(country["chief"]):
        again.refresh_from_db()
        assert again.person_id == here.pk


def test_a_closed_text_is_put_back_whatever_others_were_merged_since(
    country: Any, girls: Any, judge: Any, acting_as: Any, make_person: Make
) -> None:
    here, there = girls
    kept, other = (
        make_person(f"Quliyev {name} Rauf", "2012-01-01", sex="male") for name in ("Orxan", "Orhan")
    )
    with acting_as(country["chief"]) as by:
        place = Residence(country["masalli"], None, "Başqa 1")
        add_address(person=other, residence=place, kind=Address.SAFE, by=by)
    with acting_as(judge) as by:
        first = merge(here, there, by)
        merge(kept, other, by)
        unmerge_people(merge=first, reason="Wrong", by=by)
    with acting_as(country["chief"]):
        assert Address.objects.get(person=there, kind="safe").hidden_line == "Gizli 7"
        assert Address.objects.get(person=kept, kind="safe").hidden_line == "Başqa 1"
