"""The pages."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from himaya.cli.safety import require_bound_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "himaya.settings.production")
require_bound_role(settings.DATABASE_URL)  # however this process was started
application = get_wsgi_application()
