"""Registering people, and opening a known person's file for a matter at work."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.actions import open_dossier, open_dossiers, record, record_all
from himaya.access.gate import action
from himaya.access.models import Dossier
from himaya.access.roles import PERSON_SEARCH, PERSON_WRITE
from himaya.kit.errors import Refused
from himaya.reference.queries import codes
from himaya.registry.identifiers.actions import put_identifier, put_identifiers
from himaya.registry.identifiers.rules import read_identifier
from himaya.registry.people.actions import keep_in_sight, put_details
from himaya.registry.people.models import Address, Person, Phone
from himaya.registry.people.queries import unit_of_residence
from himaya.registry.people.rules import Residence
from himaya.registry.people.signals import page_written
from himaya.registry.registration.rules import NewPerson, may_register, were_shown
from himaya.registry.search.queries import Match, likely_duplicates

# What the database itself writes onto a new row.
KEPT_BY_DATABASE = ["zone", "version", "name_fold", "name_sort", "search_keys"]


@action(PERSON_WRITE)
def register_person(
    *, new: NewPerson, by: Any, shown: str | None = None, different: str = "", sensitivity: int = 0
) -> Person:
    """Enters a person into the register, in the file of the unit where they live.

    Refused while somebody likely the same was not looked at: `shown` is the signed proof of who was shown (None
    outside of pages), `different` the coded reason why it is none of them. A FIN that a known person bears is
    always refused. Whoever registers sees the file for a month, or for as long as a case lets them in."""
    likely = likely_for(new=new, by=by)
    _refuse_the_known(likely, shown, different, by)
    person = _enter(new, by, sensitivity)
    keep_in_sight(dossier=person.dossier, by=by, first=True)
    if likely:
        record(by=by, verb="registration.told_apart", on=person, reason=different)
    page_written.send(sender=Person, person=person, by=by, first=True)
    return person


@action(PERSON_WRITE)
def register_told(*, new: NewPerson, by: Any, likely: Sequence[Match], different: str = "") -> Person:
    """Enters a person of whom a source told (a row of an approved list), not our own staff: what stands on the page
    is the source's word, which its own row keeps.

    Refused like `register_person` where somebody likely the same is there. Nobody gains sight of the file by it.
    `likely`: who was found alike just now, so that the register is not asked again."""
    _refuse_the_known(likely, None, different, by)
    person = _enter(new, by, 0)
    if likely:
        record(by=by, verb="registration.told_apart", on=person, reason=different)
    return person


@action(PERSON_WRITE)
def register_all_told(*, news: Sequence[NewPerson], by: Any) -> list[Person]:
    """Enters many people of whom a source told, in their order, in about as many questions as one: each as
    `register_told` does whom nobody in the register is like, which the caller has just seen of all of them.

    All or none: refused by a rule, or by the database where a number is borne already."""
    unit_of = {territory: unit_of_residence(territory) for territory in {new.lives.territory for new in news}}
    dossiers = open_dossiers(kind="person", units=[unit_of[new.lives.territory] for new in news])
    people = [_unsaved(new, dossier, by) for new, dossier in zip(news, dossiers, strict=True)]
    Person.objects.bulk_create(people)
    told = list(zip(people, news, strict=True))
    put_identifiers((person, "fin", new.fin) for person, new in told if new.fin)
    put_identifiers((person, kind, value) for person, new in told for kind, value in new.papers)
    Phone.objects.bulk_create(phone for person, new in told for phone in _phones(person, new))
    Address.objects.bulk_create(home for person, new in told for home in _homes(person, new))
    record_all(by=by, verb="registration.register_told", on=people)
    return people


def _unsaved(new: NewPerson, dossier: Dossier, by: Any) -> Person:
    person = Person(
        dossier=dossier,
        territory=new.lives.territory,
        registered_by=by if getattr(by, "pk", None) else None,
        is_sample=new.is_sample,
    )
    put_details(person, new.details)
    return person


def _enter(new: NewPerson, by: Any, sensitivity: int) -> Person:
    unit = unit_of_residence(new.lives.territory)
    person = _unsaved(new, open_dossier(kind="person", unit=unit, sensitivity=sensitivity), by)
    person.save()
    _put_the_rest(person, new)
    person.refresh_from_db(fields=KEPT_BY_DATABASE)
    return person


def likely_for(*, new: NewPerson, by: Any, counted: bool = False) -> list[Match]:
    """Who in the register may be this person."""
    details = new.details
    return likely_duplicates(
        by=by,
        family_name=details.family_name,
        given_name=details.given_name,
        fathers_name=details.fathers_name,
        born=details.born,
        sex=details.sex,
        fin=new.fin,
        papers=[read_identifier(kind, value) for kind, value in new.papers],
        phones=new.phones,
        territory=new.lives.territory,
        counted=counted,
    )


def _refuse_the_known(likely: Sequence[Match], shown: str | None, different: str, by: Any) -> None:
    if different and different not in {item.code for item in codes("registration.different_reason")}:
        raise Refused(_("Choose from the list."), "different")
    for match in likely:
        if any(reason.how == "fin" for reason in match.reasons):
            raise Refused(_("A person with this FIN is registered already. Use that record."), "fin")
    seen = None if shown is None else were_shown(shown, by)
    verdict = may_register((m.public_id for m in likely), shown=seen, different=different)
    if not verdict:
        raise Refused(verdict.reason, "different")


def _put_the_rest(person: Person, new: NewPerson) -> None:
    if new.fin:
        put_identifier(person, "fin", new.fin)
    for kind, value in new.papers:
        put_identifier(person, kind, value)
    Phone.objects.bulk_create(_phones(person, new))
    Address.objects.bulk_create(_homes(person, new))


def _phones(person: Person, new: NewPerson) -> Iterable[Phone]:
    numbers = dict.fromkeys(new.phones)
    return (Phone(dossier=person.dossier, person=person, number=number) for number in numbers)


def _homes(person: Person, new: NewPerson) -> Iterable[Address]:
    homes: Iterable[tuple[str, Residence]] = (
        (Address.ACTUAL, new.lives),
        (Address.REGISTERED, new.registered),
    )
    return (
        Address(
            dossier=person.dossier,
            person=person,
            kind=kind,
            territory=home.territory,
            settlement=home.settlement,
            line=home.line,
        )
        for kind, home in homes
        if home
    )


@action(PERSON_SEARCH, on="matter")
def open_person(*, public_id: str, matter: Dossier, source: str, by: Any) -> Person:
    """Lets the actor into the file of a person found for a case or report they work on. Through the narrow door:
    the sealed and those the actor is walled off from stay as if they were not there. `source` (`case:12`) is what
    ends the grant."""
    with connection.cursor() as cursor:
        cursor.execute("select registry_let_in(%s, %s, %s)", [public_id, matter.pk, source])
        pk = cursor.fetchone()[0]
    person = Person.objects.filter(pk=pk).first() if pk else None
    if person is None:
        raise Refused(_("This person is not in the register, or not open to you."), "person")
    return person
