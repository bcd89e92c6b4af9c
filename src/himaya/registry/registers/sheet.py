"""A register as a table of plain values, each column with how private it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.kit.sheets import Heading, Sheet
from himaya.reference.queries import codelist, label
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.people.models import Person
from himaya.registry.registers.queries import Entry
from himaya.registry.registers.rules import Register
from himaya.registry.statuses.models import CareFact, GroupMembership
from himaya.registry.statuses.rules import ASPECTS

PRIVACY: dict[str, Promise | str] = {
    "public": gettext_lazy("public"),
    "internal": gettext_lazy("internal"),
    "personal": gettext_lazy("personal data"),
    "special": gettext_lazy("special category"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, the field whose privacy it has, and its value."""

    heading: str
    model: type[Model]
    field: str
    value: Callable[[Entry], Any]


def sheet_of(register: Register, lines: list[Entry], notes: list[str], *, numbers: bool) -> Sheet:
    """The lines as a table. `numbers`: whole FINs, where the purpose needs them; else masked."""
    columns = _columns(register, numbers=numbers)
    return Sheet(
        title=str(register.title),
        notes=notes,
        headings=[Heading(column.heading, _privacy(column)) for column in columns],
        rows=[
            [number, *(column.value(line) for column in columns[1:])] for number, line in enumerate(lines, 1)
        ],
    )


def _privacy(column: Column) -> str:
    kind = str(getattr(column.model._meta.get_field(column.field), "privacy", "internal"))
    return str(PRIVACY[kind])


def _columns(register: Register, *, numbers: bool) -> list[Column]:
    found = [
        Column("№", Person, "public_id", lambda line: ""),
        Column(_("Family name"), Person, "family_name", lambda line: line.person.family_name),
        Column(_("Given name"), Person, "given_name", lambda line: line.person.given_name),
        Column(_("Father's name"), Person, "fathers_name", lambda line: line.person.fathers_name),
        Column(_("Sex"), Person, "sex", lambda line: label("sex", line.person.sex)),
        Column(_("Born"), Person, "birth_date", lambda line: line.born),
        Column(_("FIN"), PersonIdentifier, "value", lambda line: line.fin if numbers else masked(line.fin)),
        Column(_("District or city"), Person, "birth_date", lambda line: str(line.person.territory or "")),
        Column(_("Group or status"), GroupMembership, "status", _status),
        Column(_("Ground"), GroupMembership, "ground", lambda line: line.membership.ground_words),
        Column(_("Degree of disability"), GroupMembership, "degree", _degree),
        Column(_("Since"), GroupMembership, "started_on", lambda line: line.membership.started_on),
        Column(_("Granted until"), GroupMembership, "valid_until", lambda line: line.membership.valid_until),
        Column(_("Who decided or established it"), GroupMembership, "decided_by", _decided_by),
        Column(_("Decision, its number"), GroupMembership, "decision", lambda line: line.membership.decision),
        Column(
            _("Day of the decision"), GroupMembership, "decided_on", lambda line: line.membership.decided_on
        ),
    ]
    if register.care:
        found += [_care_column(code, item.name) for code, item in codelist(ASPECTS).items()]
    elif "degree" in {column.field for column in found} and not _has_degree(register):
        found = [column for column in found if column.field != "degree"]
    found += [
        Column(
            _("Last made sure of"), GroupMembership, "confirmed_on", lambda line: line.membership.fresh_on
        ),
        Column(
            _("To be mended"),
            GroupMembership,
            "confirmed_on",
            lambda line: "; ".join(map(str, line.mark_words)),
        ),
    ]
    return found


def _has_degree(register: Register) -> bool:
    groups = codelist("vulnerable.group")
    return any("degrees" in groups[code].attributes for code in register.statuses or groups if code in groups)


def _care_column(aspect: str, name: str) -> Column:
    return Column(name, CareFact, "code", lambda line: line.care_words(aspect))


def _status(line: Entry) -> str:
    return label("vulnerable.group", line.membership.status)


def _degree(line: Entry) -> str:
    found = line.membership
    told = [label("disability.degree", found.degree), label("disability.group", found.nature)]
    return ", ".join(filter(None, told))


def _decided_by(line: Entry) -> str:
    return label("body.kind", line.membership.decided_by)


def masked(fin: str) -> str:
    """As lists show it."""
    return fin[:2] + "•" * (len(fin) - 4) + fin[-2:] if fin else ""
