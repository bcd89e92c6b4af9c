"""When a form may be used: by whom it is approved, in which language it must be whole, how large it may be."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.instruments.xforms.apart import Bounds
from himaya.instruments.xforms.models import FormVersion
from himaya.instruments.xforms.recheck import Limits
from himaya.instruments.xforms.workbook import Sizes
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict, first_no, no, yes
from himaya.reference.queries import norm

FIRST_LANGUAGE = "az"
_CODE = re.compile(r"\(\s*([a-z]{2,3})\s*\)\s*$")
_NAMES = {
    "az": "az", "azərbaycan": "az", "azərbaycanca": "az", "azərbaycan dili": "az", "azerbaijani": "az",
    "en": "en", "english": "en", "ru": "ru", "russian": "ru", "русский": "ru",
}  # fmt: skip


def sizes(on: date) -> Sizes:
    """What a workbook may be at most on a day (norms `xform.*`)."""
    return Sizes(
        megabytes=_of("xform.file.megabytes", on),
        rows=_of("xform.rows.most", on),
        choices=_of("xform.choices.most", on),
        apart=Bounds(_of("xform.compile.seconds", on), _of("xform.compile.megabytes", on)),
    )


def limits(on: date) -> Limits:
    """How much work the check of one answer may be on a day (norms `xform.answer.*`)."""
    return Limits(
        entries=_of("xform.answer.entries", on),
        steps=_of("xform.answer.steps", on),
        milliseconds=_of("xform.pattern.milliseconds", on),
    )


def answer_megabytes(on: date) -> int:
    """How large the answers may be at most (norm `xform.answer.megabytes`)."""
    return _of("xform.answer.megabytes", on)


def _of(key: str, on: date) -> int:
    return int(norm(key, on).number)


def language_code(name: str) -> str:
    """The code of a language as a workbook names it: `Azərbaycan (az)`, `English`, `ru`; empty for another."""
    found = _CODE.search(name)
    return found[1] if found else _NAMES.get(name.strip().lower(), "")


def spoken(languages: list[str], code: str) -> str:
    """The form's own name for a language, or else for the first it has."""
    return next(
        (name for name in languages if language_code(name) == code), languages[0] if languages else ""
    )


def may_approve(form: FormVersion, by: Any) -> Verdict:
    """A form is used only after somebody else has looked at it, and where every question and choice is in
    Azerbaijani: nobody is asked in a language that is not theirs without need."""
    return first_no(_is_draft(form), _is_another(form, by), _is_whole(form))


def require_approval(form: FormVersion, by: Any) -> None:
    """Refused where the form may not be approved by this person."""
    verdict = may_approve(form, by)
    if not verdict:
        raise Refused(verdict.reason)


def _is_draft(form: FormVersion) -> Verdict:
    if form.status == FormVersion.Status.DRAFT:
        return yes()
    return no(_("This version was decided on before."))


def _is_another(form: FormVersion, by: Any) -> Verdict:
    if form.brought_by_id == getattr(by, "pk", None):
        return no(_("You brought this form. Somebody else must approve it."))
    return yes()


def _is_whole(form: FormVersion) -> Verdict:
    first = next((name for name in form.languages if language_code(name) == FIRST_LANGUAGE), None)
    if first is None:
        return no(
            _(
                "The form does not speak Azerbaijani. Add the column “label::Azerbaijani (az)” and bring it again."
            )
        )
    if form.missing.get(first):
        return no(
            _("%(many)s questions and choices have no Azerbaijani label. Add them and bring the form again.")
            % {"many": form.missing[first]}
        )
    return yes()


def may_retire(form: FormVersion) -> Verdict:
    """What was never approved, or is in use, can be put away; what is put away stays so."""
    if form.status == FormVersion.Status.RETIRED:
        return no(_("This version was retired before."))
    return yes()


def require_retirement(form: FormVersion) -> None:
    """Refused where the form was put away before."""
    verdict = may_retire(form)
    if not verdict:
        raise Refused(verdict.reason)


def may_begin(on: date, today: date, later: bool) -> Verdict:
    """From which day a version is used: not from a day that has passed, since it was answered otherwise; and not
    under a version of the same form that begins on that day or later."""
    if on < today:
        return no(_("This day has passed. Choose today or a later day."))
    if later:
        return no(
            _(
                "Another version of this form begins on that day or later. Retire it first, or choose a later day."
            )
        )
    return yes()
