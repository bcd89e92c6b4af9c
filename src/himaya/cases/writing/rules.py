"""Whether somebody of a case may be written to, and with which words (domain §7: no case content in e-mail or SMS)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.writing.models import SafeWay
from himaya.kit.fields import read_phone
from himaya.kit.verdict import Verdict, no, yes

# What a text may leave open: the day and hour of a meeting, and the number to call back.
DAY, TIME, PHONE = "{day}", "{time}", "{phone}"


def may_be_written_to(member: Any, *, died: bool) -> Verdict:
    """Somebody who belongs to the case now and lives, and is not whom it protects others from."""
    if member.is_restricted:
        return no(_("Nobody writes to a possible perpetrator."))
    if member.ended_at is not None:
        return no(_("This person does not belong to the case any more."))
    if died:
        return no(_("This person has died."))
    return yes()


def is_safe_address(way: str, address: str, unsafe: Collection[str]) -> Verdict:
    """A whole number or an address, and none of the `unsafe` ones: a possible perpetrator has it too, or somebody said
    that it puts them at risk."""
    if way == SafeWay.SMS and not (read_phone(address) or "").startswith("+"):
        return no(_("Write the whole telephone number, for example 050 123 45 67."))
    if way == SafeWay.EMAIL and "@" not in address:
        return no(_("Write the whole e-mail address, for example name@example.az."))
    if address in unsafe:
        return no(
            _(
                "A possible perpetrator has this number too, or the register calls it unsafe. Ask for another way."
            )
        )
    return yes()


def asks_when(template: str) -> bool:
    """Whether a text speaks of a day and an hour."""
    return DAY in template or TIME in template


def may_say(template: str, *, meets_at: datetime | None, now: datetime, today: int, most: int) -> Verdict:
    """A text that speaks of a meeting has its hour, which is to come; nobody is written to again and again in a day."""
    if asks_when(template) and meets_at is None:
        return no(_("Write the day and hour that the message speaks of."))
    if meets_at is not None and meets_at <= now:
        return no(_("This hour is over. Write one that is to come."))
    if today >= most:
        return no(_("This person was written to often enough today. Ring them, or write tomorrow."))
    return yes()


def filled(template: str, *, day: str, time: str, call: str) -> str:
    """The text as it is sent."""
    return template.replace(DAY, day).replace(TIME, time).replace(PHONE, call)
