"""Leads about a person, for the person's own file: that a rule found them, why, and what came of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from himaya.cases.outreach.queries import leads_about
from himaya.cases.outreach.rules import why_of
from himaya.registry.models import Person
from himaya.registry.queries import OwnFilePiece as Piece
from himaya.registry.queries import openly, own_file_part
from himaya.workflow.queries import state_of


@own_file_part
def _leads(person: Person) -> Iterator[Piece]:
    for lead in openly(leads_about(person)):
        told = f"{lead.rule.name} · {why_of(lead.rule.source, lead.facts)} · {state_of(lead)}"
        yield Piece("cases", _("Outreach"), told, lead.raised_at.date())
        if lead.said_note.strip():
            yield Piece("cases", _("In their words"), lead.said_note, free=True)
