"""The texts that a workbook keeps apart from its cells, in constant memory: beyond some thousands on disk."""

import tempfile
from array import array
from typing import IO

KEPT = 20_000
_RECENT = 5000


class Strings:
    """Texts by their place. The first thousands stay at hand, the others lie in a file without a name."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._starts = array("Q", [0])
        self._file: IO[bytes] | None = None
        self._recent: dict[int, str] = {}

    def append(self, text: str) -> None:
        """One more."""
        if len(self._kept) < KEPT:
            self._kept.append(text)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the reader
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._starts.append(self._starts[-1] + len(data))

    def __getitem__(self, place: int) -> str:
        if place < len(self._kept):
            return self._kept[place]
        found = self._recent.get(place)
        return self._read(place) if found is None else found

    def _read(self, place: int) -> str:
        at = place - len(self._kept)
        if self._file is None or at + 1 >= len(self._starts):
            return ""
        self._file.seek(self._starts[at])
        text = self._file.read(self._starts[at + 1] - self._starts[at]).decode("utf-8", "surrogatepass")
        if len(self._recent) >= _RECENT:
            self._recent.clear()
        self._recent[place] = text
        return text

    def close(self) -> None:
        """Gives the disk back."""
        if self._file is not None:
            self._file.close()
