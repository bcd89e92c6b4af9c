"""A list of people from an institution: sent in, read, looked through, approved by somebody else, taken in; and
taken back out as long as nobody has worked on with its people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Registrar, Supervisor
from himaya.registry.imports.models import ImportBatch
from himaya.registry.imports.rules import all_decided, another_approves, something_is_left
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, End, Move, Process, Start, State, Tell

READ = kind("import.read", _("A list was read and can be looked through"))
TURNED_AWAY = kind("import.turned_away", _("A list was turned away"))
WAITS = kind("import.waits", _("A list of people waits for your approval"))
SENT_BACK = kind("import.sent_back", _("A list was sent back to you"))
TAKEN_IN = kind("import.taken_in", _("A list was taken into the register"))
TAKEN_BACK = kind("import.taken_back", _("A list was taken back out of the register"))


def sender(batch: Any) -> Any:
    """Who sent the list in."""
    return batch.uploaded_by


class Importing(Process):
    """From a file to people in the register."""

    code = "import"
    title = _("List of people")
    of = ImportBatch

    columns = State(_("Columns to confirm"))
    reading = State(_("Being read"))
    review = State(_("To be looked through"))
    waiting = State(_("Waits for approval"))
    applying = State(_("Being taken in"))
    done = End(_("Taken in"))
    broken = End(_("Cannot be read"), aside=True)
    refused = End(_("Turned away"), aside=True)
    withdrawn = End(_("Withdrawn"), aside=True)
    undoing = State(_("Being taken back"), aside=True)
    undone = End(_("Taken back"), aside=True)

    send_in = Start(columns, by=[Registrar, Supervisor], label=_("Sent in"))
    read = Move(columns, reading, by=[Registrar, Supervisor], label=_("Read the list"))
    ready = Move(reading, review, by=[SYSTEM_PARTY], label=_("Read"), tells=[Tell(READ, sender)])
    turn_away = Move(
        reading, refused, by=[SYSTEM_PARTY], label=_("Turned away"), tells=[Tell(TURNED_AWAY, sender)]
    )
    break_off = Move(
        reading, broken, by=[SYSTEM_PARTY], label=_("Cannot be read"), tells=[Tell(TURNED_AWAY, sender)]
    )
    again = Move(review, columns, by=[Registrar, Supervisor], label=_("Change the columns"))
    send_on = Move(
        review,
        waiting,
        by=[Registrar, Supervisor],
        label=_("Send for approval"),
        needs=[all_decided],
        tells=[Tell(WAITS, Supervisor)],
    )
    send_back = Move(waiting, review, by=[Supervisor], label=_("Send back"), tells=[Tell(SENT_BACK, sender)])
    approve = Move(
        waiting, applying, by=[Supervisor], label=_("Approve"), needs=[all_decided, another_approves]
    )
    finish = Move(applying, done, by=[SYSTEM_PARTY], label=_("Taken in"), tells=[Tell(TAKEN_IN, sender)])
    withdraw = Move(
        [columns, review, waiting],
        withdrawn,
        by=[Registrar, Supervisor],
        label=_("Give the list up"),
        tone="danger",
    )
    take_back = Move(
        done, undoing, by=[Supervisor], label=_("Take back"), needs=[something_is_left], tone="danger"
    )
    taken_back = Move(
        undoing, undone, by=[SYSTEM_PARTY], label=_("Taken back"), tells=[Tell(TAKEN_BACK, sender)]
    )
