"""The sample country's hotline at work: shifts of a week, people at the line, a little queue, promised call-backs."""

from datetime import datetime, time, timedelta
from typing import Any

from himaya.access.gate import PUBLIC, SYSTEM, acting_as
from himaya.access.models import User
from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.demo.country import Country
from himaya.hotline.callbacks.actions import agree_call, record_attempt
from himaya.hotline.chat.actions import Begun, begin_chat, end_chat, staff_says
from himaya.hotline.contacts.actions import receive_contact
from himaya.hotline.messages.actions import CameIn, read_messages, take_in, write_message
from himaya.hotline.models import Arrival, CallBack, Chat, Contact, TextMessage
from himaya.hotline.queue.actions import accept, arrive, ended, equip_seat, left_word, set_state, settle
from himaya.hotline.queue.actions.lines import hold_line
from himaya.hotline.shifts.actions import ask_swap, plan_shift
from himaya.hotline.shifts.models import Shift
from himaya.hotline.telephone.actions import set_telephone
from himaya.kit import clock
from himaya.kit.clock import BAKU

A_WEEK = 7
# Who (by turn), as what, from which hour, for how many hours, on how many of the days.
PLAN = (
    (Counsellor, 0, Shift.Duty.SHIFT, 8, 8, A_WEEK - 1),
    (Counsellor, 1, Shift.Duty.SHIFT, 16, 8, A_WEEK),
    (HotlineSupervisor, 0, Shift.Duty.SUPERVISOR, 8, 10, A_WEEK),
    (HotlineSupervisor, 1, Shift.Duty.RESERVE, 18, 12, A_WEEK),
)


def make_line(country: Country) -> None:
    """Plans the week, seats the people, lets a few contacts come."""
    listeners = country.staff[(country.hotline.pk, Counsellor.code)]
    leads = country.staff[(country.hotline.pk, HotlineSupervisor.code)]
    for number, person in enumerate([*listeners, *leads], 201):  # extensions of the sample exchange
        with acting_as(person):
            set_telephone(endpoint=str(number), by=person)
    planned = _plan({Counsellor: listeners, HotlineSupervisor: leads}, leads[0])
    mine = [shift for shift in planned if shift.user == listeners[1]]
    with acting_as(listeners[1]):
        ask_swap(shift=mine[-1], of=listeners[0], by=listeners[1])
    with acting_as(leads[0]):
        equip_seat(user=listeners[1], languages=["az", "ru"], skills=["violence"], by=leads[0])
    _contacts(country)
    _conversation(listeners[0])
    _chats(country, listeners[1])
    _agreed(listeners[0])
    _not_reached(listeners[1])
    with acting_as(listeners[0]):
        set_state(state="ready", by=listeners[0])
    with acting_as(listeners[1]):
        set_state(state="paused", reason="heavy", by=listeners[1])


def _plan(people: dict[type, list[User]], by: User) -> list[Shift]:
    """A week from today; what would be over already is left out."""
    made, today = [], clock.today()
    for role, turn, duty, hour, hours, days in PLAN:
        for day in range(days):
            begins = datetime.combine(today + timedelta(days=day), time(hour), BAKU)
            ends = begins + timedelta(hours=hours)
            if ends > clock.now():
                with acting_as(by):
                    made.append(
                        plan_shift(user=people[role][turn], starts_at=begins, ends_at=ends, duty=duty, by=by)
                    )
    return made


def _come(country: Country, minutes: float, channel: str, key: str, **said: Any) -> Arrival:
    moment = clock.now() - timedelta(minutes=minutes)
    with clock.fixed(moment), acting_as(PUBLIC):
        return arrive(
            channel=channel, channel_id=key, unit=country.hotline, by=PUBLIC, is_sample=True, **said
        )


