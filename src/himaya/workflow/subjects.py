"""From a process's code and a record's id to its page and its reference."""

from collections.abc import Iterable
from typing import Any

from himaya.workflow.catalogue import discover

# Records that no process governs and of which tasks speak all the same, by a code of their own.
PLAIN: dict[str, Any] = {}


def plain_subject(code: str, model: Any) -> str:
    """Names a kind of record for tasks. It has `get_absolute_url`."""
    PLAIN[code] = model
    return code


def _kinds() -> dict[str, Any]:
    """What every code stands for."""
    return {**PLAIN, **{code: process.of for code, process in discover().items()}}


def find_process(code: str) -> Any | None:
    """The process of this code."""
    return discover().get(code)


def state_of(subject: Any) -> Any:
    """The state of a record in words, by the process that governs its kind."""
    for process in discover().values():
        if process.of is type(subject) and subject.status in process.of_record(subject).states:
            return process.state_of(subject).label
    return ""


def find_subject(process: str, subject_id: int) -> Any | None:
    """The record a clock, task or step speaks of, if the actor may see it."""
    kind = _kinds().get(process)
    return kind.objects.filter(pk=subject_id).first() if kind else None


def page_of(process: str, subject_id: int) -> tuple[str, str]:
    """Where the record's page is, and how people call it (its reference; never a name)."""
    subject = find_subject(process, subject_id)
    if subject is None:
        return "", ""
    get = getattr(subject, "get_absolute_url", None)
    return (get() if get else ""), getattr(subject, "reference", "")


def find_subjects(pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The records of many clocks or tasks at once: one query for each process among them. A model says in `known_by` which
    of its relations its name needs."""
    wanted: dict[str, set[int]] = {}
    for process, subject_id in pairs:
        wanted.setdefault(process, set()).add(subject_id)
    known = _kinds()
    return {
        (process, subject.pk): subject
        for process, ids in wanted.items()
        if process in known
        for subject in _of(known[process]).filter(pk__in=ids)
    }


def _of(model: Any) -> Any:
    related: tuple[str, ...] = getattr(model, "known_by", ())
    return model.objects.select_related(*related) if related else model.objects
