"""Forms of the risk of separation."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, CodesField, DateField, Form, TextField


class ThreatForm(Form):
    """What threatens the family, and what would help it."""

    grounds = CodesField("separation.ground", label=_("What threatens to part the child from the family"))
    asked_by = CodeField("separation.asked_by", label=_("Who asks that the child be placed"))
    asked_for = CodeField("separation.asked_for", label=_("Where they want the child placed"))
    what_helps = TextField(
        label=_("What would let the family keep the child"),
        rows=4,
        help_text=_(
            "Strengths of the family, and the support it lacks: care, money, housing, treatment, school."
        ),
    )
    kin_asked = TextField(
        label=_("Who of the kin was asked, and what they answered"),
        rows=3,
        help_text=_("Name, how related, when asked. If there is nobody: how it was looked for."),
    )


class OutcomeForm(Form):
    """Where the child lives."""

    outcome = CodeField("separation.outcome", label=_("Where the child lives now"), radio=True)
    outcome_on = DateField(label=_("Since when"), future=False)
    outcome_why = TextField(label=_("How it came to this"), rows=3)
