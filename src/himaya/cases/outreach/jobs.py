"""Every night the worker runs the rules of outreach, each in a transaction of its own; a trial is counted when asked."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.outreach.actions import count_trial, raise_of
from himaya.cases.outreach.models import OutreachRule
from himaya.cases.outreach.queries import rules_in_force
from himaya.kit import clock

log = logging.getLogger(__name__)


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="cases.outreach", pass_context=False)
def raise_leads(timestamp: int) -> None:
    """At 5:10 in Bakı."""
    with acting_as(SYSTEM):
        rules = list(rules_in_force(clock.today()))
    for rule in rules:
        with acting_as(SYSTEM):
            log.info("outreach rule %s: %s leads", rule.code, raise_of(rule))


@app.task(pass_context=False)
def try_rule(rule: int) -> None:
    """As soon as somebody asked how many leads a rule would raise."""
    with acting_as(SYSTEM):
        count_trial(OutreachRule.objects.get(pk=rule))
