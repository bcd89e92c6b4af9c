"""Blocking for some days, and hearing whoever is blocked."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.callers.actions.profiles import hold_profile, require
from himaya.hotline.callers.models import BlockedCall, CallerBlock, CallerProfile
from himaya.hotline.callers.process import Blocking
from himaya.hotline.callers.queries import block_of, caller_record, standing_block
from himaya.hotline.callers.rules import another_decides, is_let_through, may_block, may_block_so_long
from himaya.hotline.contacts.callers import caller_key
from himaya.kit import clock
from himaya.kit.errors import Refused


@action(CONTACT_WORK, on="profile")
def propose_block(*, profile: CallerProfile, reason: str, by: User, note: str = "") -> CallerBlock:
    """Asks a supervisor to keep this caller from the line for some days. Nothing is blocked yet."""
    held = hold_profile(profile)
    if block_of(held) is not None:
        raise Refused(_("A block is proposed or stands already."))
    require(may_block(caller_record(held), clock.today()))
    block = CallerBlock(
        dossier=held.dossier,
        profile=held,
        reason=reason,
        note=note,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    Blocking.begin(block, Blocking.propose, by=by)
    return block


def _hold(block: CallerBlock, expected: int | None = None) -> CallerBlock:
    rows = CallerBlock.objects.select_for_update(of=("self",)).select_related("profile", "dossier__unit")
    held: CallerBlock = rows.get(pk=block.pk)
    require_version(held, expected)
    return held


@action(CONTACT_OVERSEE, on="block")
def decide_block(
    *, block: CallerBlock, approve: bool, by: User, days: int | None = None, expected: int | None = None
) -> CallerBlock:
    """A second person blocks for so many days, or does not. The caller's record is looked at again."""
    held = _hold(block, expected)
    require(another_decides(held, by))
    held.decided_by = by
    if not approve:
        held.save(update_fields=["decided_by"])
        Blocking.move(held, Blocking.refuse, by=by)
        return held
    require(may_block_so_long(days or 0, clock.today()), "days")
    require(may_block(caller_record(held.profile), clock.today()))
    held.expires_at = clock.now() + timedelta(days=days or 0)
    held.save(update_fields=["decided_by", "expires_at"])
    Blocking.move(held, Blocking.approve, by=by)
    return held


@action(CONTACT_OVERSEE, on="block")
def lift_block(*, block: CallerBlock, by: User, expected: int | None = None) -> CallerBlock:
    """A supervisor lets the caller through again."""
    held = _hold(block, expected)
    Blocking.move(held, Blocking.lift, by=by)
    return held


@dataclass(frozen=True, slots=True)
class Screened:
    """What a channel does with a call: put it through, or say the blocked words (`caller.blocked_words`)."""

    through: bool
    was_blocked: bool = False


@action(None)
def screen_caller(
    *, number: str, channel: str, by: object, text: str = "", pressed: bool = False
) -> Screened:
    """Asked by every channel before it turns anybody away; needs no permission, for whoever calls is nobody of ours.
    `pressed`: the key that says a child is in danger; `text`: what a message holds. Who is let through is blocked no
    longer, and the supervisors hear at once."""
    block = standing_block(caller_key(number))
    if block is None:
        return Screened(through=True)
    held, now = _hold(block), clock.now()
    earlier = list(held.attempts.values_list("at", flat=True))
    through = is_let_through(pressed=pressed, text=text, earlier=earlier, now=now)
    BlockedCall.objects.create(dossier=held.dossier, block=held, at=now, channel=channel, through=through)
    if through:
        Blocking.move(held, Blocking.let_through, by=by)
    return Screened(through, was_blocked=True)


def expire_block(*, block: CallerBlock, by: object) -> CallerBlock:
    """Writes down that a block has ended by itself; it held no longer from its moment on. For the worker."""
    held = _hold(block)
    if held.status == Blocking.standing.name and (held.expires_at is None or held.expires_at <= clock.now()):
        Blocking.move(held, Blocking.expire, by=by)
    return held
