"""Repeat callers as screens and channels need them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from himaya.hotline.callers.models import CallerBlock, CallerFlag, CallerMerge, CallerProfile
from himaya.hotline.callers.rules import Record, stands
from himaya.kit import clock
from himaya.reference.queries import norm


def profiles(by: Any) -> QuerySet[Any]:
    """The callers of a hotline by their profiles, the latest written first; what was merged stands in its own."""
    rows = CallerProfile.objects.visible_to(by).exclude(caller_key="").filter(merged_into__isnull=True)
    return rows.select_related("written_by").order_by("-written_at", "-pk")


def minded(profiles: Iterable[CallerProfile]) -> list[list[CallerFlag]]:
    """For each caller what must be minded now, whichever of their profiles it stands on."""
    tops = list(profiles)
    top_of = {one.pk: one.pk for one in tops}
    level = list(top_of)
    while level:
        below = CallerProfile.objects.filter(merged_into__in=level)
        found = {one.pk: top_of[one.merged_into_id or 0] for one in below.only("merged_into")}
        top_of |= found
        level = list(found)
    flags: dict[int, list[CallerFlag]] = {}
    for flag in flags_now().filter(profile__in=top_of):
        flags.setdefault(top_of[flag.profile_id], []).append(flag)
    return [flags.get(one.pk, []) for one in tops]


def all_of(profile: CallerProfile) -> list[CallerProfile]:
    """A profile and everything that stands in it, itself first."""
    found, level = [profile], [profile.pk]
    while level:
        below = list(CallerProfile.objects.filter(merged_into__in=level).order_by("pk"))
        found += below
        level = [one.pk for one in below]
    return found


def root_of(profile: CallerProfile) -> CallerProfile:
    """The profile in which this one stands, however many merges up; itself where it was not merged."""
    while profile.merged_into is not None:
        profile = profile.merged_into
    return profile


def merges_of(profile: CallerProfile) -> QuerySet[CallerMerge]:
    """Every merge of a caller, split or not, the latest first."""
    rows = CallerMerge.objects.filter(kept__in=all_of(profile))
    return rows.select_related("kept", "folded", "merged_by", "split_by").order_by("-merged_at", "-pk")


def flags_now() -> QuerySet[CallerFlag]:
    """Flags that have not ended."""
    return CallerFlag.objects.filter(ended_at__isnull=True, expires_at__gt=clock.now()).order_by("expires_at")


def profile_by_key(caller_key: str) -> CallerProfile | None:
    """The profile that hangs on a key, wherever it stands."""
    return CallerProfile.objects.filter(caller_key=caller_key).first() if caller_key else None


def profile_of(caller_key: str) -> CallerProfile | None:
    """The profile of a caller, if there is one: of whichever of their numbers."""
    profile = profile_by_key(caller_key)
    return root_of(profile) if profile is not None else None


def block_of(profile: CallerProfile) -> CallerBlock | None:
    """The block that is proposed or stands now."""
    rows = profile.blocks.select_related("dossier__unit", "proposed_by", "profile")
    found: CallerBlock | None = rows.filter(
        Q(status="proposed") | Q(status="standing", expires_at__gt=clock.now())
    ).first()
    return found


def standing_block(caller_key: str) -> CallerBlock | None:
    """The block that holds for a caller now. For channels, before a call is put through."""
    profile = profile_of(caller_key)
    block = block_of(profile) if profile is not None else None
    return block if block is not None and stands(block, clock.now()) else None


def caller_record(profile: CallerProfile) -> Record:
    """What the contacts of a profile are, counted, with those of everything that stands in it."""
    return record_of_keys([one.caller_key for one in all_of(profile)])


def record_of_keys(keys: list[str]) -> Record:
    """What the contacts of these keys are, counted; *lately* by a norm."""
    days = int(norm("caller.block.lately", on=clock.today()).value)
    with connection.cursor() as cursor:
        cursor.execute(
            "select times, nuisance, grave, open, child, unheard from hotline_caller_record(%s, %s)",
            [keys, clock.now() - timedelta(days=days)],
        )
        return Record(*cursor.fetchone())
