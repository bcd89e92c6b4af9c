"""Static files: gathered, named by content and compressed under `var/static`, only when something changed."""

from pathlib import Path
from typing import Any

from himaya.cli import fingerprint
from himaya.cli.environment import DEVELOPMENT, choose_settings
from himaya.settings.place import PACKAGE, VAR

# What the browser libraries ship and no page asks for.
UNUSED = ["*.map", "*.ts", "*.scss", "*.rtl.*", "*.esm.*"]
UNUSED += ["types", "editors", "skills", "scripts", "libs", "img"]
UNUSED += ["solid.js"]
UNUSED += ["tabler-flags*", "tabler-payments*", "tabler-socials*", "tabler-marketing*", "htmx-2*"]


def collect_changed() -> bool:
    """Gather the static files if any differs from last time; True when it was done."""
    from himaya.settings import base

    stamp = VAR / "static.stamp"
    named: list[Any] = list(base.STATICFILES_DIRS)
    folders = [Path(folder[1] if isinstance(folder, tuple) else folder) for folder in named]
    folders += sorted(PACKAGE.glob("*/static"))
    now = fingerprint.files(folders) + "".join(UNUSED)
    if stamp.exists() and stamp.read_text() == now:
        return False
    choose_settings(DEVELOPMENT)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(now)
    return True
