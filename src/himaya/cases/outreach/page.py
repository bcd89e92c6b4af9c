"""What the pages of outreach show."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, fetch
from himaya.access.roles import OUTREACH_RULES
from himaya.cases.outreach.models import Lead, OutreachRule
from himaya.cases.outreach.process import LeadWork
from himaya.cases.outreach.queries import (
    Yield,
    clocks_of,
    contacts_of,
    leads,
    newest_rules,
    people_of,
    phones_of,
    yields,
)
from himaya.cases.outreach.rules import may_approve, may_retire, why_of
from himaya.cases.outreach.sources import SOURCES
from himaya.kit.shapes import Chip, Crumb, Due, Tone
from himaya.reference.queries import label, labels
from himaya.registry.models import Person
from himaya.workflow.queries import due, next_actions, status_bar, story

TONES: dict[str, Tone] = {
    "raised": "watch", "taken": "info", "contacted": "info", "agreed": "good", "helped": "good", "reported": "bad",
}  # fmt: skip
RULE_TONES: dict[str, Tone] = {"draft": "watch", "approved": "good", "retired": "calm"}
# Whose value is a list of codes: the code list.
OF_CODES = {"groups": "vulnerable.group", "channels": "report.channel"}


# --- leads ---


def lead_of(request: StaffRequest, public_id: str) -> Lead:
    """The lead, if this person may see it."""
    found: Lead = fetch(request, leads().visible_to(request.user), public_id=public_id)
    return found


def chip_of(lead: Lead) -> Chip:
    """Where it stands."""
    return Chip(LeadWork.state_of(lead).label, TONES.get(lead.status, ""))


@dataclass(frozen=True, slots=True)
class Row:
    """A lead as the list shows it; a name only where the file is open to the reader."""

    lead: Lead
    name: str
    chip: Chip
    due: Due | None


def rows_of(found: list[Lead]) -> list[Row]:
    """Lines of the list; three questions however many."""
    people, clocks = people_of(found), clocks_of(found)
    return [
        Row(
            lead,
            str(people.get(lead.person_id, "")) or lead.reference,
            chip_of(lead),
            due(clocks[lead.pk]) if lead.pk in clocks else None,
        )
        for lead in found
    ]


def surround(lead: Lead, **more: Any) -> dict[str, Any]:
    """What stands around every page of a lead: the person only for whoever may open the file."""
    person: Person | None = people_of([lead]).get(lead.person_id)
    return {
        "lead": lead,
        "person": person,
        "phones": phones_of(person) if person and lead.is_open else [],
        "why": why_of(lead.rule.source, lead.facts),
        "crumbs": [Crumb(_("Outreach"), reverse("cases:lead-list"))],
        "chips": [chip_of(lead), Chip(label("outreach.priority", lead.priority))],
        **more,
    }


def lead_page(request: StaffRequest, lead: Lead) -> dict[str, Any]:
    """One lead."""
    clocks, steps = LeadWork.clocks_of(lead), LeadWork.steps_of(lead)
    return surround(
        lead,
        bar=status_bar(LeadWork, lead, steps),
        actions=next_actions(LeadWork, lead, request.user, clocks),
        clocks=[due(c) for c in clocks],
        contacts=contacts_of(lead),
        story=story(LeadWork, steps)[::-1],
    )


# --- rules ---


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as the list shows it, with what it came to in the year."""

    rule: OutreachRule
    chip: Chip
    came: Yield

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Each count: what it counts, how many, and its share of all that were raised."""
        words = (_("Raised"), _("Contact made"), _("Agreed"), _("Led to help"), _("False leads"))
        return [(word, *cell) for word, cell in zip(words, self.came.cells, strict=True)]


def chip_of_rule(rule: OutreachRule) -> Chip:
    """Whether it runs."""
    return Chip(rule.get_status_display(), RULE_TONES[rule.status])


def rule_rows(year: int) -> list[RuleRow]:
    """Every rule with what it came to."""
    came = yields(year)
    return [RuleRow(rule, chip_of_rule(rule), came.get(rule.code, Yield())) for rule in newest_rules()]


def parameters_of(rule: OutreachRule) -> list[tuple[str, str]]:
    """What its source is given, in words."""
    words = {
        "groups": _("Groups and statuses"), "age": _("Age, in years"), "below_age": _("Younger than, in years"),
        "ahead": _("Days before the birthday"), "back": _("Days after the birthday"), "number": _("How many reports"),
        "days": _("Within how many days"), "channels": _("Channels (none chosen: all)"),
        "at_home": _("Only who lives in a family"), "absent": _("Days away in a month without a good reason"),
        "months": _("How many months back"),
    }  # fmt: skip
    return [(words[name], _shown(name, rule.parameters.get(name))) for name in SOURCES[rule.source].takes]


def _shown(name: str, value: Any) -> str:
    if name in OF_CODES:
        return "; ".join(labels(OF_CODES[name], value or [])) or "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def rule_page(request: StaffRequest, rule: OutreachRule, **forms: Any) -> dict[str, Any]:
    """One version of a rule."""
    keeps = request.user.can(OUTREACH_RULES)
    approving = may_approve(rule, request.user)
    draft = rule.status == OutreachRule.Status.DRAFT
    return {
        "rule": rule,
        "chip": chip_of_rule(rule),
        "parameters": parameters_of(rule),
        "crumbs": [Crumb(_("Rules of outreach"), reverse("cases:outreach-rules"))],
        "versions": list(OutreachRule.objects.filter(code=rule.code).exclude(pk=rule.pk)),
        "keeps": keeps,
        "may_approve": keeps and bool(approving),
        "why_not": approving.reason if keeps and draft else "",
        "may_retire": keeps and bool(may_retire(rule)),
        "few": rule.trial_count is not None and 0 < rule.trial_count < 5,
        **forms,
    }
