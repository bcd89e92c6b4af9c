"""The register at the size of a nation: finding people, and the warning that somebody is known already (`bench.search`,
`bench.warning`), and taking in lists of people (`bench.imports`). The figures in docs/search.md are of
`himaya bench registry --people 10000000`.
"""

import argparse
from pathlib import Path

from bench import imports
from bench.house import serve_as, server, set_up
from bench.search import measure, prepare


def main() -> None:
    """One size, in a server of its own."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--cases", type=int, default=0, help="not used")
    words.add_argument("--sought", type=int, default=2000, help="how many people, each in every kind of slip")
    words.add_argument("--rows", type=int, default=imports.LONG, help="how many rows the long list has")
    words.add_argument("--lists", type=int, default=200, help="how many unseen lists are read")
    words.add_argument(
        "--quick",
        action="store_true",
        help="20,000 people, 100 sought, 12 lists, 3,000 rows; fails below the floors",
    )
    words.add_argument(
        "--load", type=Path, help="fill a server in this folder and stop: the next run measures it"
    )
    words.add_argument(
        "--var", type=Path, help="measure the server of this folder, filling it if it is empty"
    )
    given = words.parse_args()
    count, many = (20_000, 100) if given.quick else (given.people, given.sought)
    rows, lists = imports.QUICK if given.quick else (given.rows, given.lists)
    with server(given.load or given.var) as addresses:
        set_up(addresses.owner)
        if given.load:
            prepare(addresses.owner, count)
            return
        country, low = measure(addresses, count, many)
        serve_as(addresses.worker)
        # lists would be written into a server that is kept
        faults = "" if given.var else imports.measure(country.chief, country.unit, rows, lists)
    if faults or (given.quick and low):
        raise SystemExit(f"below the floor: {low} {faults}")


if __name__ == "__main__":
    main()
