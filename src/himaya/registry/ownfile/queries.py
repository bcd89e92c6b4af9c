"""What is held about a person, in the words in which it may go out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.fields import show_birth_date, show_phone
from himaya.reference.queries import label
from himaya.registry.consent.models import Consent
from himaya.registry.documents.models import Document
from himaya.registry.households.models import HouseholdMember, Relationship
from himaya.registry.households.rules import is_restricted
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.names.queries import former_names_of
from himaya.registry.ownfile.models import OwnFile, OwnFileLine, OwnFileRelease
from himaya.registry.ownfile.parts import (
    GATHERERS,
    NAMERS,
    SECTIONS,
    STANDINGS,
    Asker,
    Piece,
    openly,
    others,
    part,
    standing,
)
from himaya.registry.ownfile.rules import Standing, without_others
from himaya.registry.people.models import Address, Person, Phone
from himaya.registry.sources.models import SourceLink
from himaya.registry.statuses.models import CareFact, GroupMembership
from himaya.registry.statuses.rules import ASPECTS
from himaya.workflow.queries import state_of

# Whose parental rights are removed: codes of the standing of a mother or father.
REMOVED = frozenset({"rights_removed"})

# Why a paper stays in: codes of `own_file.withheld`.
GUARDED, UNOPENED = "guarded", "unopened"


def gathered(person: Person) -> list[Piece]:
    """Everything that is held and open to the reader, part by part; names of others are blanked in free words."""
    names = [name for ask in NAMERS for name in ask(person)]
    own = [person.full_name]
    pieces = [_blanked(piece, names, own) for gather in GATHERERS for piece in gather(person)]
    return sorted(pieces, key=lambda piece: SECTIONS.index(piece.section))


def _blanked(piece: Piece, names: list[str], own: list[str]) -> Piece:
    if not piece.free:
        return piece
    text = without_others(piece.text, names, own)
    return replace(piece, text=text)


def standing_of(person: Person, asker: Asker) -> Standing:
    """What is known against giving a person's file to somebody, in every context."""
    found = [ask(person, asker) for ask in STANDINGS]
    return Standing(any(s.suspected for s in found), any(s.rights_removed for s in found))


# --- what the register itself holds -----------------------------------------------------------------------


@part
def _identity(person: Person) -> Iterator[Piece]:
    yield Piece("identity", _("Name"), person.formal_name)
    yield Piece("identity", _("Sex"), label("sex", person.sex))
    if person.born:
        yield Piece("identity", _("Born"), show_birth_date(person.born))
    if person.died_on:
        yield Piece("identity", _("Died on"), day=person.died_on)
    elif person.life:
        yield Piece("identity", _("Living or not"), label("person.life", person.life))
    for former in former_names_of(person):
        told = [former.name, _until(former.ended_on), former.source]
        yield Piece("identity", label("former_name.kind", former.kind), _told(told), former.started_on)
    for number in PersonIdentifier.objects.filter(person=person, ended_at__isnull=True):
        yield Piece("identity", label("identifier.kind", number.kind), number.value)


@part
def _contact(person: Person) -> Iterator[Piece]:
    homes = Address.objects.filter(person=person).exclude(kind=Address.SAFE)
    for home in homes.select_related("territory", "settlement"):
        told = [str(home.territory or ""), str(home.settlement or ""), home.line]
        yield Piece(
            "contact", label("address.kind", home.kind), ", ".join(filter(None, told)), home.started_on
        )
    for phone in Phone.objects.filter(person=person, ended_at__isnull=True):
        yield Piece("contact", _("Telephone"), show_phone(phone.number))


@part
def _family(person: Person) -> Iterator[Piece]:
    """Who is who to the person, without names: those are other people's data."""
    known = openly(Person.objects.all())
    ties = openly(Relationship.objects.filter(person=person, other__in=known))
    for tie in ties.exclude(end_reason="mistake"):
        if not is_restricted(tie.kind):
            yield Piece("family", label("relationship.type", tie.kind), _until(tie.ended_on), tie.started_on)
    for place in openly(HouseholdMember.objects.filter(person=person)):
        yield Piece(
            "family", _("Place in a household"), label("household.role", place.role), place.started_on
        )


@part
def _statuses(person: Person) -> Iterator[Piece]:
    for row in GroupMembership.objects.filter(person=person).exclude(end_reason=GroupMembership.MISTAKE):
        told = [row.ground_words, row.decision, _until(row.ended_on)]
        yield Piece("statuses", label("vulnerable.group", row.status), _told(told), row.started_on)
    for fact in CareFact.objects.filter(person=person):
        told = [label(ASPECTS, fact.aspect), fact.decision, _until(fact.ended_on)]
        yield Piece("statuses", _("Central register"), _told(told), fact.started_on)


