"""Which call-backs a level of danger owes (domain §3.3)."""

HIGH = (
    "suicide.callback.high.1",
    "suicide.callback.high.2",
    "suicide.callback.high.3",
    "suicide.callback.high.4",
)
# Norms by level: 24 hours, 72 hours, 7 and 30 days at the top; once at the middle; once where a wish to be dead or
# thoughts of it were told at a low level.
OWED: dict[str, tuple[str, ...]] = {
    "critical": HIGH,
    "high": HIGH,
    "medium": ("suicide.callback.moderate",),
}


def calls_owed(level: str, *, troubled: bool) -> tuple[str, ...]:
    """The norms of the call-backs owed. `troubled`: some answer about danger was yes, though the level stayed low."""
    return OWED.get(level, ("suicide.callback.low",) if troubled else ())
