"""Every quarter of a minute the worker looks into files that wait; every night it looks which documents run out."""

import logging

from django.core.files.storage import default_storage
from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.clients.scanner import NoScanner, scanner
from himaya.registry.documents.queries import forgotten_files, unjudged_files
from himaya.registry.documents.reminding import remind, to_remind
from himaya.registry.documents.scanning import hold_unanswered, scan_document

log = logging.getLogger(__name__)


def look_into_waiting() -> int:
    """Looks into what waits now, each file in a transaction of its own; the job and the tests call the same.

    A scanner that is down is asked once, not once a file."""
    with acting_as(SYSTEM):
        waiting = list(unjudged_files())
    if not waiting or isinstance(scanner(), NoScanner):
        return 0
    if not scanner().version():
        with acting_as(SYSTEM):
            held = hold_unanswered()
        log.warning(
            "the malware scanner does not answer; %s files wait, %s more are held", len(waiting), held
        )
        return 0
    for document in waiting:
        with acting_as(SYSTEM):
            result = scan_document(document=document)
        if result.finding == "infected":
            log.warning("malware in document %s", document.pk)
    return len(waiting)


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="documents.scan", pass_context=False)
def scan_documents(timestamp: int) -> None:
    """Every fifteen seconds."""
    look_into_waiting()


def remind_all() -> int:
    """Reminds of every document whose last day is near, each in a transaction of its own; says of how many."""
    with acting_as(SYSTEM):
        near = list(to_remind())
    for document in near:
        with acting_as(SYSTEM):
            remind(document=document)
    return len(near)


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="documents.remind", pass_context=False)
def remind_of_documents(timestamp: int) -> None:
    """Every night."""
    remind_all()


def sweep() -> int:
    """Removes files whose transaction never came to its end: a day old, and no record names them."""
    with acting_as(SYSTEM):
        lost = list(forgotten_files())
        for stored in lost:
            default_storage.delete(stored)
    return len(lost)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="documents.sweep", pass_context=False)
def sweep_files(timestamp: int) -> None:
    """Every night."""
    sweep()
