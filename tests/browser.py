"""Journeys: a real browser against the running site, started as a person would start it.

`site` is `himaya run` over a folder of its own with the small sample country. `page` is 1280 px wide, `phone`
360 px; `visitor(width=…)` opens another person's browser beside them. Whatever the browser complains about
(errors in the console, the security policy, a failing answer) fails the journey unless it was `expected`.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest

from tests import clamd
from tests.patience import LONG, patient_browser

ROOT = Path(__file__).resolve().parent.parent
ARTIFACTS = ROOT / "tests" / "artifacts"
# The shell without a screen first: the same engine, a page in a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
PATIENCE = 300  # seconds for the first start, the sample country included


@dataclass
class Site:
    """A running copy. `himaya(…)` is its command line."""

    var: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    python: list[str] = field(default_factory=lambda: [sys.executable])
    said: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def _told(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
        own = {"HIMAYA_VAR": str(self.var), "PORT": str(self.port), "HIMAYA_DEMO_SIZE": "small"}
        return {**clean, **own, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **self.environment}

    def himaya(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """One command; what it is given, it reads from its standard input."""
        line = [*self.python, "-m", "himaya", *words]
        return subprocess.run(line, env=self._told(), cwd=ROOT, capture_output=True, text=True, input=given)

    def start(self, *words: str) -> None:
        """Start it and wait until it says that it is ready."""
        self.said.clear()
        self.process = subprocess.Popen(
            [*self.python, "-m", "himaya", "run", *words],
            env=self._told(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, args=[self.process.stdout], daemon=True).start()
        self.wait_for("Ready in")

    def _listen(self, stream: Any) -> None:
        with stream:
            for line in stream:
                self.said.append(line.rstrip())

    def wait_for(self, words: str, patience: float = PATIENCE) -> str:
        """The line that holds these words, as soon as it is said."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for line in list(self.said):
                if words in line:
                    return line
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(0.05)
        pytest.fail(f"the site never said {words!r}:\n" + "\n".join(self.said))

    def stop(self) -> None:
        """Ctrl-C."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(LONG)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def free_port() -> int:
    """A port nobody listens on: below those that the system lends to whoever calls out, because who gets it listens only
    seconds later; and drawn, so that two test processes do not get the same one."""
    while True:
        port = SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fresh copy; or, while a journey is being written, the one that runs already: `HIMAYA_SITE=VAR:PORT`."""
    if given := os.environ.get("HIMAYA_SITE"):
        var, _, port = given.rpartition(":")
        yield Site(Path(var), int(port))
        return
    running = Site(tmp_path_factory.mktemp("site"), free_port())
    with ExitStack() as beside:
        if clamd.PROGRAM is not None:  # as an office has it: what is sent is looked into
            scanner = beside.enter_context(clamd.Daemon(tmp_path_factory.mktemp("clamd")))
            running.environment["HIMAYA_CLAMD"] = scanner.address
        beside.callback(running.stop)
        running.start()
        yield running


def chromium() -> str | None:
    """The machine's own Chromium, or the one that is named in `HIMAYA_CHROMIUM`."""
    return os.environ.get("HIMAYA_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """What `chromium` finds, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    found = chromium()
    if not found:
        pytest.fail("no Chromium: apt install chromium-headless-shell, or name one in HIMAYA_CHROMIUM")
    # The driver's own loop runs in this thread; Django would take every later query for an async one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver, patient_browser():
        opened = Opened(lambda: driver.chromium.launch(executable_path=found, args=QUIET))
        yield opened
        opened.close()


class Opened:
    """A browser for all tests of a process: started anew when it had to be ended (`tests.patience`)."""

    def __init__(self, launch: Callable[[], Any]) -> None:
        self._launch, self._browser = launch, launch()

    def __getattr__(self, name: str) -> Any:
        if not self._browser.is_connected():
            self._browser = self._launch()
        return getattr(self._browser, name)


@dataclass
class Complaints:
    """What the browser complained about; `expected("403")` forgives complaints that match."""

    heard: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def expected(self, pattern: str) -> None:
        self.forgiven.append(pattern)

    def listen(self, page: Any) -> None:
        page.on(
            "console", lambda said: said.type == "error" and self.heard.append(f"{page.url}: {said.text}")
        )
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))
        page.on(
            "response", lambda told: told.status >= 500 and self.heard.append(f"{told.url}: {told.status}")
        )

    def left(self) -> list[str]:
        return [told for told in self.heard if not any(re.search(pattern, told) for pattern in self.forgiven)]


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def visitor(
    browser: Any, site: Site, complaints: Complaints, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Any]]:
    """`visitor(width=360)` is a page in a browser of its own: nobody else's cookies."""
    contexts: list[Any] = []

    def arrive(width: int = 1280, *, height: int = 900, javascript: bool = True, language: str = "az") -> Any:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale=language,
            timezone_id="Asia/Baku",
        )
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        return page

    yield arrive
    failed = getattr(request.node, "told", None) is not None and request.node.told.failed
    for number, context in enumerate(contexts):
        for page in context.pages if failed else []:
            ARTIFACTS.mkdir(parents=True, exist_ok=True)
            with suppress(Exception):
                page.screenshot(path=str(ARTIFACTS / f"{request.node.name}-{number}.png"), full_page=True)
        context.close()
    assert not complaints.left(), "the browser complained:\n" + "\n".join(complaints.left())


@pytest.fixture
def page(visitor: Callable[..., Any]) -> Any:
    return visitor(1280)


@pytest.fixture
def phone(visitor: Callable[..., Any]) -> Any:
    return visitor(360, height=740)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.told = report  # type: ignore[attr-defined]  read by `visitor`, for a picture of what failed
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the site is a journey."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.journey)
