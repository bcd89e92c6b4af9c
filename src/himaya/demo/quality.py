"""Reviews and debriefs of the sample country's hotline: one that two scored, one disagreed with, one for which a common
score is proposed, one agreed, one that waits; a talk that was held and one that was asked for."""

from functools import partial
from typing import Any

from himaya.access.models import User
from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.demo.contacts import Desk
from himaya.demo.country import Country
from himaya.hotline.closing.actions import finish_contact
from himaya.hotline.debriefs.actions import Talk, ask_debrief, record_debrief
from himaya.hotline.models import Contact, Debrief, Review
from himaya.hotline.quality.actions import answer_review, pick_contact, score_review
from himaya.hotline.quality.rules import rubric_on
from himaya.hotline.triage.actions import ask_about_danger
from himaya.kit import clock

REMARKS = {"ending": "Sonrakı addım uşağın öz sözü ilə təkrarlansa, daha yaxşı olar."}


def make_quality(country: Country) -> None:
    """By the actions that supervisors and counsellors use."""
    listeners = country.staff[(country.hotline.pk, Counsellor.code)]
    lead, deputy = country.staff[(country.hotline.pk, HotlineSupervisor.code)][:2]
    desk = Desk(listeners[0])
    examination, teacher, _other, secret = (_short(desk, hours, *said) for hours, *said in CALLS)
    girl = Contact.objects.get(counsellor=desk.by, main_reason="suicidal_thoughts", status="follow_up")
    quarrel = Contact.objects.get(counsellor=desk.by, main_reason="parents", status="closed")
    twice = _pick(lead, girl, 24, "Ağır söhbət: təhlükə və plan", double=True)
    _score(lead, twice, 22, "fully", ending="mostly", privacy="partly", exploring="mostly")
    _score(deputy, twice, 20, "fully", ending="mostly", privacy="fully", exploring="mostly", advice="mostly")
    once = _pick(lead, quarrel, 19, "Ailə mövzusu")
    _score(lead, once, 18, "mostly", safety="na", duty="na", listening="partly")
    _answer(desk, once, 16, False, "Uşaq tələsirdi, dərsə gecikirdi: sual verməyə vaxt yox idi.")
    done = _pick(deputy, examination, 15, "Təsadüfi seçim")
    _score(deputy, done, 14, "fully", safety="na", duty="na", advice="mostly")
    _answer(desk, done, 13, True, "Sağ olun, ikinci addımı sınayacağam.")
    _pick(lead, teacher, 12, "Yeni mövzu")
    both = _pick(lead, secret, 11, "Məxfilik barədə sual", double=True)
    _score(lead, both, 10, "mostly", safety="na", duty="na")
    _score(deputy, both, 9, "partly", safety="na", duty="na")
    _answer(desk, both, 8, False, "Uşaq adını demək istəmirdi, ona görə az soruşdum.")
    _score(lead, both, 7, "mostly", safety="na", duty="na", privacy="fully")
    _talks(desk, Desk(listeners[1]), lead)


CALLS = (
    (32.0, "marks", "İmtahandan qorxuram, gecələr yata bilmirəm."),
    (31.0, "teachers", "Müəllim hamının yanında məni danlayır."),
    (29.0, "friends", "Dostum mənimlə danışmır."),
    (28.0, "needs_talk", "Bunu anama deyəcəksiniz?"),
)


def _short(desk: Desk, hours: float, reason: str, words: str) -> Contact:
    contact = desk.call(hours, caller_kind="child", main_reason=reason, narrative=words, feeling_before=4,
                        feeling_after=7)  # fmt: skip
    desk.do(hours - 0.1, contact, ask_about_danger, answers={"hurt_now": "no", "wish_dead": "no"})
    ended: Contact = desk.do(hours - 0.3, contact, finish_contact)
    return ended


def _pick(by: User, contact: Contact, hours: float, why: str, *, double: bool = False) -> int:
    made = Desk(by).do(hours, contact, pick_contact, picked_for=why, double=double)
    return int(made.pk)


def _now(review: int) -> Review:
    return Review.objects.select_related("dossier__unit").get(pk=review)


def _score(by: User, review: int, hours: float, level: str, **others: str) -> None:
    levels = {c.code: others.get(c.code, level) for c in rubric_on(clock.today()).criteria}
    given: dict[str, Any] = {"levels": levels, "remarks": REMARKS, "remark": "Sakit və inamlı danışıq."}
    Desk(by).at(hours, lambda: score_review(review=_now(review), by=by, **given))


def _answer(desk: Desk, review: int, hours: float, agrees: bool, words: str) -> None:
    desk.at(hours, lambda: answer_review(review=_now(review), agrees=agrees, answer=words, by=desk.by))


def _talks(first: Desk, second: Desk, lead: User) -> None:
    owed = first.at(48, partial(ask_debrief, by=first.by))

    def hold() -> Debrief:
        talk = Talk(
            "taken", clock.now(), kind="single", rest="break", note="Qızın sözləri yadından çıxmırdı."
        )
        return record_debrief(debrief=Debrief.objects.get(pk=owed.pk), talk=talk, by=lead)

    Desk(lead).at(40, hold)
    second.at(3, partial(ask_debrief, by=second.by))
