"""Why a record must be opened now; what the review says."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class BreakGlassForm(Form):
    """A coded reason and words: both are read by the unit's supervisor within minutes."""

    reason = CodeField("breakglass.reason", radio=True, label=_("Why now?"))
    words = TextField(
        label=_("What happened?"),
        help_text=_("One or two sentences. The supervisor of the unit that holds the record reads them."),
        min_length=10,
        max_length=1000,
        rows=3,
    )


class ReviewForm(Form):
    """Justified or not, and why."""

    result = CodeField("access.review_result", radio=True, label=_("Was it justified?"))
    words = TextField(label=_("Why?"), min_length=5, max_length=1000, rows=3)
