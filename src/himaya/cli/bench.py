"""`himaya bench NAME`: what is measured, printed as one JSON object a line."""

import ast
import os
import subprocess
import sys

import click

from himaya.cli.environment import Trouble
from himaya.settings.place import ROOT


def names() -> dict[str, str]:
    """Every bench, with what it says of itself in its first sentence."""
    found = {}
    for file in sorted((ROOT / "bench").glob("*.py")):
        source = file.read_text(encoding="utf-8")
        if "def main(" in source:
            about = ast.get_docstring(ast.parse(source)) or ""
            found[file.stem] = " ".join(about.split("\n\n")[0].split()).partition(". ")[0].rstrip(".")
    return found


class _Taught(click.Command):
    """Its help ends with the benches there are."""

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Benches"):
            formatter.write_dl(list(names().items()))


# What stands behind the name is the bench's own: it reads its options and explains them itself.
@click.command(
    cls=_Taught,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    options_metavar="",
)
@click.argument("name")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def bench(name: str, options: tuple[str, ...]) -> None:
    """Measure NAME on a database of its own, which is thrown away afterwards.

    Each line is one figure: name, value, unit, baseline, ratio. Ratios are taken within one run and can be
    compared between machines; milliseconds cannot.

    \b
    himaya bench spine --quick                              a small version
    himaya bench spine --people 1000000 --cases 200000      at national size
    himaya bench registry --help                            what this one can be told
    himaya bench full                                       all of them at full size
    """
    if name not in names():
        raise Trouble(f"There is no bench “{name}”; there are: {', '.join(names())}.")
    paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    line = [sys.executable, "-m", f"bench.{name}", *options]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    raise SystemExit(subprocess.run(line, env=environment).returncode)
