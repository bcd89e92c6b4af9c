"""The list of what a backup holds, by which a restore knows that nothing is missing or changed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from himaya.cli.contents import Content
from himaya.cli.environment import Trouble

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    made_at: str  # UTC, ISO 8601
    version: str  # of Himaya
    postgres: str  # of the server dumped
    roles: list[str]  # login roles that grants and policies name
    files: dict[str, str]  # name -> SHA-256
    keys: str  # SHA-256 of the keys' file, kept apart
    tables: dict[str, Content]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        try:
            told = json.loads((folder / NAME).read_text())
        except (OSError, ValueError) as error:
            raise Trouble(f"{folder} holds no backup: {NAME} cannot be read ({error}).") from error
        if told.get("format") != FORMAT:
            raise Trouble(
                f"{folder} was made by another version of Himaya ({told.get('version')}): use that one."
            )
        tables = {name: Content(*content) for name, content in told.pop("tables").items()}
        return cls(**told, tables=tables)

    def require_whole(self, folder: Path) -> None:
        """Every file is there and unchanged."""
        for name, digest in self.files.items():
            path = folder / name
            if not path.exists():
                raise Trouble(f"The backup is not whole: {path} is missing.")
            if sha256(path) != digest:
                raise Trouble(f"The backup is damaged: {path} is not what was written.")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
