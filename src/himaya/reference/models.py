"""Re-exports the models of this context's topics."""

from himaya.reference.calendar.models import WorkingDayChange
from himaya.reference.codelists.models import Code, Codelist
from himaya.reference.norms.models import LegalAct, Norm
from himaya.reference.numbers.models import HelpNumber
from himaya.reference.population.models import Population
from himaya.reference.release.models import Release
from himaya.reference.territory.models import Settlement, Territory

__all__ = [
    "Code",
    "Codelist",
    "HelpNumber",
    "LegalAct",
    "Norm",
    "Population",
    "Release",
    "Settlement",
    "Territory",
    "WorkingDayChange",
]
