"""How a case is called on a list: by its children, as far as the reader may see them."""

from collections.abc import Iterable

from himaya.cases.casefile.models import Case, CaseMember


def children_of(cases: Iterable[Case]) -> dict[int, list[str]]:
    """The names of the children of many cases, in one query."""
    found: dict[int, list[str]] = {}
    members = (
        CaseMember.objects.filter(case__in=list(cases), role=CaseMember.CHILD, ended_at__isnull=True)
        .select_related("person")
        .order_by("pk")
    )
    for member in members:
        found.setdefault(member.case_id, []).append(str(member.person))
    return found
