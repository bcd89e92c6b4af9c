"""The fields of every form by which something is decided about a child."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.voice.rules import NOT_POSSIBLE
from himaya.kit.forms import CodeField, Form, TextField

VOICE = ("best_interests", "view_method", "child_words", "not_heard_why")


class VoiceForm(Form):
    """Best interests, and the child's view. Nothing is demanded here: what is, is said by the guards of the decision."""

    best_interests = TextField(
        label=_("Best interests of the child"),
        rows=4,
        required=False,
        help_text=_("Which ways there are, what each means for the child, and why this one."),
    )
    view_method = CodeField("childs_view.method", label=_("How the child was heard"), required=False)
    child_words = TextField(
        label=_("The child's own words"),
        rows=3,
        required=False,
        help_text=_("Never printed on a plan or letter."),
    )
    not_heard_why = TextField(label=_("If the child was not heard: why"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """Who says that it was not possible says why, beside the field."""
        said = super().clean() or self.cleaned_data
        if said.get("view_method") == NOT_POSSIBLE and not said.get("not_heard_why"):
            self.add_error("not_heard_why", _("Write why the child could not be heard."))
        return said
