"""A conversation as its pane shows it."""

from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.clients.sms import sms_gateway
from himaya.clients.sms_parts import cut
from himaya.hotline.contacts.models import Contact
from himaya.hotline.messages.models import TextMessage
from himaya.hotline.messages.queries import SMS, conversation, way_out
from himaya.hotline.messages.rules import SAFE
from himaya.kit import clock
from himaya.kit.shapes import Tone
from himaya.reference.queries import code_item, label

STATES: dict[str, Promise] = {
    "waiting": _("Waits to be sent"),
    "sent": _("Sent"),
    "delivered": _("Delivered"),
    "failed": _("Did not arrive"),
}
TONES: dict[str, Tone] = {"delivered": "good", "failed": "bad"}


def pane_of(contact: Contact, user: User) -> dict[str, Any]:
    """The conversation and where an answer may go now."""
    out = way_out(contact, clock.now())
    rows = [_shown(row) for row in conversation(contact)]
    return {
        "messages_shown": rows,
        "unread": any(row["unread"] for row in rows),
        "out": out,
        "out_is_safe": out.ground == SAFE,
        "gateway": sms_gateway() is not None,
    }


def _shown(row: TextMessage) -> dict[str, Any]:
    return {
        "message": row,
        "state": STATES.get(row.state, ""),
        "tone": TONES.get(row.state, ""),
        "failure": label("hotline.message_failure", row.failure) if row.failure else "",
        "unread": row.came_in and row.contact_id is not None and row.read_at is None,
        "parts": cut(row.words).parts if row.channel == SMS and not row.came_in else 0,
    }


def ready_words(code: str, contact: Contact) -> str:
    """A ready answer in the language of the contact, as far as it is one of ours."""
    item = code_item("hotline.message_ready", code)
    with translation.override(contact.language if contact.language in {"az", "ru", "en"} else "az"):
        return item.name if item else ""
