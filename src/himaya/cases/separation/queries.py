"""How many families kept their children."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from himaya.access.models import User
from himaya.cases.separation.models import SeparationRisk
from himaya.reference.queries import codelist


@dataclass(frozen=True, slots=True)
class Ends:
    """Where children lived at the end of the cases of a period: by outcome, and how many of them were kept out of
    institutions."""

    counts: dict[str, int]
    prevented: int
    total: int


def ends(user: User, since: date, until: date) -> Ends:
    """Outcomes told from a day on and before another, as far as the reader may see the cases."""
    rows = SeparationRisk.objects.visible_to(user).filter(outcome_on__gte=since, outcome_on__lt=until)
    told = rows.exclude(outcome="").order_by().values_list("outcome").annotate(n=Count("pk"))
    counts = dict(told)
    known = codelist("separation.outcome")
    prevented = sum(
        n for code, n in counts.items() if code in known and known[code].attributes.get("prevented")
    )
    return Ends(counts, prevented, sum(counts.values()))
