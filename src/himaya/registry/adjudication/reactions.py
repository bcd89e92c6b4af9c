"""What merges and their undoing mean for pairs."""

from typing import Any

from django.dispatch import receiver

from himaya.registry.adjudication.actions import pairs_after_merge, pairs_after_unmerge
from himaya.registry.merging.signals import people_merged, people_unmerged


@receiver(people_merged, dispatch_uid="adjudication.people_merged")
def ask_of_the_kept(sender: Any, merge: Any, **kwargs: Any) -> None:
    """What was asked of the merged record is asked of the kept one."""
    pairs_after_merge(merge)


@receiver(people_unmerged, dispatch_uid="adjudication.people_unmerged")
def remember_two(sender: Any, merge: Any, **kwargs: Any) -> None:
    """The two are two."""
    pairs_after_unmerge(merge)
