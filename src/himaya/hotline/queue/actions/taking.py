"""Taking what waits, handing a contact to a colleague, settling what fell into the supervisors' hands."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.actions import grant
from himaya.access.gate import action
from himaya.access.models import Grant, User
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK, Counsellor
from himaya.hotline.callbacks.models import CallBack
from himaya.hotline.contacts.actions import hold, receive_contact, write_contact
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.queue import rules
from himaya.hotline.queue.actions.deciding import settle
from himaya.hotline.queue.actions.lines import announce, hold_line
from himaya.hotline.queue.actions.places import seat_of
from himaya.hotline.queue.doors import take
from himaya.hotline.queue.models import Arrival, ArrivalCaller
from himaya.hotline.queue.queries import held_by, item_of, limits_at, members, place_of, same_caller
from himaya.hotline.queue.rules import may_accept
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item
from himaya.workflow.actions import hand_dossier_clocks, tell
from himaya.workflow.notices.actions import kind

GIVEN = kind("queue.given", gettext_lazy("A contact of the hotline was handed to you"))
LISTENING = {rules.CALL, rules.CHAT, rules.CALL_BACK}


def _hold(arrival: Arrival) -> Arrival:
    hold_line(arrival.line.unit)
    return Arrival.objects.select_for_update(of=("self",)).select_related("line__unit").get(pk=arrival.pk)


@action(CONTACT_WORK)
def accept(*, arrival: Arrival, by: User) -> Arrival:
    """Takes what waits: the contact is open at once, in one's own hands, with what came with it. Of two who take it at
    once one has it, the other is told. What lies with the supervisors is taken by one of them. Messages that the same
    number sent meanwhile are taken along."""
    row, now = _hold(arrival), clock.now()
    if row.line.unit_id != desk_of(by).pk:
        raise PermissionDenied(_("This contact waits at another line."))
    if row.accepted_by_id == by.pk and row.state == rules.ANSWERED:
        return row
    seat = seat_of(by, row.line)
    _require_free(row, place_of(seat, held_by([by.pk])), by)
    along = same_caller(row)
    take([row.pk, *(one.pk for one in along)])
    contact = _open_contact(row, by)
    for one in (row, *along):
        _answered(one, contact, by)
    seat.beat_at = seat.idle_since = now
    seat.save()
    settle(line=row.line, by=by)
    return row


def _require_free(row: Arrival, place: rules.Place, by: User) -> None:
    if row.state == rules.HANDED and by.can(CONTACT_OVERSEE) and row.call_back_id is None:
        return
    verdict = may_accept(item_of(row), place, clock.now(), limits_at(clock.now()))
    if not verdict:
        raise Refused(verdict.reason)


def _answered(row: Arrival, contact: Contact | None, by: User) -> None:
    now = clock.now()
    row.state, row.accepted_by, row.accepted_at, row.contact = rules.ANSWERED, by, now, contact
    row.rings, row.rung_at, row.why, row.passed = None, None, "", []
    # what lies there is taken and over; who listens is busy until it ends
    row.ended_at = None if row.kind in LISTENING else now
    row.save()


def _open_contact(row: Arrival, by: User) -> Contact | None:
    """The contact that this becomes; one that was opened before changes hands."""
    call = CallBack.objects.select_related("contact").get(pk=row.call_back_id) if row.call_back_id else None
    known_id = call.contact_id if call else row.contact_id
    if known_id:
        return _take_over(Contact.objects.get(pk=known_id), by)
    told = list(ArrivalCaller.objects.filter(arrival__dossier=row.dossier_id) if call else row.told.all())
    numbers = [one.number for one in told if one.number] or ([call.number] if call else [])
    made = receive_contact(
        channel="phone" if call else row.channel,
        channel_key="" if call else row.channel_key,
        by=by,
        arrived_at=call.promised_at if call else row.arrived_at,
        caller_number=numbers[0] if numbers else "",
        is_sample=row.is_sample,
        dossier=row.dossier,
    )
    _write_down(made, row, told, call, by)
    if call:
        call.contact = made
        call.save(update_fields=["contact"])
    return made


def _write_down(
    contact: Contact, row: Arrival, told: list[ArrivalCaller], call: CallBack | None, by: User
) -> None:
    """What the caller wrote or said is in the contact from the first moment; messages taken along follow in order."""
    words = [one.words for one in told if one.words]
    for other in same_caller(row):
        words += [one.words for one in other.told.order_by("pk") if one.words]
    said = {"language": row.language, "narrative": "\n\n".join(words)}
    if call:
        said |= {
            "safe_way": "call",
            "safe_number": call.number,
            "safe_time": f"{call.opens:%H:%M}–{call.closes:%H:%M}",
        }
    if kept := {name: value for name, value in said.items() if value}:
        write_contact(contact=contact, said=kept, by=by)


def _take_over(contact: Contact, by: User) -> Contact:
    held = hold(contact)
    if held.counsellor_id != by.pk and held.status in {"received", "counselling", "emergency"}:
        held.counsellor = by
        held.save(update_fields=["counsellor"])
        hand_dossier_clocks(dossier=held.dossier, role=Counsellor, holder=by)
    return held


@action(CONTACT_WORK, on="contact")
def hand_over(*, contact: Contact, to: User, by: User) -> Contact:
    """Hands a contact to a colleague of the same line: who listens until now may, and a supervisor. The other is let in
    and hears at once, their clocks go along; whoever gave it away sees it no more, unless as a supervisor."""
    line = hold_line(desk_of(by))  # before the contact, as whoever takes one from the queue does
    held = hold(contact)
    if held.counsellor_id != by.pk and not by.can(CONTACT_OVERSEE):
        raise PermissionDenied(_("Only who listens or a supervisor hands a contact over."))
    if to.pk == held.counsellor_id or to.pk not in members(line.unit):
        raise Refused(_("Choose a colleague of your hotline."), field="to")
    before = held.counsellor
    grant(dossier=held.dossier, user=to, ground="contact", by=by)
    held.counsellor = to
    held.save(update_fields=["counsellor"])
    hand_dossier_clocks(dossier=held.dossier, role=Counsellor, holder=to)
    Arrival.objects.filter(contact=held, state=rules.ANSWERED, ended_at__isnull=True).update(accepted_by=to)
    tell(
        user=to,
        kind=GIVEN,
        key=f"{GIVEN}:{held.pk}:{held.version}",
        url=held.get_absolute_url(),
        reference=held.reference,
        urgent=True,
        outward=False,
    )
    Grant.objects.filter(dossier=held.dossier, user=before, ground="contact", ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    announce(line)
    return held


@action(CONTACT_OVERSEE)
def settle_handed(*, arrival: Arrival, reason: str, by: User) -> Arrival:
    """A supervisor says what became of a contact that nobody can open any more: who hung up unheard, a flood."""
    row = _hold(arrival)
    if row.line.unit_id != desk_of(by).pk or row.state != rules.HANDED:
        raise Refused(_("Nobody waits for this decision any more."))
    if code_item("hotline.settled", reason) is None:
        raise Refused(_("Say what became of it."), field="reason")
    row.state, row.why, row.accepted_by = Arrival.State.SETTLED, reason, by
    row.ended_at = clock.now()
    row.save()
    announce(row.line)
    return row
