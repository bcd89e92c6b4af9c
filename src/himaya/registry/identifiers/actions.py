"""Entering and ending identifiers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.roles import PERSON_WRITE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.identifiers.rules import may_be_identifier, read_identifier
from himaya.registry.people.models import Person


def put_identifier(person: Person, kind: str, typed: str, **more: Any) -> PersonIdentifier:
    """Writes one identifier. Refused where its form is wrong or another known person bears it; the action it is part of
    is then undone as a whole."""
    value, field = _read(kind, typed), _field(kind)
    try:
        return PersonIdentifier.objects.create(
            dossier=person.dossier, person=person, kind=kind, value=value, **more
        )
    except IntegrityError as clash:
        if "identifier_one_fin" in str(clash):
            raise Refused(_("This person already has a FIN. End the wrong one first."), field) from clash
        raise Refused(
            _("Another person in the register bears this number. Search for it: it may be the same person."),
            field,
        ) from clash


def put_identifiers(told: Iterable[tuple[Person, str, str]]) -> None:
    """Writes many people's first identifiers (person, kind, as typed) at once. Refused where the form of one is wrong;
    the database's own refusal where one is borne already: then none is written."""
    PersonIdentifier.objects.bulk_create(
        PersonIdentifier(dossier=person.dossier, person=person, kind=kind, value=_read(kind, typed))
        for person, kind, typed in told
    )


def _read(kind: str, typed: str) -> str:
    value = read_identifier(kind, typed)
    verdict = may_be_identifier(kind, value)
    if not verdict:
        raise Refused(verdict.reason, _field(kind))
    return value


def _field(kind: str) -> str:
    return "fin" if kind == "fin" else "value"


@action(PERSON_WRITE, on="person")
def add_identifier(
    *,
    person: Person,
    kind: str,
    value: str,
    by: Any,
    country: str = "AZ",
    issuer: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
) -> PersonIdentifier:
    """Enters an identifier of a person."""
    if issued_on and valid_until and valid_until < issued_on:
        raise Refused(_("A document cannot end before it was issued."), "valid_until")
    return put_identifier(
        person, kind, value, country=country, issuer=issuer, issued_on=issued_on, valid_until=valid_until
    )


@action(PERSON_WRITE, on="identifier")
def end_identifier(*, identifier: PersonIdentifier, by: Any) -> PersonIdentifier:
    """The identifier was wrong, or is no longer in force. Ended before, it keeps its moment."""
    PersonIdentifier.objects.filter(pk=identifier.pk, ended_at__isnull=True).update(ended_at=clock.now())
    identifier.refresh_from_db()
    return identifier
