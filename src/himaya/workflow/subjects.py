"""From a process's code and a record's id to its page and its reference."""

from typing import Any


def find_subject(process: str, subject_id: int) -> Any | None:
    """The record a clock, task or step speaks of, if the actor may see it."""
    from himaya.workflow.sync import discover

    governing = discover().get(process)
    return governing.of.objects.filter(pk=subject_id).first() if governing else None


def page_of(process: str, subject_id: int) -> tuple[str, str]:
    """Where the record's page is, and how people call it (its reference; never a name)."""
    subject = find_subject(process, subject_id)
    if subject is None:
        return "", ""
    get = getattr(subject, "get_absolute_url", None)
    return (get() if get else ""), getattr(subject, "reference", "")
