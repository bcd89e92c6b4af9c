"""Every quarter of a minute the worker looks into files that wait."""

import logging

from django.core.files.storage import default_storage
from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.documents.actions import scan_document
from himaya.registry.documents.queries import forgotten_files, waiting_files

log = logging.getLogger(__name__)


def look_into_waiting() -> int:
    """Looks into what waits now, each file in a transaction of its own; the job and the tests call the same."""
    with acting_as(SYSTEM):
        waiting = list(waiting_files())
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
