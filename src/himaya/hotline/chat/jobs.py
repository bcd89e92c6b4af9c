"""The worker looks after chats."""

import logging

from procrastinate.contrib.django import app

from himaya.hotline.chat.actions import look_after_chats

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="hotline.chat", pass_context=False)
def look_after(timestamp: int) -> None:
    """Every fifteen seconds."""
    if done := look_after_chats():
        log.info("%s chats looked after", done)
