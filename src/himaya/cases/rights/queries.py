"""Reading which rights are affected."""

from django.db.models import Count

from himaya.cases.casefile.models import Case
from himaya.cases.rights.models import AffectedRight
from himaya.kit.memory import asked_once
from himaya.reference.queries import label


@asked_once
def rights_on(case: Case) -> list[str]:
    """Codes of the rights the case touches now."""
    rows = AffectedRight.objects.filter(case=case, ended_at__isnull=True)
    return list(rows.order_by("pk").values_list("code", flat=True))


def rights_counted() -> list[tuple[str, int]]:
    """How many open cases touch each right, among those the reader sees: the most frequent first."""
    rows = AffectedRight.objects.filter(ended_at__isnull=True, case__closed_at__isnull=True)
    counted = rows.values("code").annotate(n=Count("case", distinct=True)).order_by("-n", "code")
    return [(label("child.right", row["code"]), row["n"]) for row in counted]
