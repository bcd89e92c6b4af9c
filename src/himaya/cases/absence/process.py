"""A school-absence list: sent in, held against the register, in force; replaced by a corrected one or taken back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Registrar, Supervisor
from himaya.cases.absence.models import AbsenceList
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, End, Move, Process, Start, State, Tell

READ = kind("absence.read", _("A school-absence list was held against the register"))
SAME = kind("absence.same", _("A school-absence list told nothing new"))
WHO = [Registrar, Supervisor]


def sender(listed: Any) -> Any:
    """Who sent the list in."""
    return listed.uploaded_by


class AbsenceListing(Process):
    """From a file of a school to what is known of the children."""

    code = "absence"
    title = _("School-absence list")
    of = AbsenceList

    reading = State(_("Being held against the register"))
    kept = State(_("In force"))
    replaced = End(_("Replaced by a corrected list"), aside=True)
    unchanged = End(_("Told nothing new"), aside=True)
    taken_back = End(_("Taken back"), aside=True)

    send_in = Start(reading, by=WHO, label=_("Sent in"))
    keep = Move(
        reading, kept, by=[SYSTEM_PARTY], label=_("Held against the register"), tells=[Tell(READ, sender)]
    )
    same = Move(
        reading, unchanged, by=[SYSTEM_PARTY], label=_("Told nothing new"), tells=[Tell(SAME, sender)]
    )
    replace = Move(kept, replaced, by=[SYSTEM_PARTY], label=_("Replaced by a corrected list"))
    take_back = Move([reading, kept], taken_back, by=WHO, label=_("Take the list back"), tone="danger")
