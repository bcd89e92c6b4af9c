"""Writing to the reporter."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.forms import CodeField, DateTimeField, Form


class ReachForm(Form):
    """Which of the neutral texts, and when."""

    words = CodeField("reporter.message", radio=True, label=_("What the message says"))
    at = DateTimeField(label=_("Not before"), required=False, help_text=_("Leave it empty to send it now."))

    def clean_at(self) -> datetime:
        """The moment; now where none was given."""
        found: datetime | None = self.cleaned_data["at"]
        return found or clock.now()
