"""The form of rights affected."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodesField, Form


class RightsForm(Form):
    """Which rights of the Convention are touched."""

    rights = CodesField("child.right", label=_("Rights affected"), required=False)
