"""Two people changed the same thing: both texts side by side, so that nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from himaya.kit.errors import NOT_KEPT, Kept
from himaya.kit.shapes import Difference


@dataclass(frozen=True, slots=True)
class Merge:
    """What the merge component is given."""

    differences: list[Difference]
    kept: list[Kept]
    version: int


def merge(form: Any, theirs: Mapping[str, Any]) -> Merge | None:
    """The merge of a form whose action found a newer version; None where there was none.

    `theirs` are the values saved now, by field. Only text fields are compared; the rest is sent again as
    typed."""
    current = getattr(form, "stale", None)
    if current is None:
        return None
    compared = [
        Difference(
            name=name,
            label=form.fields[name].label or name,
            mine=str(form.data.get(name, "")),
            theirs=str(saved or ""),
            long=isinstance(form.fields[name].widget, forms.Textarea),
        )
        for name, saved in theirs.items()
        if isinstance(form.fields[name].widget, forms.Textarea | forms.TextInput)
        and str(saved or "") not in ("", str(form.data.get(name, "")))
    ]
    shown = {d.name for d in compared} | NOT_KEPT | {"_version"}
    kept = [
        Kept(name, str(value)) for name, values in form.data.lists() if name not in shown for value in values
    ]
    return Merge(compared, kept, current.version)
