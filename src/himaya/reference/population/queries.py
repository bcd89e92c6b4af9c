"""Published figures."""

from datetime import date

from himaya.reference.population.models import Population
from himaya.reference.territory.models import Territory


def figure(measure: str, territory: Territory, on: date) -> Population | None:
    """The latest figure published for a day not after the one asked; None where none is known."""
    return Population.objects.filter(measure=measure, territory=territory, on__lte=on).order_by("-on").first()
