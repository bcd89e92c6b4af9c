"""One step from a contact to a protection report."""

from django.utils.translation import gettext as _

from himaya.access.actions import grant
from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CONTACT_WORK
from himaya.cases.intake.actions import ChildTold, Told, receive_report
from himaya.cases.intake.actions import Contact as Teller
from himaya.hotline.contacts.actions import hold
from himaya.hotline.contacts.models import Contact
from himaya.hotline.escalation.models import Escalation
from himaya.hotline.escalation.process import PassingOn
from himaya.hotline.escalation.rules import concerns_of, is_urgent, may_pass_on
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import label, place_by_code

CHANNELS = {"walk_in", "letter", "sms", "chat", "email", "web"}


@action(CONTACT_WORK, on="contact")
def pass_on(
    *, contact: Contact, by: User, named: bool = False, handover: str = "", expected: int | None = None
) -> Escalation:
    """Makes the contact a protection report in one transaction: what was told, the children, the place, and, only where
    the caller agreed (`named`), who they are. Its clocks run from now; the contact stays with the hotline."""
    held = hold(contact, expected)
    if not (verdict := may_pass_on(held)):
        raise Refused(verdict.reason)
    report = receive_report(told=_told(held, named, handover), by=by)
    grant(dossier=report.dossier, user=by, ground="entered", by=by)
    if held.counsellor_id != by.pk:
        grant(dossier=report.dossier, user=held.counsellor, ground="entered", by=by)
    passed = Escalation(
        dossier=report.dossier, contact=held, report=report, counsellor=held.counsellor, sent_at=clock.now()
    )
    PassingOn.begin(passed, PassingOn.send, by=by)
    held.report_reference = report.reference
    held.save(update_fields=["report_reference"])
    passed.report = report
    return passed


def _told(contact: Contact, named: bool, handover: str) -> Told:
    place = place_by_code(contact.place_code)
    told = [contact.narrative, handover]
    if contact.advice:
        told.append(_("Advised and agreed: %(what)s") % {"what": contact.advice})
    if contact.perpetrator:
        told.append(_("Who harms: %(who)s") % {"who": label("hotline.perpetrator", contact.perpetrator)})
    return Told(
        narrative="\n\n".join(filter(None, told)),
        channel=contact.channel if contact.channel in CHANNELS else "phone",
        received_at=contact.arrived_at,
        place_text=contact.place_text,
        place_code=contact.place_code,
        territory=place.territory if place else None,
        concerns=concerns_of([contact.main_reason, contact.other_reason]),
        urgent_now=is_urgent(contact),
        reporter_kind=contact.caller_kind,
        is_anonymous=not named,
        contact=_teller(contact) if named else Teller(),
        children=[
            ChildTold(child.name, child.sex, "", child.age_years, child.whereabouts)
            for child in contact.children.order_by("pk")
        ],
        is_sample=contact.is_sample,
    )


def _teller(contact: Contact) -> Teller:
    return Teller(
        name=contact.caller_name,
        phone=contact.safe_number or contact.caller_number,
        safe_way=contact.safe_way,
        safe_time=contact.safe_time,
    )
