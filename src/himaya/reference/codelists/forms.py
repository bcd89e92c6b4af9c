"""Fields that choose from a code list."""

from collections.abc import Iterator
from typing import Any

from django import forms

from himaya.reference.codelists.queries import choices, codelist, codes


def _offered(key: str, empty: str | None, kept: str = "") -> Iterator[tuple[str, str]]:
    if empty is not None:
        yield "", empty
    offered = choices(key)
    yield from offered
    if kept and kept not in dict(offered) and kept in codelist(key):
        yield kept, codelist(key)[kept].name


class CodeChoiceField(forms.ChoiceField):
    """One code of a list; only codes in use today, and the one the record already holds."""

    def __init__(self, codelist: str, *, empty_label: str | None = "—", **kwargs: Any) -> None:
        self.codelist = codelist
        self.kept = ""
        radio = (
            isinstance(kwargs.get("widget"), forms.RadioSelect) or kwargs.get("widget") is forms.RadioSelect
        )
        self.empty_label = None if radio else empty_label
        super().__init__(choices=self._choices_now, **kwargs)

    def _choices_now(self) -> list[tuple[str, str]]:
        return list(_offered(self.codelist, self.empty_label, self.kept))

    def __deepcopy__(self, memo: dict[int, Any]) -> "CodeChoiceField":
        copied = super().__deepcopy__(memo)
        copied.choices = copied._choices_now
        return copied

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        self.kept = str(form.get_initial_for_field(self, field_name) or "")
        return super().get_bound_field(form, field_name)


class CodesChoiceField(forms.MultipleChoiceField):
    """Several codes of a list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, codelist: str, **kwargs: Any) -> None:
        self.codelist = codelist
        super().__init__(choices=self._choices_now, **kwargs)

    def _choices_now(self) -> list[tuple[str, str]]:
        return choices(self.codelist)


def is_in_use(codelist_key: str, code: str) -> bool:
    """May the code be chosen today?"""
    return any(item.code == code for item in codes(codelist_key))
