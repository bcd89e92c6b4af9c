"""The printed forms of the registers: the list, and the card of one child. Wording and layout are dated data."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.fields import show_birth_date
from himaya.kit.sheets import Sheet
from himaya.reference.queries import codelist, in_language, label
from himaya.registry.households.models import Relationship
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.names.queries import former_names_of
from himaya.registry.names.rules import KINDS
from himaya.registry.people.models import Address, Person
from himaya.registry.registers.queries import Entry
from himaya.registry.registers.rules import Register
from himaya.registry.statuses.models import CareFact, GroupMembership
from himaya.registry.statuses.rules import ASPECTS
from himaya.workflow.actions import load_templates
from himaya.workflow.queries import template_on, typeset

FORMS = Path(__file__).parent / "data"
LIST, CARD = "register.list", "register.card"
LANGUAGES = ("az", "en", "ru")


def load_register_forms(*, by: Any = None) -> int:
    """Loads the printed forms; says how many were new."""
    return load_templates(folder=FORMS, by=by)


def list_pdf(register: Register, lines: list[Entry], notes: list[str], language: str, sheet: Sheet) -> bytes:
    """The list as a tagged PDF: fewer columns than the workbook, several facts in one cell."""
    headings = [_("Name"), _("Born, FIN"), _("District or city"), _("Status and ground"), _("Decision")]
    if register.care:
        headings += [_("Parents"), _("Adoptability"), _("Placement")]
    headings.append(_("To be mended"))
    rows = [_row(register, number, line, sheet) for number, line in enumerate(lines, 1)]
    return _set(
        LIST, language, {"title": str(register.title), "notes": notes, "headings": headings, "rows": rows}
    )


def _row(register: Register, number: int, line: Entry, sheet: Sheet) -> list[str]:
    kept = line.membership
    fin = str(sheet.rows[number - 1][6])
    status = [
        label("vulnerable.group", kept.status),
        kept.ground_words,
        label("disability.degree", kept.degree),
    ]
    since = _("since %(day)s") % {"day": f"{kept.started_on:%d.%m.%Y}"}
    decided = f"{kept.decided_on:%d.%m.%Y}" if kept.decided_on else ""
    told = [
        str(number),
        line.person.formal_name or str(line.person),
        _lines(line.born, fin),
        str(line.person.territory or "—"),
        _lines(*status, since),
        _lines(label("body.kind", kept.decided_by), kept.decision, decided),
    ]
    if register.care:
        told += [_lines(*line.parents), line.adoptability or "—", line.placement or "—"]
    return [*told, _lines(*map(str, line.mark_words))]


def _lines(*told: str) -> str:
    return "\n".join(filter(None, told)) or "—"


def _set(key: str, language: str, data: dict[str, Any]) -> bytes:
    template = template_on(key, clock.today())
    spoken = language if language in LANGUAGES else "az"
    return typeset(template.layout, {**data, "language": spoken, "words": template.wording[spoken]})


# --- the card of one child ----------------------------------------------------------------------------


def card_pdf(person: Person, language: str, maker: str) -> bytes:
    """All that the central register knows of one child: who it is, the ground, the parents, adoptability, placement,
    and what was before."""
    unit = person.dossier.unit
    return _set(
        CARD,
        language,
        {
            "name": person.formal_name or str(person),
            "unit": in_language(unit.name_az, unit.name_en, unit.name_ru),
            "made": _("Made by %(who)s on %(at)s")
            % {"who": maker, "at": f"{clock.local(clock.now()):%d.%m.%Y %H:%M}"},
            "facts": _identity(person),
            "parents": _parents(person),
            "statuses": _statuses(person),
            "parts": _parts(person),
        },
    )


def _identity(person: Person) -> list[list[str]]:
    numbers = PersonIdentifier.objects.filter(person=person, ended_at__isnull=True)
    homes = Address.objects.filter(person=person, ended_on__isnull=True).exclude(kind=Address.SAFE)
    told = [
        (_("Sex"), label("sex", person.sex)),
        (_("Born"), show_birth_date(person.born) if person.born else "—"),
        *((label(KINDS, one.kind), one.name) for one in former_names_of(person)),
        *((label("identifier.kind", one.kind), one.value) for one in numbers),
        *(
            (
                label("address.kind", home.kind),
                ", ".join(filter(None, [str(home.territory or ""), str(home.settlement or ""), home.line])),
            )
            for home in homes.select_related("territory", "settlement")
        ),
    ]
    return [[str(name), value or "—"] for name, value in told]


def _parents(person: Person) -> list[list[str]]:
    rows = Relationship.objects.filter(person=person, kind__in=("mother", "father", "parent"))
    return [
        [label("relationship.type", row.kind), row.other.formal_name or str(row.other)]
        for row in rows.exclude(end_reason="mistake").select_related("other")
    ]


def _statuses(person: Person) -> list[list[str]]:
    rows = GroupMembership.objects.filter(person=person).exclude(end_reason=GroupMembership.MISTAKE)
    return [
        [
            label("vulnerable.group", row.status),
            _lines(row.ground_words, label("disability.degree", row.degree)),
            _period(row.started_on, row.ended_on),
            _decision(row),
        ]
        for row in rows
    ]


def _parts(person: Person) -> list[dict[str, Any]]:
    facts = list(CareFact.objects.filter(person=person))
    return [
        {
            "title": item.name,
            "rows": [
                [
                    ", ".join(filter(None, [label(str(item.attributes["codes"]), fact.code), fact.detail])),
                    _period(fact.started_on, fact.ended_on),
                    _decision(fact),
                ]
                for fact in facts
                if fact.aspect == code
            ],
        }
        for code, item in codelist(ASPECTS).items()
    ]


def _period(since: Any, until: Any) -> str:
    return f"{since:%d.%m.%Y} – " + (f"{until:%d.%m.%Y}" if until else _("now"))


def _decision(row: Any) -> str:
    decided = f"{row.decided_on:%d.%m.%Y}" if row.decided_on else ""
    return _lines(label("body.kind", row.decided_by), row.decision, decided, row.source)
