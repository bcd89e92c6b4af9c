"""Absence from school, for the person's own file: which school told it, of which month, and whether it still stands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from himaya.cases.absence.queries import absences_of
from himaya.registry.models import Person
from himaya.registry.queries import OwnFilePiece as Piece
from himaya.registry.queries import openly, own_file_part


@own_file_part
def _absences(person: Person) -> Iterator[Piece]:
    for one in openly(absences_of(person)):
        told = _("%(month)s: %(days)s days away, %(unexcused)s without a good reason") % {
            "month": f"{one.month:%m.%Y}",
            "days": one.days,
            "unexcused": one.unexcused,
        }
        ended = f" · {_('told no more')}" if one.ended_at else ""
        yield Piece("cases", _("Absence from school"), f"{one.school} · {told}{ended}", one.kept_at.date())
