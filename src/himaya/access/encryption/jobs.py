"""The files of records that were anonymised leave the store, whenever the process that anonymised them ended."""

from procrastinate.contrib.django import app

from himaya.access.encryption.destroying import destroy_doomed


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="access.doomed", pass_context=False)
def destroy_doomed_files(timestamp: int) -> None:
    """Every ten minutes."""
    destroy_doomed()
