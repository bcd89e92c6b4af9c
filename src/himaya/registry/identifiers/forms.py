"""The form of an identifier."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form


class IdentifierForm(Form):
    """A number or paper by which the person is known."""

    kind = CodeField("identifier.kind", label=_("Kind"))
    value = LineField(label=_("Number"), max_length=40)
    country = CodeField("person.citizenship", label=_("Of which country"), initial="AZ")
    issuer = LineField(label=_("Issued by"), required=False)
    issued_on = DateField(label=_("Issued on"), required=False, future=False)
    valid_until = DateField(label=_("Valid until"), required=False)
