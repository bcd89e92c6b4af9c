"""Forms of statuses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form
from himaya.reference.queries import choices, codelist
from himaya.registry.statuses.models import GroupMembership
from himaya.registry.statuses.rules import ASPECTS, GROUPS


class StatusForm(Form):
    """A vulnerable group or legal status, since when and by whose word."""

    status = CodeField(GROUPS, label=_("Group or status"))
    started_on = DateField(label=_("Since"), future=False)
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        help_text=_(
            "For children without parental care and for unsupervised, homeless or endangered children."
        ),
    )
    degree = CodeField(
        "disability.degree",
        label=_("Degree of disability"),
        required=False,
        help_text=_("Only for a disability."),
    )
    nature = CodeField(
        "disability.group",
        label=_("Kind of disability"),
        required=False,
        help_text=_("Only for a disability."),
    )
    valid_until = DateField(
        label=_("Granted until"), required=False, help_text=_("Empty where it has no end, or nobody set one.")
    )
    decided_by = CodeField("body.kind", label=_("Who decided or established it"), required=False)
    decision = LineField(label=_("Decision, its number"), required=False)
    decided_on = DateField(label=_("Day of the decision"), required=False, future=False)
    source = LineField(label=_("Who told us, or which paper says so"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = (item.attributes.get("grounds") for item in codelist(GROUPS).values())
        lists = dict.fromkeys(str(key) for key in said if key)
        self.offer("ground", [("", "—"), *((statuses_with(key), choices(key)) for key in lists)])

    @staticmethod
    def typed(membership: GroupMembership) -> dict[str, Any]:
        """A status as the form takes it."""
        return {name: getattr(membership, name) for name in StatusForm.base_fields}


def statuses_with(key: str) -> str:
    """The statuses that take their ground from a list."""
    users = [item.name for item in codelist(GROUPS).values() if item.attributes.get("grounds") == key]
    return ", ".join(users)


class EndStatusForm(Form):
    """A status ended: why and since when."""

    reason = CodeField("status.end_reason", label=_("Why it ended"), radio=True)
    on = DateField(
        label=_("Since when it is over"), required=False, future=False, help_text=_("Empty: from today.")
    )


class CareFactForm(Form):
    """A fact of the central register."""

    code = forms.ChoiceField(label=_("What is so"))
    detail = LineField(label=_("Which one (institution, family)"), required=False)
    started_on = DateField(label=_("Since"), future=False)
    decided_by = CodeField("body.kind", label=_("Who decided or established it"), required=False)
    decision = LineField(label=_("Decision, its number"), required=False)
    decided_on = DateField(label=_("Day of the decision"), required=False, future=False)
    source = LineField(label=_("Who told us, or which paper says so"))

    def __init__(self, *args: Any, aspect: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("code", [("", "—"), *choices(str(codelist(ASPECTS)[aspect].attributes["codes"]))])
