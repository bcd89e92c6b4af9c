"""How much a phone may send at once, when two visits are one, and how long what was put aside is kept."""

from datetime import date, datetime, timedelta

from himaya.reference.queries import norm

MB = 1024 * 1024


def largest_post(on: date) -> int:
    """Bytes of one post; a client splits what is larger (norm `openrosa.post.megabytes`)."""
    return int(norm("openrosa.post.megabytes", on).number) * MB


def twins_since(now: datetime) -> datetime:
    """Two sets of answers to one form about one person since then may be one visit (norm `openrosa.twin.hours`)."""
    return now - timedelta(hours=int(norm("openrosa.twin.hours", now.date()).number))


def dropped_before(now: datetime) -> datetime:
    """What was put aside before is forgotten (norm `openrosa.dropped.days`)."""
    return now - timedelta(days=int(norm("openrosa.dropped.days", now.date()).number))
