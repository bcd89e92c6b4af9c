"""Opening a profile, writing what helps, and what must be minded."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.queries import nearest_users
from himaya.access.roles import CONTACT_WORK, SENSITIVE, HotlineSupervisor
from himaya.hotline.callers.models import CallerFlag, CallerProfile
from himaya.hotline.callers.process import ONE_CALLER
from himaya.hotline.callers.queries import profile_by_key, profile_of, root_of
from himaya.hotline.contacts.callers import unnumbered_key
from himaya.hotline.contacts.models import Contact
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.actions import tell_all


def require(verdict: Verdict, field: str | None = None) -> None:
    """Refuses for the reason that a rule gives."""
    if not verdict:
        raise Refused(verdict.reason, field=field)


def hold_profile(profile: CallerProfile, expected: int | None = None) -> CallerProfile:
    """The profile as it is now, held; refused where it stands in another one meanwhile."""
    rows = CallerProfile.objects.select_for_update(of=("self",)).select_related("dossier__unit")
    held = rows.get(pk=profile.pk)
    if held.merged_into_id is not None:
        raise Refused(_("This profile was merged with another one meanwhile. Open that one."))
    require_version(held, expected)
    return held


@action(CONTACT_WORK, on="contact")
def open_profile(*, contact: Contact, known_as: str, by: User, advice: str = "") -> CallerProfile:
    """A profile for whoever called, open to every counsellor of the hotline. Where no number is known (a child in a
    chat) it hangs on this contact alone, until a number is told or a supervisor merges it with another one."""
    held = Contact.objects.select_for_update(of=("self",)).select_related("dossier__unit").get(pk=contact.pk)
    if profile_of(held.caller_key) is not None:
        raise Refused(_("This caller has a profile already."))
    if not held.caller_key:
        held.caller_key = unnumbered_key(held.public_id)
        held.save(update_fields=["caller_key"])
    profile = CallerProfile(
        caller_key=held.caller_key, known_as=known_as, advice=advice, written_by=by, written_at=clock.now()
    )
    unit = held.dossier.unit
    profile.dossier = open_dossier(kind="caller", unit=unit, sensitivity=SENSITIVE)
    profile.save()
    grant(dossier=profile.dossier, unit=unit, ground="caller", by=by, first=True)
    return profile


@action(CONTACT_WORK, on="profile")
def write_profile(
    *, profile: CallerProfile, known_as: str, advice: str, by: User, expected: int | None = None
) -> CallerProfile:
    """What helps this caller, written anew; the history keeps the former words."""
    held = hold_profile(profile, expected)
    held.known_as, held.advice, held.written_by, held.written_at = known_as, advice, by, clock.now()
    held.save()
    return held


@action(CONTACT_WORK, on="profile")
def flag_caller(*, profile: CallerProfile, flag: str, by: User, note: str = "") -> CallerFlag:
    """Something to be minded, until the norm's time is over."""
    held, now = hold_profile(profile), clock.now()
    return CallerFlag.objects.create(
        dossier=held.dossier,
        profile=held,
        flag=flag,
        note=note,
        set_by=by,
        set_at=now,
        expires_at=add(now, norm("caller.flag", on=clock.today())),
    )


@action(CONTACT_WORK, on="flag")
def end_flag(*, flag: CallerFlag, by: User) -> CallerFlag:
    """It need not be minded any more."""
    held = CallerFlag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    held.ended_at = held.ended_at or clock.now()
    held.save()
    return held


@action(CONTACT_WORK, on="contact")
def follow_number(*, contact: Contact, former: str, by: Any) -> CallerProfile | None:
    """Whoever was known by a contact alone has told a number: their profile hangs on the number now. Where the number
    has a profile of its own nothing is merged by itself: the supervisors are asked."""
    profile, other = profile_by_key(former), profile_by_key(contact.caller_key)
    if profile is None:
        return None
    if other is None:
        held = CallerProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
        held.caller_key = contact.caller_key
        held.save(update_fields=["caller_key"])
        return held
    if root_of(profile) != root_of(other):
        tell_all(
            users=nearest_users(HotlineSupervisor, contact.dossier.unit),
            kind=ONE_CALLER,
            key=f"{ONE_CALLER}:{profile.public_id}:{other.public_id}",
            url=root_of(profile).get_absolute_url(),
        )
    return profile
