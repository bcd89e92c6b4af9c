"""The night: every rule in force looks over its source and raises its leads. Done by the system."""

from typing import Any

from django.db import connection
from django.urls import reverse

from himaya.access.actions import open_dossier
from himaya.access.gate import SYSTEM, action
from himaya.access.models import Unit, User
from himaya.access.queries import nearest_users
from himaya.access.roles import Supervisor
from himaya.cases.casefile.actions import raise_walls
from himaya.cases.outreach.models import Lead, OutreachRule
from himaya.cases.outreach.process import IN_CASE, RAISED, LeadWork
from himaya.cases.outreach.queries import count_found, found_by, unit_for, worked_on_already
from himaya.cases.outreach.sources import SOURCES
from himaya.kit import clock
from himaya.kit.addresses import address
from himaya.reference.queries import norm
from himaya.registry.models import Person
from himaya.workflow.actions import tell


def raise_of(rule: OutreachRule) -> int:
    """Raises the leads of one rule for today, at most as many as the norm lets come in a night; says how many. Of two
    workers at once the second waits and finds nothing more."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('outreach.raise'))")
    today = clock.today()
    found = dict(found_by(rule, today, int(norm("outreach.most_a_night", today).number)))
    people = Person.objects.select_related("dossier__unit", "territory").in_bulk(found)
    units: dict[int, Unit] = {}
    for pk, facts in found.items():
        unit = unit_for(rule, people[pk], today)
        raise_lead(rule=rule, person=people[pk], unit=unit, facts=facts, by=SYSTEM)
        units[unit.pk] = unit
    for unit in units.values():
        _tell(unit)
    if SOURCES[rule.source].tells_case:
        _tell_workers(rule)
    return len(found)


@action(None)
def raise_lead(*, rule: OutreachRule, person: Person, unit: Unit, facts: dict[str, Any], by: Any) -> Lead:
    """A lead about one person, with the unit of the place where they live. Whoever is walled off from the person's file is
    so from the lead. Without a permission: called by the system alone, whom the process asks for."""
    dossier = open_dossier(kind="lead", unit=unit, sensitivity=person.dossier.sensitivity)
    raise_walls(person.dossier, dossier, by=by)
    lead = Lead(
        dossier=dossier,
        rule=rule,
        rule_code=rule.code,
        priority=rule.priority,
        person=person,
        territory=person.territory,
        raised_at=clock.now(),
        facts=facts,
        is_sample=person.is_sample,
    )
    LeadWork.begin(lead, LeadWork.start, by=by, facts={"rule": rule.pk, **facts})
    settle(lead)
    return lead


def settle(lead: Lead) -> None:
    """Lets in whom the lead says and nobody else; after its worker or state changed."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_settle_lead(%s)", [lead.pk])


def _tell(unit: Unit) -> None:
    """Once a night, however many there are."""
    for leader in nearest_users(Supervisor, unit):
        tell(
            user=leader,
            kind=RAISED,
            key=f"{RAISED}:{unit.pk}:{leader.pk}:{clock.today():%Y%m%d}",
            url=f"{reverse('cases:lead-list')}?whose=nobody",
        )


def _tell_workers(rule: OutreachRule) -> None:
    """Where somebody works on the child's case already no lead is raised: they are told, once for each case and month, and
    without what it is about, which their case says."""
    told = worked_on_already(rule, clock.today())
    workers = User.objects.in_bulk({worker for _case, worker, _facts in told})
    for case, worker, facts in told:
        tell(
            user=workers[worker],
            kind=IN_CASE,
            key=f"{IN_CASE}:{rule.code}:{case}:{facts.get('month', '')}",
            url=address("cases:case-detail", case),
        )


def count_trial(rule: OutreachRule) -> int:
    """Counts how many leads a rule would raise today, and keeps the number beside it; raises none."""
    many = count_found(rule, clock.today())
    OutreachRule.objects.filter(pk=rule.pk).update(trial_count=many, trial_at=clock.now())
    return many
