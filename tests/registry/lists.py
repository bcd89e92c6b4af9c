"""Small lists for tests."""

from collections.abc import Sequence
from pathlib import Path

CENSUS = Path(__file__).parent.parent / "data" / "institution_census.xlsx"
TITLES = "Soyadı, adı, atasının adı;Doğum tarixi"


def written(folder: Path, rows: Sequence[str], titles: str = TITLES, name: str = "list.csv") -> Path:
    """A list with these rows on disk."""
    path = folder / name
    path.write_text("\n".join(["Uşaqların siyahısı", titles, *rows]) + "\n", encoding="utf-8")
    return path
