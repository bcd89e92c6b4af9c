"""A referral to a service of an organisation where nobody has an account."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.links.actions import make_link
from himaya.cases.links.secrets import code_for, token_of
from himaya.cases.models import Case, OutsideLink, Referral
from himaya.cases.referrals.actions import send_referral
from himaya.services.models import Service
from tests import database, factories
from tests.desk.conftest import SHARED

FORM = "8a7f2f0e-0000-4000-8000-000000000001"


@pytest.fixture
def handed(everyone: Any, make_case: Any, acting_as: Any, as_owner: Any) -> dict[str, Any]:
    """`referral` sent to a psychologist without an account, and a `link` to it with its `token` and `code`."""
    cast = everyone
    case = make_case("implementing")
    with as_owner():
        practice = factories.unit(parent=cast["nation"], kind="centre")
        service = Service.objects.create(
            unit=practice, type="psychological", name_az="Psixoloq Sınaqova", is_nationwide=True
        )
    with acting_as(cast["worker"]):
        held = Case.objects.get(pk=case.pk)
        referral = send_referral(case=held, service=service, by=cast["worker"], **SHARED)
    link = make(cast, referral, acting_as)
    return {
        **cast, "case": case, "outside_service": service, "referral": referral, "link": link,
        "token": token_of(link.public_id), "code": code_for(FORM),
    }  # fmt: skip


def make(cast: Any, referral: Referral, acting_as: Any, **changes: Any) -> OutsideLink:
    """A link made by the worker."""
    with acting_as(cast["worker"]):
        given = {"confirmed": True, "language": "az", "form_key": FORM, **changes}
        held = Referral.objects.select_related("dossier__unit").get(pk=referral.pk)
        made = make_link(referral=held, by=cast["worker"], **given)
    database.settle()
    return made


def at(name: str, cast: Any) -> str:
    """The address of a page behind the link."""
    return reverse(f"cases:{name}", args=[cast["token"]])


def come_in_with(browser: Any, cast: Any) -> Any:
    """Gives the code."""
    database.settle()
    return browser.post(at("outside", cast), {"code": cast["code"]})
