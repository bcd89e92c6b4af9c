"""Blocks end by themselves; the worker writes it down."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.hotline.callers.actions import expire_block
from himaya.hotline.callers.models import CallerBlock
from himaya.kit import clock


def expire_blocks() -> int:
    """Says how many have ended."""
    with acting_as(SYSTEM):
        over = list(CallerBlock.objects.filter(status="standing", expires_at__lte=clock.now()))
        for block in over:
            expire_block(block=block, by=SYSTEM)
    return len(over)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="hotline.blocks", pass_context=False)
def expire_blocks_now(timestamp: int) -> None:
    """Every ten minutes."""
    expire_blocks()
