"""How the tests are shared among the processes of a run: what stands on the same slow ground stays together.

All journeys go to one process (one site, one sample country), every other file to one process (what a module sets up is
set up once), and what takes longest is begun first, so that no process is left working alone at the end. The walk
through every page comes first among them, so that the others need not judge again what it has judged; the journeys that
set the site's clock on come last. Tests that really commit, after which the reference data must be
loaded again, stay where pytest-django puts them: behind all others. Written here because the marks of pytest-xdist 3.8
for this (`xdist_group`) do nothing since pytest 9.2 made the identifiers of tests read-only.
"""

import gc
from collections.abc import Sequence
from typing import Any

import pytest

JOURNEYS = ("tests/journeys/", "tests/cli/test_site.py")  # all that go to the one site
EVERY_PAGE = "tests/journeys/test_every_page.py"
# What drives a whole running site on a busy machine (browsers, killed servers) is tried once more before it is called
# broken; a test that needed it is named at the end of the run, so that somebody looks at it.
TRIED_TWICE = ("tests/journeys/", "tests/cli/")
# They set the site's clock on: what waits there is late afterwards.
TIME_GOES_ON = ("tests/journeys/test_a_child_is_removed.py", "tests/journeys/test_the_late_visit.py")
LONGEST_FIRST = (*JOURNEYS, "tests/forms/", "tests/cli/")


def shares_of(nodeids: Sequence[str]) -> dict[str, str]:
    """What goes to one process as a whole: the journeys, and each stretch of tests of one file."""
    shares = {}
    stretch, last = 0, ""
    for nodeid in nodeids:
        path = nodeid.split("::")[0]
        stretch, last = stretch + (path != last), path
        shares[nodeid] = "the site" if path.startswith(JOURNEYS) else f"{path} {stretch}"
    return shares


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After they were shuffled: the longest first, the rest as it is."""
    items.sort(key=_place_of)
    for item in items:
        if item.nodeid.startswith(TRIED_TWICE):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _place_of(item: pytest.Item) -> float:
    marker = item.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or "transactional_db" in getattr(
        item, "fixturenames", ()
    ):
        return len(LONGEST_FIRST) + 1
    if item.nodeid.startswith(EVERY_PAGE):
        return -1.0
    if item.nodeid.startswith(TIME_GOES_ON):
        return len(JOURNEYS) - 0.5 + 0.1 * item.nodeid.startswith(TIME_GOES_ON[1])
    return next(
        (n for n, path in enumerate(LONGEST_FIRST) if item.nodeid.startswith(path)), len(LONGEST_FIRST)
    )


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector of garbage need not walk through it after every few hundred
    objects of a test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """One share after the other, in the order of the collection, to whoever is free."""
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):
        shares: dict[str, str] = {}

        def schedule(self) -> None:
            if not self.shares:
                self.shares = shares_of(next(iter(self.registered_collections.values())))
            super().schedule()

        def _split_scope(self, nodeid: str) -> str:
            return self.shares[nodeid]

    config.option.loadscopereorder = False
    return Sharing(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Why a test was tried twice: the second try leaves no other trace of it."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.write_sep("_", f"first try of {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)
