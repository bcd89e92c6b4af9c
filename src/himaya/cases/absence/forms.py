"""Forms of school-absence lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit
from himaya.kit import clock
from himaya.kit.forms import Form
from himaya.kit.periods import add_months
from himaya.registry.queries import largest_list

MONTHS = 12  # how many months back are offered
NOBODY = "nobody"


class SendForm(Form):
    """A file, of which school and month, and for which unit."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("Excel (.xlsx), CSV, or a table that another program saved as .xls."),
    )
    school = forms.CharField(
        label=_("School"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "schools", "autocomplete": "off"}),
        help_text=_(
            "Write it as on the lists before: a corrected list of the same school and month replaces them."
        ),
    )
    month = forms.ChoiceField(label=_("Month"))
    unit = forms.ModelChoiceField(label=_("For which unit"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = clock.today().replace(day=1)
        months = [add_months(first, -back) for back in range(MONTHS)]
        self.offer("month", [(f"{month:%Y-%m}", f"{month:%m.%Y}") for month in months])
        self.fields["month"].initial = f"{months[1]:%Y-%m}"
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.initial = units[0].pk if units else None
        if len(units) == 1:
            field.widget = forms.HiddenInput()

    def clean_month(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")

    def clean_file(self) -> Any:
        """Not larger than may be, before anything of it is looked at."""
        file, most = self.cleaned_data["file"], largest_list(clock.today())
        if file.size > most:
            raise ValidationError(_("The file is larger than %(mb)s MB.") % {"mb": most // 1024 // 1024})
        return file


class ChooseForm(Form):
    """Which registered child a row is, or none of those who came into question."""

    person = forms.ChoiceField(label=_("Who it is"), widget=forms.RadioSelect())

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", [*people, (NOBODY, _("None of these"))])

    def chosen(self) -> str:
        """The child's public id, or nothing."""
        said = self.cleaned_data["person"]
        return "" if said == NOBODY else str(said)


class BackForm(Form):
    """Nothing but the button."""
