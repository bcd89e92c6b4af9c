"""The form of looking for contacts."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.hotline.contacts.process import ContactWork
from himaya.hotline.search.queries import Asked
from himaya.kit.forms import CodeField, DateField, Form
from himaya.reference.queries import by_code, full_name, ids_downwards, remembered, units

ANY = [("", _("Any"))]


@remembered
def places(language: str) -> tuple[tuple[str, str], ...]:
    """The districts by name, in the reader's language."""
    return (("", str(ANY[0][1])), *((place.code, full_name(place)) for place in units()))


class SearchForm(Form):
    """Everything may stay empty: then the latest contacts are shown."""

    words = forms.CharField(label=_("Words, reference or telephone"), max_length=200, required=False)
    main_reason = CodeField("hotline.reason", label=_("Main reason"), required=False)
    risk = CodeField("risk.level", label=_("Level of danger"), required=False)
    kind = CodeField("hotline.kind", label=_("Kind"), required=False)
    channel = CodeField("hotline.channel", label=_("Channel"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    territory = forms.ChoiceField(label=_("District"), required=False)
    counsellor = forms.ChoiceField(label=_("Who listened"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {user.public_id: user.pk for user in colleagues}
        self.offer("counsellor", [*ANY, *((user.public_id, str(user)) for user in colleagues)])
        self.offer("territory", places(get_language() or ""))
        self.offer("status", [*ANY, *((name, state.label) for name, state in ContactWork.states.items())])

    def asked(self) -> Asked:
        """What is looked for."""
        said = dict(self.cleaned_data)
        territory, counsellor = said.pop("territory"), said.pop("counsellor")
        return Asked(
            **said,
            territories=ids_downwards(place) if (place := by_code(territory)) else (),
            counsellor_id=self.colleagues.get(counsellor),
        )
