"""When a rule of outreach runs, who may say yes to help, how a lead may end, and why it was raised, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.cases.outreach.models import OutreachRule
from himaya.cases.outreach.sources import MAY_BE_EMPTY, SOURCES
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import CodeItem, code_item, codes, label, norm

Facts = Mapping[str, Any]
# The code of `outreach.said_by` for the person, and of `outreach.leads_to` for an application.
SELF, APPLICATION, REPORT = "self", "social_service", "report"


# --- rules ---


def may_propose(rule: OutreachRule) -> Verdict:
    """A rule looks over a source that is known, and says everything that source needs; its codes exist."""
    source = SOURCES.get(rule.source)
    if source is None:
        return no(_("Choose the source from the list."))
    for name in source.takes:
        if name not in MAY_BE_EMPTY and rule.parameters.get(name) in (None, "", []):
            return no(_("This source needs all of its values. Fill in the empty ones."))
    return yes()


def may_approve(rule: OutreachRule, by: Any) -> Verdict:
    """A rule runs only after somebody other than its author has approved it."""
    if rule.status != OutreachRule.Status.DRAFT:
        return no(gettext_lazy("This version was decided on before."))
    if rule.proposed_by_id == by.pk:
        return no(gettext_lazy("You proposed this rule. Somebody else must approve it."))
    return may_propose(rule)


def may_begin(on: date, today: date, later: bool) -> Verdict:
    """From today or a later day; not under a version that begins on that day or later."""
    if on < today:
        return no(_("This day has passed. Choose today or a later day."))
    if later:
        return no(_("Another version of this rule begins on that day or later. End it first."))
    return yes()


def may_retire(rule: OutreachRule) -> Verdict:
    """What was put away stays so."""
    if rule.status == OutreachRule.Status.RETIRED:
        return no(_("This version was ended before."))
    return yes()


# --- leads ---


def may_answer(said_by: str, is_child: bool | None) -> Verdict:
    """For a child a parent or guardian says yes or no (Family Code); for others the person, or who represents them."""
    item = code_item("outreach.said_by", said_by)
    if item is None:
        return no(_("Choose who said it from the list."))
    if is_child and not item.attributes.get("for_child"):
        return no(_("For a child the parent or guardian is asked."))
    if not is_child and item.attributes.get("only_child"):
        return no(_("A grown-up is asked themselves, or who lawfully represents them."))
    return yes()


def needs_a_name(said_by: str, said_name: str) -> Verdict:
    """Who speaks for somebody else is named."""
    if said_by in ("", SELF) or said_name.strip():
        return yes()
    return no(_("Write the name of who said it."))


def may_have_been(at: Any, now: Any) -> Verdict:
    """Not tomorrow."""
    return yes() if at <= now else no(_("This moment is still to come."))


def results(on: date) -> list[CodeItem]:
    """How a lead may be ended by hand; the others come of what was begun."""
    return [item for item in codes("outreach.result", on) if not item.attributes.get("by_move")]


def may_end(result: str, tries: int, on: date) -> Verdict:
    """With a result of the list; as not found only after as many tries as the norm asks (`outreach.tries`)."""
    item = {one.code: one for one in results(on)}.get(result)
    if item is None:
        return no(_("Choose the result from the list."))
    needed = int(norm("outreach.tries", on).number)
    if item.attributes.get("after_tries") and tries < needed:
        words = _("Try at least %(needed)s times on different days; written down so far: %(tries)s.")
        return no(words % {"needed": needed, "tries": tries})
    return yes()


def quiet_until(result: str, on: date) -> date:
    """Until when the same rule raises no lead about the person again: after a refusal, after any other result; at once
    where the person only lives elsewhere now (norms `outreach.quiet.…`)."""
    item = code_item("outreach.result", result)
    if item and item.attributes.get("again"):
        return on
    refused = bool(item and item.attributes.get("refused"))
    length = norm("outreach.quiet.refused" if refused else "outreach.quiet.ended", on)
    return clock.local(add(clock.at(on), length)).date()


def turns_to_help(lead: Any, facts: Facts) -> Verdict:
    """A rule whose people have an open case already begins nothing new."""
    if lead.rule.leads_to in (APPLICATION, REPORT):
        return yes()
    return no(gettext_lazy("The work goes on in the open case: end the lead with its result."))


def may_take(worker: Any, workers: list[Any]) -> Verdict:
    """A social worker of the unit to which the lead came."""
    if worker in workers:
        return yes()
    return no(_("Choose a social worker of the unit that holds the lead."))


# --- why, in words ---


def why_of(source: str, facts: Facts) -> str:
    """Why a lead was raised: the facts the rule looked at, and nothing beyond them."""
    words = {
        "age_in_group": _("%(group)s; reaches the age of %(age)s on %(on)s"),
        "reports": _("%(number)s reports within %(days)s days, and no open case"),
        "lapsed_plan": _("Nothing is being done under the plan any more"),
        "lives_alone": _("%(age)s years old or older, and alone in the household"),
        "status_runs_out": _("%(group)s: granted until %(on)s"),
        "absent": _("Away from school on %(absent)s days of %(month)s without a good reason"),
    }
    said = {**facts, "group": label("vulnerable.group", str(facts.get("group", "")))}
    if "on" in facts:
        said["on"] = f"{date.fromisoformat(facts['on']):%d.%m.%Y}"
    return words[source] % said
