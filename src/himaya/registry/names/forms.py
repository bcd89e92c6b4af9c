"""The form of a name borne before."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form


class FormerNameForm(Form):
    """Which name, why it is no longer borne, from when until when, and who told us."""

    name = LineField(
        label=_("The name borne before"),
        max_length=100,
        help_text=_("As it was written then: the family name alone, or the whole name."),
    )
    kind = CodeField("former_name.kind", label=_("Which name it was"), radio=True)
    started_on = DateField(label=_("Since"), required=False, future=False)
    ended_on = DateField(
        label=_("Until"),
        required=False,
        future=False,
        help_text=_("As far as they are known: both days may stay empty."),
    )
    source = LineField(label=_("Who told us, or which paper says so"))
