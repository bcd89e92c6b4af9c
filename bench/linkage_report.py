"""Writes the figures of docs/linkage.md anew from what was measured."""

import json
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
HEAD = (
    "| Set | Records | F1, plain Splink | **F1** | Precision of certain links, plain | **ours** | Recall of certain links | "
    "Twins joined for certain, plain | **ours** | Seconds, plain | **ours** |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def write(figures: Path, page: Path) -> None:
    """The newest figures of each set, in the order of first measuring."""
    newest: dict[str, dict[str, Any]] = {}
    for line in figures.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        newest[told["set"]] = told
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join([HEAD, *(_row(told) for told in newest.values())])
    page.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def _row(told: dict[str, Any]) -> str:
    plain = told["plain"]
    if "certain" not in told:
        return f"| `{told['set']}` | 5,000 a file | {plain['f1']:.4f} | **{told['f1']:.4f}** |" + " |" * 7
    return (
        f"| `{told['set']}` | {told['records']:,} | {plain['f1']:.4f} | **{told['f1']:.4f}** | {plain['certain']:.4f} | "
        f"**{told['certain']:.5f}** | {told['certain_recall']:.2f} | {plain['twins']:,} of {told['twin_pairs']:,} | "
        f"**{told['twins']}** | {plain['seconds']:.1f} | **{told['seconds']:.1f}** |"
    )
