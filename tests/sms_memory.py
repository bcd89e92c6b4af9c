"""A gateway of text messages that remembers what it was given."""

from himaya.clients.sms import Outgoing


class Gateway:
    """Remembers what it was given, or fails as told."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.trouble: Exception | None = None

    def send(self, message: Outgoing) -> None:
        if self.trouble:
            raise self.trouble
        self.sent.append(message)
