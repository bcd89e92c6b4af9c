"""Naming a person of the register in a case."""

from typing import Any

from himaya.access.gate import action
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import add_member, require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import may_write
from himaya.cases.registering.queries import source_of
from himaya.registry.actions import open_person


@action(CASE_WORK, on="case")
def name_in_case(*, case: Case, public_id: str, role: str, by: Any) -> CaseMember:
    """Opens the file of a person found in the register, wherever they live, and names them in the case.

    From then on the case's worker is let in by the case itself."""
    require(may_write(case))
    person = open_person(public_id=public_id, matter=case.dossier, source=source_of(case), by=by)
    return add_member(case=case, person=person, role=role, by=by)
