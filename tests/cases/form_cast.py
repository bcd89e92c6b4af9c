"""Forms in force, as methodologists bring and approve them, for the tests of forms in cases."""

import tempfile
from pathlib import Path
from typing import Any

from himaya.access.gate import acting_as
from himaya.access.roles import Methodologist
from himaya.instruments.actions import approve_form, bring_form
from himaya.instruments.models import FormVersion
from himaya.kit import clock
from tests import factories
from tests.instruments.xform_cast import book, make, settings


def in_force(as_owner: Any, unit: Any, content: bytes) -> FormVersion:
    """The workbook brought by one methodologist and approved by another, asked from today."""
    with as_owner():
        first, second = (factories.user((Methodologist, unit)) for _n in range(2))
    with tempfile.TemporaryDirectory() as folder:
        made = make(content, Path(folder))
    said = {"file_name": "forma.xlsx", "licence": "CC BY 4.0", "source": "Öz işimiz", "content": content}
    with acting_as(first):
        brought = bring_form(made=made, by=first, **said)
    with acting_as(second):
        return approve_form(form=brought, on=clock.today(), by=second)


def asking(as_owner: Any, unit: Any, *survey: Any, choices: Any = (), form_id: str = "visit") -> FormVersion:
    """A form of these rows, in force."""
    return in_force(as_owner, unit, book(survey, choices, settings(form_id)))
