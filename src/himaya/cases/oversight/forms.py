"""What the figures of oversight are narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.forms import Form

YEARS = 6


class YearForm(Form):
    """The year; empty: this one."""

    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.today().year
        self.offer("year", [(str(year), str(year)) for year in range(now, now - YEARS, -1)])

    def asked(self) -> int:
        """The year; this one where what was asked makes no sense."""
        self.is_valid()
        return int(getattr(self, "cleaned_data", {}).get("year") or clock.today().year)
