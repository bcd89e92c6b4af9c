"""What must be told before a family is supported, and before its case ends."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case
from himaya.cases.separation.models import SeparationRisk
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import code_item

Facts = Mapping[str, Any]


def risk_of(case: Case) -> SeparationRisk | None:
    """What was written about the risk, if anything."""
    return SeparationRisk.objects.filter(case=case).first()


def threat_is_told(case: Case, facts: Facts) -> Verdict:
    """Support answers grounds: they are named, and the kin were asked (UN Guidelines, 32-34)."""
    told = risk_of(case)
    if told is None or not told.grounds:
        return no(_("First write what threatens to part the child from the family."))
    if not told.kin_asked.strip():
        return no(_("Write who of the kin was asked, and what they answered."))
    return yes()


def outcome_is_told(case: Case, facts: Facts) -> Verdict:
    """The case does not end before it is said where the child lives: by this the prevention is counted (R28)."""
    told = risk_of(case)
    if told is not None and told.outcome:
        return yes()
    return no(_("Say where the child lives now."))


def are_no_ground_alone(grounds: Iterable[str]) -> bool:
    """Poverty, disability and housing by themselves never justify a separation: they call for support (UN Guidelines,
    15). True where nothing else was named."""
    items = [code_item("separation.ground", code) for code in grounds]
    return bool(items) and all(item is not None and item.attributes.get("no_ground_alone") for item in items)
