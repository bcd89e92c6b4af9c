"""One machine, sample data, a secret of its own kept under `var/`."""

import secrets

from himaya.settings.base import *  # noqa: F403
from himaya.settings.base import VAR, flag


def _own_secret() -> str:
    """A secret made once for this copy, so that sessions outlive a restart."""
    path = VAR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = _own_secret()
DEBUG = flag("HIMAYA_DEBUG")
DEMO = flag("HIMAYA_DEMO", default=True)
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
