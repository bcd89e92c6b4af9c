"""The pages."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from himaya.cli.safety import require_bound_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "himaya.settings.production")
require_bound_role(settings.DATABASE_URL)  # however this process was started
application = get_wsgi_application()
# What stands by now stays: no collection looks through it again, and collections come seldom, since a page leaves little
# that counting references does not free by itself. Measured: a fifth more pages a second (bench/hotline_web.py, frame).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
