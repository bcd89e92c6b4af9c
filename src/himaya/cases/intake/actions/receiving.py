"""Taking a report in: from the public, who may hand in what they may not read, or from staff for somebody else."""

import uuid
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action
from himaya.access.models import Unit, User
from himaya.access.queries import competent_unit, national_desk
from himaya.access.roles import REPORT_ENTER, SENSITIVE, Counsellor
from himaya.cases.intake.actions.flood import lane_for, tell_of_lane
from himaya.cases.intake.models import Report, ReportedChild, Reporter
from himaya.cases.intake.pins import hash_of, new_pin
from himaya.cases.intake.process import Intake
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.models import Territory
from himaya.registry.actions import keep_files

# What a report is before anybody has read it: the body that hears of any child in difficulty takes it.
FIRST_MATTER = "child_in_difficulty"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reported, as far as they say, and how to reach them safely."""

    name: str = ""
    phone: str = ""
    email: str = ""
    organisation: str = ""
    position: str = ""
    safe_way: str = ""
    safe_time: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class ChildTold:
    """A child as described."""

    name: str = ""
    sex: str = ""
    age_text: str = ""
    age_years: int | None = None
    whereabouts: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.sex or self.age_text or self.age_years is not None or self.whereabouts)


@dataclass(frozen=True, slots=True)
class Told:
    """Everything a reporter said. `received_at` is when they said it; now, if not given."""

    narrative: str
    channel: str = "web"
    received_at: datetime | None = None
    place_text: str = ""
    place_code: str = ""
    territory: Territory | None = None
    concerns: Sequence[str] = ()
    urgent_now: bool = False
    reporter_kind: str = ""
    is_anonymous: bool = True
    is_professional: bool = False
    contact: Contact = field(default_factory=Contact)
    children: Sequence[ChildTold] = ()
    names_insider: bool = False
    insider_text: str = ""
    language: str = "az"
    is_sample: bool = False


@action(None)
def receive_report(
    *,
    told: Told,
    by: Any,
    files: Sequence[File] = (),
    key: uuid.UUID | None = None,
    address: str = "",
    trapped: bool = False,
) -> Report:
    """Takes in a report and starts its clock from the time it was made. `.pin` of the answer is shown once.

    Without a permission, because anybody may report a child at risk; staff need `report.enter`. `address` is
    the visitor's, counted as a keyed hash for a day; above the limit, or `trapped` in the field no person sees,
    the report is taken all the same, without files, into a flood lane. The same `key` again answers with the
    same reference, without a PIN, and changes nothing.
    """
    if isinstance(by, User) and not by.can(REPORT_ENTER):
        raise PermissionDenied(_("You may not do this: %(what)s.") % {"what": REPORT_ENTER.label})
    now = clock.now()
    if told.received_at is not None and told.received_at > now:
        raise Refused(_("This moment is still to come."), field="received_at")
    earlier = _reference_of(key)
    if earlier:
        return Report(reference=earlier)
    lane = lane_for(address=address, trapped=trapped) if not isinstance(by, User) else ""
    try:
        with transaction.atomic() if key else nullcontext():  # only a key can be there already
            report = _write(told, by, key, lane)
    except IntegrityError:
        earlier = _reference_of(key)
        if earlier is None:
            raise
        return Report(reference=earlier)
    if files and not lane:
        keep_files(files=files, dossier=report.dossier, by=by)
    return report


def _reference_of(key: uuid.UUID | None) -> str | None:
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select intake_reference_of(%s)", [key])
        return cursor.fetchone()[0]


def _write(told: Told, by: Any, key: uuid.UUID | None, lane: str) -> Report:
    unit = desk_for(told)
    pin = new_pin()
    report = Report(
        dossier=open_dossier(kind="report", unit=unit),
        pin_hash=hash_of(pin),
        submit_key=key,
        channel=told.channel,
        received_at=told.received_at or clock.now(),
        entered_by=by if isinstance(by, User) else None,
        is_professional=told.is_professional,
        is_anonymous=told.is_anonymous,
        reporter_kind=told.reporter_kind,
        narrative=told.narrative,
        concerns=list(told.concerns),
        urgent_now=told.urgent_now,
        place_text=told.place_text,
        place_code=told.place_code,
        territory=told.territory,
        names_insider=told.names_insider,
        insider_text=told.insider_text,
        flood_lane=lane,
        language=told.language,
        matter=FIRST_MATTER,
        is_sample=told.is_sample,
    )
    Intake.begin(report, Intake.receive_in_lane if lane else Intake.receive, by=by)
    if lane:
        tell_of_lane(report=report, lane=lane)
    _describe(report, told, unit)
    if isinstance(by, User) and by.has(Counsellor):
        grant(dossier=report.dossier, user=by, ground="entered", by=by)
    report.pin = pin
    return report


def _describe(report: Report, told: Told, unit: Unit) -> None:
    """The children as told, and the reporter in a dossier of their own: whoever comes to work with the child's
    case does not come to see who reported it."""
    for child in filter(None, told.children):
        ReportedChild.objects.create(
            dossier=report.dossier,
            report=report,
            name=child.name,
            sex=child.sex,
            age_text=child.age_text,
            age_years=child.age_years,
            whereabouts=child.whereabouts,
        )
    if told.contact:
        Reporter.objects.create(
            dossier=open_dossier(kind="reporter", unit=unit, sensitivity=SENSITIVE),
            report=report,
            **{name: getattr(told.contact, name) for name in Contact.__slots__},
        )


def desk_for(told: Told) -> Unit:
    """Where a report goes first: the competent unit of the place; the national desk where the place is unknown,
    or somebody in office, a provider or a relative of staff is named (domain §3.1)."""
    if told.names_insider or told.territory is None:
        return national_desk()
    return competent_unit(FIRST_MATTER, told.territory, clock.today())
