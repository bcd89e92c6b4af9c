"""Openings to look at."""

from django.db.models import QuerySet

from himaya.access.breakglass.models import Opening
from himaya.access.breakglass.tokens import make
from himaya.access.users.models import User

break_glass_token = make


def openings(user: User, *, state: str = "waiting") -> QuerySet[Opening]:
    """Openings this user may look at, the latest first: `waiting` for review, `reviewed`, or `all`."""
    rows = Opening.objects.visible_to(user).select_related("user", "unit", "reviewed_by")
    if state in {"waiting", "reviewed"}:
        rows = rows.filter(reviewed_at__isnull=state == "waiting")
    return rows.order_by("-opened_at")
