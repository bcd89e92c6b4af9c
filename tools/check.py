"""`make check`: everything that can be told without running the product. Ends with 1 if anything is wrong."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy")],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "import contracts": [str(BIN / "lint-imports"), "--no-logo"],
    "migrations": [sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "system checks": [sys.executable, "-W", "ignore", "-m", "django", "check", "--fail-level", "WARNING"],
    "translations": [sys.executable, "tools/messages.py", "--check"],
    "templates": [str(BIN / "djlint"), "src/himaya", "--lint", "--quiet", "--allow-empty-input"],
}


def carry_out(name: str) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "himaya.settings.test"},
    )
    good = done.returncode == 0
    said = "" if good else "\n" + (done.stdout + done.stderr).rstrip()
    print(f"{'ok    ' if good else 'WRONG '} {name} ({time.monotonic() - began:.1f} s){said}", flush=True)
    return good


def main() -> int:
    with ThreadPoolExecutor(2) as pool:
        return 0 if all(list(pool.map(carry_out, CHECKS))) else 1


if __name__ == "__main__":
    sys.exit(main())
