"""What cases hold for a person's file when its time of keeping is over: open work, when the last ended, and which of
their dossiers go with the file. A case is kept whole until the youngest of its children has fallen due, and while the
file of any of them is held."""

from typing import Any

from himaya.cases.casefile.models import Case, CaseMember
from himaya.kit import clock
from himaya.registry.models import Person
from himaya.registry.queries import RetainedWork, retained_work

ENDED = ("closed", "merged")


@retained_work
def _cases(person: Person) -> RetainedWork:
    about = CaseMember.objects.filter(person=person, role__in=CaseMember.ABOUT).values("case")
    named = CaseMember.objects.filter(person=person, ended_at__isnull=True).values("case")
    is_open = Case.objects.filter(pk__in=named).exclude(status__in=ENDED).exists()
    cases = list(Case.objects.filter(pk__in=about))
    shared = CaseMember.objects.filter(case__in=cases, role__in=CaseMember.ABOUT).exclude(person=person)
    waits = _waits_for(person, shared)
    ends = [clock.local(case.closed_at).date() for case in cases if case.closed_at]
    return RetainedWork(
        open=is_open or waits,
        ended=max(ends, default=None),
        dossiers=frozenset().union(*(_dossiers(case) for case in cases)),
        public_ids=frozenset(case.public_id for case in cases),
    )


def _waits_for(person: Person, shared: Any) -> bool:
    others = shared.filter(person__anonymised_on__isnull=True)
    younger = others.filter(person__birth_date__gt=person.birth_date) if person.birth_date else others.none()
    return bool(younger.exists() or others.filter(person__holds__status="standing").exists())


def _dossiers(case: Any) -> set[int]:
    """The case's own, those of its referrals, conferences, items of an agenda, the duties given there, complaints and
    audits, its reports and who made them, and its questionnaires."""
    found = {case.dossier_id}
    for following in (
        case.referrals,
        case.meetings,
        case.agenda_items,
        case.duties,
        case.appeals,
        case.audits,
    ):
        found |= set(following.values_list("dossier_id", flat=True))
    for report in case.reports.all():
        found.add(report.dossier_id)
        reporter = getattr(report, "reporter", None)
        if reporter is not None:
            found.add(reporter.dossier_id)
    return found
