"""Planning shifts, taking them back, swapping them."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.queries import nearest_users
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK, HotlineSupervisor
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.shifts.models import Shift, ShiftSwap
from himaya.hotline.shifts.queries import others_of, people_of
from himaya.hotline.shifts.rules import lasts_well, may_decide_swap, needs_approval, rests_enough
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict
from himaya.workflow.actions import tell, tell_all
from himaya.workflow.notices.actions import kind

SWAP_ASKED = kind("shift.swap_asked", gettext_lazy("A colleague asks you to take a shift"))
SWAP_AGREED = kind("shift.swap_agreed", gettext_lazy("A swap of shifts waits for your decision"))
SWAP_DECIDED = kind("shift.swap_decided", gettext_lazy("A swap of shifts was decided"))
PLANNED = kind("shift.planned", gettext_lazy("Your shifts have changed"))


def _require(verdict: Verdict, field: str | None = None) -> None:
    if not verdict:
        raise Refused(verdict.reason, field=field)


@action(CONTACT_OVERSEE)
def plan_shift(*, user: User, starts_at: datetime, ends_at: datetime, duty: str, by: User) -> Shift:
    """Puts somebody of one's own hotline into a shift; they hear of it."""
    unit, day = desk_of(by), clock.local(starts_at).date()
    if user.pk not in {one.pk for one in people_of(unit)}:
        raise Refused(_("This person does not work in your hotline."), field="user")
    if ends_at <= clock.now():
        raise Refused(_("This shift would be over already."), field="ends_at")
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two planners, one person
    _require(lasts_well(starts_at, ends_at, day), "ends_at")
    _require(rests_enough(starts_at, ends_at, others_of(user), day), "starts_at")
    made = Shift.objects.create(
        unit=unit, user=user, duty=duty, starts_at=starts_at, ends_at=ends_at, planned_by=by
    )
    _tell(user, PLANNED, f"{PLANNED}:{made.pk}")
    return made


@action(CONTACT_OVERSEE)
def cancel_shift(*, shift: Shift, by: User) -> Shift:
    """Takes a shift back that is not over; whoever stood in it hears, and what was asked about it falls away."""
    held = _hold(shift)
    if held.cancelled_at or held.ends_at <= clock.now():
        raise Refused(_("This shift is over or was taken back."))
    held.cancelled_at = clock.now()
    held.save(update_fields=["cancelled_at"])
    held.swaps.filter(status__in=ShiftSwap.OPEN).update(
        status=ShiftSwap.WITHDRAWN, decided_by=by, decided_at=clock.now()
    )
    _tell(held.user, PLANNED, f"{PLANNED}:off:{held.pk}")
    return held


def _hold(shift: Shift) -> Shift:
    return Shift.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=shift.pk)


@action(CONTACT_WORK)
def ask_swap(*, shift: Shift, of: User, by: User, in_return: Shift | None = None) -> ShiftSwap:
    """Asks a colleague to take one's shift, or to change it for one of theirs."""
    held = _hold(shift)
    if held.user_id != by.pk or held.cancelled_at or held.starts_at <= clock.now():
        raise Refused(_("Only a shift of your own that is still to come can be swapped."))
    if of.pk == by.pk or of.pk not in {one.pk for one in people_of(held.unit)}:
        raise Refused(_("Choose a colleague of your hotline."), field="of")
    if in_return is not None and (in_return.user_id != of.pk or in_return.starts_at <= clock.now()):
        raise Refused(_("Choose a coming shift of that colleague."), field="in_return")
    if held.swaps.filter(status__in=ShiftSwap.OPEN).exists():
        raise Refused(_("A swap of this shift was asked for already."))
    swap = ShiftSwap(shift=held, in_return=in_return, asked_by=by, asked_of=of, asked_at=clock.now())
    _require(_fit(swap))
    swap.save()
    _tell(of, SWAP_ASKED, f"{SWAP_ASKED}:{swap.pk}")
    return swap


def _fit(swap: ShiftSwap) -> Verdict:
    """Whether each of the two has the rest they need once the shifts have changed hands."""
    given, back = swap.shift, swap.in_return
    day = clock.local(given.starts_at).date()
    fits = rests_enough(given.starts_at, given.ends_at, others_of(swap.asked_of, back), day)
    if not fits or back is None:
        return fits
    return rests_enough(back.starts_at, back.ends_at, others_of(swap.asked_by, given), day)


@action(CONTACT_WORK)
def decide_swap(*, swap: ShiftSwap, agree: bool, by: User) -> ShiftSwap:
    """Whoever was asked agrees; where the norms want it a supervisor then approves. The shifts change hands once."""
    held = ShiftSwap.objects.select_for_update(of=("self",)).select_related(
        "shift__unit", "in_return", "asked_by", "asked_of"
    ).get(pk=swap.pk)  # fmt: skip
    oversees = by.can(CONTACT_OVERSEE) and desk_of(by) == held.shift.unit
    _require(may_decide_swap(held, by, oversees=oversees))
    held.decided_by, held.decided_at = by, clock.now()
    if not agree:
        held.status = ShiftSwap.REFUSED
    elif held.status == ShiftSwap.ASKED and needs_approval(clock.today()):
        held.status = ShiftSwap.AGREED
        others = [u for u in nearest_users(HotlineSupervisor, held.shift.unit) if u.pk != by.pk]
        tell_all(
            users=others, kind=SWAP_AGREED, key=f"{SWAP_AGREED}:{held.pk}", url=reverse("hotline:shifts")
        )
    else:
        _change_hands(held)
    held.save()
    if held.status != ShiftSwap.AGREED:
        for person in (held.asked_by, held.asked_of):
            _tell(person, SWAP_DECIDED, f"{SWAP_DECIDED}:{held.pk}")
    return held


@action(CONTACT_WORK)
def withdraw_swap(*, swap: ShiftSwap, by: User) -> ShiftSwap:
    """Whoever asked takes it back while nothing has changed hands."""
    held = ShiftSwap.objects.select_for_update().get(pk=swap.pk)
    if held.asked_by_id != by.pk or held.status not in ShiftSwap.OPEN:
        raise Refused(_("This swap was decided already."))
    held.status, held.decided_by, held.decided_at = ShiftSwap.WITHDRAWN, by, clock.now()
    held.save()
    return held


def _change_hands(swap: ShiftSwap) -> None:
    """The plan may have changed since it was asked: looked at once more, with both shifts held."""
    rows = [swap.shift, *([swap.in_return] if swap.in_return else [])]
    held = list(Shift.objects.select_for_update().filter(pk__in=[s.pk for s in rows]).order_by("pk"))
    if any(s.cancelled_at or s.starts_at <= clock.now() for s in held):
        raise Refused(_("One of these shifts has begun or was taken back."))
    _require(_fit(swap))
    takers = {swap.shift_id: swap.asked_of, swap.in_return_id: swap.asked_by}
    now = clock.now()
    Shift.objects.filter(pk__in=[s.pk for s in held]).update(cancelled_at=now)
    for old in held:
        Shift.objects.create(
            unit_id=old.unit_id,
            user=takers[old.pk],
            duty=old.duty,
            starts_at=old.starts_at,
            ends_at=old.ends_at,
            planned_by=old.planned_by,
        )
    swap.status = ShiftSwap.DONE


def _tell(user: User, what: str, key: str) -> None:
    tell(user=user, kind=what, key=key, url=reverse("hotline:shifts"))
