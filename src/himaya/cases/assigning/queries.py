"""Whom to offer a case to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.queries import shut_out_of
from himaya.access.roles import SocialWorker
from himaya.cases.assigning.models import Assignment
from himaya.cases.assigning.rules import Candidate, Load, best_first, skills_for, weigh
from himaya.cases.casefile.models import Case
from himaya.kit import clock
from himaya.reference.queries import codes, label
from himaya.workforce.queries import Capacity, capacity_of


def workloads(users: Iterable[User]) -> dict[int, Load]:
    """The load of each worker, wherever their cases lie, by user id."""
    wanted = [user.pk for user in users]
    held: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("select * from cases_workloads(%s)", [wanted])
        for worker, risk, kind, count in cursor.fetchall():
            held[worker].append((risk, kind, count))
    on = clock.today()
    return {pk: weigh(held[pk], on) for pk in wanted}


def workers_for(case: Case) -> list[User]:
    """Social workers of the case's unit and of those below it; never one who is walled off from it."""
    users = User.objects.filter(
        is_active=True,
        memberships__role=SocialWorker.code,
        memberships__ended_at__isnull=True,
        memberships__unit__path__contains=[case.dossier.unit_id],
    ).distinct()
    return list(users.exclude(pk__in=shut_out_of(case.dossier)).order_by("full_name"))


def candidates_for(case: Case) -> list[Candidate]:
    """Everyone who could be offered the case, the best fitting first, with reasons. Queries do not grow with
    the number of workers."""
    users = workers_for(case)
    loads, capacities = workloads(users), capacity_of(users)
    known = {item.code: item.attributes for item in codes("staff.skill")}
    wanted = skills_for(case.matter, list(case.concerns), known)
    place = case.territory.code if case.territory else ""
    return best_first(
        [_candidate(user, loads[user.pk], capacities[user.pk], wanted, place) for user in users]
    )


def _candidate(user: User, load: Load, capacity: Capacity, wanted: frozenset[str], place: str) -> Candidate:
    skills = wanted & capacity.skills
    found = Candidate(
        worker=user,
        load=load,
        limit=capacity.limit,
        knows_place=bool(place) and place in capacity.places,
        skills=skills,
        away_until=capacity.away_until,
        reasons=[],
    )
    reasons = _reasons(found)
    return Candidate(
        found.worker,
        found.load,
        found.limit,
        found.knows_place,
        skills,
        found.away_until,
        reasons,
    )


def _reasons(c: Candidate) -> Sequence[str]:
    said = []
    if c.away_until:
        said.append(_("away until %(day)s") % {"day": f"{c.away_until:%d.%m.%Y}"})
    if c.is_full:
        said.append(_("at the caseload limit"))
    said += [_("skill: %(what)s") % {"what": label("staff.skill", s)} for s in sorted(c.skills)]
    if c.knows_place:
        said.append(_("knows the place"))
    return said


def former_worker(case: Case) -> User | None:
    """Who worked a case last that nobody works now."""
    rows = Assignment.objects.filter(case=case, accepted_at__isnull=False).select_related("worker")
    last = rows.order_by("-offered_at").first()
    return last.worker if last else None
