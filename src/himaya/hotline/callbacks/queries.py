"""Call-backs as screens and the queue need them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from himaya.access.models import Unit
from himaya.hotline.callbacks.models import CallBack
from himaya.kit import clock
from himaya.reference.queries import codes

PROMISED, HANDED = "promised", "handed"
OPEN = (PROMISED, HANDED)


def open_calls(by: Any) -> QuerySet[CallBack]:
    """The call-backs still owed that somebody sees, the earliest first."""
    rows = CallBack.objects.visible_to(by).filter(status__in=OPEN)
    return rows.select_related("contact").order_by("due_at", "pk")


def ready_to_try(unit: Unit, now: datetime) -> QuerySet[CallBack]:
    """Promises of a hotline whose next moment has come. For the system's tick."""
    return CallBack.objects.filter(dossier__unit=unit, status=PROMISED, next_at__lte=now)


def callable_countries() -> set[str]:
    """Whose numbers the line may call (`hotline.call_country`, codes as of ISO 3166 in small letters)."""
    return {item.code.upper() for item in codes("hotline.call_country", clock.today())}
