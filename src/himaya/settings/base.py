"""What every way of running shares. Values that differ come from the environment."""

import os
from pathlib import Path

from himaya.settings import place
from himaya.settings.place import PACKAGE, ROOT, database, flag, role_names
from himaya.settings.signin import *  # noqa: F403

VAR: Path = place.VAR  # what this copy writes: the embedded database, uploads, static files
KEYS_DIR: Path = place.KEYS  # what must be kept apart from it
SEALS_DIR: Path = VAR / "seals"  # the heads of the audit, kept outside the database

# Each process gets the address of its own login role: the web server never holds the owner's.
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": database(DATABASE_URL or "postgresql:///himaya")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Login roles of the database. The owner migrates and dumps, and never serves.
DB_ROLE_WEB, DB_ROLE_WORKER = role_names(DATABASE_URL)

SECRET_KEY = os.environ.get("HIMAYA_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = [h for h in os.environ.get("HIMAYA_HOSTS", "").split(",") if h]
DEMO = flag("HIMAYA_DEMO")
CLOCK_MAY_MOVE = False  # the database's clock follows the program's only in a sample country and in tests
KEYS_MAY_BE_MADE = False  # a production site brings its own master keys

# The floors, from the ground up (docs/map.md).
CONTEXTS = [
    "kit",
    "clients",
    "reference",
    "access",
    "workflow",
    "registry",
    "instruments",
    "workforce",
    "services",
    "cases",
    "hotline",
    "desk",
    "exchange",
    "demo",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # asked for by allauth.usersessions
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its widgets' templates, so that forms are drawn by the same engine as pages
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    *(f"himaya.{context}" for context in CONTEXTS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "himaya.kit.static_files.StaticFiles",
    "himaya.kit.headers.SecurityHeaders",
    "himaya.access.middleware.OneTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "himaya.kit.language.LanguageChoice",
    "himaya.kit.headers.NeverBlank",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "himaya.kit.signs.NoNullSigns",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "himaya.access.middleware.SessionLimits",
    "himaya.access.middleware.Actor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "himaya.workflow.drafts.middleware.SentDrafts",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "himaya.access.signin.middleware.OwnSite",
    "django_htmx.middleware.HtmxMiddleware",
]

# Every topic's background jobs; the worker imports them when it starts.
PROCRASTINATE_IMPORT_PATHS = [
    f"himaya.{file.parent.parent.name}.{file.parent.name}.jobs"
    for file in sorted(PACKAGE.glob("*/*/jobs.py"))
]

ROOT_URLCONF = "himaya.urls"
WSGI_APPLICATION = "himaya.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "himaya.kit.templatetags.himaya",
                "himaya.kit.templatetags.faces",
                "himaya.kit.templatetags.filters",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "himaya.kit.context.site",
                "himaya.workflow.notices.context.notices",
                "himaya.workflow.drafts.context.device_key",
                "himaya.desk.navigation.menu.menu",
            ],
        },
        "DIRS": [PACKAGE / "kit" / "templates"],
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "himaya.kit.forms.Renderer"
ICONS_DIR = ROOT / "node_modules" / "@tabler" / "icons" / "icons" / "outline"

# The toolbox knows no domain, so it is told by name where labels of codes come from.
CODE_LABEL = "himaya.reference.queries.label"
CODE_CHOICES = "himaya.reference.queries.choices"
REFERENCE_VERSION = "himaya.reference.queries.version"

# Where the browser listens for live notices ("{host}" is the host the page was asked from); the quick
# exit's neutral page.
SITE_URL = os.environ.get("HIMAYA_SITE_URL", "")
EVENTS_URL = os.environ.get("HIMAYA_EVENTS_URL", "")
QUICK_EXIT_URL = os.environ.get("HIMAYA_QUICK_EXIT_URL", "https://az.wikipedia.org/")

LANGUAGE_CODE = "az"
LANGUAGES = [("az", "Azərbaycanca"), ("en", "English"), ("ru", "Русский")]
LOCALE_PATHS = [VAR / "locale"]  # compiled from `himaya/locale` by `himaya migrate`
TIME_ZONE = "Asia/Baku"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["himaya.kit.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    PACKAGE / "static",
    ("vendor/tabler", ROOT / "node_modules" / "@tabler" / "core" / "dist"),
    ("vendor/htmx", ROOT / "node_modules" / "htmx.org" / "dist"),
    ("vendor/xforms-engine", ROOT / "node_modules" / "@getodk" / "xforms-engine" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "himaya.settings.storage.ContentNamed"},
}
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR / "uploads"
# clamd's address (host:port or a socket's path). Without it every upload waits for an officer to release it
# (docs/operations).
CLAMD = os.environ.get("HIMAYA_CLAMD", "")
# The gateway for text messages (himaya/clients/sms.py); empty: nothing goes out as SMS.
SMS_URL = os.environ.get("HIMAYA_SMS_URL", "")
# What the gateway must know, and the addresses or networks it comes from, to bring messages of callers; no secret: none.
SMS_IN_SECRET = os.environ.get("HIMAYA_SMS_IN_SECRET", "")
SMS_IN_FROM = (os.environ.get("HIMAYA_SMS_IN_FROM") or "127.0.0.1,::1").replace(",", " ").split()
# The telephone exchange (himaya/clients/telephone.py) and the secret shared with it; empty: none.
EXCHANGE_URL = os.environ.get("HIMAYA_EXCHANGE_URL", "")
EXCHANGE_SECRET = os.environ.get("HIMAYA_EXCHANGE_SECRET", "")
# How many proxies of ours stand before the server: the visitor's address is that many places from the end.
TRUSTED_PROXIES = int(os.environ.get("HIMAYA_TRUSTED_PROXIES") or 0)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# What is typed into one form. Above what any field takes, so that a text far too long is refused by its own field and
# stays on the page, not by a page that knows nothing of it; a letter outside ASCII goes over the line as six.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

CSRF_FAILURE_VIEW = "himaya.kit.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# To the process's own output, which systemd (or `himaya run`, under `var`) keeps.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HIMAYA_LOG_LEVEL", "INFO")},
    "loggers": {
        name: {"level": "WARNING"} for name in ("procrastinate.blueprints", "procrastinate.periodic")
    },
}

DEFAULT_FROM_EMAIL = os.environ.get("HIMAYA_FROM_EMAIL", "himaya@localhost")
SILENCED_SYSTEM_CHECKS: list[str] = []
