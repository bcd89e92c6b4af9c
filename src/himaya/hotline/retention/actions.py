"""Forgetting contacts, incidents and callers when their time is over. Run by the worker every night."""

import json
from collections import Counter
from typing import Any

from django.db import connection

from himaya.access.actions import erase_key, record
from himaya.access.gate import SYSTEM
from himaya.hotline.callers.models import CallerProfile
from himaya.hotline.contacts.models import Contact
from himaya.hotline.debriefs.models import Debrief
from himaya.hotline.incidents.models import Incident
from himaya.hotline.quality.models import Review
from himaya.hotline.retention.models import Forgetting
from himaya.hotline.retention.queries import recordings_due
from himaya.hotline.telephone.models import PhoneCommand
from himaya.kit import clock

# What is forgotten: its model, its door, the word in the audit, and the norm by which it goes.
KINDS: dict[str, tuple[Any, str, str, str]] = {
    Forgetting.CONTACTS: (Contact, "hotline_forget_contact", "contact.forgotten", "retention.hotline"),
    Forgetting.INCIDENTS: (Incident, "hotline_forget_incident", "incident.forgotten", "retention.incident"),
    Forgetting.PROFILES: (CallerProfile, "hotline_forget_profile", "caller.forgotten", "retention.hotline"),
    Forgetting.REVIEWS: (Review, "hotline_forget_review", "contact_review.forgotten", "retention.review"),
    Forgetting.DEBRIEFS: (Debrief, "hotline_forget_debrief", "debrief.forgotten", "retention.debrief"),
}


def forget_one(*, what: str, pk: int) -> dict[str, int]:
    """Takes away everything that tells who somebody was and what they said, through a door that asks again; what is
    counted stays: month, kind, reason, district, level. Says how many rows, by table."""
    model, door, verb, _norm = KINDS[what]
    row = model.objects.select_related("dossier").get(pk=pk)
    with connection.cursor() as cursor:
        cursor.callproc(door, [pk])
        counts: dict[str, int] = json.loads(cursor.fetchone()[0])
    erase_key(dossier=row.dossier, by=SYSTEM)
    record(by=SYSTEM, verb=verb, on=row)
    return counts


def erase_recordings(*, most: int) -> list[dict[str, int]]:
    """Tells the exchange to erase the recordings whose time is over; what it cannot be told now waits for it. Says how
    many rows each time."""
    asked = []
    for event in recordings_due(most):
        PhoneCommand.objects.create(
            key=f"{event.call.exchange_id}-erase-{event.number}",
            dossier=event.dossier,
            call=event.call,
            do="erase",
            file=event.facts["file"],
            asked_at=clock.now(),
        )
        record(by=SYSTEM, verb="recording.erased", on=event.call)
        asked.append({"hotline_phoneevent": 1})
    return asked


NORMS = {
    **{what: norm for what, (_m, _d, _v, norm) in KINDS.items()},
    Forgetting.RECORDINGS: "retention.recordings",
}


def write_forgetting(*, what: str, counts: list[dict[str, int]]) -> Forgetting | None:
    """The report of a night: how many records, how many rows. Nothing is written of a night without any."""
    if not counts:
        return None
    rows: Counter[str] = Counter()
    for one in counts:
        rows.update(one)
    return Forgetting.objects.create(
        at=clock.now(), what=what, records=len(counts), rows=dict(rows), norm=NORMS[what]
    )
