"""Telling who sent it that a human must look."""

from django.utils.translation import gettext_lazy as _

from himaya.exchange.openrosa.models import FormSubmission
from himaya.workflow.notices.actions import kind, tell

WAITS = kind("submission.waits", _("A form from your phone waits for you"))


def tell_waiting(submission: FormSubmission) -> None:
    """Once for each."""
    tell(
        user=submission.sender,
        kind=WAITS,
        key=f"submission:{submission.pk}",
        url=submission.get_absolute_url(),
        outward=False,
    )
