"""Forms of risk."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class RiskForm(Form):
    """The new level and why."""

    level = CodeField("risk.level", label=_("Level of risk"), radio=True)
    why = TextField(
        label=_("Why"),
        rows=3,
        help_text=_("What you saw or learned that makes the danger greater or smaller."),
    )


class DecisionForm(Form):
    """A supervisor's word on a lower level."""

    note = TextField(label=_("Why"), rows=3)
