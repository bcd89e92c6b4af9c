"""From a process's code and a record's id to its page and its reference."""

from collections.abc import Iterable
from typing import Any

from himaya.workflow.catalogue import discover


def find_process(code: str) -> Any | None:
    """The process of this code."""
    return discover().get(code)


def state_of(subject: Any) -> Any:
    """The state of a record in words, by the process that governs its kind."""
    for process in discover().values():
        if process.of is type(subject) and subject.status in process.states:
            return process.states[subject.status].label
    return ""


def find_subject(process: str, subject_id: int) -> Any | None:
    """The record a clock, task or step speaks of, if the actor may see it."""
    governing = discover().get(process)
    return governing.of.objects.filter(pk=subject_id).first() if governing else None


def page_of(process: str, subject_id: int) -> tuple[str, str]:
    """Where the record's page is, and how people call it (its reference; never a name)."""
    subject = find_subject(process, subject_id)
    if subject is None:
        return "", ""
    get = getattr(subject, "get_absolute_url", None)
    return (get() if get else ""), getattr(subject, "reference", "")


def find_subjects(pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The records of many clocks or tasks at once: one query for each process among them."""
    wanted: dict[str, set[int]] = {}
    for process, subject_id in pairs:
        wanted.setdefault(process, set()).add(subject_id)
    known = discover()
    return {
        (process, subject.pk): subject
        for process, ids in wanted.items()
        if process in known
        for subject in known[process].of.objects.filter(pk__in=ids)
    }
