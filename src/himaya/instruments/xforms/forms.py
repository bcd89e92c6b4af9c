"""Forms about forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from himaya.instruments.xforms.rules import sizes
from himaya.kit import clock
from himaya.kit.books.shapes import MB
from himaya.kit.forms import DateField, Form, TextField


class BringForm(Form):
    """A workbook, and whose words it holds."""

    file = forms.FileField(
        label=_("The workbook"),
        help_text=_(
            "An XLSForm: Excel (.xlsx or .xls) or CSV, with the sheets “survey”, “choices” and “settings”."
        ),
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=120,
        help_text=_("Under which terms the questions may be used, for example CC BY 4.0, or “own work”."),
    )
    source = TextField(
        label=_("Where the questions come from"),
        rows=3,
        max_length=2000,
        help_text=_(
            "Who wrote them, when, and where that is published. Write “own work” where you wrote them."
        ),
    )

    def clean_file(self) -> Any:
        """Not larger than may be, before anything of it is looked at."""
        file = self.cleaned_data["file"]
        most = sizes(clock.today()).megabytes
        if file.size > most * MB:
            raise ValidationError(
                _(
                    "The file is larger than %(most)s MB. Remove pictures and sheets that do not belong to the form."
                )
                % {"most": most}
            )
        return file


class ApproveForm(Form):
    """From which day the version is asked."""

    on = DateField(label=_("Asked from"), initial=clock.today)


class RetireForm(Form):
    """Nothing but the button."""
