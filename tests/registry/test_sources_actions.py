"""What sources tell is kept, the person's view is derived from it, and a wrong join leaves no trace on either."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import translation

from himaya.access.gate import SYSTEM
from himaya.access.roles import Administrator, Analyst, SocialWorker
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.periods import BirthDate
from himaya.registry.actions import (
    add_source,
    choose_field,
    correct_person,
    cut_link,
    join_record,
    receive,
    register_person,
    relate,
    set_trust,
)
from himaya.registry.models import (
    FieldChoice,
    Person,
    SealedSighting,
    Source,
    SourceLink,
    SourceRecord,
    SourceTelling,
    Underived,
)
from himaya.registry.rules import Details, NewPerson, Residence
from himaya.registry.sources import actions as sources
from himaya.registry.sources.actions import load_sources, own_source
from himaya.registry.sources.jobs import derive_all_waiting
from himaya.registry.sources.queries import provenance, tellings_of
from tests import factories

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]

NIGAR = Details("Əliyeva", "Nigar", "Həsən", "female", BirthDate(date(2014, 3, 5)))


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def civil() -> Source:
    return Source.objects.get(code="civil_register")


@pytest.fixture
def health() -> Source:
    return Source.objects.get(code="health")


def register(country: Any, details: Details = NIGAR) -> Person:
    new = NewPerson(details=details, lives=Residence(country["masalli"]))
    return register_person(new=new, by=country["supervisor"], different="twin")


def test_who_is_registered_has_a_page_of_the_unit_s_own(country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]):
        person = register(country)
        told = provenance(person)
    assert [str(t.record.source) for t in told.tellings] == ["The unit's own page"]
    name = next(story for story in told.fields if story.field == "given_name")
    assert (name.shown, name.source, name.why, name.differ) == ("Nigar", "The unit's own page", "", False)
    assert told.main == told.tellings[0]
    assert not any(story.apart for story in told.fields if story.sayings), "the source is said once for all"


def test_a_more_trusted_source_changes_the_view_and_nothing_told_is_lost(
    country: Any, acting_as: Any, civil: Source
) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        got = receive(
            source=civil, key="act 7", facts={"given_name": "Nərgiz", "fin": "5SEC7E7"}, person=person, by=by
        )
        person.refresh_from_db()
        told = provenance(person)
        story = next(s for s in told.fields if s.field == "given_name")
    assert {s.field for s in told.fields if s.apart and s.sayings} == {"given_name"}
    assert (got.state, got.joined, got.person) == ("new", True, person)
    assert person.given_name == "Nərgiz"
    assert story.differ
    assert story.why == "the most trusted source"
    assert {s.shown for s in story.sayings} == {"Nigar", "Nərgiz"}


def test_the_same_delivered_twice_is_taken_in_once(country: Any, acting_as: Any, civil: Source) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        first = receive(source=civil, key="act 7", facts={"given_name": "Nərgiz"}, person=person, by=by)
        again = receive(source=civil, key="act 7", facts={"given_name": "Nərgiz"}, by=by)
        newer = receive(source=civil, key="act 7", facts={"given_name": "Nazlı"}, by=by)
        person.refresh_from_db()
    assert [first.state, again.state, newer.state] == ["new", "same", "changed"]
    assert again.joined
    assert person.given_name == "Nazlı"
    assert list(SourceTelling.objects.filter(record=first.record).values_list("number", flat=True)) == [1, 2]


def test_a_correction_by_staff_stands_against_a_more_trusted_source(
    country: Any, acting_as: Any, civil: Source
) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        receive(source=civil, key="act 7", facts={"given_name": "Nərgiz"}, person=person, by=by)
        corrected = Details("Əliyeva", "Nigarxanım", "Həsən", "female", NIGAR.born)
        correct_person(person=person, details=corrected, by=by)
        receive(source=civil, key="act 7", facts={"given_name": "Nazlı"}, by=by)
        person.refresh_from_db()
        story = next(s for s in provenance(person).fields if s.field == "given_name")
    assert person.given_name == "Nigarxanım"
    assert story.why == "chosen by hand"
    assert not story.differ


def test_a_hand_chooses_and_gives_back_to_the_rule(country: Any, acting_as: Any, civil: Source) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        receive(source=civil, key="act 7", facts={"given_name": "Nərgiz"}, person=person, by=by)
        own = SourceTelling.objects.get(record__source=own_source(), record__key=person.public_id)
        assert choose_field(person=person, field="given_name", telling=own, by=by).given_name == "Nigar"
        assert choose_field(person=person, field="given_name", telling=None, by=by).given_name == "Nərgiz"
        with pytest.raises(Refused, match="does not say"):
            choose_field(person=person, field="fathers_name", telling=SourceTelling.objects.last(), by=by)
    assert FieldChoice.objects.count() == 2


def test_a_choice_lapses_when_its_source_says_something_else(
    country: Any, acting_as: Any, civil: Source, health: Source
) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        receive(source=civil, key="1", facts={"given_name": "Nərgiz"}, person=person, by=by)
        got = receive(source=health, key="1", facts={"given_name": "Nazlı"}, person=person, by=by)
        told = SourceTelling.objects.get(record=got.record)
        assert choose_field(person=person, field="given_name", telling=told, by=by).given_name == "Nazlı"
        receive(source=health, key="1", facts={"given_name": "Nazlı", "sex": "female"}, by=by)
        person.refresh_from_db()
        assert person.given_name == "Nazlı", "it still says so"
        receive(source=health, key="1", facts={"given_name": "Nazilə"}, by=by)
        person.refresh_from_db()
    assert person.given_name == "Nərgiz"


def test_a_wrong_join_is_cut_and_both_stand_as_before(country: Any, acting_as: Any, civil: Source) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        before = Person.objects.filter(pk=person.pk).values().get()
        got = receive(source=civil, key="7", facts={"given_name": "Nərgiz", "citizenship": "GE"}, by=by)
        assert got.joined is False
        record = SourceRecord.objects.get(pk=got.record)
        loose = record.dossier_id
        join_record(record=record, person=person, by=by)
        record.refresh_from_db()
        assert record.dossier_id == person.dossier_id != loose
        link = SourceLink.objects.get(record=record)
        cut_link(link=link, reason="Another girl of that name", by=by)
        after = Person.objects.filter(pk=person.pk).values().get()
        record.refresh_from_db()
    assert record.dossier_id not in (person.dossier_id, loose)
    assert {k: v for k, v in after.items() if k != "version"} == {
        k: v for k, v in before.items() if k != "version"
    } | {"citizenship": after["citizenship"]}
    assert after["citizenship"] == "", "nobody says it any more"
    assert link.cut.reason == "Another girl of that name"
    with acting_as(country["supervisor"]) as by:
        for reason in ("once more", ""):
            with pytest.raises(Refused):
                cut_link(link=link, reason=reason, by=by)
        own = SourceLink.objects.get(record__source__code="own", person=person)
        with pytest.raises(Refused, match="Correct it instead"):
            cut_link(link=own, reason="x", by=by)


def test_a_row_belongs_to_one_person(country: Any, acting_as: Any, civil: Source, make_person: Make) -> None:
    other = make_person("Quliyeva Aysel Rauf")
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        receive(source=civil, key="7", facts={"given_name": "Nərgiz"}, person=person, by=by)
        with pytest.raises(Refused, match="another person"):
            receive(source=civil, key="7", facts={"given_name": "Nərgiz"}, person=other, by=by)
        assert (
            receive(source=civil, key="7", facts={"given_name": "Nərgiz"}, person=person, by=by).state
            == "same"
        )


def test_a_person_of_another_district_is_told_of_by_fin_and_derived_by_the_worker(
    country: Any, acting_as: Any, civil: Source, make_person: Make, as_worker: Any
) -> None:
    far = make_person("Quliyeva Aysel Rauf", unit="there", fin="5ABC7E7")
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="valid FIN"):
            receive(source=civil, key="7", facts={"given_name": "Aysellə"}, person=far.public_id, by=by)
        got = receive(
            source=civil,
            key="8",
            facts={"given_name": "Aysellə", "fin": "5ABC7E7"},
            person=far.public_id,
            by=by,
        )
    assert (got.state, got.joined, got.person) == ("new", True, None)
    with acting_as(country["supervisor"]) as by:
        again = receive(source=civil, key="8", facts={"given_name": "Aytən", "fin": "5ABC7E7"}, by=by)
        assert (again.state, again.person) == ("changed", None)
        assert not SourceRecord.objects.filter(key="8").exists(), "it lies in a file the teller may not read"
    with as_worker():
        assert derive_all_waiting() == 1
        assert derive_all_waiting() == 0
    with acting_as(country["neighbour"]):
        far.refresh_from_db()
        assert far.given_name == "Aytən"
        assert not Underived.objects.exists()


def test_a_sealed_person_is_not_there_and_their_guardians_hear(
    country: Any, acting_as: Any, civil: Source, sealed: Person, as_owner: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        for who in (sealed.public_id, "nobodyhere00"):
            got = receive(source=civil, key=who, facts={"fin": "5SEC7E7"}, person=who, by=by)
            assert (got.state, got.joined, got.person) == ("new", False, None)
        assert not join_record(
            record=SourceRecord.objects.get(key="nobodyhere00"), person=sealed.public_id, by=by
        )
    with as_owner():
        assert SealedSighting.objects.filter(person=sealed, how="identifier").count() == 1


def test_what_sources_together_make_impossible_leaves_the_person_alone(
    country: Any, acting_as: Any, civil: Source
) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country)
        receive(
            source=civil,
            key="7",
            facts={"died_on": date(2010, 1, 1), "given_name": "X"},
            person=person,
            by=by,
        )
        person.refresh_from_db()
    assert (person.given_name, person.died_on) == ("Nigar", None)


def test_a_twin_by_relationship_is_a_twin_on_the_own_page(country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]) as by:
        one = register(country)
        two = register(country, Details("Əliyeva", "Nərgiz", "Həsən", "female", NIGAR.born))
        relate(person=one, other=two, kind="twin", by=by)
        receive(source=own_source(), key="x", facts={"multiple_birth": False}, person=one, by=by)
        one.refresh_from_db()
    assert one.multiple_birth is True


def test_a_key_is_needed_and_only_who_writes_people_may_tell(
    country: Any, acting_as: Any, civil: Source
) -> None:
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="key"):
        receive(source=civil, key="  ", facts={}, by=by)
    with acting_as(country["analyst"]) as by, pytest.raises(PermissionDenied):
        receive(source=civil, key="1", facts={}, by=by)


def test_sources_are_kept_by_administrators_and_trust_is_dated(
    country: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        keeper = factories.user((Administrator, country["nation"]))
    with acting_as(keeper) as by:
        named = {"name_az": "Ombudsman", "name_en": "Ombudsman", "name_ru": "Омбудсман"}
        source = add_source(code="ombudsman", kind="agency", rank=70, by=by, **named)
        with pytest.raises(Refused, match="already"):
            add_source(code="ombudsman", kind="agency", rank=70, by=by, **named)
        with pytest.raises(Refused, match="later day"):
            set_trust(source=source, rank=10, valid_from=date(2026, 5, 31), by=by)
        assert set_trust(source=source, rank=10, valid_from=date(2026, 7, 1), by=by).rank == 10
    assert load_sources() == 0


def test_the_shipped_sources_come_back_by_themselves(as_owner: Any) -> None:
    with as_owner():
        from himaya.registry.models import SourceTrust

        SourceTrust.objects.all().delete()
        Source.objects.all().delete()
        assert own_source().code == "own"


def test_a_row_delivered_twice_at_once_is_told_again_and_then_given_up(
    country: Any, acting_as: Any, civil: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, beaten = sources._first_telling, [IntegrityError("the other was first")] * 3

    def beaten_for_a_while(*row: Any) -> int:
        if beaten:
            raise beaten.pop()
        return really(*row)

    monkeypatch.setattr(sources, "_first_telling", beaten_for_a_while)
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="at the same moment"):
            receive(source=civil, key="act 7", facts={"given_name": "Nərgiz"}, by=by)
        assert not SourceRecord.objects.exists()
        got = receive(source=civil, key="act 7", facts={"given_name": "Nərgiz"}, by=by)
        assert (got.state, SourceRecord.objects.get().pk) == ("new", got.record)


def test_a_row_that_is_nobody_s_yet_lies_where_its_teller_works_or_else_with_the_national_desk(
    country: Any, acting_as: Any, as_owner: Any, as_worker: Any, civil: Source
) -> None:
    with as_owner():
        both = factories.user((Analyst, country["there"]), (SocialWorker, country["here"]))
    with acting_as(both):
        mine = receive(source=civil, key="1", facts={"given_name": "Nigar"}, by=both)
    with as_worker(), acting_as(SYSTEM):
        delivered = receive(source=civil, key="2", facts={"given_name": "Elvin"}, by=SYSTEM)
    with as_owner():
        held = {r.pk: r.dossier.unit for r in SourceRecord.objects.select_related("dossier__unit")}
    assert held == {mine.record: country["here"], delivered.record: country["nation"]}


def test_whoever_is_registered_first_of_all_has_a_page_of_their_unit(
    country: Any, acting_as: Any, as_owner: Any
) -> None:
    from himaya.registry.models import SourceTrust

    with as_owner():
        SourceTrust.objects.all().delete()
        Source.objects.all().delete()
    with acting_as(country["supervisor"]):
        person = register(country)
        assert [told.record.source.code for told in tellings_of(person)] == ["own"]
