"""Who is signed in, with the roles they hold: one question for both, since every page asks both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from himaya.access.users.models import User
from himaya.access.users.queries import with_roles


class Backend(AuthenticationBackend):
    """The library's own, but for how a person is read."""

    def get_user(self, user_id: Any) -> User | None:
        """Somebody who may sign in."""
        user = with_roles(int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
