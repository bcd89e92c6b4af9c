"""By whom the records to mend are narrowed."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form


class GroupForm(Form):
    """Only people of one vulnerable group; empty: everybody."""

    group = CodeField("vulnerable.group", label=_("Vulnerable group"), required=False, blank=_("Any"))

    @property
    def chosen(self) -> str:
        """The group's code; whatever is no such code narrows nothing."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get("group", ""))
