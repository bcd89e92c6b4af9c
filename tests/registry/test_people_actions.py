"""Registering, correcting, relating; done, refused, audited, and nothing kept of what failed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, transaction
from django.utils import translation

from himaya.access.actions import grant, open_dossier, wall_off
from himaya.access.gate import SYSTEM
from himaya.access.models import AuditEvent, Grant, History
from himaya.access.roles import NORMAL, SENSITIVE
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
    end_relation,
    end_status,
    join_household,
    leave_household,
    live_together,
    open_person,
    record_consent,
    record_status,
    register_person,
    relate,
    withdraw_consent,
)
from himaya.registry.models import (
    Address,
    Consent,
    Household,
    HouseholdMember,
    Person,
    PersonIdentifier,
    Relationship,
    SealedSighting,
)
from himaya.registry.queries import current_address, family_of, households_of, standing_consents
from himaya.registry.registration.rules import shown_token
from himaya.registry.rules import Details, NewPerson, Residence
from tests import database

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]

NIGAR = Details("Əliyeva", "Nigar", "Həsən", "female", BirthDate(date(2014, 3, 5)))


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def today() -> Any:
    with clock.fixed("2026-06-01") as moment:
        yield moment


def register(country: Any, who: str = "supervisor", details: Details = NIGAR, **more: Any) -> Person:
    told = {name: more.pop(name) for name in ("shown", "different") if name in more}
    more.setdefault("lives", Residence(country["masalli"]))
    return register_person(new=NewPerson(details=details, **more), by=country[who], **told)


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


def test_a_relationship_is_written_both_ways_and_ends_both_ways(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    with acting_as(country["supervisor"]):
        tie = relate(person=child, other=mother, kind="mother", by=country["supervisor"])
        back = Relationship.objects.get(person=mother)
        assert (back.kind, back.pair, back.dossier) == ("child", tie.pair, mother.dossier)
        with pytest.raises(Refused, match="already"):
            relate(person=child, other=mother, kind="mother", by=country["supervisor"])
        with pytest.raises(Refused):
            relate(person=mother, other=child, kind="parent", by=country["supervisor"])
        end_relation(relationship=tie, by=country["supervisor"])
        assert not Relationship.objects.filter(ended_on__isnull=True).exists()


def test_a_suspicion_of_harm_is_read_only_in_the_child_s_file(
    country: Any, make_person: Make, acting_as: Any, as_owner: Any, today: Any
) -> None:
    child, man = make_person(), make_person("Quliyev Vaqif Rauf", "1980-01-01", sex="male", unit="there")
    with as_owner():
        for dossier in (child.dossier, man.dossier):
            grant(dossier=dossier, user=country["worker"], ground="case", source="case:1", by=None)
    with acting_as(country["worker"]):
        relate(person=child, other=man, kind="suspected_of_harm", by=country["worker"])
    with acting_as(country["worker"]):
        child.dossier.refresh_from_db()
        assert child.dossier.sensitivity == SENSITIVE
        assert [k.kind for k in family_of(child).ties] == ["suspected_of_harm"]
        assert family_of(child).ties[0].is_restricted
        assert [k.kind for k in family_of(man).ties] == ["harmed"]
    with acting_as(country["neighbour"]):
        assert family_of(man).ties == [], "the suspect's own unit reads nothing of it"


def test_a_second_suspect_is_kept_in_the_same_file_from_whichever_side_it_is_written(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    child = make_person(sensitivity=SENSITIVE)
    man = make_person("Quliyev Vaqif Rauf", "1980-01-01", sex="male")
    with acting_as(country["supervisor"]) as by:
        tie = relate(person=man, other=child, kind="harmed", by=by)
        assert (tie.kind, tie.dossier) == ("harmed", child.dossier)
        assert Relationship.objects.get(person=child).kind == "suspected_of_harm"
        for dossier, sensitivity in ((child.dossier, SENSITIVE), (man.dossier, NORMAL)):
            dossier.refresh_from_db()
            assert dossier.sensitivity == sensitivity


def test_kin_one_may_not_see_are_masked_and_the_sealed_are_not_there(
    country: Any, make_person: Make, sealed: Person, acting_as: Any, as_owner: Any, today: Any
) -> None:
    child, aunt = make_person(), make_person("Quliyeva Aysel Rauf", "1990-01-01", unit="there")
    with as_owner():
        home = Household.objects.create()
        for person in (child, aunt, sealed):
            HouseholdMember.objects.create(
                dossier=person.dossier, household=home, person=person, role="other"
            )
        for other, kind, back in ((aunt, "aunt_uncle", "nephew_niece"), (sealed, "sibling", "sibling")):
            pair = uuid4()
            Relationship.objects.create(
                dossier=child.dossier, person=child, other=other, kind=kind, pair=pair
            )
            Relationship.objects.create(
                dossier=other.dossier, person=other, other=child, kind=back, pair=pair
            )
    with acting_as(country["supervisor"]):
        family = family_of(child)
        assert [(k.initials, k.is_masked, k.unit) for k in family.ties] == [("Q. A.", True, country["there"])]
        assert [k.public_id for k in family.home] == [aunt.public_id]
    with acting_as(country["neighbour"]):
        assert family_of(child).ties == []


def test_people_move_in_together_and_out(country: Any, make_person: Make, acting_as: Any, today: Any) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    with acting_as(country["supervisor"]):
        member = live_together(
            person=child, other=mother, role="child", other_role="mother", by=country["supervisor"]
        )
        assert households_of(mother) == [member.household]
        with pytest.raises(Refused, match="already"):
            join_household(person=child, role="child", household=member.household, by=country["supervisor"])
        assert family_of(child).home[0].person == mother
        leave_household(member=member, by=country["supervisor"])
        assert family_of(child).home == []


def test_nobody_moves_in_with_themselves_or_tomorrow_and_two_move_into_the_home_one_has(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="still to come"):
            join_household(person=child, role="child", by=by, started_on=date(2026, 6, 2))
        with pytest.raises(Refused, match="another person"):
            live_together(person=child, other=child, role="child", by=by)
        assert not Household.objects.exists()
        home = join_household(person=mother, role="mother", by=by).household
        assert live_together(person=child, other=mother, role="child", by=by).household == home
        assert Household.objects.count() == 1


def test_spoken_consent_counts_until_it_is_withdrawn(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        consent = record_consent(
            person=her,
            purpose="referral",
            form="spoken",
            given_by="parent",
            giver_name="Aysel",
            child_agrees=True,
            by=country["supervisor"],
        )
        assert standing_consents(her, "referral", recipient="Mərkəz") == [consent]
        assert standing_consents(her, "photo") == []
        withdraw_consent(consent=consent, note="Fikrini dəyişdi", by=country["supervisor"])
        assert standing_consents(her, "referral") == []
        with pytest.raises(Refused, match="already"):
            withdraw_consent(consent=consent, by=country["supervisor"])
        ground = record_consent(person=her, purpose="share", ground="court", by=country["supervisor"])
        with pytest.raises(Refused, match="nobody"):
            withdraw_consent(consent=ground, by=country["supervisor"])
        assert Consent.objects.count() == 2


def test_a_consent_is_not_of_tomorrow_and_does_not_end_before_it_begins(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    own = {"person": her, "purpose": "referral", "form": "spoken", "given_by": "self"}
    with acting_as(country["supervisor"]) as by:
        for days, field in (
            ({"given_on": date(2026, 6, 2)}, "given_on"),
            ({"valid_until": date(2026, 5, 31)}, "valid_until"),
            ({"given_on": date(2026, 5, 1), "valid_until": date(2026, 4, 30)}, "valid_until"),
        ):
            with pytest.raises(Refused) as refused:
                record_consent(**own, **days, by=by)
            assert refused.value.field == field
        assert not Consent.objects.exists()
        kept = record_consent(**own, given_on=date(2026, 5, 1), valid_until=date(2026, 5, 1), by=by)
        assert standing_consents(her, "referral") == [], "it ran out a month ago"
        assert kept.recorded_by == by


def test_a_status_has_a_day_and_a_source_and_stands_once(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    her = make_person()
    with acting_as(country["supervisor"]):
        record_status(
            person=her, status="idp", started_on=date(2020, 1, 1), source="Vəsiqə", by=country["supervisor"]
        )
        for more in ({"source": "x"}, {"source": " ", "status": "elderly"}, {"started_on": date(2027, 1, 1)}):
            with pytest.raises(Refused):
                record_status(
                    **{
                        "person": her,
                        "status": "idp",
                        "started_on": date(2021, 1, 1),
                        "source": "y",
                        "by": country["supervisor"],
                        **more,
                    }
                )


@pytest.fixture
def matter(country: Any, as_owner: Any) -> Any:
    """A case that the worker of `here` works on."""
    with as_owner():
        dossier = open_dossier(kind="case", unit=country["here"])
        grant(dossier=dossier, user=country["worker"], ground="case", source="case:7", by=None)
        return dossier


def test_a_masked_person_is_opened_for_the_case_one_works_on(
    country: Any, make_person: Make, matter: Any, acting_as: Any, as_owner: Any
) -> None:
    her = make_person(unit="there", sensitivity=SENSITIVE)
    with acting_as(country["worker"]):
        assert not Person.objects.exists()
        opened = open_person(public_id=her.public_id, matter=matter, source="case:7", by=country["worker"])
        assert opened == her
    with acting_as(country["worker"]):
        assert Person.objects.get() == her
    with as_owner():
        kept = Grant.objects.get(dossier=her.dossier)
        assert (kept.user, kept.ground, kept.source) == (country["worker"], "case", "case:7")
        event = AuditEvent.objects.get(verb="registration.open_person")
        assert (event.actor_id, event.dossier_id) == (country["worker"].pk, her.dossier_id)


def test_the_narrow_door_stays_shut_for_the_sealed_the_walled_and_other_people_s_cases(
    country: Any, make_person: Make, sealed: Person, matter: Any, acting_as: Any, as_owner: Any
) -> None:
    her = make_person(unit="there")
    walled = make_person("Quliyeva Aysel", "1990-01-01", unit="there")
    own = make_person("Babayev Anar", "1991-01-01")
    with as_owner():
        wall_off(dossier=walled.dossier, user=country["worker"], reason="named", by=None)
    database.settle()
    for person in (sealed, walled):
        with acting_as(country["worker"]), pytest.raises(Refused, match="not in the register"):
            open_person(public_id=person.public_id, matter=matter, source="case:7", by=country["worker"])
    with acting_as(country["stranger"]), pytest.raises((PermissionDenied, Error)), transaction.atomic():
        open_person(public_id=her.public_id, matter=matter, source="case:7", by=country["stranger"])
    with acting_as(country["supervisor"]), pytest.raises(Error), transaction.atomic():
        open_person(public_id=her.public_id, matter=own.dossier, source="x", by=country["supervisor"])
    with as_owner():
        assert not Grant.objects.exclude(dossier=matter).exists()


def test_the_address_of_a_person_is_one_at_a_time(country: Any, make_person: Make, as_owner: Any) -> None:
    her = make_person()
    with as_owner():
        Address.objects.create(dossier=her.dossier, person=her, kind="actual")
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.create(dossier=her.dossier, person=her, kind="actual")
