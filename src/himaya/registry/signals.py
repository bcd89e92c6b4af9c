"""What other contexts may hear from the registry."""

from himaya.registry.merging.signals import people_merged, people_unmerged
from himaya.registry.people.signals import page_written

__all__ = ["page_written", "people_merged", "people_unmerged"]
