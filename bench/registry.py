"""The register at the size of a nation: finding people, the warning that somebody is known already, lists taken in.

The parts are `bench.search`, `bench.warning` and `bench.imports`; the small version shows registers as well
(`bench.registers`). The figures in docs/search.md are of `himaya bench registry --people 10000000`; loading takes
20 minutes there, so that it is best done once: `--load DIR`, then `--var DIR` as often as one likes.
"""

from pathlib import Path

from bench import imports, registers
from bench.house import options, serve_as, server, set_up
from bench.search import PLAIN, measure, prepare


def main() -> None:
    """One size, in a server of its own."""
    words = options("registry", __doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--sought", type=int, default=2000, help="how many questions of each kind of slip")
    words.add_argument("--plain", type=int, default=PLAIN, help="how many questions plain trigrams are asked")
    words.add_argument("--rows", type=int, default=imports.LONG, help="how many rows the long list has")
    words.add_argument("--lists", type=int, default=200, help="how many unseen lists are read")
    words.add_argument(
        "--quick",
        action="store_true",
        help="20,000 people, 50 sought, 12 lists, 3,000 rows; fails below the floors",
    )
    words.add_argument(
        "--load", type=Path, help="fill a server in this folder and stop: the next run measures it"
    )
    words.add_argument(
        "--var", type=Path, help="measure the server of this folder, filling it if it is empty"
    )
    given = words.parse_args()
    count, many = (20_000, 50) if given.quick else (given.people, given.sought)
    rows, lists = imports.QUICK if given.quick else (given.rows, given.lists)
    with server(given.load or given.var) as addresses:
        set_up(addresses.owner)
        if given.load:
            prepare(addresses.owner, count)
            return
        country, low = measure(addresses, count, many, given.plain)
        if given.quick:
            registers.hold(addresses.owner)
            registers.measure({"nation": country.chief}, rounds=6)
        serve_as(addresses.worker)
        # lists would be written into a server that is kept
        faults = "" if given.var else imports.measure(country.chief, country.unit, rows, lists)
    if faults or (given.quick and low):
        raise SystemExit(f"below the floor: {low} {faults}")


if __name__ == "__main__":
    main()
