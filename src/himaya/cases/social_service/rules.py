"""When somebody has a right to social services, and who decides it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case
from himaya.cases.social_service.models import Application
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import CodeItem, code_item, codes

Facts = Mapping[str, Any]


def application_of(case: Case) -> Application | None:
    """The application a case began with; none where it came in another way."""
    return Application.objects.filter(case=case).select_related("decided_by", "taken_by", "letter").first()


def legal_grounds(on: date) -> list[CodeItem]:
    """The groups whom the law gives a right to social services (Law 275-IVQ, art. 7): those of the code list of
    vulnerable groups that name that article as their source."""
    return [item for item in codes("vulnerable.group", on) if item.attributes.get("service_ground")]


def another_decides_right(case: Case, facts: Facts) -> Verdict:
    """Who assessed the need does not decide on the right (domain §3.1: nobody decides alone)."""
    by = facts.get("by")
    rows = case.assessments.filter(status="approved").values_list("submitted_by_id", "risk_decided_by_id")
    if by is None or by not in {pk for row in rows for pk in row}:
        return yes()
    return no(_("You assessed the need: somebody else decides on the right."))


def ground_is_found(case: Case, facts: Facts) -> Verdict:
    """A right rests on a ground of the law (275-IVQ, art. 7)."""
    if "grounds" not in facts or facts["grounds"]:
        return yes()
    return no(_("Choose the ground of the law on which the right rests."))


def is_known_refusal(code: str) -> bool:
    """A refusal has a coded reason."""
    return code_item("entitlement.refusal", code) is not None
