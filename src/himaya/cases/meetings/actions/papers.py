"""Laying papers before a meeting: copies, so that it sees exactly what was chosen, as it was on that day."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import store_closed
from himaya.access.gate import action
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import require
from himaya.cases.casefile.models import Case
from himaya.cases.meetings.laying import Choice, choices_for
from himaya.cases.meetings.models import AgendaItem, LaidPaper
from himaya.cases.meetings.rules import may_lay
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id


@action(CASE_WORK, on="case")
def lay_papers(*, case: Case, item: AgendaItem, chosen: Iterable[str], by: Any) -> list[LaidPaper]:
    """Lays the chosen papers of a case before its item (`chosen`: their keys), and takes away the others. What was laid
    stays as it was, whatever becomes of the case; laying it again after taking it away makes a new copy."""
    held = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("dossier__unit", "meeting")
        .get(pk=item.pk)
    )
    if held.case_id != case.pk:
        raise Refused(_("This item is about another case."))
    require(may_lay(held))
    wanted = set(chosen)
    offered = {one.key: one for one in choices_for(case, by)}
    if wanted - offered.keys():
        raise Refused(_("A paper you chose is no longer there. Look again."), field="papers")
    standing = {f"{p.kind}:{p.source}": p for p in held.papers.filter(removed_at__isnull=True)}
    for key, paper in standing.items():
        if key in offered and key not in wanted:
            paper.removed_at = clock.now()
            paper.save(update_fields=["removed_at"])
    return [_lay(held, offered[key], by) for key in sorted(wanted - standing.keys())]


def _lay(item: AgendaItem, choice: Choice, by: Any) -> LaidPaper:
    paper = LaidPaper(
        dossier=item.dossier,
        item=item,
        kind=choice.kind,
        source=choice.source,
        title=choice.title[:200],
        content=json.dumps(choice.lines(), ensure_ascii=False),
        mime=choice.mime,
        laid_at=clock.now(),
        laid_by=by,
    )
    if choice.file is not None:
        name = f"laid/{new_public_id()}{new_public_id()}"
        paper.stored_as = store_closed(choice.file(), row=paper, name=name)
    paper.save()
    return paper
