"""What related cases add to a case: its card, its moments, and the way to link and to split."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import Aside, actions, asides, moments
from himaya.cases.related.models import CaseLink
from himaya.cases.related.queries import links_on, siblings_on, standing_links, those_who_may_go
from himaya.cases.related.rules import may_split
from himaya.kit.shapes import Moment, NextAction
from himaya.reference.queries import label


@asides
def related_cases(case: Case, user: User) -> Iterable[Aside]:
    """The linked cases, and where brothers and sisters are helped."""
    links, siblings = standing_links(case), siblings_on(case)
    may_write = is_open(case) and user.can(CASE_WORK)
    if links or siblings or may_write:
        around = {"links": links, "siblings": siblings, "may_write": may_write, "case": case}
        yield Aside("cases/related/aside.html", around)


@actions
def part_ways(case: Case, user: User) -> Iterable[NextAction]:
    """Where a case is about several children, some may get one of their own."""
    if user.can(CASE_WORK) and may_split(case) and len(those_who_may_go(case)[0]) > 1:
        yield NextAction(_("A case of their own"), reverse("cases:case-split", args=[case.public_id]))


@moments()
def linked(case: Case, user: User) -> Iterable[Moment]:
    """What was linked and split, and what ended."""
    for one in links_on(case):
        if one.link is None:
            continue
        link, words = one.link, {"number": one.other}
        yield _moment(link.made_at, _made(link, case) % words, _why(link), link.made_by)
        if link.ended_at:
            why = _lines(label("case.link_end_reason", link.end_reason), link.end_note)
            title = _("No longer linked to case № %(number)s") % words
            yield _moment(link.ended_at, title, why, link.ended_by)


def _made(link: CaseLink, case: Case) -> str:
    if not link.split_reason:
        return _("Linked to case № %(number)s")
    if link.first_id == case.pk:
        return _("Children of this case were given case № %(number)s")
    return _("Begun for children of case № %(number)s")


def _why(link: CaseLink) -> str:
    if link.split_reason:
        return _lines(label("case.split_reason", link.split_reason), link.note)
    return _lines(label("case.link_kind", link.kind), link.note)


def _lines(*said: str) -> str:
    return "\n".join(filter(None, said))


def _moment(at: datetime, title: str, text: str, by: Any) -> Moment:
    return Moment(
        at=at,
        title=title,
        text=text,
        by=str(by or ""),
        kind="related",
        kind_label=_("Related cases"),
        icon="link",
    )
