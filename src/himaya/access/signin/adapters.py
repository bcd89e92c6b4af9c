"""Where signing in differs from the library's habits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.encryption.keyring import keyring
from himaya.access.signin.rules import locked_minutes, tries_allowed
from himaya.access.users.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; a wrong password leaves a line in the audit."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Stops guessing: by the address it comes from, and by the account it is aimed at, wherever from."""
        limit = f"{settings.SIGN_IN_PER_ADDRESS},{tries_allowed()}/{locked_minutes()}m/key"
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            config={"login_failed": limit},
            key=self._get_login_attempts_cache_key(request, **credentials),
        )
        if not self._login_failed_rl_usage:
            record(by=None, verb="signin.locked")
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Noted without what was typed: people type passwords into the wrong box."""
        record(by=None, verb="signin.refused")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """No banner for what the page itself already says (signed in, signed out)."""
        if level > messages.SUCCESS:
            super().add_message(request, level, *args, **kwargs)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """An identity provider says who somebody is; who works here is said by the unit's administrator."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        raise PermissionDenied(
            _("Nobody with this e-mail works here. Ask your unit's administrator to invite you.")
        )


class MfaAdapter(DefaultMFAAdapter):
    """The secrets of second factors are kept under the master key."""

    def encrypt(self, text: str) -> str:
        return keyring().seal(text, "mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return keyring().open(encrypted_text, "mfa")

    def get_totp_label(self, user: Any) -> str:
        return user.email if isinstance(user, User) else super().get_totp_label(user)
