"""Whose signature it is, and whether it still holds."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.text import fold
from himaya.kit.verdict import Verdict, no, yes

# Who signs in at another identity provider has no password here: a sign-in as fresh as this proves who they are.
FRESH = timedelta(minutes=10)


def digest_of(text: Mapping[str, Any]) -> str:
    """What identifies a text: the same content gives the same digest, any change another."""
    return hashlib.sha256(
        json.dumps(dict(text), sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()


def is_own_name(user: User, name: str) -> Verdict:
    """The typed name is the signer's own, in any case and spelling of its letters."""
    if fold(name) and fold(name) == fold(user.full_name):
        return yes()
    return no(_("Type your own full name, as it stands in your account."))


def is_really(user: User, password: str) -> Verdict:
    """The password, or a fresh sign-in where the identity provider keeps the password."""
    if user.has_usable_password():
        return (
            yes()
            if user.check_password(password)
            else no(_("The password is not right. Nothing was signed."))
        )
    if user.last_login is not None and clock.now() - user.last_login <= FRESH:
        return yes()
    return no(_("Sign out and in again, then sign within ten minutes."))
