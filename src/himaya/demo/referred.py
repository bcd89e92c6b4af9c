"""Referrals of the sample country: sent, taken on, begun; and one handed over by a link."""

from typing import Any

from himaya.access.models import User
from himaya.access.roles import ProviderStaff
from himaya.cases.links.actions import make_link
from himaya.cases.models import OutsideLink, Referral
from himaya.cases.referrals.actions import accept_referral, send_referral, start_service
from himaya.kit import clock
from himaya.services.models import Service


def refer(story: Any) -> None:
    """The family of a story is referred to a service of its district, where there is one."""
    service = Service.objects.filter(
        territories__in=story.family.unit.territories.all(), is_open=True
    ).first()
    if service is None:
        return
    sent = _sent_to(story, service)
    if not OutsideLink.objects.exists():
        _handed_over(story, _sent_to(story, story.country.practice))
    if story.chance.random() < 0.6:
        story.later(20)
        _taken_on(story, sent, story.country.staff[(service.unit_id, ProviderStaff.code)][0])


def _sent_to(story: Any, service: Service) -> Referral:
    def send() -> Referral:
        return send_referral(
            case=story.case(), service=service, by=story.worker, who=str(story.child),
            how_to_reach="Axşam saatlarında telefonla", reason="Uşağa psixoloji dəstək lazımdır.",
            consent_ground="consent", consent_form="spoken", consent_by="Ana",
        )  # fmt: skip

    sent: Referral = story.do(story.worker, send)
    return sent


def _handed_over(story: Any, sent: Referral) -> None:
    """One organisation has no account: it gets a link on paper."""
    story.do(
        story.worker,
        lambda: make_link(
            referral=story.fresh(Referral, sent.pk), confirmed=True, language="az", by=story.worker
        ),
    )


def _taken_on(story: Any, sent: Referral, staff: User) -> None:
    referral = lambda: story.fresh(Referral, sent.pk)  # noqa: E731
    story.do(staff, lambda: accept_referral(referral=referral(), by=staff, starts_on=clock.today()))
    if sent.pk % 2:  # every other one has begun
        story.later(30)
        story.do(staff, lambda: start_service(referral=referral(), started_on=clock.today(), by=staff))
