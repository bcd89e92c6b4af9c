"""Forms of reviews."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.plan.models import Goal
from himaya.kit.forms import CodeField, Form, TextField


class FinishForm(Form):
    """Where each goal stands, the level of risk, and what follows."""

    level = CodeField("risk.level", radio=True, label=_("Risk level"))
    decision = CodeField("review.decision", radio=True, label=_("What follows"))
    conclusion = TextField(label=_("Why"), rows=4)

    def __init__(self, *args: Any, goals: Iterable[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = list(goals)
        for goal in self.goals:
            self.fields[f"goal_{goal.public_id}"] = CodeField("plan.goal_status", label=goal.text)
            self.fields[f"value_{goal.public_id}"] = forms.CharField(
                label=_("What is seen now"), max_length=300, required=False, help_text=goal.indicator
            )
        own = [name for name in self.fields if name not in {"level", "decision", "conclusion"}]
        self.order_fields([*own, "level", "decision", "conclusion"])

    def told(self) -> dict[str, tuple[str, str]]:
        """State and what was seen, by the goal's public id."""
        data = self.cleaned_data
        return {g.public_id: (data[f"goal_{g.public_id}"], data[f"value_{g.public_id}"]) for g in self.goals}


class ConfirmForm(Form):
    """Nothing to fill in."""
