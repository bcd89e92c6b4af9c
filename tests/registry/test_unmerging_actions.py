"""A merge is undone: every row stands where it stood, whatever came since."""

import json
from typing import Any

import pytest
from django.db import connection, transaction

from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import (
    add_address,
    add_phone,
    correct_person,
    end_phone,
    receive,
)
from himaya.registry.merging.actions import unmerge_people
from himaya.registry.merging.queries import lineage_of, written_since
from himaya.registry.models import (
    Address,
    Merge,
    MergeMove,
    Person,
    Phone,
    Source,
)
from himaya.registry.rules import Details, Residence
from tests.registry.merging_cast import Make, english, girls, judge, merge

__all__ = ["english", "girls", "judge"]
pytestmark = pytest.mark.django_db


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
