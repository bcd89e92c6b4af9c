"""Writing names borne before, and striking what was written by mistake."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import PERSON_WRITE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.text import clean_line
from himaya.reference.queries import codelist
from himaya.registry.names.models import FormerName
from himaya.registry.names.queries import former_names_of
from himaya.registry.names.rules import KINDS, checks
from himaya.registry.people.models import Person


@action(PERSON_WRITE, on="person")
def add_former_name(
    *,
    person: Person,
    kind: str,
    name: str,
    source: str,
    by: Any,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> FormerName:
    """The person bore this name before, from a day and until a day as far as they are known; they are found by it."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if kind not in codelist(KINDS):
        raise Refused(_("Choose from the list."), "kind")
    if not clean_line(source):
        raise Refused(_("Write who told us or which paper says so."), "source")
    name = clean_line(name)[:100]
    known = [one.name for one in former_names_of(person)]
    born = person.born.window.start if person.born else None
    for field, verdict in checks(
        name, started_on, ended_on, now=person.full_name, known=known, born=born, today=clock.today()
    ):
        if not verdict:
            raise Refused(verdict.reason, field)
    return FormerName.objects.create(
        dossier=person.dossier,
        person=person,
        kind=kind,
        name=name,
        started_on=started_on,
        ended_on=ended_on,
        source=clean_line(source)[:200],
        recorded_by=by if isinstance(by, User) else None,
    )


@action(PERSON_WRITE, on="former")
def strike_former_name(*, former: FormerName, by: Any) -> FormerName:
    """It was written by mistake: the row stays, the person is no longer found by it. Struck before, it keeps its
    moment."""
    FormerName.objects.filter(pk=former.pk, struck_at__isnull=True).update(struck_at=clock.now())
    former.refresh_from_db()
    return former
