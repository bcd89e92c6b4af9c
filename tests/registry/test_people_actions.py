"""Registering, correcting, relating; done, refused, audited, and nothing kept of what failed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from himaya.access.actions import grant
from himaya.access.gate import SYSTEM
from himaya.access.models import AuditEvent, Grant, History
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.kit.periods import BirthDate
from himaya.registry.actions import (
    add_address,
    add_identifier,
    add_phone,
    correct_person,
    end_identifier,
    end_phone,
    end_status,
    join_household,
    leave_household,
    record_status,
    relate,
)
from himaya.registry.models import (
    Person,
    PersonIdentifier,
    SealedSighting,
)
from himaya.registry.queries import current_address, family_of
from himaya.registry.registration.rules import shown_token
from himaya.registry.rules import Details, Residence
from tests.registry.people_cast import NIGAR, Make, english, register, today

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db


def test_a_person_is_registered_in_the_file_of_the_place_they_live_in(
    country: Any, acting_as: Any, today: Any
) -> None:
    with acting_as(country["supervisor"]):
        person = register(
            country,
            fin="5A0B1CD",
            papers=(("birth_certificate", "№ 123456"),),
            phones=("+994503214567",),
            lives=Residence(country["masalli"], line="Nizami küç. 5"),
        )
        assert person.dossier.unit == country["here"]
        assert person.formal_name == "Əliyeva Nigar Həsən qızı"
        assert person.age == 12
        assert {i.kind: i.value for i in person.identifiers.all()} == {
            "fin": "5A0B1CD",
            "birth_certificate": "123456",
        }
        assert person.phones.get().number == "+994503214567"
        assert current_address(person).line == "Nizami küç. 5"
        assert person.territory == country["masalli"]


def test_who_registers_keeps_sight_for_a_month_and_the_deed_is_audited(
    country: Any, acting_as: Any, as_owner: Any, today: Any
) -> None:
    with acting_as(country["worker"]):
        person = register(country, "worker")
    with acting_as(country["worker"]):
        assert Person.objects.filter(pk=person.pk).exists()
    with as_owner():
        kept = Grant.objects.get(dossier=person.dossier)
        assert (kept.user, kept.ground) == (country["worker"], "registrar")
        assert (kept.expires_at - clock.now()).days == 30
        event = AuditEvent.objects.get(verb="registration.register_person")
        assert (event.actor_id, event.dossier_id) == (country["worker"].pk, person.dossier_id)


def test_where_nobody_knows_the_place_the_national_desk_holds_the_file(
    country: Any, acting_as: Any, today: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        person = register(country, lives=Residence())
        assert person.dossier.unit == country["nation"]
        add_phone(person=person, number="+994503112233", by=by)  # who registered goes on with it


def test_nobody_is_registered_beside_someone_alike_unseen(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        with pytest.raises(Refused, match="none of"):
            register(country)
        with pytest.raises(Refused, match="Look at them"):
            register(country, shown="", different="twin")
        with pytest.raises(Refused, match="Look at them"):
            register(country, shown=shown_token([her.public_id], country["chief"]), different="twin")
        with pytest.raises(Refused):
            register(country, shown=shown_token([her.public_id], country["supervisor"]))
        assert Person.objects.count() == 1, "nothing is kept of what was refused"
        with pytest.raises(Refused, match="from the list"):
            register(country, shown=shown_token([her.public_id], country["supervisor"]), different="other")
        other = register(
            country, shown=shown_token([her.public_id], country["supervisor"]), different="namesake"
        )
        assert Person.objects.count() == 2
        assert other.pk != her.pk


def test_someone_alike_in_another_district_counts_too(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    make_person(unit="there")
    with acting_as(country["supervisor"]), pytest.raises(Refused, match="none of"):
        register(country)


def test_a_fin_belongs_to_one_person(country: Any, make_person: Make, acting_as: Any, today: Any) -> None:
    make_person("Quliyeva Aysel Rauf", "1990-01-01", unit="there", fin="5A0B1CD")
    with acting_as(country["supervisor"]):
        with pytest.raises(Refused, match="FIN") as refused:
            register(country, fin="5A0B1CD", different="seen")
        assert refused.value.field == "fin"
        person = register(country)
        with pytest.raises(Refused, match="bears this number"):
            add_identifier(person=person, kind="fin", value="5aOb1cd", by=country["supervisor"])
        own = add_identifier(person=person, kind="fin", value="7A0B1CD", by=country["supervisor"])
        with pytest.raises(Refused, match="already has a FIN"):
            add_identifier(person=person, kind="fin", value="8A0B1CD", by=country["supervisor"])
        end_identifier(identifier=own, by=country["supervisor"])
        add_identifier(person=person, kind="fin", value="8A0B1CD", by=country["supervisor"])


def test_the_database_refuses_a_malformed_fin(country: Any, make_person: Make, as_owner: Any) -> None:
    person = make_person()
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        PersonIdentifier.objects.create(dossier=person.dossier, person=person, kind="fin", value="5AOB1CD")


def test_the_fin_of_a_sealed_person_is_taken_in_and_tells_nothing(
    country: Any, sealed: Person, acting_as: Any, as_owner: Any, today: Any
) -> None:
    with acting_as(country["supervisor"]):
        person = register(country, fin="5SEC7E7")
        assert person.identifiers.get().value == "5SEC7E7"
    with as_owner():
        assert person.identifiers.get().standing == "contested"
        assert SealedSighting.objects.filter(person=sealed, seeker=country["supervisor"]).exists()


def test_twins_stay_two(country: Any, acting_as: Any, today: Any) -> None:
    twin = Details("Əliyeva", "Nərgiz", "Həsən", "female", BirthDate(date(2014, 3, 5)), multiple_birth=True)
    with acting_as(country["supervisor"]):
        first = register(country)
        second = register(country, details=twin, different="twin")
        relate(person=first, other=second, kind="twin", by=country["supervisor"])
        first.refresh_from_db()
        assert first.multiple_birth
        assert family_of(second).ties[0].person == first
        assert Person.objects.count() == 2


def test_an_abandoned_infant_without_a_name_is_registered_by_age_and_sex(
    country: Any, acting_as: Any, today: Any
) -> None:
    with acting_as(country["supervisor"]):
        baby = register(country, details=Details(sex="male", born=BirthDate.of_age(0, clock.today())))
        assert not baby.full_name
        assert str(baby)
        assert baby.birth_precision == "estimated"


@pytest.mark.parametrize("who", ["counsellor", "analyst", "provider"])
def test_those_without_the_right_register_nobody(who: str, country: Any, acting_as: Any, today: Any) -> None:
    with acting_as(country[who]), pytest.raises(PermissionDenied):
        register(country, who)


def test_a_correction_keeps_what_stood_before(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        changed = correct_person(
            person=her,
            details=Details("Quliyeva", "Nigar", "Həsən", "female", BirthDate.of_year(2014)),
            by=country["supervisor"],
            expected=1,
        )
        assert (changed.family_name, changed.birth_precision, changed.version) == ("Quliyeva", "year", 2)
        before = History.objects.get().before
        assert before["family_name"] == "Əliyeva"
        assert "name_fold" not in before
        assert "search_keys" not in before
        with pytest.raises(Stale):
            correct_person(person=her, details=NIGAR, by=country["supervisor"], expected=1)


def test_nobody_corrects_a_stranger_s_file(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["neighbour"]), pytest.raises(PermissionDenied):
        correct_person(person=her, details=NIGAR, by=country["neighbour"])


def test_who_moves_to_another_district_belongs_to_its_unit(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        add_address(person=her, residence=Residence(country["masalli"]), by=country["supervisor"])
    with acting_as(country["supervisor"]):
        add_address(
            person=her,
            residence=Residence(country["quba"]),
            by=country["supervisor"],
            started_on=date(2026, 5, 1),
        )
    with acting_as(country["neighbour"]):
        her = Person.objects.get()
        assert her.territory == country["quba"]
        assert her.dossier.unit == country["there"]
        assert [(a.territory, a.ended_on) for a in her.addresses.order_by("pk")] == [
            (country["masalli"], date(2026, 5, 1)),
            (country["quba"], None),
        ]


def test_an_address_names_its_district_and_is_not_in_the_future(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="district at least") as nowhere:
            add_address(person=her, residence=Residence(line="Nizami küç. 5"), by=by)
        with pytest.raises(Refused, match="still to come") as tomorrow:
            add_address(person=her, residence=Residence(country["quba"]), by=by, started_on=date(2026, 6, 2))
        assert (nowhere.value.field, tomorrow.value.field) == ("place", "started_on")
        her.refresh_from_db()
        assert (her.territory, her.dossier.unit) == (country["masalli"], country["here"])
        assert not her.addresses.exists()


def test_the_file_of_who_moves_stays_in_sight_a_month_for_a_person_who_moved_it_and_is_not_left_to_the_system(
    country: Any, make_person: Make, acting_as: Any, as_owner: Any, as_worker: Any, today: Any
) -> None:
    moved_by_hand, let_in, moved_by_system = (make_person(fin=f"{n}A0B1CD") for n in range(3))
    with as_owner():
        grant(dossier=let_in.dossier, user=country["worker"], ground="named", by=None)
    with acting_as(country["supervisor"]) as by:
        add_address(person=moved_by_hand, residence=Residence(country["quba"]), by=by)
    with acting_as(country["worker"]) as by:
        add_address(person=let_in, residence=Residence(country["quba"]), by=by)
    with as_worker(), acting_as(SYSTEM):
        add_address(person=moved_by_system, residence=Residence(country["quba"]), by=SYSTEM)
    with as_owner():
        assert {p.dossier.unit for p in Person.objects.all()} == {country["there"]}
        kept = Grant.objects.get(ground="registrar")
        assert (kept.user, kept.dossier) == (country["supervisor"], moved_by_hand.dossier)
        assert kept.expires_at == clock.now() + timedelta(days=30)


def test_what_ended_keeps_its_day_whoever_ends_it_again(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person(fin="5A0B1CD", phone="+994503214567")
    with acting_as(country["supervisor"]) as by:
        member = join_household(person=her, role="child", by=by)
        status = record_status(person=her, status="idp", started_on=date(2020, 1, 1), source="Vəsiqə", by=by)
        ended = [
            (end_phone, {"phone": her.phones.get()}, "ended_at", today),
            (end_identifier, {"identifier": her.identifiers.get()}, "ended_at", today),
            (leave_household, {"member": member}, "ended_on", date(2026, 6, 1)),
            (end_status, {"membership": status}, "ended_on", date(2026, 6, 1)),
        ]
        for end, what, field, day in ended:
            assert getattr(end(by=by, **what), field) == day
            with clock.fixed("2026-07-01"):
                assert getattr(end(by=by, **what), field) == day, "the first end stands"


def test_a_correction_that_cannot_be_is_refused(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    unborn = Details("Əliyeva", "Nigar", "Həsən", "female", BirthDate(date(2026, 6, 2)))
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="lie in the future"):
        correct_person(person=her, details=unborn, by=by)
    with acting_as(country["supervisor"]):
        assert Person.objects.get().birth_date == date(2014, 3, 5)


def test_a_number_that_is_none_is_refused_and_said_where(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]) as by:
        for kind, value, field in (("fin", "5A0", "fin"), ("id_card", "12", "value")):
            with pytest.raises(Refused) as refused:
                add_identifier(person=her, kind=kind, value=value, by=by)
            assert refused.value.field == field
        with pytest.raises(Refused, match="cannot end before it was issued"):
            add_identifier(
                person=her, kind="id_card", value="AA1234567", by=by,
                issued_on=date(2020, 1, 2), valid_until=date(2020, 1, 1),
            )  # fmt: skip
        assert not her.identifiers.exists()


def test_a_case_keeps_the_file_where_it_is(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        grant(
            dossier=her.dossier,
            user=country["worker"],
            ground="case",
            source="case:1",
            by=country["supervisor"],
        )
        add_address(person=her, residence=Residence(country["quba"]), by=country["supervisor"])
        her.refresh_from_db()
        assert her.dossier.unit == country["here"]


def test_a_telephone_is_written_once(country: Any, make_person: Make, acting_as: Any, today: Any) -> None:
    her = make_person(phone="+994503214567")
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="already"):
            add_phone(person=her, number="+994503214567", by=by)
        second = add_phone(person=her, number="+994553214567", is_safe=False, note="Nənə", by=by)
        end_phone(phone=her.phones.get(number="+994503214567"), by=by)
        again = add_phone(person=her, number="+994503214567", by=by)
        assert list(her.phones.filter(ended_at__isnull=True)) == [second, again]
        assert (second.is_safe, again.is_safe) == (False, None)
