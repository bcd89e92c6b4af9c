"""A short-lived signed ticket by which an open page may listen for its user's notices."""

from django.core import signing

CHANNEL = "himaya_notices"
HOURS = 12


def write_ticket(user_id: int | str) -> str:
    """A ticket for a user; or for a visitor's page, by a word that no number is."""
    return signing.dumps(user_id, salt=CHANNEL)


def read_ticket(ticket: str) -> str | None:
    """The user a ticket names, or None when it is forged or old."""
    try:
        return str(signing.loads(ticket, salt=CHANNEL, max_age=HOURS * 3600))
    except signing.BadSignature:
        return None