@part
def _consents(person: Person) -> Iterator[Piece]:
    for row in Consent.objects.filter(person=person):
        told = [row.recipient, label("consent.ground", row.ground), str(row.get_given_by_display())]
        gone = _("withdrawn %(day)s") % {"day": f"{row.withdrawn_on:%d.%m.%Y}"} if row.withdrawn_on else ""
        yield Piece("consents", label("consent.kind", row.purpose), _told([*told, gone]), row.given_on)


@part
def _documents(person: Person) -> Iterator[Piece]:
    yield from document_pieces(person.dossier_id)


def document_pieces(dossier: int, *, review: str = "") -> Iterator[Piece]:
    """The documents of a record, each in its newest version. Somebody looks at each before its copy goes out; papers
    on health, court and violence stay in, unless that human lets them out; so does what has a `review` of its own."""
    rows = Document.objects.filter(dossier=dossier).exclude(type="").exclude(stored_as="").current()
    for one in rows.order_by("type", "pk"):
        yield Piece(
            "documents",
            label("document.type", one.type),
            _told([one.number, one.issuer, label("document.kind", one.kind)]),
            one.issued_on or clock.local(one.uploaded_at).date(),
            review=(GUARDED if one.guarded else review or OwnFileLine.UNREAD)
            if one.may_be_opened
            else UNOPENED,
            document=one,
        )


@part
def _sources(person: Person) -> Iterator[Piece]:
    links = SourceLink.objects.filter(person=person, cut__isnull=True).select_related("record__source")
    for link in links.order_by("pk"):
        yield Piece("sources", _("Told by"), str(link.record.source), link.linked_at.date())


@part
def _given(person: Person) -> Iterator[Piece]:
    """To whom this file was given before: as what, not by name."""
    for row in OwnFileRelease.objects.filter(own_file__person=person):
        yield Piece("given", _("This file"), str(row.get_given_as_display()), row.released_at.date())


@others
def _kin(person: Person) -> Iterable[str]:
    homes = HouseholdMember.objects.filter(person=person).values("household")
    kin = Person.objects.filter(
        pk__in=Relationship.objects.filter(person=person).values("other")
    ) | Person.objects.filter(pk__in=HouseholdMember.objects.filter(household__in=homes).values("person"))
    yield from (one.full_name for one in kin.exclude(pk=person.pk))
    yield from Consent.objects.filter(person=person).values_list("giver_name", flat=True)


@standing
def _on_record(person: Person, asker: Asker) -> Standing:
    ties = Relationship.objects.filter(person=person).exclude(end_reason="mistake").select_related("other")
    kinds = {tie.kind for tie in ties if asker.may_be(tie.other)}
    parents = {"mother": ["mother"], "father": ["father"], "parent": ["mother", "father"]}
    asked = [aspect for kind in kinds for aspect in parents.get(kind, [])]
    facts: Any = CareFact.objects.filter(person=person, aspect__in=asked, ended_on__isnull=True)
    removed = [fact for fact in facts if fact.code in REMOVED]
    return Standing(any(is_restricted(kind) for kind in kinds), bool(removed))


def _told(parts: Iterable[str]) -> str:
    return " · ".join(filter(None, parts))


def _until(day: date | None) -> str:
    return _("until %(day)s") % {"day": f"{day:%d.%m.%Y}"} if day else ""


# --- for the pages ------------------------------------------------------------------------------------------


def kin_of(person: Person) -> Any:
    """Who may ask for a person: those the register knows beside them."""
    ties = Relationship.objects.filter(person=person, ended_on__isnull=True)
    return Person.objects.filter(pk__in=ties.values("other"))


def own_files_of(person: Person) -> list[tuple[OwnFile, str]]:
    """Who asked before, the latest first, and how far it has come."""
    return [(row, str(state_of(row))) for row in OwnFile.objects.filter(person=person)]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the file as the human reads it."""

    label: str
    lines: list[OwnFileLine]


def parts_of(own_file: OwnFile) -> list[Section]:
    """Every line, part by part, withheld ones too."""
    lines = list(own_file.lines.select_related("decided_by", "document"))
    found = [
        Section(label("own_file.section", key), [x for x in lines if x.section == key]) for key in SECTIONS
    ]
    return [section for section in found if section.lines]
