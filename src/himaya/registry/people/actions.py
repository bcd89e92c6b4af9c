"""Writing a person's own facts: names, birth, addresses, telephones."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import grant, move_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import Dossier, Grant, User
from himaya.access.roles import PERSON_WRITE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.people.models import Address, Person, Phone
from himaya.registry.people.queries import current_address, unit_of_residence
from himaya.registry.people.rules import Details, Residence, may_be_recorded, may_call
from himaya.registry.people.signals import details_given, page_written

# Who registers or moves a person keeps sight of the file for a while, to finish the work.
REGISTRAR = "registrar"
REGISTRAR_DAYS = 30


def put_details(person: Person, details: Details) -> None:
    """Writes the details onto the row, unsaved. Refused where a rule says no, or what is known of their kin."""
    verdict = may_be_recorded(details, clock.today())
    if not verdict:
        raise Refused(verdict.reason)
    person.family_name = details.family_name
    person.given_name = details.given_name
    person.fathers_name = details.fathers_name
    person.sex = details.sex or Person.UNKNOWN
    person.birth_date = details.born.day if details.born else None
    person.birth_precision = details.born.precision if details.born else ""
    person.multiple_birth = details.multiple_birth
    person.died_on = details.died_on
    person.citizenship = details.citizenship
    person.language = details.language
    person.life = Person.DEAD if details.died_on else details.life
    if person.pk:
        details_given.send(sender=Person, person=person)


def keep_in_sight(*, dossier: Dossier, by: Any, first: bool = False) -> None:
    """Lets who registered or handed on a person see the file for a month more. `first`: the dossier is only just
    opened, so nobody is let into it yet."""
    if not isinstance(by, User):
        return
    held = Grant.objects.filter(dossier=dossier, user=by, ended_at__isnull=True, expires_at__isnull=True)
    if first or not held.exists():
        until = clock.now() + timedelta(days=REGISTRAR_DAYS)
        grant(dossier=dossier, user=by, ground=REGISTRAR, by=by, expires_at=until, first=first)


@action(PERSON_WRITE, on="person")
def correct_person(*, person: Person, details: Details, by: Any, expected: int | None = None) -> Person:
    """Corrects what is recorded; the database keeps what stood there before."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require_version(person, expected)
    put_details(person, details)
    person.save()
    person.refresh_from_db()
    page_written.send(sender=Person, person=person, by=by, first=False)
    return person


@action(PERSON_WRITE, on="person")
def add_address(
    *,
    person: Person,
    residence: Residence,
    by: Any,
    kind: str = Address.ACTUAL,
    started_on: date | None = None,
) -> Address:
    """A new address of a kind; the one before ends. Who really lives elsewhere now belongs to that place's unit,
    unless a case holds the file where it is until the case is handed over."""
    if residence.territory is None:
        raise Refused(_("Write the district at least."), "place")
    today = clock.today()
    if started_on and started_on > today:
        raise Refused(_("This day is still to come."), "started_on")
    before = current_address(person, kind)
    if before:
        since = before.started_on
        before.ended_on = max(started_on or today, since) if since else started_on or today
        before.save(update_fields=["ended_on"])
    address = Address.objects.create(
        dossier=person.dossier,
        person=person,
        kind=kind,
        territory=residence.territory,
        settlement=residence.settlement,
        line="" if kind == Address.SAFE else residence.line,
        hidden_line=residence.line if kind == Address.SAFE else "",
        started_on=started_on,
    )
    if kind == Address.ACTUAL:
        _live(person, residence, by)
    return address


def _live(person: Person, residence: Residence, by: Any) -> None:
    person.territory = residence.territory
    person.save(update_fields=["territory"])
    held_by_case = Grant.objects.filter(dossier=person.dossier, ground="case", ended_at__isnull=True).exists()
    unit = unit_of_residence(residence.territory)
    if not held_by_case and unit.pk != person.dossier.unit_id:
        keep_in_sight(dossier=person.dossier, by=by)
        move_dossier(dossier=person.dossier, unit=unit)


@action(PERSON_WRITE, on="person")
def add_phone(*, person: Person, number: str, by: Any, note: str = "", is_safe: bool | None = None) -> Phone:
    """A number on which the person may be reached, and whether ringing it is safe."""
    verdict = may_call(
        number, list(person.phones.filter(ended_at__isnull=True).values_list("number", flat=True))
    )
    if not verdict:
        raise Refused(verdict.reason, "number")
    return Phone.objects.create(
        dossier=person.dossier, person=person, number=number, note=note, is_safe=is_safe
    )


@action(PERSON_WRITE, on="phone")
def end_phone(*, phone: Phone, by: Any) -> Phone:
    """The number no longer reaches the person. Ended before, it keeps its moment."""
    Phone.objects.filter(pk=phone.pk, ended_at__isnull=True).update(ended_at=clock.now())
    phone.refresh_from_db()
    return phone
