"""Taking a register out of the system: by right, for a purpose, without the sealed, and with a trace."""

import hashlib
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.access.actions import record_all
from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import REGISTER_EXPORT, SEALED
from himaya.kit import clock, sheets
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item, full_name, label, norm
from himaya.registry.registers.printing import list_pdf
from himaya.registry.registers.queries import Asked, Entry, entries, listed, unit_name, with_people
from himaya.registry.registers.rules import Register
from himaya.registry.registers.sheet import sheet_of

MOST = {"xlsx": "register.export.rows", "csv": "register.export.rows", "pdf": "register.print.rows"}
MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A file that leaves the system."""

    content: bytes
    name: str
    mime: str
    count: int


@action(REGISTER_EXPORT)
def take_out_register(*, register: Register, asked: Asked, purpose: str, form: str, by: User) -> TakenOut:
    """The list as a file. Sealed people are never in it; full numbers only for purposes that need them. Every person
    on it has a line in the audit, with the purpose and the digest of the file."""
    why = code_item("export.purpose", purpose)
    if why is None or form not in MOST:
        raise Refused(_("Choose from the list."), "purpose" if why is None else "form")
    rows = listed(register, asked).annotate(level=F("zone") % 4).exclude(level=SEALED)
    most = int(norm(MOST[form], clock.today()).value)
    found = list(with_people(rows)[: most + 1])
    if len(found) > most:
        raise Refused(
            _("More than %(most)s lines: narrow the list by district, age or group, or choose another form.")
            % {"most": most},
            "form",
        )
    lines = entries(register, found, asked.on)
    notes = _notes(asked, purpose, by, len(lines))
    content = _content(register, lines, notes, form, numbers=bool(why.attributes.get("numbers")))
    record_all(
        by=by,
        verb="register.taken_out",
        on=[line.person for line in lines],
        reason=purpose,
        digest=hashlib.sha256(content).hexdigest(),
    )
    name = f"{register.key}-{asked.on:%Y-%m-%d}.{form}"
    return TakenOut(content, name, MIME[form], len(lines))


def _content(register: Register, lines: list[Entry], notes: list[str], form: str, *, numbers: bool) -> bytes:
    sheet = sheet_of(register, lines, notes, numbers=numbers)
    if form == "pdf":
        return list_pdf(register, lines, notes, str(get_language() or "az")[:2], sheet)
    return sheets.workbook(sheet) if form == "xlsx" else sheets.csv_file(sheet)


def _notes(asked: Asked, purpose: str, by: User, many: int) -> list[str]:
    """What whoever holds the file must know."""
    of_whom = [
        label("vulnerable.group", asked.group),
        full_name(asked.territory) if asked.territory else "",
        unit_name(asked.unit) if asked.unit else "",
        label("sex", asked.sex),
        ""
        if asked.band is None
        else _("age %(from)s to %(to)s")
        % {"from": asked.band[0], "to": asked.band[1] if asked.band[1] is not None else "…"},
        {"yes": _("with disability"), "no": _("without disability")}.get(asked.disability, ""),
    ]
    told = ", ".join(filter(None, of_whom)) or _("all that the maker may see")
    return [
        _("On %(day)s; %(whom)s; people: %(many)s")
        % {"day": f"{asked.on:%d.%m.%Y}", "whom": told, "many": many},
        _("Made by %(who)s on %(at)s for: %(purpose)s")
        % {
            "who": by,
            "at": f"{clock.local(clock.now()):%d.%m.%Y %H:%M}",
            "purpose": label("export.purpose", purpose),
        },
        _(
            "Holds personal data and special categories of it (Law 998-IIIQ). Do not pass it on; destroy it after use."
        ),
    ]
