"""Forms of lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit
from himaya.kit import clock
from himaya.kit.forms import CodeField, DateField, Form
from himaya.registry.imports.labels import DECISIONS, field_choices
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.rules import limits


class SendForm(Form):
    """A file, from which institution, and for which unit it is sent in."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "Excel (.xlsx), CSV, or a table that another program saved as .xls. Titles and totals may stay."
        ),
    )
    institution = forms.CharField(
        label=_("Which institution it is from"),
        help_text=_("What its columns mean is remembered under this name."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"}),
    )
    unit = forms.ModelChoiceField(label=_("For which unit"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.initial = units[0].pk if units else None
        if len(units) == 1:
            field.widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        """Not larger than may be, before anything of it is looked at."""
        file = self.cleaned_data["file"]
        most = limits(clock.today()).size
        if file.size > most:
            raise ValidationError(
                _(
                    "The file is larger than %(mb)s MB. Remove pictures from it, or split the list into several files."
                )
                % {"mb": most // 1024 // 1024}
            )
        return file


class ColumnsForm(Form):
    """What each column means: one choice a column of each table."""

    as_of = DateField(
        label=_("Of which day is the list"),
        required=False,
        help_text=_("Ages count from this day. Leave empty for today."),
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["as_of"] = batch.as_of
        super().__init__(*args, version=batch.version, **kwargs)
        self.parts: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = []
        for number, table in enumerate(batch.tables):
            names = []
            for column in table["columns"]:
                name = f"t{number}c{column['at']}"
                self.fields[name] = forms.ChoiceField(
                    label=column["title"] or _("Column %(n)s") % {"n": column["at"] + 1},
                    choices=field_choices,
                    required=False,
                    initial=column["field"],
                )
                names.append((name, column))
            self.parts.append((table["sheet"], names))

    @property
    def tables(self) -> list[tuple[str, list[tuple[Any, Mapping[str, Any]]]]]:
        """Each sheet with its columns: the field to choose with, and the column."""
        return [(sheet, [(self[name], column) for name, column in names]) for sheet, names in self.parts]

    def chosen(self) -> dict[tuple[int, int], str]:
        """(table, column) → field."""
        return {
            (number, column["at"]): self.cleaned_data[name]
            for number, (_sheet, names) in enumerate(self.parts)
            for name, column in names
        }


class DecideForm(Form):
    """What a row is, where that is not sure."""

    decision = forms.ChoiceField(label=_("What is to be done"), widget=forms.RadioSelect())
    person = forms.ChoiceField(label=_("Who it is"), widget=forms.RadioSelect(), required=False)
    different = CodeField("registration.different_reason", label=_("Why it is somebody else"), required=False)

    def __init__(self, *args: Any, row: ImportRow, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            decision=row.decision,
            person=row.joined_to or (people[0][0] if people else ""),
            different=row.different,
        )
        super().__init__(*args, **kwargs)
        offered = [ImportRow.JOIN] if people else []
        offered += [
            ImportRow.ENTER,
            *([ImportRow.WITHOUT_FIN] if row.facts.get("fin") else []),
            ImportRow.LEAVE,
        ]
        self.offer("decision", [(code, DECISIONS[code]) for code in offered])
        self.offer("person", people)
        if not people:
            del self.fields["person"]

    def decided(self) -> dict[str, str]:
        """As the action takes it."""
        data = self.cleaned_data
        return {
            "decision": data["decision"],
            "person": data.get("person", ""),
            "different": data["different"],
        }
