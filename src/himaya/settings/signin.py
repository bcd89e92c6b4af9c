"""How people sign in: by work e-mail and password with a second factor, by passkey, or at an identity provider.

Nobody signs up: a unit's administrator invites. Limits below are settings of the installation.
"""

import os
from urllib.parse import urlsplit

from himaya.settings.place import flag

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["himaya.access.signin.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- sessions -------------------------------------------------------------------------------------------
# Hours after which everybody signs in again; the minutes without a click are a norm (`session.idle`).
SESSION_ENGINE = "himaya.access.signin.sessions"
SESSION_HOURS = int(os.environ.get("HIMAYA_SESSION_HOURS", "12"))
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# --- password and e-mail ----------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "himaya.access.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation came there; nobody changes their own address
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Himaya: "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds for which a repeated sign-in counts
# Wrong passwords from one address; for one account the norms say (`signin.lockout.…`).
SIGN_IN_PER_ADDRESS = os.environ.get("HIMAYA_SIGN_IN_PER_ADDRESS", "20/m/ip")
# Counted in a table shared by all processes. By address and by account, so that neither many passwords for
# one person nor one password for many people can be tried.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "reset_password": "10/m/ip,3/h/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HIMAYA_PROXIES", "0"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_attempt",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- second factor ----------------------------------------------------------------------------------------
SECOND_FACTOR = True  # asked of professional roles; a sample country does without
MFA_ADAPTER = "himaya.access.signin.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Himaya"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
USERSESSIONS_TRACK_ACTIVITY = False  # `access.middleware.SessionLimits` notes it, once a minute

# --- identity provider (OpenID Connect) -------------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "himaya.access.signin.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ONLY = False
OIDC_CHECKS_SECOND_FACTOR = flag("HIMAYA_OIDC_SECOND_FACTOR")


def provider() -> dict[str, object]:
    """The ministry's own identity provider, when the environment names one."""
    issuer = os.environ.get("HIMAYA_OIDC_ISSUER", "")
    if not issuer:
        return {}
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "EMAIL_AUTHENTICATION": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": os.environ.get("HIMAYA_OIDC_NAME", "OpenID Connect"),
                    "client_id": os.environ.get("HIMAYA_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("HIMAYA_OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": issuer, "fetch_userinfo": True},
                }
            ],
        }
    }


SOCIALACCOUNT_PROVIDERS = provider()
# Where the sign-in form may lead: browsers hold the content policy's form-action against redirects too.
_issuer = urlsplit(os.environ.get("HIMAYA_OIDC_ISSUER", ""))
FORM_ACTION_ORIGINS = [
    *([f"{_issuer.scheme}://{_issuer.netloc}"] if _issuer.netloc else []),
    *os.environ.get("HIMAYA_OIDC_ORIGINS", "").split(),
]
