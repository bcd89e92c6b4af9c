"""Which contacts, incidents and profiles have had their time; until when one is kept; what was forgotten."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet

from himaya.hotline.contacts.models import Contact
from himaya.hotline.retention.models import Forgetting
from himaya.hotline.telephone.models import PhoneCommand, PhoneEvent
from himaya.kit import clock
from himaya.registry.models import LegalHold
from himaya.workflow.queries import state_of

# The month before last is looked at first: nothing younger can be due, whatever the norm.
DUE = {
    Forgetting.CONTACTS: """
      select c.id from hotline_contact c where c.forgotten_on is null and c.status in ('closed', 'set_aside')
        and c.arrived_at < himaya_now() - interval '30 days'
        and hotline_contact_kept_until(c.id) <= himaya_now() and not hotline_is_held(c.dossier_id)
      order by c.id limit %s""",
    Forgetting.INCIDENTS: """
      select i.id from hotline_incident i where i.forgotten_on is null and i.status in ('closed', 'set_aside')
        and i.opened_at < himaya_now() - interval '30 days'
        and hotline_incident_kept_until(i.id) <= himaya_now() and not hotline_is_held(i.dossier_id)
      order by i.id limit %s""",
    Forgetting.PROFILES: """
      select p.id from hotline_callerprofile p where p.caller_key <> '' and not hotline_is_held(p.dossier_id)
        and p.written_at < himaya_now() - interval '30 days'
        and not exists (select from hotline_contact c
                        where c.caller_key <> '' and c.caller_key = any(hotline_caller_keys(p.caller_key)))
      order by p.id limit %s""",
    Forgetting.REVIEWS: """
      select v.id from hotline_review v where v.forgotten_on is null and v.status in ('agreed', 'settled', 'dropped')
        and v.created_at < himaya_now() - interval '30 days'
        and hotline_review_kept_until(v.id) <= himaya_now() and not hotline_is_held(v.dossier_id)
      order by v.id limit %s""",
    Forgetting.DEBRIEFS: """
      select d.id from hotline_debrief d where d.forgotten_on is null and d.status = 'over'
        and d.created_at < himaya_now() - interval '30 days'
        and hotline_debrief_kept_until(d.id) <= himaya_now() and not hotline_is_held(d.dossier_id)
      order by d.id limit %s""",
}

RECORDINGS_DUE = """
  select e.id from hotline_phoneevent e
  join reference_norm n on n.key = 'retention.recordings' and n.territory_id is null
    and n.valid @> (himaya_now() at time zone 'Asia/Baku')::date
  where e.kind in ('recording', 'voicemail') and e.facts ? 'file' and not hotline_is_held(e.dossier_id)
    and e.at + (n.value || ' ' || n.unit)::interval <= himaya_now()
    and not exists (select from hotline_phonecommand k
                    where k.call_id = e.call_id and k.do = 'erase' and k.file = e.facts->>'file')
  order by e.id limit %s"""


def recordings_due(most: int) -> list[PhoneEvent]:
    """Recordings at the exchange that have had their time, are held by nothing and were not yet asked to be erased. For
    the system."""
    return list(
        PhoneEvent.objects.select_related("call").filter(pk__in=_ids(RECORDINGS_DUE, most)).order_by("pk")
    )


def recordings_left() -> dict[str, int]:
    """Of the recordings that are to be gone: how many the exchange was not reached for, how many it refused to erase.
    For who oversees the hotline; counts only."""
    asked = PhoneCommand.objects.filter(do="erase")
    return {
        "waiting": asked.filter(done_at=None).count(),
        "refused": asked.exclude(refused="").count(),
    }


def due(what: str, most: int) -> list[int]:
    """What of a kind has had its time and is held by nothing. For the system."""
    return _ids(DUE[what], most)


def _ids(query: str, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, [most])
        return [row[0] for row in cursor.fetchall()]


def kept_until(contact: Contact) -> date | None:
    """The day from which nothing but counts is kept of a contact; none while it is worked on."""
    with connection.cursor() as cursor:
        cursor.execute("select hotline_contact_kept_until(%s)", [contact.pk])
        found = cursor.fetchone()[0]
    return clock.local(found).date() if found else None


def holds_on(contact: Contact) -> list[tuple[LegalHold, str]]:
    """Holds on a contact, the latest first, and how each stands."""
    rows = LegalHold.objects.filter(dossier=contact.dossier_id).select_related("placed_by").order_by("-pk")
    return [(hold, str(state_of(hold))) for hold in rows]


def nights() -> QuerySet[Forgetting]:
    """What was forgotten, the latest night first."""
    return Forgetting.objects.order_by("-at", "-pk")
