"""Reading links: from inside the case, and from outside through the doors."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Q, QuerySet

from himaya.cases.casefile.models import Case
from himaya.cases.links.models import OutsideLink
from himaya.cases.links.rules import most_tries


def links_of(matter: Any) -> QuerySet[Any]:
    """The links to a referral or a task, the latest first, each with the moments of its openings."""
    return _with_openings(matter.links.all())


def links_on(case: Case) -> QuerySet[Any]:
    """The links to the referrals of a case and to what meetings asked for it. One query."""
    return _with_openings(OutsideLink.objects.filter(Q(referral__case=case) | Q(duty__case=case)))


def _with_openings(rows: QuerySet[OutsideLink]) -> QuerySet[Any]:
    opened = ArrayAgg("openings__at", filter=Q(openings__isnull=False), order_by="openings__at", default=[])
    return (
        rows.select_related("made_by", "referral__service", "duty__unit")
        .annotate(opened=opened)
        .order_by("-pk")
    )


def asks_for_code(token: str) -> bool:
    """Whether there is anything to give a code for."""
    return bool(_door("outside_link_asks(%s, %s)", token, most_tries()))


def tried(token: str) -> str | None:
    """Counts a try; the code's hash, or None where the link leads nowhere."""
    found = _door("outside_link_try(%s, %s)", token, most_tries())
    return str(found) if found else None


def entered(token: str, visit: str, until: datetime) -> OutsideLink | None:
    """Lets in who gave the right code, and this transaction with them."""
    return _inside(_door("outside_link_enter(%s, %s, %s, %s)", token, visit, until, most_tries() + 1))


def opened_by(token: str, visit: str) -> OutsideLink | None:
    """The link, for who is inside; until the transaction ends its referral is seen, and nothing else."""
    return _inside(_door("outside_link_open(%s, %s, %s)", token, visit, most_tries()))


def _door(call: str, *given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"select {call}", list(given))
        return cursor.fetchone()[0]


def _inside(pk: int | None) -> OutsideLink | None:
    if pk is None:
        return None
    rows = OutsideLink.objects.select_related(
        "dossier__unit", "referral__dossier__unit", "referral__service__unit__organisation", "referral__sent_by",
        "referral__answer_to", "duty__dossier__unit", "duty__unit", "duty__given_by",
    )  # fmt: skip
    found: OutsideLink = rows.get(pk=pk)
    return found
