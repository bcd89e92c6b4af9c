"""Proposing, approving and ending rules. A rule runs only after somebody other than its author has approved it."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.roles import OUTREACH_READ, OUTREACH_RULES
from himaya.cases.casefile.actions import require
from himaya.cases.outreach.models import OutreachRule
from himaya.cases.outreach.rules import may_approve, may_begin, may_propose, may_retire
from himaya.kit import clock
from himaya.kit.errors import Refused

SHIPPED = Path(__file__).parents[1] / "data" / "rules.json"


@dataclass(frozen=True, slots=True)
class Change:
    """What a version of a rule says."""

    name_az: str
    name_en: str
    name_ru: str
    leads_to: str
    priority: str
    basis: str
    why: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)


def load_outreach_rules(*, by: Any = None) -> int:
    """Brings the shipped rules as drafts, each once; none of them runs before somebody here approved it. Says how many
    were new."""
    known = set(OutreachRule.objects.values_list("code", flat=True))
    shipped = [one for one in json.loads(SHIPPED.read_text(encoding="utf-8")) if one["code"] not in known]
    for one in shipped:
        OutreachRule.objects.create(number=1, proposed_at=clock.now(), **one)
    return len(shipped)


@action(OUTREACH_RULES)
def propose_rule(*, code: str, source: str, change: Change, by: Any) -> OutreachRule:
    """The next version of a rule, or the first of a new one: a draft, which changes nothing yet. One draft of a rule at a
    time, and a rule keeps its source: what it came to stays comparable."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('outreach.rules'))")
    versions = list(OutreachRule.objects.filter(code=code).order_by("-number"))
    if any(one.status == OutreachRule.Status.DRAFT for one in versions):
        raise Refused(_("A draft of this rule is waiting already: approve it or end it first."))
    if versions and versions[0].source != source:
        raise Refused(_("There is a rule with this code already. Choose another."), "code")
    said = {name: getattr(change, name) for name in Change.__slots__}
    rule = OutreachRule(
        code=code,
        number=versions[0].number + 1 if versions else 1,
        source=source,
        proposed_by=by,
        proposed_at=clock.now(),
        **said,
    )
    require(may_propose(rule), "parameters")
    rule.save()
    return rule


@action(OUTREACH_RULES)
def approve_rule(*, rule: OutreachRule, on: date, by: Any, expected: int | None = None) -> OutreachRule:
    """From this day the version runs, and the one before it no longer. Refused to its author."""
    rule = _current(rule, expected)
    require(may_approve(rule, by))
    others = OutreachRule.objects.select_for_update().filter(code=rule.code, valid__isnull=False)
    require(may_begin(on, clock.today(), others.filter(valid__startswith__gte=on).exists()), "on")
    for before in others.filter(valid__contains=on):
        before.valid = DateRange(before.valid.lower, on)
        _save(before, "valid")
    rule.status, rule.valid = OutreachRule.Status.APPROVED, DateRange(on, None)
    rule.approved_by, rule.approved_at = by, clock.now()
    _save(rule, "status", "valid", "approved_by", "approved_at")
    return rule


@action(OUTREACH_RULES)
def retire_rule(*, rule: OutreachRule, by: Any, expected: int | None = None) -> OutreachRule:
    """From today the version raises nothing more; the leads it raised go on."""
    rule = _current(rule, expected)
    require(may_retire(rule))
    rule.status = OutreachRule.Status.RETIRED
    if rule.valid is not None:
        today = clock.today()
        begun = rule.valid.lower < today
        rule.valid = DateRange(rule.valid.lower, min(rule.valid.upper or today, today)) if begun else None
    _save(rule, "status", "valid")
    return rule


@action(OUTREACH_READ)
def ask_trial(*, rule: OutreachRule, by: Any) -> OutreachRule:
    """Asks how many leads the version would raise today; the system counts, and tells a number only."""
    rule = _current(rule, None)
    require(may_propose(rule))
    rule.trial_asked_at = clock.now()
    _save(rule, "trial_asked_at")
    return rule


def _current(rule: OutreachRule, expected: int | None) -> OutreachRule:
    """The row as it is now, held until this is done; Stale where somebody else was first."""
    held = OutreachRule.objects.select_for_update().get(pk=rule.pk)
    require_version(held, expected)
    return held


def _save(rule: OutreachRule, *fields: str) -> None:
    rule.version += 1
    rule.save(update_fields=[*fields, "version"])
