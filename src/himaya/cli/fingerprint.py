"""What has changed since last time, by content or by file dates, so that a second start skips the work."""

import hashlib
import sysconfig
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SHAPES = {".py", ".csv", ".json", ".sql"}


def code() -> str:
    """Everything that may shape the database: our code and data files, and the packages installed."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in SHAPES and "static" not in path.parts:
            digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    digest.update("\n".join(installed()).encode())
    return digest.hexdigest()


def files(folders: Iterable[Path]) -> str:
    """The names, sizes and dates of everything in these folders (too many bytes to read each time)."""
    digest = hashlib.sha256("\n".join(installed()).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            found = path.stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def installed() -> list[str]:
    """Names and versions of the installed packages."""
    return sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