def _contacts(country: Country) -> None:
    """A caller who hung up unheard, one who left word and a safe number, a boy's message that waits."""
    gone = _come(country, 40, "phone", "sample-1", caller_number="050 200 00 02")
    with clock.fixed(clock.now() - timedelta(minutes=39)), acting_as(PUBLIC):
        ended(arrival=gone, by=PUBLIC)
    heard = _come(country, 25, "phone", "sample-2", caller_number="050 200 00 03", language="ru")
    with clock.fixed(clock.now() - timedelta(minutes=22)), acting_as(PUBLIC):
        settle(line=hold_line(country.hotline), by=PUBLIC)  # nobody came: the machine has it
        left_word(
            arrival=heard, words="Позвоните мне, пожалуйста, после школы.", safe_number="050 200 00 03",
            opens=time(15), closes=time(18), by=PUBLIC,
        )  # fmt: skip
    _come(
        country,
        3,
        "sms",
        "sample-3",
        caller_number="050 200 00 04",
        words="Sinifdə mənə gülürlər, danışa bilərəm?",
    )
    _come(country, 1, "web", "sample-4", words="Qonşunun uşağı hər gecə ağlayır.")


def _conversation(by: User) -> None:
    """A girl writes by SMS; the counsellor answers, it is delivered, she writes on."""

    def writes(minutes: float, words: str) -> TextMessage | None:
        at = clock.now() - timedelta(minutes=minutes)
        came = CameIn(f"sample:{minutes}", "sms", "050 200 00 07", words, at, is_sample=True)
        with clock.fixed(at), acting_as(SYSTEM):
            return take_in(came)

    with clock.fixed(clock.now() - timedelta(minutes=15)), acting_as(by):
        set_state(state="ready", by=by)
    first = writes(14, "Salam. Sinif yoldaşlarım mənim haqqımda qrup açıb, hamı gülür 😞")
    if first is None or first.arrival is None:
        return
    with clock.fixed(clock.now() - timedelta(minutes=12)), acting_as(by):
        accept(arrival=first.arrival, by=by)
        contact = Contact.objects.get(arrivals=first.arrival)
        answer = write_message(
            contact=contact, text="Buradayam, oxuyuram. Yazmaq rahatdırsa, davam et.", by=by
        )
    TextMessage.objects.filter(pk=answer.pk).update(sent_at=answer.at, delivered_at=answer.at)
    writes(11, "Müəllimə demişəm, o da heç nə eləmədi")
    with acting_as(by):
        read_messages(contact=contact, by=by)


def _chats(country: Country, by: User) -> None:
    """A girl who writes with a counsellor, and a boy's chat that is over."""
    for minutes, secret, name, said, answer in (
        (55, "sample-chat-over", "Orxan", "Anam məni başa düşmür.", "Bu barədə birlikdə düşünək."),
        (2, "sample-chat-now", "Aytən", "Sinifdə məni ələ salırlar, heç kim bilmir.", "Salam, səni dinləyirəm."),
    ):  # fmt: skip
        begun = Begun(words=said, name=name, age=13, language="az")
        with clock.fixed(clock.now() - timedelta(minutes=minutes)):
            with acting_as(by):
                set_state(state="ready", by=by)
            with acting_as(PUBLIC):
                chat = begin_chat(secret=secret, begun=begun, by=PUBLIC, unit=country.hotline, is_sample=True)
            with acting_as(by):
                accept(arrival=chat.arrival, by=by)
                held = Chat.objects.select_related("arrival__line__unit").get(pk=chat.pk)
                staff_says(chat=held, key="sample-answer", words=answer, by=by)
                if minutes > 30:
                    end_chat(chat=held, by=by)


def _agreed(by: User) -> None:
    """A call-back agreed with a counsellor, in a contact that is under way."""
    with acting_as(by):
        contact = Contact.objects.filter(counsellor=by, status="counselling", is_sample=True).first()
        if contact is not None:
            agree_call(contact=contact, number="050 200 00 05", opens=time(0), closes=time(0), by=by)


def _not_reached(by: User) -> None:
    """A call-back tried three times in vain: the supervisor decides."""
    calls: list[CallBack] = []
    for hours in (6.0, 5.0, 4.0, 3.0):
        with clock.fixed(clock.now() - timedelta(hours=hours)), acting_as(by):
            if calls:
                record_attempt(call_back=calls[0], result="no_answer", by=by)
                continue
            contact = receive_contact(channel="phone", by=by, caller_number="050 200 00 06", is_sample=True)
            calls.append(
                agree_call(contact=contact, number="050 200 00 06", opens=time(0), closes=time(0), by=by)
            )
