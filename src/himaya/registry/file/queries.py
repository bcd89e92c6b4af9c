"""The whole file of one person, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import History, User
from himaya.access.roles import SEALED, SENSITIVE
from himaya.kit.fields import show_birth_date
from himaya.kit.shapes import Alert, Chip, Moment
from himaya.reference.queries import codelist, in_language, label
from himaya.registry.consent.models import Consent
from himaya.registry.households.queries import Family, family_of
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.merging.queries import Lineage, lineage_of
from himaya.registry.names.models import FormerName
from himaya.registry.names.queries import former_names_of
from himaya.registry.people.models import Address, Person, Phone
from himaya.registry.sources.models import Source
from himaya.registry.sources.queries import Provenance, provenance
from himaya.registry.statuses.models import CareFact, GroupMembership
from himaya.registry.statuses.rules import ASPECTS, NO_CARE

LONGEST_STORY = 100


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What the page shows, part by part."""

    person: Person
    unit: str
    born_on: date | None
    age_note: str
    chips: list[Chip]
    alerts: list[Alert]
    identifiers: list[PersonIdentifier]
    addresses: list[Address]
    phones: list[Phone]
    family: Family
    statuses: list[GroupMembership]
    care: list["CarePart"]
    consents: list[Consent]
    story: list[Moment]
    told: Provenance
    lineage: list[Lineage]
    former_names: list[FormerName]


@dataclass(frozen=True, slots=True)
class CarePart:
    """One part of the central register about a child: what holds now, and what was before."""

    aspect: str
    label: str
    codes: str
    facts: list[CareFact]


def person_file(person: Person) -> PersonFile:
    """Everything the reader may see of a person."""
    unit = person.dossier.unit
    statuses = list(person.statuses.exclude(end_reason=GroupMembership.MISTAKE))
    told = provenance(person)
    return PersonFile(
        person=person,
        unit=in_language(unit.name_az, unit.name_en, unit.name_ru),
        born_on=person.birth_date if person.birth_precision == Person.EXACT else None,
        age_note=age_note(person),
        chips=_chips(person),
        alerts=_alerts(person),
        identifiers=_marked(person.identifiers.filter(ended_at__isnull=True), told),
        addresses=_marked(person.addresses.select_related("territory", "settlement"), told),
        phones=_marked(person.phones.filter(ended_at__isnull=True), told),
        family=family_of(person),
        statuses=statuses,
        care=_care(person, statuses),
        consents=list(person.consents.select_related("recorded_by")),
        story=_story(person),
        told=told,
        lineage=lineage_of(person),
        former_names=former_names_of(person) if person.former_names else [],  # the database keeps the column
    )


def _marked(rows: Iterable[Any], told: Provenance) -> list[Any]:
    """Numbers, telephones and addresses with the sources that told them (`told_by`), where these are not those that
    most of the page was told by: that is said once."""
    marked = list(rows)
    usual = set()
    if told.main is not None:
        usual = {str(told.main.record.source)} | (
            {_("own page")} if told.main.record.source.code == Source.OWN else set()
        )
    for row in marked:
        if isinstance(row, PersonIdentifier):
            fin = row.kind == PersonIdentifier.FIN
            found = told.sources_of("fin" if fin else "papers", row.value, "" if fin else row.kind)
        elif isinstance(row, Phone):
            found = told.sources_of("phones", row.number)
        else:
            fact = "registered" if row.kind == Address.REGISTERED else "lives"
            found = told.sources_of(fact, row.line, "line") if row.line else []
        row.told_by = ", ".join(one for one in found or [_("own page")] if one not in usual)
    return marked


def _care(person: Person, statuses: list[GroupMembership]) -> list[CarePart]:
    """The central register's part of the file, for a child who is or was without parental care."""
    if not any(status.status == NO_CARE for status in statuses):
        return []
    facts = list(CareFact.objects.filter(person=person))
    return [
        CarePart(code, item.name, str(item.attributes["codes"]), [f for f in facts if f.aspect == code])
        for code, item in codelist(ASPECTS).items()
    ]


def age_note(person: Person) -> str:
    """Age and birth where they are not known to the day."""
    if person.born is None:
        return _("age not known")
    if person.born.precision == Person.EXACT:
        return ""
    if person.born.precision == Person.ESTIMATED:
        return _("about %(age)s years (estimated)") % {"age": person.age}
    return _("%(age)s years, born %(born)s") % {"age": person.age, "born": show_birth_date(person.born)}


