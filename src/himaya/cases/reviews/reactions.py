"""What happens to a review under way when its case ends."""

from typing import Any

from django.dispatch import receiver

from himaya.access.gate import SYSTEM
from himaya.cases.casefile.signals import case_closed
from himaya.cases.reviews.models import Review
from himaya.cases.reviews.process import ReviewWork


@receiver(case_closed, dispatch_uid="reviews.case_closed")
def stop_reviews(sender: Any, case: Any, by: Any, **kwargs: Any) -> None:
    """A closed case has no review under way."""
    for review in Review.objects.filter(case=case, status=ReviewWork.draft.name):
        ReviewWork.move(review, ReviewWork.stop, by=SYSTEM, facts={})
