"""The answer of a rule: yes, or no with the reason the user reads."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no. True in a condition when it is yes."""

    ok: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.ok


def yes() -> Verdict:
    """Nothing stands in the way."""
    return Verdict(True)


def no(reason: str | Promise) -> Verdict:
    """Something stands in the way, said in words the user reads."""
    return Verdict(False, reason)


def first_no(*verdicts: Verdict) -> Verdict:
    """The first obstacle, or yes when there is none."""
    return next((verdict for verdict in verdicts if not verdict), yes())
