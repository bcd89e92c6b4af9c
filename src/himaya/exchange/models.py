"""Re-exports the models of this context's topics."""

from himaya.exchange.openrosa.models import FormSubmission, SubmissionFile

__all__ = ["FormSubmission", "SubmissionFile"]
