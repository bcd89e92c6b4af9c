"""By what the figures of a home are narrowed."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form


class GroupForm(Form):
    """Figures of the cases and reports about children of one vulnerable group; empty: of all."""

    group = CodeField("vulnerable.group", label=_("Vulnerable group"), required=False, blank=_("Any"))

    @property
    def chosen(self) -> str:
        """The group's code; whatever is no such code narrows nothing."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get("group", ""))
