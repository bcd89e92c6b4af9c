"""A page that never touched the worker's code still knows what a notice says."""

import os
import subprocess
import sys

from tests.architecture.guards import SRC

ASKED = """
import django
django.setup()
from himaya.workflow.notices.kinds import KINDS
print(sorted({"clock.due_soon", "clock.missed", "clock.climbed"} - set(KINDS)))
"""


def test_late_work_is_told_in_words_by_a_process_that_serves_pages() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**os.environ, "PYTHONPATH": str(SRC.parent), "DJANGO_SETTINGS_MODULE": "himaya.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
