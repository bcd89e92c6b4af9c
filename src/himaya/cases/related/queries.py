"""Reading which cases belong to one story, as far as the reader may know."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from himaya.access.models import Unit, User
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face, faces_on
from himaya.cases.casefile.story import rare, rare_on
from himaya.cases.missing.process import MissingWork
from himaya.cases.proceedings.process import ProceedingWork
from himaya.cases.related.models import CaseLink
from himaya.cases.related.rules import GROWN_UP
from himaya.cases.removal.process import RemovalWork
from himaya.kit.memory import asked_once
from himaya.reference.queries import codelist
from himaya.workflow.process import End

rare("links", "cases_linked(%(case)s)")
RELATIONS = "relationship.type"
# What the law orders about one child, and by which column it names the child.
BINDING: tuple[tuple[Any, str], ...] = (
    (RemovalWork, "child"),
    (MissingWork, "child"),
    (ProceedingWork, "parties__member"),
)


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked case: with its link where the reader may open it, otherwise only the unit that answers for it."""

    unit: Unit
    link: CaseLink | None = None
    other: Case | None = None

    @property
    def state(self) -> Any:
        """Where the other case stands."""
        return CaseWork.state_of(self.other).label if self.other else ""


@dataclass(slots=True)
class Sibling:
    """A brother, a sister or another child of the household; `kind` is empty for the latter, `person` where the file
    is not open to the reader. `role`: as what they are of the case at hand; `cases`: other open ones; `units`: who
    answers for those that are not open to the reader."""

    person: str
    name: str
    kind: str
    role: str
    cases: list[Case] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[Case, Any]]:
        """Each open case and where it stands."""
        return [(case, CaseWork.state_of(case).label) for case in self.cases]


@asked_once
def links_on(case: Case) -> list[Linked]:
    """Every link of a case, the first made first; those that have ended where the other case is open to the reader."""
    if "links" not in rare_on(case):
        return []
    rows = _asked("select link_id, other_id, unit_id from cases_linked(%s)", [case.pk])
    units = Unit.objects.in_bulk({unit for _link, _other, unit in rows})
    cases = _cases({other for _link, other, _unit in rows if other})
    people = ("made_by", "ended_by")
    found = CaseLink.objects.filter(pk__in=[row[0] for row in rows if row[0]])
    links = {link.pk: link for link in found.select_related(*people)}
    return [Linked(units[unit], links.get(link), cases.get(other)) for link, other, unit in rows]


def standing_links(case: Case) -> list[Linked]:
    """Those that have not ended."""
    return [one for one in links_on(case) if one.link is None or one.link.ended_at is None]


@asked_once
def siblings_on(case: Case) -> list[Sibling]:
    """Brothers, sisters and children of the same household who are of this case or have another open one."""
    if not any(face.role in CaseMember.CHILDREN for face in faces_on(case)):
        return []
    kinds = [code for code, item in codelist(RELATIONS).items() if item.attributes.get("siblings")]
    rows = _asked(
        "select person, public_id, name, kind, role, other_id, unit_id from cases_siblings(%s, %s, %s)",
        [case.pk, kinds, GROWN_UP],
    )
    cases = _cases({row[5] for row in rows if row[5]})
    units = Unit.objects.in_bulk({row[6] for row in rows if row[6] and not row[5]})
    found: dict[int, Sibling] = {}
    for person, public_id, name, kind, role, other, unit in rows:
        one = found.setdefault(person, Sibling(public_id, name, kind, role))
        if other:
            one.cases.append(cases[other])
        elif unit:
            one.units.append(units[unit])
    return list(found.values())


def _asked(statement: str, given: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def _cases(found: set[int]) -> dict[int, Case]:
    if not found:
        return {}
    rows = Case.objects.filter(pk__in=found).select_related("worker")
    return {case.pk: case for case in rows}


def those_who_may_go(case: Case) -> tuple[list[Face], list[Face]]:
    """The children of a case, one of whom at least stays, and the adults who may come along."""
    faces = faces_on(case)
    children = [face for face in faces if face.role in CaseMember.CHILDREN]
    return children, [face for face in faces if face.role not in CaseMember.CHILDREN]


def bound_here(members: list[CaseMember]) -> list[str]:
    """What of the law's own goes on about these children in their case, in words: they are not taken out of it."""
    found = []
    for process, names in BINDING:
        ends = [name for name, state in process.every_state().items() if isinstance(state, End)]
        records = process.of.objects.filter(**{f"{names}__in": members}).exclude(status__in=ends)
        if records.exists():
            found.append(str(process.title))
    return found


def case_numbered(number: str, user: User) -> Case:
    """The case of this number that the reader may open; an unsaved one where there is none, which no action takes."""
    found = Case.objects.visible_to(user).filter(reference=number).first()
    return found or Case(reference=number)


def links_between(case: Case, user: User) -> QuerySet[CaseLink]:
    """Links of a case whose other case, too, is open to the reader."""
    own = Q(first=case) | Q(second=case)
    both = Q(first__in=Case.objects.visible_to(user), second__in=Case.objects.visible_to(user))
    found: QuerySet[CaseLink] = CaseLink.objects.visible_to(user).filter(own & both)
    return found


def opened_from(public_id: str, user: User) -> Case | None:
    """The case that was pressed, if the reader may open it."""
    found: Case | None = Case.objects.visible_to(user).filter(public_id=public_id).first()
    return found


def members_of(case: Case) -> dict[str, CaseMember]:
    """Everybody who is or was of a case, by what a form calls them."""
    return {str(member.pk): member for member in CaseMember.objects.filter(case=case)}
