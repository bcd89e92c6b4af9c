"""One machine, sample data, a secret of its own kept under `var/keys`."""

import os
import secrets
from contextlib import suppress

from himaya.settings.base import *  # noqa: F403
from himaya.settings.place import KEYS, VAR, flag


def _own_secret() -> str:
    """A secret made once for this copy, so that sessions outlive a restart."""
    KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = KEYS / "secret_key"
    with suppress(FileExistsError):
        # Whole from the first moment: several processes may ask at once.
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, path)
        finally:
            made.unlink()
    return path.read_text().strip()


SECRET_KEY = _own_secret()
DEBUG = flag("HIMAYA_DEBUG")
DEMO = flag("HIMAYA_DEMO", default=True)
SECOND_FACTOR = not DEMO
KEYS_MAY_BE_MADE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
SMS_URL = os.environ.get("HIMAYA_SMS_URL") or f"folder://{VAR}/sms"
