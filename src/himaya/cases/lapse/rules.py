"""From when on a plan counts as lapsed."""

from datetime import date, timedelta

from himaya.reference.queries import norm


def lapsed_if_nothing_since(on: date) -> date:
    """The day since which nothing was done or was to be done under a plan that counts as lapsed on `on` (norm
    `plan.lapse`); what begins within as many days counts as being done."""
    return on - timedelta(days=int(norm("plan.lapse", on).number))
