"""Calls as the desk needs them."""

from collections.abc import Iterable

from himaya.access.models import User
from himaya.hotline.contacts.models import Contact
from himaya.hotline.telephone.models import PhoneCall, Telephone
from himaya.hotline.telephone.rules import LIVE


def telephone_of(user_id: int | None) -> str:
    """The address at the exchange of this person's telephone; empty for none."""
    row = Telephone.objects.filter(user_id=user_id).first() if user_id else None
    return row.endpoint if row else ""


def live_calls() -> Iterable[PhoneCall]:
    """Calls that have not ended."""
    rows = PhoneCall.objects.filter(ended_at__isnull=True)
    return rows.select_related("arrival__line__unit", "arrival__call_back", "dossier").order_by("pk")


def call_of(contact: Contact, user: User) -> PhoneCall | None:
    """The newest call of a contact that this person may know of, or None."""
    rows = PhoneCall.objects.visible_to(user).filter(arrival__contact=contact)
    found: PhoneCall | None = rows.select_related("arrival").order_by("-pk").first()
    return found


def is_live(call: PhoneCall | None) -> bool:
    """Whether somebody is on the line."""
    return call is not None and call.ended_at is None and (call.state in LIVE or not call.state)
