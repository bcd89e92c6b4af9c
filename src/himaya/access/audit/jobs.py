"""The seal, every second or so."""

from procrastinate.contrib.django import app

from himaya.access.audit.sealing import seal_now


@app.periodic(cron="* * * * * *")
@app.task(queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Idempotent: what is sealed stays sealed."""
    seal_now()
