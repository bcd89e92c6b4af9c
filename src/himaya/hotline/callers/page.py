"""A repeat caller as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import may
from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE
from himaya.hotline.callers.models import CallerBlock, CallerFlag, CallerMerge, CallerProfile
from himaya.hotline.callers.process import Blocking
from himaya.hotline.callers.queries import (
    all_of,
    block_of,
    caller_record,
    flags_now,
    merges_of,
    profiles,
    record_of_keys,
)
from himaya.hotline.callers.rules import Record, may_merge
from himaya.kit import clock
from himaya.kit.addresses import address
from himaya.kit.shapes import Alert, Chip, Crumb, NextAction, Stat, Words
from himaya.kit.text import sort_key
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions


def flag_chips(flags: Iterable[CallerFlag]) -> list[Chip]:
    """What must be minded now."""
    return [Chip(label("caller.flag", one.flag), "watch", "flag") for one in flags]


def stats(record: Record) -> list[Stat]:
    """A caller's contacts, counted."""
    return [
        Stat(_("Contacts"), record.times),
        Stat(_("Grave danger"), record.grave, tone="bad" if record.grave else ""),
        Stat(_("Open now"), record.open),
        Stat(_("Abuse or pranks lately"), record.nuisance),
    ]


def record_of(profile: CallerProfile, by: User) -> dict[str, Any]:
    """The whole page of a caller, with everything that stands in their profile."""
    block, flags = block_of(profile), list(flags_of(all_of(profile)))
    actions = next_actions(Blocking, block, by) if block else _proposals(profile)
    chips = flag_chips(flags)
    oversees = may(by, CONTACT_OVERSEE, profile.dossier)
    if oversees and not block:
        actions = [*actions, _merge(profile)]
    if block:
        chips.insert(0, Chip(Blocking.state_of(block).label, "bad"))
    return {
        "profile": profile,
        "folded": all_of(profile)[1:],
        "merges": list(merges_of(profile)),
        "oversees": oversees,
        "flags": flags,
        "stop": block,
        "chips": chips,
        "stats": stats(caller_record(profile)),
        "actions": actions,
        "clocks": [due(one) for one in Blocking.clocks_of(block)] if block else [],
        "crumbs": crumbs(profile)[:1],
    }


def flags_of(profiles: Iterable[CallerProfile]) -> Any:
    """What must be minded now of these profiles."""
    return flags_now().filter(profile__in=list(profiles)).select_related("set_by", "profile")


def _proposals(profile: CallerProfile) -> list[NextAction]:
    return [NextAction(_("Propose a block"), address("hotline:block-propose", profile.public_id))]


def _merge(profile: CallerProfile) -> NextAction:
    return NextAction(_("Merge with another profile"), address("hotline:caller-merge", profile.public_id))


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two profiles that become one, or become two again: as whoever decides compares them."""

    profile: CallerProfile
    stats: list[Stat]
    chips: list[Chip]
    names: list[str]


def side_of(profiles: list[CallerProfile]) -> Side:
    """What a profile is, with whatever stands in it."""
    record = record_of_keys([one.caller_key for one in profiles])
    names = [one.known_as for one in profiles[1:]]
    return Side(profiles[0], stats(record), flag_chips(flags_of(profiles)), names)


def others(profile: CallerProfile, by: User) -> list[tuple[str, str]]:
    """The profiles with which one may be merged, by name."""
    rows = profiles(by).exclude(pk=profile.pk).filter(dossier__unit=profile.dossier.unit_id)
    return sorted(((one.public_id, one.known_as) for one in rows), key=lambda one: sort_key(one[1]))


def merge_context(kept: CallerProfile, other: CallerProfile) -> dict[str, Any]:
    """What a merge will do, told before anybody presses."""
    blocks = [one for one in (block_of(kept), block_of(other)) if one is not None]
    sides = [side_of(all_of(kept)), side_of(all_of(other))]
    return {
        "sides": sides,
        "kept": sides[0],
        "other": sides[1],
        "verdict": may_merge(kept, other, blocks),
        "crumbs": crumbs(kept),
    }


def split_context(merge: CallerMerge, top: CallerProfile) -> dict[str, Any]:
    """What a split will do, told before anybody presses."""
    parted = all_of(merge.folded)
    stays = [one for one in all_of(top) if one not in parted]
    block: CallerBlock | None = block_of(top)
    return {
        "merge": merge,
        "sides": [side_of(stays), side_of(parted)],
        "stop": block,
        "crumbs": crumbs(top),
    }


def crumbs(profile: CallerProfile) -> list[Crumb]:
    """The way back."""
    return [
        Crumb(_("Repeat callers"), reverse("hotline:callers")),
        Crumb(profile.known_as, profile.get_absolute_url()),
    ]


def form_context(profile: CallerProfile, form: Any, heading: Words, **more: Any) -> dict[str, Any]:
    """A page with one form about a caller."""
    return {"profile": profile, "crumbs": crumbs(profile), "form": form, "heading": heading, **more}


def told_beside(profile: CallerProfile) -> list[Alert]:
    """What whoever answers reads first."""
    url = profile.get_absolute_url()
    words = ", ".join(label("caller.flag", one.flag) for one in flags_of(all_of(profile)))
    first = _("Known as %(name)s.") % {"name": profile.known_as}
    found = [Alert(" ".join(filter(None, [first, words])), "watch", url)]
    block = block_of(profile)
    if block and block.expires_at:
        until = f"{clock.local(block.expires_at):%d.%m.%Y %H:%M}"
        words = _("Blocked until %(until)s. Ask first whether a child is in danger: if so, listen.")
        found.append(Alert(words % {"until": until}, "bad", url))
    return found
