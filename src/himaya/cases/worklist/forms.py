"""The filters of the list of cases."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.process import CaseWork
from himaya.kit.forms import CodeField, Form
from himaya.workforce.queries import Named


class FilterForm(Form):
    """What to show; everything may stay empty."""

    kind = forms.ChoiceField(label=_("Kind of case"), required=False)
    risk = CodeField("risk.level", label=_("Risk"), required=False, blank=_("Any"))
    status = forms.ChoiceField(label=_("State"), required=False)
    worker = forms.ChoiceField(label=_("Worker"), required=False)
    group = CodeField("vulnerable.group", label=_("Vulnerable group"), required=False, blank=_("Any"))
    late = forms.BooleanField(label=_("Only what is late"), required=False)

    def __init__(self, *args: Any, workers: Iterable[Named], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.title) for code, kind in CaseWork.variants.items()]
        self.offer("kind", [("", _("Any")), *kinds])
        states = [(name, state.label) for name, state in CaseWork.every_state().items()]
        self.offer("status", [("", _("Open cases")), *states])
        self.workers = {w.public_id: w for w in workers}
        if self.workers:
            named = [(key, w.name) for key, w in self.workers.items()]
            self.offer("worker", [("", _("Anybody")), ("none", _("Nobody yet")), *named])
        else:
            del self.fields["worker"]

    def wanted(self) -> dict[str, Any]:
        """The filters as the query takes them; what makes no sense is left out."""
        self.is_valid()
        said = dict(getattr(self, "cleaned_data", {}))
        chosen = said.pop("worker", "")
        if chosen:
            said["worker_id"] = self.workers[chosen].pk if chosen in self.workers else None
        return said
