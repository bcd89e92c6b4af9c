"""Contacts of the sample country's hotline, in every state, by the actions that counsellors use."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.demo.country import FIRST, Country
from himaya.hotline.callers.actions import decide_block, flag_caller, open_profile, propose_block
from himaya.hotline.closing.actions import caller_left, finish_contact
from himaya.hotline.contacts.actions import receive_contact, set_kind, write_child, write_contact
from himaya.hotline.escalation.actions import pass_on
from himaya.hotline.followups.actions import record_call
from himaya.hotline.incidents.actions import Happened, Item, Telling, log_evidence, open_incident, tell_body
from himaya.hotline.models import Contact, Incident
from himaya.hotline.triage.actions import Agreed, ask_about_danger, make_plan, send_help
from himaya.kit import clock

PLAN = Agreed(
    signs="Axşamlar evdə tək qalanda", coping="Musiqi dinləyirəm, rəsm çəkirəm", people="Xalam və rəfiqəm Nigar",
    means="Dərmanları xalam özünə götürür", professionals="Məktəb psixoloqu", reasons_to_live="Kiçik qardaşım",
)  # fmt: skip
GRAVE = {"thoughts": "yes", "method": "yes", "intent": "yes", "means": "yes", "hurt_now": "no"}


class Desk:
    """One counsellor at work, at moments of the last days."""

    def __init__(self, counsellor: User) -> None:
        self.by = counsellor

    def at(self, hours: float, work: Callable[[], Any]) -> Any:
        """Does something so many hours ago."""
        with clock.fixed(clock.now() - timedelta(hours=hours)), acting_as(self.by):
            return work()

    def call(self, hours: float, number: str = "", **said: Any) -> Contact:
        """A call so many hours ago, and what was written of it."""

        def take() -> Contact:
            contact = receive_contact(channel="phone", by=self.by, caller_number=number, is_sample=True)
            return write_contact(contact=contact, said=said, by=self.by) if said else contact

        return self.at(hours, take)

    def do(self, hours: float, contact: Contact, act: Any, **said: Any) -> Any:
        """Somebody goes on with a contact, as it is then."""
        return self.at(hours, lambda: act(contact=Contact.objects.get(pk=contact.pk), by=self.by, **said))


def make_contacts(country: Country) -> int:
    """A dozen contacts, from the prank to the girl who is called back; says how many."""
    desk = Desk(country.staff[(country.hotline.pk, Counsellor.code)][0])
    for hours, kind in ((70, "prank"), (46, "wrong_number"), (30, "thanks")):
        desk.do(hours, desk.call(hours), set_kind, kind=kind)
    desk.do(21, desk.call(21), set_kind, kind="silent", heard="no")
    desk.call(0.05)
    _quarrel(desk)
    _girl_called_back(desk)
    _boy_beaten(desk)
    _under_way(desk)
    _gone(desk)
    _again_and_again(desk, country.staff[(country.hotline.pk, HotlineSupervisor.code)][0])
    return 22


def _quarrel(desk: Desk) -> None:
    contact = desk.call(
        26, caller_kind="child", main_reason="parents", feeling_before=4, feeling_after=7,
        narrative="Atamla dalaşmışam, mənimlə danışmır.", advice="Anası ilə birlikdə danışmağı qərara aldı.",
    )  # fmt: skip
    desk.do(26, contact, ask_about_danger, answers={"hurt_now": "no", "wish_dead": "no"})
    desk.do(25.7, contact, finish_contact)


def _girl_called_back(desk: Desk) -> None:
    contact = desk.call(
        50, "050 200 00 01", caller_kind="child", caller_relation="self", main_reason="suicidal_thoughts",
        narrative="Hər şeydən yoruldum, dərmanlar əlimdədir.", safe_way="call", safe_number="050 200 00 01",
        safe_time="Məktəbdən sonra", feeling_before=2, feeling_after=5,
    )  # fmt: skip
    desk.do(
        50,
        contact,
        write_child,
        said={"name": "Aysel", "age_years": 14, "sex": "female", "living": "parents"},
    )
    desk.do(49.9, contact, ask_about_danger, answers=GRAVE)
    desk.do(49.6, contact, make_plan, agreed=PLAN)
    ended = desk.do(49.5, contact, finish_contact)
    first = lambda: ended.follow_ups.select_related("contact", "dossier").order_by("due_at").first()  # noqa: E731
    desk.at(27, lambda: record_call(follow_up=first(), result="support", feeling=6, by=desk.by))


def _boy_beaten(desk: Desk) -> None:
    contact = desk.call(
        5, "055 300 00 02", caller_kind="neighbour", main_reason="physical", place_text="Sumqayıt",
        place_code=FIRST[0], perpetrator="father", narrative="Qonşunun oğlunu atası döyür, səsini eşidirəm.",
    )  # fmt: skip
    desk.do(5, contact, write_child, said={"name": "Elvin", "age_years": 8, "sex": "male"})
    desk.do(4.9, contact, ask_about_danger, answers={"violence_now": "yes"})
    desk.do(4.9, contact, send_help, agency="police", their_number="102-4471", note="Ünvan deyildi")
    _incident(desk, contact)
    desk.do(4.2, contact, pass_on, handover="Polis yoldadır.")


def _incident(desk: Desk, contact: Contact) -> None:
    told = Happened(
        "assault", "Qonşu gördüyünü danışır: ata oğlunu kəmərlə vurub.", "unknown", None, "bu axşam"
    )
    made = desk.do(4.7, contact, open_incident, told=told)

    def go_on(hours: float, act: Any, **said: Any) -> None:
        desk.at(hours, lambda: act(incident=Incident.objects.get(pk=made.pk), by=desk.by, **said))

    go_on(4.6, tell_body, telling=Telling("police", their_number="102-4471", told_whom="Növbətçi leytenant"))
    go_on(4.5, log_evidence, item=Item("statement", "Qonşunun sözləri, olduğu kimi yazılıb.", "Qaynar xətt"))


def _under_way(desk: Desk) -> None:
    medium = desk.call(
        0.4, "050 200 00 01", caller_kind="child", main_reason="bullying", narrative="Sinifdə mənə gülürlər."
    )
    desk.do(0.3, medium, ask_about_danger, answers={"wish_dead": "yes", "tried_ever": "yes"})
    high = desk.call(0.8, caller_kind="child", main_reason="self_harm", narrative="Qolumu kəsirəm.")
    desk.do(0.7, high, ask_about_danger, answers={"intent": "yes"})
    desk.do(
        0.6, high, ask_about_danger, answers={"intent": "no"}, level="medium", note="Niyyəti olmadığını dedi"
    )


def _gone(desk: Desk) -> None:
    contact = desk.call(0.2, caller_kind="child", main_reason="sadness", narrative="Ağlayırdı, adını demədi.")
    desk.do(0.2, contact, ask_about_danger, answers=GRAVE)
    desk.do(0.1, contact, caller_left, what="“Artıq gecdir” dedi və xətti kəsdi.")


def _again_and_again(desk: Desk, lead: User) -> None:
    """Three who call only to laugh: of one a block is proposed, one is blocked."""
    made = []
    for number, name in enumerate(("Fit çalan", "Gülən oğlan", "Axşam zarafatçısı")):
        for hours in (60, 36, 12):
            contact = desk.call(hours, f"050 900 00 0{number}")
            desk.do(hours, contact, set_kind, kind="prank")
        made.append(desk.do(11, contact, open_profile, known_as=name, advice="Sakit dinləyin, qısa danışın."))
        desk.at(11, partial(flag_caller, profile=made[-1], flag="abusive", by=desk.by))
    propose = partial(propose_block, reason="prank", by=desk.by, note="Hər axşam gülür.")
    desk.at(10, partial(propose, profile=made[2]))
    block = desk.at(10, partial(propose, profile=made[0]))
    Desk(lead).at(9, lambda: decide_block(block=block, approve=True, days=5, by=lead))
