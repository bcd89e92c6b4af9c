"""Reading drafts back into their forms."""

from typing import Any

from himaya.workflow.drafts.models import Draft


def typed_before(user: Any, key: str) -> dict[str, Any]:
    """What the user had typed into this form, ready as a form's `initial`; empty when nothing was kept."""
    draft = Draft.objects.filter(user=user, key=key).first()
    if draft is None:
        return {}
    return {name: values[0] if len(values) == 1 else values for name, values in draft.typed.items()}
