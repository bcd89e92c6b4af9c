"""Signing in and out is read in the audit like everything else."""

from typing import Any

from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from himaya.access.audit.actions import record
from himaya.access.users.models import User


@receiver(user_logged_in, dispatch_uid="himaya.access.signed_in")
def note_sign_in(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """Who came in, and when."""
    record(by=user, verb="signin.signed_in", on=user)


@receiver(user_logged_out, dispatch_uid="himaya.access.signed_out")
def note_sign_out(sender: Any, request: Any, user: User | None, **kwargs: Any) -> None:
    """Nothing to note when nobody was signed in."""
    if isinstance(user, User):
        record(by=user, verb="signin.signed_out", on=user)


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def note_second_factor(sender: Any, signal: Any, user: User, **kwargs: Any) -> None:
    """A second factor came or went."""
    verbs = {mfa.authenticator_added: "added", mfa.authenticator_removed: "removed"}
    record(by=user, verb=f"signin.factor_{verbs.get(signal, 'renewed')}", on=user)