def sex_words(person: Person) -> str:
    """“Boy” of a child, “Man” of an adult: the list names both."""
    words = label("sex", person.sex)
    young, comma, grown = words.partition(", ")
    if not comma:
        return words
    return (
        young
        if person.is_child
        else grown[:1].upper().replace("I", "İ" if grown[:1] == "i" else "I") + grown[1:]
    )


def _chips(person: Person) -> list[Chip]:
    chips = [Chip(sex_words(person))] if person.sex else []
    if person.is_child and not person.has_died:
        chips.append(Chip(_("Child"), "info"))
    if person.died_on:
        chips.append(Chip(_("Died %(day)s") % {"day": f"{person.died_on:%d.%m.%Y}"}, "calm"))
    elif person.life:
        chips.append(Chip(label("person.life", person.life), "calm" if person.has_died else "bad"))
    level = person.dossier.sensitivity
    if level >= SENSITIVE:
        chips.append(Chip(_("Sealed") if level == SEALED else _("Sensitive"), "watch", "lock"))
    if person.anonymised_on:
        chips.append(Chip(_("Anonymised"), "calm"))
    if person.is_sample:
        chips.append(Chip(_("Sample"), "", "flask"))
    return chips


def _alerts(person: Person) -> list[Alert]:
    alerts = []
    if person.life == Person.MISSING:
        alerts.append(Alert(_("Missing: whoever meets or hears of this person tells the police at once.")))
    if person.multiple_birth:
        alerts.append(Alert(_("Born as a twin: make sure which of them this is about.")))
    return alerts


def _story(person: Person) -> list[Moment]:
    rows = list(History.objects.filter(dossier=person.dossier).order_by("-at", "-pk")[:LONGEST_STORY])
    users = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id} | {person.registered_by_id})
    moments = [
        Moment(
            at=row.at,
            title=_what(row.table_name),
            text=_changes(row.before),
            by=str(users.get(row.actor_id, "")),
            icon="pencil",
        )
        for row in rows
        if not _LABELS.keys().isdisjoint(row.before)
    ]
    by = str(users.get(person.registered_by_id, ""))
    return [*moments, Moment(at=person.created_at, title=_("Registered"), by=by, icon="user-plus")]


def _what(table: str) -> str:
    return {
        "registry_person": _("The record was corrected"),
        "registry_address": _("An address was changed"),
        "registry_phone": _("A telephone was changed"),
        "registry_personidentifier": _("An identifier was changed"),
        "registry_householdmember": _("A place in a household was changed"),
        "registry_relationship": _("A relationship was changed"),
        "registry_groupmembership": _("A status was changed"),
        "registry_formername": _("A former name was changed"),
        "registry_carefact": _("A fact of the central register was changed"),
        "registry_consent": _("A consent was changed"),
        "registry_merge": _("A merge was undone"),
    }.get(table, _("The file was changed"))


_LABELS = {
    "family_name": gettext_lazy("Family name"),
    "given_name": gettext_lazy("Given name"),
    "fathers_name": gettext_lazy("Father's name"),
    "sex": gettext_lazy("Sex"),
    "birth_date": gettext_lazy("Birth date"),
    "multiple_birth": gettext_lazy("Twin (or triplet)"),
    "died_on": gettext_lazy("Died on"),
    "life": gettext_lazy("Living or not"),
    "struck_at": gettext_lazy("Written by mistake"),
    "line": gettext_lazy("Street, house, flat"),
    "ended_on": gettext_lazy("Until"),
    "ended_at": gettext_lazy("Until"),
    "withdrawn_on": gettext_lazy("Withdrawn on"),
    "note": gettext_lazy("Note"),
    "role": gettext_lazy("Role"),
}


_CODED = {"sex": "sex", "life": "person.life"}


def _changes(before: dict[str, Any]) -> str:
    """What stood there before, field by field; where nothing stood, nothing is told."""
    lines = []
    for column, value in before.items():
        if column in _LABELS and value not in (None, ""):
            shown = label(_CODED[column], value) if column in _CODED else value
            lines.append(
                _("%(field)s before: %(value)s") % {"field": _LABELS[column], "value": _plain(shown)}
            )
    return "\n".join(lines)


def _plain(value: Any) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-":
        return f"{text[8:10]}.{text[5:7]}.{text[:4]}"
    return text
