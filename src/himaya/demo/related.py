"""Several cases of one story in the sample country: two that are linked, and a family whose children are worked with
apart."""

from itertools import pairwise

from himaya.access.gate import acting_as
from himaya.access.roles import Supervisor
from himaya.cases.casefile.actions import add_member
from himaya.cases.models import Case, CaseMember
from himaya.cases.related.actions import link_cases, split_case
from himaya.cases.related.queries import bound_here
from himaya.cases.related.rules import SPLITTABLE
from himaya.demo.country import Country
from himaya.registry.models import HouseholdMember, Person


def make_related(country: Country) -> None:
    """In the district shown first."""
    unit = country.districts[0]
    rows = Case.objects.filter(
        dossier__unit=unit, kind="protection", worker__isnull=False, status__in=SPLITTABLE
    )
    cases = list(rows.select_related("worker", "dossier__unit").order_by("pk"))
    leader = country.staff[(unit.pk, Supervisor.code)][0]
    for case, other in list(pairwise(cases))[:1]:
        with acting_as(leader) as by:
            link_cases(
                case=case, other=other, kind="incident", by=by,
                note="Hər iki uşaq həyətdəki eyni davanın şahidi olub (nümunə).",
            )  # fmt: skip
    free = [case for case in cases if not bound_here(list(CaseMember.objects.filter(case=case)))]
    for case in sorted(free, key=lambda case: -len(_at_home(case)))[:1]:
        if _at_home(case):
            _split(case)


def _at_home(case: Case) -> list[Person]:
    """Children who live with the child of a case and are not of it yet."""
    known = CaseMember.objects.filter(case=case).values("person")
    homes = HouseholdMember.objects.filter(person__in=known, ended_on__isnull=True).values("household")
    rows = HouseholdMember.objects.filter(household__in=homes, role="child", ended_on__isnull=True)
    return list(Person.objects.filter(pk__in=rows.exclude(person__in=known).values("person")).order_by("pk"))


def _split(case: Case) -> None:
    """Brothers and sisters are named in the case, and one of them gets a case of their own."""
    with acting_as(case.worker) as by:
        for person in _at_home(case):
            add_member(case=case, person=person, role="child", by=by)
        held = Case.objects.select_related("worker", "dossier__unit").get(pk=case.pk)
        rows = CaseMember.objects.filter(case=held, ended_at__isnull=True).order_by("pk")
        split_case(
            case=held, children=[rows.filter(role="child").reverse()[0]],
            adults=[m for m in rows if m.role not in CaseMember.CHILDREN], reason="places", by=by,
            note="Nənəsinin yanında yaşayır, başqa məktəbə gedir (nümunə).",
        )  # fmt: skip
