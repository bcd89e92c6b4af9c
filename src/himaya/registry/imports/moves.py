"""What may be done with a list, as buttons: which action, and what it means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.registry.imports.actions import deciding, sending
from himaya.registry.imports.labels import OUTCOMES
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.process import Importing
from himaya.registry.imports.rules import another_approves

BY_OUTCOME = frozenset(OUTCOMES)


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to do with a list. `move` is its move in the process; none for leaving out what still asks."""

    name: str
    label: Any
    text: Any
    action: Callable[..., Any]
    move: str
    danger: bool = False
    primary: bool = False


BUTTONS = (
    Button(
        "leave", _("Leave out what still asks"),
        _("Rows that still ask for a decision are left out of this list. Their people are not entered."),
        deciding.leave_asking, "",
    ),
    Button(
        "send", _("Send for approval"), _("Somebody else looks at the list and decides whether it is taken in."),
        deciding.send_for_approval, "send_on", primary=True,
    ),
    Button(
        "approve", _("Approve"),
        _("New people are entered into the register; what the list tells of known ones is added to them."),
        deciding.approve_list, "approve", primary=True,
    ),
    Button(
        "back", _("Send back"), _("The list goes back to whoever looked through it."),
        deciding.send_list_back, "send_back",
    ),
    Button(
        "columns", _("Change the columns"), _("The rows read so far, and what was decided of them, are dropped."),
        sending.change_columns, "again",
    ),
    Button(
        "take-back", _("Take back"),
        _("People whom this list entered go out of the register again, save those somebody has worked on with since."),
        deciding.take_list_back, "take_back", danger=True,
    ),
    Button(
        "withdraw", _("Give the list up"), _("The list and its file are dropped."),
        sending.withdraw_list, "withdraw", danger=True,
    ),
)  # fmt: skip


def named(name: str) -> Button:
    """The button of a name, or no such page."""
    found = next((button for button in BUTTONS if button.name == name), None)
    if found is None:
        raise Http404
    return found


def open_to(batch: ImportBatch, by: Any) -> list[dict[str, Any]]:
    """What this person may do now, each with its address and what blocks it."""
    open_now = {move.move.name: move for move in Importing.next_for(batch, by)}
    asks = batch.status == Importing.review.name and batch.counts.get("asking", 0)
    found = []
    for button in BUTTONS:
        if button.move in open_now or (not button.move and asks and "send_on" in open_now):
            blocked = open_now[button.move].reason if button.move else ""
            if button.name == "approve":
                blocked = blocked or str(another_approves(batch, {"by": by}).reason)
            url = reverse("people:import-move", args=[batch.public_id, button.name])
            found.append({"button": button, "url": url, "blocked": blocked})
    return found


def decides(row: ImportRow) -> bool:
    """Whether a human may decide this row now."""
    return row.batch.status == Importing.review.name and row.verdict in (ImportRow.LIKELY, ImportRow.CONFLICT)
