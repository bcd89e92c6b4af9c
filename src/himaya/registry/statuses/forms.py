"""Forms of statuses."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form


class StatusForm(Form):
    """A vulnerable group or legal status, since when and by whose word."""

    status = CodeField("vulnerable.group", label=_("Group or status"))
    started_on = DateField(label=_("Since"), future=False)
    source = LineField(label=_("Who told us, or which paper says so"))
    decision = LineField(label=_("Decision, its number"), required=False)
    decided_on = DateField(label=_("Day of the decision"), required=False, future=False)
