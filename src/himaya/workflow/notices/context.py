"""What every page of staff knows of notices: how many are unread, and where to listen."""

from typing import Any

from django.http import HttpRequest

from himaya.kit.headers import events_url
from himaya.workflow.notices.queries import unread_count
from himaya.workflow.notices.tickets import write_ticket


def notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices` and `live_address`; nothing for the public."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    base = events_url(request)
    return {
        "unread_notices": unread_count(user),
        "live_address": f"{base}?ticket={write_ticket(user.pk)}" if base else "",
    }
