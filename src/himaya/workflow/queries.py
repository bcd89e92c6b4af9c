"""What other contexts may ask of workflow."""

from himaya.workflow.display import clock_label, due, next_actions, status_bar, story
from himaya.workflow.drafts.queries import typed_before
from himaya.workflow.notices.queries import latest, unread_count
from himaya.workflow.subjects import find_subject, page_of

__all__ = [
    "clock_label",
    "due",
    "find_subject",
    "latest",
    "next_actions",
    "page_of",
    "status_bar",
    "story",
    "typed_before",
    "unread_count",
]
