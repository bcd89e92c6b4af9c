"""Two records become one and two again: nothing is lost, nothing is left over, the twins stay two."""

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
from himaya.kit.errors import Refused
from himaya.registry.actions import (
    relate,
)
from himaya.registry.merging import actions as merging
from himaya.registry.merging.actions import merge_people, unmerge_people
from himaya.registry.merging.jobs import tell_of_merges
from himaya.registry.merging.queries import lineage_of
from himaya.registry.models import (
    Address,
    Merge,
    MergeNews,
    Person,
    PersonIdentifier,
    Phone,
)
from himaya.registry.queries import family_of, find_people
from himaya.registry.signals import people_merged, people_unmerged
from tests import factories
from tests.registry.merging_cast import Make, english, girls, judge, merge

__all__ = ["english", "girls", "judge"]
pytestmark = pytest.mark.django_db


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
