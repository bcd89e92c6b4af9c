"""Of which day and of whom a register is asked, and for what it is taken out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.queries import units_under
from himaya.access.roles import REGISTER_READ
from himaya.kit import clock
from himaya.kit.forms import CodeField, DateField, Form
from himaya.reference.queries import by_code, codelist, full_name, units
from himaya.registry.registers.queries import Asked, bands, unit_name
from himaya.registry.registers.rules import BANDS, Register, band_name
from himaya.registry.statuses.rules import GROUPS

FORMATS = [("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF")]


class AskForm(Form):
    """What to list; everything may stay empty."""

    group = forms.ChoiceField(label=_("Group or status"), required=False)
    on = DateField(label=_("On the day"), required=False, future=False)
    territory = forms.ChoiceField(label=_("District or city"), required=False)
    unit = forms.ChoiceField(label=_("Unit that holds the file"), required=False)
    band = forms.ChoiceField(label=_("Age"), required=False)
    sex = CodeField("sex", label=_("Sex"), required=False, blank=_("Any"))
    disability = forms.ChoiceField(
        label=_("Disability"),
        required=False,
        choices=[("", _("Any")), ("yes", _("with")), ("no", _("without"))],
    )

    def __init__(self, *args: Any, register: Register, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {unit.public_id: unit for unit in units_under(user, REGISTER_READ)}
        named = {code: item.name for code, item in codelist(GROUPS).items()}
        held = register.statuses or tuple(named)
        if len(held) > 1:
            self.offer("group", [("", _("Any")), *((code, named.get(code, code)) for code in held)])
        else:
            del self.fields["group"]
        self.offer("territory", [("", _("Any")), *((unit.code, full_name(unit)) for unit in units())])
        self.offer("band", [("", _("Any")), *bands()])
        if len(self._units) > 1:
            self.offer(
                "unit", [("", _("Any")), *((key, unit_name(unit)) for key, unit in self._units.items())]
            )
        else:
            del self.fields["unit"]

    def asked(self) -> Asked:
        """As the queries take it; what makes no sense is left out, and the day is today's unless said."""
        self.is_valid()
        said = dict(getattr(self, "cleaned_data", {}))
        return Asked(
            on=said.get("on") or clock.today(),
            group=said.get("group", ""),
            territory=by_code(said["territory"]) if said.get("territory") else None,
            band=next((band for band in BANDS if band_name(band) == said.get("band")), None),
            sex=said.get("sex", ""),
            disability=said.get("disability", ""),
            unit=self._units.get(said.get("unit", "")),
        )


class TakeOutForm(Form):
    """For what, and in which form, a list leaves the system."""

    purpose = CodeField("export.purpose", label=_("For what"))
    form = forms.ChoiceField(
        label=_("In which form"), choices=FORMATS, widget=forms.RadioSelect({"data-inline": ""})
    )
