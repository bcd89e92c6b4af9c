"""Bringing, approving and retiring forms."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.roles import INSTRUMENT_EDIT
from himaya.instruments.xforms.compiling import Compiled, compiler, missing_labels
from himaya.instruments.xforms.models import FormVersion
from himaya.instruments.xforms.rules import may_begin, require_approval, require_retirement
from himaya.kit import clock
from himaya.kit.errors import Refused


@action(INSTRUMENT_EDIT)
def bring_form(
    *, made: Compiled, content: bytes, file_name: str, licence: str, source: str, by: Any
) -> FormVersion:
    """Keeps a compiled workbook as a version to be approved. The same workbook brought again by the same person is
    kept once; another under the id and version of a form that is here is refused: its version must be raised."""
    shape = made.shape
    try:
        with transaction.atomic():
            return FormVersion.objects.create(
                form_id=shape.form_id,
                number=shape.version,
                title=shape.title,
                languages=shape.languages,
                missing=dict(missing_labels(shape)),
                questions=sum(one.kind == "question" for one in shape.asked),
                file=content,
                file_name=file_name,
                sha256=made.digest,
                xml=made.xml,
                compiler=compiler(),
                remarks=[asdict(remark) for remark in made.remarks],
                scoring=made.scoring,
                licence=licence,
                source=source,
                brought_by=by,
                brought_at=clock.now(),
            )
    except IntegrityError:
        return _brought_before(made, by)


def _brought_before(made: Compiled, by: Any) -> FormVersion:
    """The version that holds the id and number: the very same one, or a refusal."""
    held = FormVersion.objects.get(form_id=made.shape.form_id, number=made.shape.version)
    if held.sha256 == made.digest and held.brought_by_id == by.pk:
        return held
    raise Refused(
        _("Version %(number)s of the form “%(form)s” is already here. Raise “version” in the settings.")
        % {"number": held.number, "form": held.form_id},
        "file",
    )


@action(INSTRUMENT_EDIT)
def approve_form(*, form: FormVersion, on: date, by: Any, expected: int | None = None) -> FormVersion:
    """From this day the version is asked, and the one before it no longer. Refused to whoever brought it."""
    form = _current(form, expected)
    require_approval(form, by)
    others = FormVersion.objects.select_for_update().filter(form_id=form.form_id, valid__isnull=False)
    later = others.filter(valid__startswith__gte=on).exists()
    verdict = may_begin(on, clock.today(), later)
    if not verdict:
        raise Refused(verdict.reason, "on")
    for before in others.filter(valid__contains=on):
        before.valid = DateRange(before.valid.lower, on)
        _save(before, "valid")
    form.status, form.valid = FormVersion.Status.APPROVED, DateRange(on, None)
    form.approved_by, form.approved_at = by, clock.now()
    _save(form, "status", "valid", "approved_by", "approved_at")
    return form


@action(INSTRUMENT_EDIT)
def retire_form(*, form: FormVersion, by: Any, expected: int | None = None) -> FormVersion:
    """From today the version is not asked any more. What was answered keeps it; who is filling it in may send it."""
    form = _current(form, expected)
    require_retirement(form)
    form.status = FormVersion.Status.RETIRED
    if form.valid is not None:
        form.valid = _ended(form.valid, clock.today())
    _save(form, "status", "valid")
    return form


def _ended(valid: Any, today: date) -> DateRange | None:
    """A period that ends today at the latest; none where it had not begun."""
    if valid.lower >= today:
        return None
    return DateRange(valid.lower, min(valid.upper or today, today))


def _current(form: FormVersion, expected: int | None) -> FormVersion:
    """The row as it is now, held until this is done; Stale where somebody else was first."""
    held = FormVersion.objects.select_for_update().get(pk=form.pk)
    require_version(held, expected)
    return held


def _save(form: FormVersion, *fields: str) -> None:
    form.version += 1
    form.save(update_fields=[*fields, "version"])
