"""Contacts that were finished, and the sheets people fill in."""

from typing import Any

from himaya.hotline.closing.actions import finish_contact
from himaya.hotline.contacts.actions import receive_contact, write_contact
from himaya.hotline.models import Contact, Review
from himaya.hotline.quality import actions
from himaya.hotline.quality.rules import rubric_on
from himaya.hotline.triage.actions import ask_about_danger, make_plan
from himaya.kit import clock
from tests.hotline.conftest import PILLS, PLAN

# A Wednesday, and the Monday after it.
WEDNESDAY, MONDAY, NEXT = "2026-11-18T12:00+04:00", "2026-11-16", "2026-11-23T09:00+04:00"
WORDS = "Şagirdözübaşqadır"


def finished(by: Any, answers: dict[str, str] | None = None, reason: str = "parents") -> Contact:
    """A contact that was finished, taken by whoever acts now."""
    contact = receive_contact(channel="phone", by=by)
    said = {"caller_kind": "child", "main_reason": reason, "narrative": WORDS}
    write_contact(contact=contact, said=said, by=by)
    contact = ask_about_danger(contact=contact, answers=answers or {"hurt_now": "no"}, by=by)
    if contact.risk in {"critical", "high"}:
        make_plan(contact=contact, agreed=PLAN, by=by)
    return finish_contact(contact=Contact.objects.get(pk=contact.pk), by=by)


def grave(by: Any) -> Contact:
    """As `finished`, of a girl with pills at hand."""
    return finished(by, PILLS, "suicidal_thoughts")


def levels(all_of_them: str = "fully", **others: str) -> dict[str, str]:
    """A sheet with one level everywhere, save some."""
    return {c.code: others.get(c.code, all_of_them) for c in rubric_on(clock.today()).criteria}


def review(pk: int) -> Review:
    """A review as it is now."""
    return Review.objects.select_related("counsellor", "first_by", "settled_by", "dossier__unit").get(pk=pk)


def score(who: Any, pk: int, given: dict[str, str] | None = None, **more: Any) -> Any:
    """Somebody fills in a sheet."""
    return actions.score_review(
        review=review(pk), levels=given or levels(), by=who, remark="Yaxşıdır.", **more
    )
