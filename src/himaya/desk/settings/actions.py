"""Changing reference data: who may, and that it is audited. What is changed is the reference context's own."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.roles import SETTINGS_MANAGE
from himaya.kit.errors import Refused
from himaya.reference import actions as reference
from himaya.reference.models import Code, Codelist, HelpNumber, LegalAct, Norm
from himaya.workflow.actions import reword_template
from himaya.workflow.models import PaperTemplate


@action(SETTINGS_MANAGE)
def lay_down_norm(*, key: str, act: str, by: Any, **given: Any) -> Norm:
    """A new value from a day on, nationwide or as a pilot."""
    return reference.set_norm(key=key, act=LegalAct.objects.get(key=act), by=by, **given)


@action(SETTINGS_MANAGE)
def add_code(*, codelist: Codelist, by: Any, **given: Any) -> Code:
    """A new code of a list."""
    return reference.add_code(codelist=codelist, by=by, **given)


@action(SETTINGS_MANAGE)
def rename_code(*, code: Code, names: tuple[str, str, str], by: Any) -> Code:
    """Better words for the same thing."""
    return reference.rename_code(code=code, names=names, by=by)


@action(SETTINGS_MANAGE)
def retire_code(*, code: Code, on: date, by: Any) -> Code:
    """No longer offered from a day on."""
    return reference.retire_code(code=code, on=on, by=by)


IMPORTS: dict[str, Callable[..., int]] = {
    "settlements": reference.import_settlements,
    "working_days": reference.import_working_days,
}


@action(SETTINGS_MANAGE)
def take_file(*, what: str, source: bytes, by: Any) -> int:
    """A gazetteer or a list of moved days, whole or not at all; how many rows were taken."""
    return IMPORTS[what](source=source, by=by)


@action(SETTINGS_MANAGE)
def change_number(*, number: HelpNumber, by: Any, valid_to: date | None, **given: Any) -> HelpNumber:
    """What is said of a number, and until when it serves."""
    start = number.valid.lower
    if start is not None and valid_to is not None and valid_to <= start:
        raise Refused(_("The end is before the beginning."), field="valid_to")
    return reference.change_help_number(number=number, by=by, valid=DateRange(start, valid_to), **given)


@action(SETTINGS_MANAGE)
def add_number(*, number: str, by: Any, valid_to: date | None, **given: Any) -> HelpNumber:
    """A number that was not here before."""
    return reference.add_help_number(number=number, by=by, valid=DateRange(None, valid_to), **given)


@action(SETTINGS_MANAGE)
def reword_letter(
    *, template: PaperTemplate, wording: dict[str, dict[str, str]], valid_from: date, by: Any
) -> PaperTemplate:
    """A new version of a letter's wording; letters already made keep theirs."""
    return reword_template(template=template, wording=wording, valid_from=valid_from)
