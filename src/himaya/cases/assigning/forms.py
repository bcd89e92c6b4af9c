"""Forms of assigning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.assigning.rules import Candidate
from himaya.kit.forms import CodeField, Form


class OfferForm(Form):
    """Whom the case is offered to; a reason where that one is away or full."""

    worker = forms.ChoiceField(label=_("Worker"), widget=forms.RadioSelect())
    override = CodeField(
        "override.reason",
        label=_("Reason, if the worker is away or at the limit"),
        required=False,
        blank=_("No reason needed"),
    )

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {c.worker.public_id: c for c in candidates}
        self.offer("worker", [(key, c.words) for key, c in self.candidates.items()])

    def clean_worker(self) -> Any:
        """The user chosen."""
        return self.candidates[self.cleaned_data["worker"]].worker


class DeclineForm(Form):
    """Why a worker does not take a case."""

    reason = CodeField("assignment.decline_reason", label=_("Why you cannot take it"), radio=True)
