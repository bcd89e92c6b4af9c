"""Forms of transfers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit, User
from himaya.kit.forms import CodeField, Form, TextField


class OfferForm(Form):
    """To whom, why, and what they must know. One of a worker here or another unit."""

    to = forms.ChoiceField(label=_("To whom"))
    reason = CodeField("case.transfer_reason", label=_("Why"))
    handover = TextField(
        label=_("What the next worker must know"),
        rows=5,
        help_text=_("What is open, what is dangerous, whom to ring, what was promised to them."),
    )

    def __init__(self, *args: Any, workers: Iterable[User], units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {f"w:{w.public_id}": w for w in workers}
        self.units = {f"u:{u.public_id}": u for u in units}
        named = [(key, str(w)) for key, w in self.workers.items()]
        others = [(key, str(u)) for key, u in self.units.items()]
        self.offer(
            "to", [("", _("Choose")), (_("A worker of this unit"), named), (_("Another unit"), others)]
        )

    def receiver(self, home: Unit) -> dict[str, Any]:
        """The unit and worker chosen."""
        chosen = self.cleaned_data["to"]
        if chosen in self.workers:
            return {"to_unit": home, "to_worker": self.workers[chosen]}
        return {"to_unit": self.units[chosen], "to_worker": None}


class AcceptForm(Form):
    """Who takes the case, on the receiving side."""

    worker = forms.ChoiceField(label=_("Worker who takes the case"), widget=forms.RadioSelect())
    note = TextField(label=_("Word to the sender"), rows=2, required=False)

    def __init__(self, *args: Any, workers: Iterable[User] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {w.public_id: w for w in workers or ()}
        if workers is None:
            del self.fields["worker"]
        else:
            self.offer("worker", [(key, str(w)) for key, w in self.workers.items()])

    def chosen(self) -> User | None:
        """The worker named."""
        return self.workers.get(self.cleaned_data.get("worker", ""))


class DeclineForm(Form):
    """Why the case is not taken."""

    reason = CodeField("transfer.decline_reason", label=_("Why it is not taken"), radio=True)
    note = TextField(label=_("Word to the sender"), rows=2, required=False)
