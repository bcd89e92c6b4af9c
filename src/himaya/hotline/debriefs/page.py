"""Exposure and debriefs as their pages show them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CONTACT_REVIEW
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.debriefs.models import Debrief
from himaya.hotline.debriefs.process import Debriefing
from himaya.hotline.debriefs.queries import bearing_now, by_week, due, last_week, over
from himaya.hotline.debriefs.rules import Stint, limit, may_hold, week_limit
from himaya.kit import clock
from himaya.kit.shapes import Chip, Crumb, NextAction
from himaya.reference.queries import codes, label
from himaya.workflow.queries import due as due_of
from himaya.workflow.queries import next_actions

SHOWN = 40


def stint_words(stint: Stint) -> str:
    """A stint in words: a shift with its hours, or a day."""
    begins = clock.local(stint.begins)
    if stint.ends is None:
        return f"{begins:%d.%m.%Y}"
    return f"{begins:%d.%m.%Y %H:%M}–{clock.local(stint.ends):%H:%M}"


def chips(debrief: Debrief) -> list[Chip]:
    """What one must see at a glance."""
    found = [Chip(Debriefing.state_of(debrief).label), Chip(label("debrief.why", debrief.why))]
    if debrief.heavy:
        found.append(Chip(_("Heavy contacts: %(many)s") % {"many": debrief.heavy}, "watch"))
    if debrief.is_sample:
        found.append(Chip(_("Sample"), "", "flask"))
    return found


def exposure_context(user: User) -> dict[str, Any]:
    """The last week: a supervisor's of everybody, anybody else's own; and the debriefs one may see."""
    now = clock.now()
    unit, oversees = desk_of(user), user.can(CONTACT_REVIEW)
    found = [load for load in last_week(unit, now) if oversees or load.user_id == user.pk]
    rows = [(load, stint_words(load.stint)) for load in found]
    return {
        "oversees": oversees,
        "rows": rows[:SHOWN],
        "weeks": by_week(found, now)[:SHOWN],
        "limit": limit(clock.local(now).date()),
        "week_limit": week_limit(clock.local(now).date()),
        "entries": codes("hotline.heavy", clock.local(now).date()),
        "due": [(one, chips(one)) for one in due(user)[:SHOWN]],
        "over": [(one, chips(one)) for one in over(user)[:SHOWN]],
    }


def record_of(debrief: Debrief, by: User) -> dict[str, Any]:
    """The page of a debrief."""
    verdict = may_hold(debrief, by)
    actions = [
        a if verdict else NextAction(a.label, blocked=[verdict.reason])
        for a in next_actions(Debriefing, debrief, by)
    ]
    told = [
        (_("Was the talk taken up"), label("debrief.outcome", debrief.outcome)),
        (_("What kind of talk"), label("debrief.kind", debrief.kind)),
        (_("Who else was there"), debrief.with_whom),
        (_("Rest that was given"), label("debrief.rest", debrief.rest)),
        (_("Note for the two of you"), debrief.note),
    ]
    return {
        "debrief": debrief,
        "chips": chips(debrief),
        "clocks": [due_of(one) for one in Debriefing.clocks_of(debrief)],
        "actions": actions,
        "told": [(name, words) for name, words in told if words],
        "crumbs": crumbs(),
    }


def crumbs() -> list[Crumb]:
    """The way back."""
    return [Crumb(_("Exposure and debriefs"), reverse("hotline:exposure"))]


def form_context(debrief: Debrief, form: Any, heading: str, **more: Any) -> dict[str, Any]:
    """A page with one form about a debrief."""
    return {
        "contact": debrief,
        "chips": chips(debrief),
        "crumbs": [*crumbs(), Crumb(str(debrief.counsellor), debrief.get_absolute_url())],
        "form": form,
        "heading": heading,
        **more,
    }


def on_the_wall(user: User, now: datetime) -> dict[str, Any]:
    """What the wall shows: who bears how much now and in seven days, and which debriefs are due."""
    found = last_week(desk_of(user), now)
    owed = list(due(user)[:SHOWN])
    return {
        "bearing": [(load, stint_words(load.stint)) for load in bearing_now(found, now)],
        "weeks": by_week(found, now)[:SHOWN],
        "debriefs": owed,
    }
