"""`himaya docs`: the pages of docs/ that are made from the system itself."""

from collections.abc import Iterator
from pathlib import Path

import click

from himaya.cli.environment import DEVELOPMENT, Trouble, choose_settings
from himaya.settings.place import ROOT

MADE = "Made by `himaya docs`. Do not edit.\n"


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the pages are up to date.")
def docs(check: bool) -> None:
    """Write docs/roles.md, docs/norms.md and docs/processes/ from the roles, norms and processes themselves.

    \b
    himaya docs
    himaya docs --check
    """
    choose_settings(DEVELOPMENT)
    import django

    django.setup()
    old = [str(path.relative_to(ROOT)) for path, text in pages() if not _same(path, text)]
    if check and old:
        raise Trouble(f"These pages are old: {', '.join(old)}. Run `himaya docs`.")
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    click.echo("The pages are up to date." if not old else f"Written: {', '.join(old)}.")


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page with its text, in English."""
    from django.utils import translation

    from himaya.workflow.picture import draw
    from himaya.workflow.sync import discover

    with translation.override("en"):
        yield ROOT / "docs" / "roles.md", roles_page()
        yield ROOT / "docs" / "norms.md", norms_page()
        for code, process in sorted(discover().items()):
            yield ROOT / "docs" / "processes" / f"{code}.svg", draw(process)
            for variant, kind in sorted(process.variants.items()):
                yield ROOT / "docs" / "processes" / f"{code}-{variant}.svg", draw(kind)


def roles_page() -> str:
    """Who may do what."""
    from himaya.access.roles import ONLY_GRANTED, PERMISSIONS, ROLES

    reach = {
        ONLY_GRANTED: "only what is granted by name",
        0: "normal",
        1: "normal and sensitive",
        2: "sealed too",
    }
    lines = ["# Roles", "", MADE]
    for code, role in ROLES.items():
        lines += [
            f"## {role.label} (`{code}`)",
            "",
            f"{role.does}",
            "",
            f"Sees in the unit and below: {reach[role.reach]}.",
            "",
        ]
    lines += [
        "## Who may do what",
        "",
        "| Permission | " + " | ".join(ROLES) + " |",
        "|---|" + "---|" * len(ROLES),
    ]
    for permission in PERMISSIONS.values():
        marks = ["●" if permission in role.may else "" for role in ROLES.values()]
        lines.append(f"| {permission.label} (`{permission.code}`) | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def norms_page() -> str:
    """Every deadline, limit and competence as shipped, with its source."""
    import csv

    data = Path(__file__).parent.parent / "reference" / "norms" / "data"
    with (data / "acts.csv").open(encoding="utf-8") as file:
        acts = {row["key"]: row["name_en"] for row in csv.DictReader(file)}
    marks = {
        "V": "seen in a public source",
        "T": "tested",
        "K": "recalled, to be verified",
        "P": "proposed default",
    }
    lines = ["# Norms", "", MADE, "Deadlines, limits and competences as shipped. A ministry changes them in *Settings*, "
             "from a date on, without a new release.", "",
             "| Norm | Value | From | Until | Source | Certainty |", "|---|---|---|---|---|---|"]  # fmt: skip
    with (data / "norms.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            where = " ".join(filter(None, [acts.get(row["act"], row["act"]), row["article"]]))
            unit = "" if row["unit"] in {"count", "body"} else row["unit"].replace("_", " ")
            lines.append(
                f"| {row['name_en']} (`{row['key']}`) | {row['value'].replace('_', ' ')} {unit} | {row['valid_from']} | "
                f"{row['valid_to']} | {where} | {marks.get(row['certainty'], row['certainty'])} |"
            )
    return "\n".join(lines) + "\n"
