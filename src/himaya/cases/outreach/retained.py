"""What outreach holds for a person's file when its time of keeping is over: open leads, when the last ended, and their
dossiers, which go with the file."""

from himaya.cases.outreach.queries import leads_about
from himaya.kit import clock
from himaya.registry.models import Person
from himaya.registry.queries import RetainedWork, retained_work


@retained_work
def _leads(person: Person) -> RetainedWork:
    found = list(leads_about(person))
    ends = [clock.local(lead.ended_at).date() for lead in found if lead.ended_at]
    return RetainedWork(
        open=any(lead.is_open for lead in found),
        ended=max(ends, default=None),
        dossiers=frozenset(lead.dossier_id for lead in found),
        public_ids=frozenset(lead.public_id for lead in found),
    )
