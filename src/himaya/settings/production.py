"""Serving people. Refuses to start with anything that would put them at risk (docs/operations/install.md)."""

import os
from urllib.parse import unquote, urlsplit

from himaya.settings import safety
from himaya.settings.base import *  # noqa: F403
from himaya.settings.base import ALLAUTH_TRUSTED_PROXY_COUNT, ALLOWED_HOSTS, DATABASES
from himaya.settings.place import flag

DEBUG = flag("HIMAYA_DEBUG")

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# A proxy in front ends HTTPS; only say so when it is there, for anyone may send this header.
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# PgBouncer hands a connection to another process after each transaction: no cursor may outlive one.
if flag("HIMAYA_PGBOUNCER"):
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True

# smtps://name:password@host:465 or smtp://name:password@host:587 (with STARTTLS)
_mail = urlsplit(os.environ.get("HIMAYA_MAIL_URL", ""))
if _mail.hostname:
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp"
    EMAIL_TIMEOUT = 10

safety.refuse(globals())
