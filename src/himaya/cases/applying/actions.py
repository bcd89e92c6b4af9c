"""Receiving an application from anybody, and taking it in or leaving it out by a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.actions import open_dossier
from himaya.access.gate import action, require_version
from himaya.access.queries import competent_unit
from himaya.access.roles import CASE_ASSIGN
from himaya.cases.applying.models import OnlineApplication
from himaya.cases.applying.process import Applying
from himaya.cases.casefile.models import Case
from himaya.cases.intake.addresses import address_digest
from himaya.cases.intake.models import AddressMark
from himaya.cases.intake.pins import hash_of, new_pin
from himaya.cases.social_service.actions import Applied, take_application
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.models import Territory
from himaya.reference.queries import norm

ONLINE = "online"
MATTER = "social_service"
# Applications of one address are counted apart from its reports: who reports a child is never held up by them.
MARK = "apply:"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote on the public page."""

    applied_by: str
    person_name: str
    contact: str
    asked: str
    territory: Territory
    born_year: int | None = None
    applicant: str = ""
    address: str = ""
    grounds: Sequence[str] = field(default_factory=tuple)
    for_family: bool = False
    urgent: bool = False
    language: str = "az"


@action(None)
def receive_application(
    *, told: Asked, by: Any, address: str = "", trapped: bool = False
) -> tuple[OnlineApplication, str]:
    """Takes an application from anybody; answers with it and the PIN, which is shown once. Above the norm's number from
    one address (a keyed hash, kept for a day), or where the field that no person sees is filled in (`trapped`), it is
    refused with the way that stays open: the desk or the telephone."""
    if trapped or not _within_limit(address):
        raise Refused(
            _(
                "Too many applications came from here. Please call a number of this page, or come to a DOST centre."
            )
        )
    pin = new_pin()
    made = OnlineApplication(
        dossier=open_dossier(kind="application", unit=competent_unit(MATTER, told.territory, clock.today())),
        pin_hash=hash_of(pin),
        received_at=clock.now(),
        **{name: getattr(told, name) for name in Asked.__slots__ if name != "grounds"},
        grounds=list(told.grounds),
    )
    Applying.begin(made, Applying.receive, by=by)
    return made, pin


def _within_limit(address: str) -> bool:
    if not address:
        return True
    now, today = clock.now(), clock.today()
    digest = address_digest(MARK + address)
    window = add(now, norm("ratelimit.application.window", today)) - now
    recent = AddressMark.objects.filter(address=digest, at__gt=now - window).count()
    AddressMark.objects.create(address=digest, at=now, lane="")
    return recent < int(norm("ratelimit.application.count", today).value)


@action(CASE_ASSIGN, on="application")
def accept_application(*, application: OnlineApplication, by: Any, expected: int | None = None) -> Case:
    """A case of the kind *social service* begins, as at a desk; its working days run from when it was sent."""
    held = _hold(application, expected, Applying.take_in)
    Applying.move(held, Applying.take_in, by=by)
    case: Case = take_application(
        unit=held.dossier.unit,
        territory=held.territory,
        told=Applied(
            channel=ONLINE,
            applied_by=held.applied_by,
            asked=held.asked,
            person_name=held.person_name,
            address=held.address,
            grounds=held.grounds,
            applicant=held.applicant,
            contact=held.contact,
            for_family=held.for_family,
            received_at=held.received_at,
            urgent=held.urgent,
        ),
        by=by,
    )
    held.case, held.answered_by, held.answered_at = case, by, clock.now()
    held.save(update_fields=["case", "answered_by", "answered_at"])
    return case


@action(CASE_ASSIGN, on="application")
def leave_application_out(
    *, application: OnlineApplication, reason: str, note: str, by: Any, expected: int | None = None
) -> OnlineApplication:
    """It becomes no case, for a coded reason and in words: the same application twice, or no application at all."""
    held = _hold(application, expected, Applying.leave_out)
    Applying.move(held, Applying.leave_out, by=by, reason=reason)
    held.note, held.answered_by, held.answered_at = note, by, clock.now()
    held.save(update_fields=["note", "answered_by", "answered_at"])
    return held


def _hold(application: OnlineApplication, expected: int | None, move: Any) -> OnlineApplication:
    rows = OnlineApplication.objects.select_for_update(of=("self",))
    held: OnlineApplication = rows.select_related("dossier__unit", "territory").get(pk=application.pk)
    if held.status == Applying.received.name:
        require_version(held, expected)
    return held
