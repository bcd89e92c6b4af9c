"""Two profiles of one caller become one, and a wrong merge is undone.

Nothing is moved: the other profile keeps its key, its words, its flags and its history, and stands in the kept one. So a
split gives back every row as it was. A block never spreads: nothing is merged while one is proposed or stands, and one
that was decided on for both ends when they are split."""

from django.utils.translation import gettext as _

from himaya.access.actions import record
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE
from himaya.hotline.callers.actions.profiles import require
from himaya.hotline.callers.models import CallerBlock, CallerMerge, CallerProfile
from himaya.hotline.callers.process import Blocking
from himaya.hotline.callers.queries import block_of, root_of
from himaya.hotline.callers.rules import may_merge
from himaya.kit import clock
from himaya.kit.errors import Refused


def _held(*profiles: CallerProfile) -> list[CallerProfile]:
    """Held in one order, so that two who merge the same ones wait for each other."""
    rows = CallerProfile.objects.select_for_update(of=("self",)).select_related("dossier__unit")
    by_pk = {one.pk: one for one in rows.filter(pk__in=[p.pk for p in profiles]).order_by("pk")}
    return [by_pk[profile.pk] for profile in profiles]


@action(CONTACT_OVERSEE, on="kept")
def merge_profiles(
    *,
    kept: CallerProfile,
    other: CallerProfile,
    reason: str,
    note: str,
    by: User,
    expected: int | None = None,
) -> CallerMerge:
    """From now on two profiles are one caller: counted, flagged and advised together. Sent twice it is done once."""
    into, folded = _held(kept, other)
    if folded.merged_into_id == into.pk != folded.pk:
        return folded.merges.get(split_at__isnull=True)
    require_version(into, expected)
    require(may_merge(into, folded, [one for one in map(block_of, (into, folded)) if one is not None]))
    folded.merged_into = into
    folded.save(update_fields=["merged_into"])
    into.save(update_fields=["written_at"])  # a page opened before is no longer current
    record(by=by, verb="caller.merged", on=folded, reason=reason)
    return CallerMerge.objects.create(
        dossier=into.dossier,
        kept=into,
        folded=folded,
        reason=reason,
        note=note,
        merged_by=by,
        merged_at=clock.now(),
    )


@action(CONTACT_OVERSEE, on="merge")
def split_profiles(
    *, merge: CallerMerge, reason: str, note: str, by: User, expected: int | None = None
) -> CallerMerge:
    """They were two: each stands as it stood, with what was written into it since. A block that was decided on for both
    ends, for what it rested on may have been the other's. Sent twice it is done once."""
    held = CallerMerge.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=merge.pk)
    if held.split_at is not None:
        return held
    require_version(held, expected)
    into, folded = _held(held.kept, held.folded)
    if not folded.caller_key:
        raise Refused(_("This profile was forgotten with its last contact."))
    top = root_of(into)
    if (block := block_of(top)) is not None:
        _end_block(block, by)
    folded.merged_into = None
    folded.save(update_fields=["merged_into"])
    into.save(update_fields=["written_at"])
    held.split_by, held.split_at, held.split_reason, held.split_note = by, clock.now(), reason, note
    held.save()
    record(by=by, verb="caller.split", on=folded, reason=reason)
    return held


def _end_block(block: CallerBlock, by: User) -> None:
    """The supervisor who splits lifts it, or decides that it does not begin."""
    rows = CallerBlock.objects.select_for_update(of=("self",)).select_related("profile", "dossier__unit")
    held = rows.get(pk=block.pk)
    Blocking.move(held, Blocking.lift if held.status == Blocking.standing.name else Blocking.refuse, by=by)
