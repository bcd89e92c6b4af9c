"""What other contexts may ask of workflow."""

from himaya.workflow.display import clock_label, due, next_actions, status_bar, story
from himaya.workflow.drafts.queries import typed_before
from himaya.workflow.gaps.queries import words_of
from himaya.workflow.notices.queries import latest, messages_of, unread_count
from himaya.workflow.papers.queries import letterhead, papers_of, template_on
from himaya.workflow.papers.typesetting import typeset
from himaya.workflow.signatures.queries import holding, signatures_of
from himaya.workflow.signatures.rules import digest_of
from himaya.workflow.subjects import find_process, find_subject, find_subjects, page_of, state_of
from himaya.workflow.tasks.queries import tasks_of

__all__ = [
    "clock_label",
    "digest_of",
    "due",
    "find_process",
    "find_subject",
    "find_subjects",
    "holding",
    "latest",
    "letterhead",
    "messages_of",
    "next_actions",
    "page_of",
    "papers_of",
    "signatures_of",
    "state_of",
    "status_bar",
    "story",
    "tasks_of",
    "template_on",
    "typed_before",
    "typeset",
    "unread_count",
    "words_of",
]
