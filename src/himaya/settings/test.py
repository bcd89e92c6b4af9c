"""Tests: fast hashing, mail in memory, nothing outside."""

import hashlib
import os
import tempfile

# A folder for each checkout, so that the tests of two do not meet.
_checkout = hashlib.sha256(__file__.encode()).hexdigest()[:8]
os.environ.setdefault("HIMAYA_VAR", f"{tempfile.gettempdir()}/himaya-test-{os.getuid()}-{_checkout}")

from himaya.settings.base import *  # noqa: F403
from himaya.settings.base import STATIC_ROOT

SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO = False
CLOCK_MAY_MOVE = True
KEYS_MAY_BE_MADE = True
SECOND_FACTOR = False
SMS_URL = ""
SMS_IN_SECRET = ""
EXCHANGE_URL = ""
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the server of static files warns when it is missing
